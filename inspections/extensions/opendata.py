"""The tables of findings and reported values. Columns are only ever added, at the end."""

from django.db.models import F, OuterRef, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from powys_oversight.opendata.columns import code, codes, edtf, number, page, text
from powys_oversight.opendata.expressions import Concat, ListAgg, UrlPath
from powys_oversight.opendata.schema import DataTable, Parameter, register
from powys_oversight.opendata.tables.common import (
    SERVICE,
    TIER,
    cited_at,
    numbered_within_event,
    slugs_of_services,
)
from powys_oversight.timeline.models import Organisation

from ..ledger.filter import LedgerFilter
from ..models import Finding, FindingCitation, FindingLink, Observation, ObservationCitation, Theme, Verdict
from ..querysets import FindingQuerySet, ObservationQuerySet

STATED_BY = code(
    "stated_by", _("The body that says so, by its id."), "stated_by__slug", refers_to="organisations.id"
)
SPEAKER = code(
    "speaker",
    _("The person who says so, by their id: in people.csv, if they are known to have held an office."),
    "speaker__slug",
)

FINDINGS = DataTable(
    slug="findings",
    api="findings",
    title=_("Findings"),
    about=_(
        "What the inspectorate judged, and what ministers and the council claimed, each with its speaker."
    ),
    row=_("One row is one finding."),
    page="findings",
    key=("event", "number"),
    filter=LedgerFilter,
    parameters=(
        SERVICE,
        Parameter("voice", _("What the inspectorate, ministers, the council or others say."), repeats=True),
        TIER,
    ),
    rows=lambda asked: [asked.findings()],
    order=FindingQuerySet.ORDER,
    columns=(
        *numbered_within_event(
            _("The event it was made or claimed at."),
            _("Its place among the findings of that event."),
            "finding",
        ),
        edtf("occurred", _("When the event happened."), "event__occurred", required=True),
        code("theme", _("What it is about."), choices=lambda: Theme.choices, required=True),
        code("also_about", _("The other theme, where one finding joins two."), choices=lambda: Theme.choices),
        code(
            "verdict",
            _("How its source puts it. The words are not ranked."),
            choices=lambda: Verdict.choices,
            required=True,
        ),
        text("summary", _("What was found or claimed, in our own words."), required=True),
        codes(
            "services",
            _("The services it is about, by their ids."),
            slugs_of_services(Finding.services.through.objects.filter(finding=OuterRef("pk"))),
            refers_to="services.id",
        ),
        STATED_BY,
        SPEAKER,
        text("reported_by", _("Through whom it is known, where not from its speaker.")),
        codes(
            "takes_up",
            _("The earlier findings it takes up, each as event/number."),
            ListAgg(
                FindingLink.objects.filter(from_finding=OuterRef("pk"))
                .filter(to_finding__event__status="published")
                .order_by("to_finding__event__sort_key", "to_finding__number"),
                Concat(F("to_finding__event__slug"), "/", F("to_finding__number")),
            ),
        ),
        cited_at(FindingCitation),
        text("summary_cy", _("The same in Welsh, where there is one.")),
        code(
            "voice",
            _("Whose kind of word it is. A person speaking for themselves is another body."),
            Coalesce("stated_by__voice", Value(Organisation.Voice.OTHER)),
            choices=lambda: Organisation.Voice.choices,
            required=True,
        ),
    ),
)

MEASURES = DataTable(
    slug="measures",
    api="measures",
    title=_("Figures"),
    about=_("Every reported value of every measure, with its period, its speaker and its caveat."),
    row=_("One row is one reported value of one measure."),
    page="measures",
    key=("measure", "period", "event", "value"),
    rows=lambda asked: [Observation.objects.published().in_order()],
    order=ObservationQuerySet.ORDER,
    columns=(
        code("measure", _("What the measure is known by here."), "measure__slug", required=True),
        text("measure_title", _("What was counted or measured."), "measure__title", required=True),
        text("unit", _("What the value is in."), "measure__unit", required=True),
        page("url", _("The page of the measure."), UrlPath("measure", F("measure__slug")), required=True),
        edtf(
            "period", _("The time the value is for, all of it, and not when it was reported."), required=True
        ),
        code(
            "comparator",
            _("“over” where more than the value is reported, and so on. Blank: just the value."),
            choices=lambda: [choice for choice in Observation.Comparator.choices if choice[0]],
        ),
        number("value", _("The value."), required=True),
        number("target", _("The target, where a source gives it with the value.")),
        code(
            "event", _("The event it was reported at."), "event__slug", refers_to="timeline.id", required=True
        ),
        STATED_BY,
        SPEAKER,
        text("caveat", _("What a source says limits its worth.")),
        cited_at(ObservationCitation),
        text("measure_title_cy", _("The measure in Welsh, where there is a name."), "measure__title_cy"),
    ),
)

register(FINDINGS, MEASURES)
