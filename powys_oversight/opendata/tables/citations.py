from collections.abc import Sequence
from typing import Any

from django.db.models import DecimalField, F, QuerySet
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.filters.timeline_filter import SourceFilter
from powys_oversight.timeline.models import Citation, DatedCitation, RecordModel

from ..columns import code, codes, text
from ..expressions import Concat, TwoDecimals, constant
from ..schema import DataTable, register
from .common import SOURCE


def _all_citations(asked: SourceFilter) -> Sequence[QuerySet]:
    return [_citations_of_kind(model, asked) for model in Citation.concrete()]


def _citations_of_kind(model: Any, asked: SourceFilter) -> QuerySet:
    claim = model.claim_model()
    natural = [part for path in claim.natural for part in (_key_part(claim, path), "/")][:-1]
    events = [part for path in model.event_paths for part in (F(f"{path}__slug"), " ")][:-1]
    rows = model.objects.published().from_sources(asked.sources).order_by("pk")
    return rows.annotate(
        claim_table=constant(_table_word(claim)),
        claim_key=Concat(*natural),
        event_slugs=Concat(*events) if events else constant(""),
        told=F("tells_of") if issubclass(model, DatedCitation) else constant(""),
    )


def _key_part(claim: type[RecordModel], path: str) -> Any:
    value = F(f"claim__{path}")
    last = path.rpartition("__")[2]
    named = {field.name: field for field in claim._meta.fields}
    return TwoDecimals(value) if isinstance(named.get(last), DecimalField) else value


def _table_word(claim: Any) -> str:
    return "".join(f"-{char.lower()}" if char.isupper() else char for char in claim._meta.object_name)[1:]


CITATIONS = DataTable(
    slug="citations",
    title=_("Citations"),
    about=_("What ties each statement of the record to the place in a document that it rests on."),
    row=_("One row is one claim, one source, and one place in it."),
    page="source_list",
    key=("claim_type", "claim", "source", "place"),
    filter=SourceFilter,
    parameters=(SOURCE,),
    rows=_all_citations,
    columns=(
        code(
            "claim_type",
            _("What is stated: an event, a finding, a required action and so on."),
            "claim_table",
            choices=lambda: [
                (
                    _table_word(kind_of_citation.claim_model()),
                    kind_of_citation.claim_model()._meta.verbose_name,
                )
                for kind_of_citation in Citation.concrete()
            ],
            required=True,
        ),
        text(
            "claim",
            _("Which one: its id, or the parts of its key with strokes between: “event/number”."),
            "claim_key",
            required=True,
        ),
        codes(
            "events",
            _("The events on whose pages it is told, by their ids."),
            "event_slugs",
            refers_to="timeline.id",
        ),
        code("source", _("The source it rests on."), "source__slug", refers_to="sources.id", required=True),
        text("place", _("Where in it: “paragraph 3”, of what was read of it."), "locator"),
        text("quotation", _("A short quotation, where the wording is itself the fact.")),
        code(
            "tells_of",
            _("The furthest it goes, of an event or an office: that it was to come, or ended."),
            "told",
            choices=lambda: DatedCitation.TellsOf.choices,
        ),
    ),
)

register(CITATIONS)
