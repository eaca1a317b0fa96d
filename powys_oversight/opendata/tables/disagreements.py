from django.db.models import F, OuterRef
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.models import DisagreementVersion, DisagreementVersionCitation, Event

from ..columns import code, codes, edtf, page, text, whole, yes_no
from ..expressions import ListAgg, UrlPath
from ..schema import DataTable, register
from .common import cited_at

DISAGREEMENTS = DataTable(
    slug="disagreements",
    title=_("Disagreements"),
    about=_("The questions on which the sources differ, with every version of the answer."),
    row=_("One row is one version of the answer to one question."),
    page="disagreements",
    key=("id", "number"),
    rows=lambda asked: [DisagreementVersion.objects.published().in_order()],
    columns=(
        code(
            "id", _("What the question is known by. It never changes."), "disagreement__slug", required=True
        ),
        whole("number", _("The version’s place under its question."), required=True),
        page(
            "url",
            _("Where it stands on its page."),
            UrlPath("disagreements", None, "#question-", F("disagreement__slug")),
            required=True,
        ),
        text("question", _("The question."), "disagreement__question", required=True),
        text("answer", _("What these sources say, in our own words."), required=True),
        edtf("occurred", _("The answer as a date, where the question is one of dates.")),
        yes_no(
            "sorts_the_event",
            _("Whether this version gives the event its place on the timeline."),
            required=True,
        ),
        text("reading", _("Our reading of the question, which is no source’s."), "disagreement__reading"),
        codes(
            "events",
            _("The events it concerns, by their ids."),
            ListAgg(
                Event.objects.published().filter(disagreements=OuterRef("disagreement")).in_order(), F("slug")
            ),
            refers_to="timeline.id",
            required=True,
        ),
        cited_at(DisagreementVersionCitation),
        text("question_cy", _("The question in Welsh, where there is one."), "disagreement__question_cy"),
    ),
)

register(DISAGREEMENTS)
