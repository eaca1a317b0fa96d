"""The table of requirements with their outcomes. Columns are only ever added, at the end."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from powys_oversight.opendata.expressions import citation_list
from powys_oversight.opendata.schema import Column, ColumnType, DataTable, register
from powys_oversight.opendata.tables.common import citations_of, numbered_within_event
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
        Column(
            "required_on", "event__occurred", _("When the event happened."), ColumnType.EDTF, required=True
        ),
        Column("summary", "summary", _("What was required, in our own words."), required=True),
        Column(
            "addressed_to",
            "addressed_to__slug",
            _("The body it was required of, by its id."),
            ColumnType.CODE,
            refers_to="organisations.id",
            required=True,
        ),
        Column("period_as_worded", "period_as_worded", _("The time allowed, as worded. Blank: none stated.")),
        Column("period_value", "period_value", _("The same as a number."), ColumnType.WHOLE),
        Column(
            "period_unit",
            "period_unit",
            _("What that number counts."),
            ColumnType.CODE,
            choices=lambda: RequiredAction.Unit.choices,
        ),
        Column("due", "due", _("When it was due, only where a source gives the date."), ColumnType.EDTF),
        Column("legal_basis", "legal_basis", _("The section of the Act.")),
        Column("note", "note", _("What is not known of it.")),
        Column(
            "cited_at",
            citation_list(citations_of(RequiredActionCitation)),
            _("Where the requirement rests: each source with the place in it."),
            ColumnType.PLACES,
        ),
        Column(
            "reported_at",
            "report_slug",
            _("The event at which an outcome was reported. Blank: no report is known."),
            ColumnType.CODE,
            refers_to="timeline.id",
        ),
        Column(
            "state",
            "report__state",
            _("What that report says became of it."),
            ColumnType.CODE,
            choices=lambda: ActionOutcome.State.choices,
        ),
        Column(
            "stated_by",
            Subquery(Organisation.objects.filter(pk=OuterRef("report__stated_by")).values("slug")),
            _("The body that says so, by its id."),
            ColumnType.CODE,
            refers_to="organisations.id",
        ),
        Column("done", "report__occurred", _("When it was done, as reported."), ColumnType.EDTF),
        Column("outcome", "report__summary", _("What is reported, in our own words.")),
        Column(
            "outcome_cited_at",
            citation_list(ActionOutcomeCitation.objects.filter(claim=OuterRef("report__pk"))),
            _("Where the report rests: each source with the place in it."),
            ColumnType.PLACES,
        ),
        Column("summary_cy", "summary_cy", _("What was required, in Welsh, where there is one.")),
    ),
)

register(REQUIREMENTS)
