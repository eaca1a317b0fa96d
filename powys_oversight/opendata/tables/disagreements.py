from django.db.models import F, OuterRef
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.models import DisagreementVersion, DisagreementVersionCitation, Event

from ..expressions import ListAgg, UrlPath, citation_list
from ..schema import Column, ColumnType, DataTable, register
from .common import citations_of

DISAGREEMENTS = DataTable(
    slug="disagreements",
    title=_("Disagreements"),
    about=_("The questions on which the sources differ, with every version of the answer."),
    row=_("One row is one version of the answer to one question."),
    page="disagreements",
    key=("id", "number"),
    rows=lambda asked: [DisagreementVersion.objects.published().in_order()],
    columns=(
        Column(
            "id",
            "disagreement__slug",
            _("What the question is known by. It never changes."),
            ColumnType.CODE,
            required=True,
        ),
        Column(
            "number", "number", _("The version’s place under its question."), ColumnType.WHOLE, required=True
        ),
        Column(
            "url",
            UrlPath("disagreements", None, "#question-", F("disagreement__slug")),
            _("Where it stands on its page."),
            ColumnType.PAGE,
            required=True,
        ),
        Column("question", "disagreement__question", _("The question."), required=True),
        Column("answer", "answer", _("What these sources say, in our own words."), required=True),
        Column(
            "occurred",
            "occurred",
            _("The answer as a date, where the question is one of dates."),
            ColumnType.EDTF,
        ),
        Column(
            "sorts_the_event",
            "sorts_the_event",
            _("Whether this version gives the event its place on the timeline."),
            ColumnType.YES_NO,
            required=True,
        ),
        Column("reading", "disagreement__reading", _("Our reading of the question, which is no source’s.")),
        Column(
            "events",
            ListAgg(
                Event.objects.published().filter(disagreements=OuterRef("disagreement")).in_order(), F("slug")
            ),
            _("The events it concerns, by their ids."),
            ColumnType.CODES,
            refers_to="timeline.id",
            required=True,
        ),
        Column(
            "cited_at",
            citation_list(citations_of(DisagreementVersionCitation)),
            _("Each source with the place in it."),
            ColumnType.PLACES,
        ),
        Column("question_cy", "disagreement__question_cy", _("The question in Welsh, where there is one.")),
    ),
)

register(DISAGREEMENTS)
