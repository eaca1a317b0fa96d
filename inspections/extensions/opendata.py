"""The tables of findings and reported values. Columns are only ever added, at the end."""

from django.db.models import F, OuterRef, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from powys_oversight.opendata.expressions import Concat, ListAgg, UrlPath, citation_list
from powys_oversight.opendata.schema import Column, ColumnType, DataTable, Parameter, register
from powys_oversight.opendata.tables.common import (
    SERVICE,
    TIER,
    citations_of,
    numbered_within_event,
    slugs_of_services,
)
from powys_oversight.timeline.models import Organisation

from ..ledger.filter import LedgerFilter
from ..models import Finding, FindingCitation, FindingLink, Observation, ObservationCitation, Theme, Verdict
from ..querysets import FindingQuerySet, ObservationQuerySet

STATED_BY = Column(
    "stated_by",
    "stated_by__slug",
    _("The body that says so, by its id."),
    ColumnType.CODE,
    refers_to="organisations.id",
)
SPEAKER = Column(
    "speaker",
    "speaker__slug",
    _("The person who says so, by their id: in people.csv, if they are known to have held an office."),
    ColumnType.CODE,
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
        Column("occurred", "event__occurred", _("When the event happened."), ColumnType.EDTF, required=True),
        Column(
            "theme",
            "theme",
            _("What it is about."),
            ColumnType.CODE,
            choices=lambda: Theme.choices,
            required=True,
        ),
        Column(
            "also_about",
            "also_about",
            _("The other theme, where one finding joins two."),
            ColumnType.CODE,
            choices=lambda: Theme.choices,
        ),
        Column(
            "verdict",
            "verdict",
            _("How its source puts it. The words are not ranked."),
            ColumnType.CODE,
            choices=lambda: Verdict.choices,
            required=True,
        ),
        Column("summary", "summary", _("What was found or claimed, in our own words."), required=True),
        Column(
            "services",
            slugs_of_services(Finding.services.through.objects.filter(finding=OuterRef("pk"))),
            _("The services it is about, by their ids."),
            ColumnType.CODES,
            refers_to="services.id",
        ),
        STATED_BY,
        SPEAKER,
        Column("reported_by", "reported_by", _("Through whom it is known, where not from its speaker.")),
        Column(
            "takes_up",
            ListAgg(
                FindingLink.objects.filter(from_finding=OuterRef("pk"))
                .filter(to_finding__event__status="published")
                .order_by("to_finding__event__sort_key", "to_finding__number"),
                Concat(F("to_finding__event__slug"), "/", F("to_finding__number")),
            ),
            _("The earlier findings it takes up, each as event/number."),
            ColumnType.CODES,
        ),
        Column(
            "cited_at",
            citation_list(citations_of(FindingCitation)),
            _("Each source with the place in it."),
            ColumnType.PLACES,
        ),
        Column("summary_cy", "summary_cy", _("The same in Welsh, where there is one.")),
        Column(
            "voice",
            Coalesce("stated_by__voice", Value(Organisation.Voice.OTHER)),
            _("Whose kind of word it is. A person speaking for themselves is another body."),
            ColumnType.CODE,
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
        Column(
            "measure",
            "measure__slug",
            _("What the measure is known by here."),
            ColumnType.CODE,
            required=True,
        ),
        Column("measure_title", "measure__title", _("What was counted or measured."), required=True),
        Column("unit", "measure__unit", _("What the value is in."), required=True),
        Column(
            "url",
            UrlPath("measure", F("measure__slug")),
            _("The page of the measure."),
            ColumnType.PAGE,
            required=True,
        ),
        Column(
            "period",
            "period",
            _("The time the value is for, all of it, and not when it was reported."),
            ColumnType.EDTF,
            required=True,
        ),
        Column(
            "comparator",
            "comparator",
            _("“over” where more than the value is reported, and so on. Blank: just the value."),
            ColumnType.CODE,
            choices=lambda: [choice for choice in Observation.Comparator.choices if choice[0]],
        ),
        Column("value", "value", _("The value."), ColumnType.NUMBER, required=True),
        Column(
            "target", "target", _("The target, where a source gives it with the value."), ColumnType.NUMBER
        ),
        Column(
            "event",
            "event__slug",
            _("The event it was reported at."),
            ColumnType.CODE,
            refers_to="timeline.id",
            required=True,
        ),
        STATED_BY,
        SPEAKER,
        Column("caveat", "caveat", _("What a source says limits its worth.")),
        Column(
            "cited_at",
            citation_list(citations_of(ObservationCitation)),
            _("Each source with the place in it."),
            ColumnType.PLACES,
        ),
        Column("measure_title_cy", "measure__title_cy", _("The measure in Welsh, where there is a name.")),
    ),
)

register(FINDINGS, MEASURES)
