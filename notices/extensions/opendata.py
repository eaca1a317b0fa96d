"""The table of requirements with their outcomes. Columns are only ever added, at the end."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from powys_oversight.opendata.columns import code, edtf, places, text, whole
from powys_oversight.opendata.expressions import citation_list
from powys_oversight.opendata.schema import DataTable, register
from powys_oversight.opendata.tables.common import cited_at, numbered_within_event
from powys_oversight.timeline.models import Organisation

from ..models import ActionOutcome, ActionOutcomeCitation, RequiredAction, RequiredActionCitation
from ..querysets import RequiredActionQuerySet

REQUIREMENTS = DataTable(
    slug="requirements",
    api="requirements",
    title=_("Requirements"),
    about=_("What notices required, and what each later document says became of it."),
    row=_(
        "One row is one required action with one later report of it. An action of which none is known has "
        "one row too."
    ),
    page="requirements",
    key=("event", "number", "reported_at"),
    rows=lambda asked: [RequiredAction.objects.published().with_reports().in_order()],
    order=RequiredActionQuerySet.ORDER,
    columns=(
        *numbered_within_event(
            _("The event that required it."), _("Its place among what that event required."), "requiredaction"
        ),
        edtf("required_on", _("When the event happened."), "event__occurred", required=True),
        text("summary", _("What was required, in our own words."), required=True),
        code(
            "addressed_to",
            _("The body it was required of, by its id."),
            "addressed_to__slug",
            refers_to="organisations.id",
            required=True,
        ),
        text("period_as_worded", _("The time allowed, as worded. Blank: none stated.")),
        whole("period_value", _("The same as a number.")),
        code("period_unit", _("What that number counts."), choices=lambda: RequiredAction.Unit.choices),
        edtf("due", _("When it was due, only where a source gives the date.")),
        text("legal_basis", _("The section of the Act.")),
        text("note", _("What is not known of it.")),
        cited_at(RequiredActionCitation, _("Where the requirement rests: each source with the place in it.")),
        code(
            "reported_at",
            _("The event at which an outcome was reported. Blank: no report is known."),
            "report_slug",
            refers_to="timeline.id",
        ),
        code(
            "state",
            _("What that report says became of it."),
            "report__state",
            choices=lambda: ActionOutcome.Result.choices,
        ),
        code(
            "stated_by",
            _("The body that says so, by its id."),
            Subquery(Organisation.objects.filter(pk=OuterRef("report__stated_by")).values("slug")),
            refers_to="organisations.id",
        ),
        edtf("done", _("When it was done, as reported."), "report__occurred"),
        text("outcome", _("What is reported, in our own words."), "report__summary"),
        places(
            "outcome_cited_at",
            _("Where the report rests: each source with the place in it."),
            citation_list(ActionOutcomeCitation.objects.filter(claim=OuterRef("report__pk"))),
        ),
        text("summary_cy", _("What was required, in Welsh, where there is one.")),
    ),
)

register(REQUIREMENTS)
