import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils import timezone

from . import kinds
from .db.fields import DerivedMixin
from .models import (
    SUMMARY_WORDS,
    Citation,
    DatedCitation,
    Disagreement,
    DisagreementVersion,
    Event,
    EventCitation,
    OfficeHolding,
    OfficeHoldingCitation,
    Passage,
    RecordModel,
    Relation,
    Source,
    Term,
    UnseenDocument,
)
from .publishing.rules import Fault, rule
from .wording import OUR_TEXT, wording_faults

TellsOf = DatedCitation.TellsOf
BEGUN = {"", TellsOf.BEGAN, TellsOf.FOUND, TellsOf.ENDED}


@rule
def every_published_event_is_cited() -> Iterator[Fault]:
    """Every published event has a citation."""
    for event in Event.objects.published().uncited():
        yield Fault(event, "has no citation")


@rule
def every_published_event_is_about_a_service() -> Iterator[Fault]:
    """Every published event is about a service."""
    for event in Event.objects.published().filter(services__isnull=True):
        yield Fault(event, "names no service")


@rule
def every_event_is_of_its_kind() -> Iterator[Fault]:
    """Every event has the row of its own kind, and no other."""
    held = Counter[int]()
    for slug, model in kinds.by_slug().items():
        for row in model._default_manager.only("pk", "slug", "kind"):
            held[row.pk] += 1
            if row.kind != slug:
                yield Fault(row, f"is kept as {slug} and says that it is {row.kind}")
    for event in Event.objects.only("pk", "slug"):
        if held[event.pk] != 1:
            yield Fault(event, f"has {held[event.pk]} rows of its kind, not one")


@rule
def titles_tell_events_apart() -> Iterator[Fault]:
    """No two published events have the same title."""
    shared = Event.objects.published().order_by().values("title").annotate(n=Count("pk")).filter(n__gt=1)
    for event in Event.objects.published().filter(title__in=[row["title"] for row in shared]):
        yield Fault(event, "shares its title with another")


@rule
def summaries_are_short() -> Iterator[Fault]:
    """Every published summary has fifty words or fewer."""
    for event in Event.objects.published():
        words = len(event.summary.split())
        if words > SUMMARY_WORDS:
            yield Fault(event, f"has a summary of {words} words")


@rule
def sentences_that_stand_alone_are_short() -> Iterator[Fault]:
    """Every key event, and every sentence of the opening, is told in twenty-five words or fewer."""
    for passage in Passage.objects.exclude(place=Passage.Part.STORY):
        if passage.is_long():
            yield Fault(passage, f"has {len(passage.text.split())} words")


@rule
def dates_are_consistent() -> Iterator[Fault]:
    """Nothing is made public before it can have happened, or recorded before it was made public."""
    for event in Event.objects.published().exclude(published_on=None):
        if event.earliest and event.published_on < event.earliest:
            yield Fault(event, f"was made public on {event.published_on}, before {event.occurred}")
        if timezone.localdate(event.recorded_at) < event.published_on:
            yield Fault(event, "was recorded here before it was made public")


@rule
def what_happened_is_told_after_it_happened() -> Iterator[Fault]:
    """Nothing that happened is dated after every source that states it: no event, office or end of one."""
    for event in Event.objects.published().prefetch_related("citations__source"):
        if _untold(event, event.earliest, BEGUN):
            yield Fault(event, f"is dated {event.occurred}, after every source that states it")
        if _untold(event, event.ended_earliest, {TellsOf.ENDED}):
            yield Fault(event, f"has an end of {event.ended}, after every source that states one")
    for office in OfficeHolding.objects.prefetch_related("citations__source"):
        if _untold(office, office.began_earliest, BEGUN):
            yield Fault(office, f"began {office.began}, after every source that states it")
        if _untold(office, office.ended_earliest, {TellsOf.ENDED}):
            yield Fault(office, f"has an end of {office.ended}, after every source that states one")


def _untold(claim: Any, happened: date | None, tells: Collection[str]) -> bool:
    """True where a day came after every cited source that tells of it."""
    told = [c.source.latest for c in claim.citations.all() if c.tells_of in tells]
    return bool(happened and told) and all(day and day < happened for day in told)


@rule
def citations_say_what_they_tell_of() -> Iterator[Fault]:
    """Every citation of a state, an inspection or an office says what it tells of."""
    of_events = EventCitation.objects.published().filter(claim__kind__in=kinds.followed())
    for citations in (of_events, OfficeHoldingCitation.objects.all()):
        for citation in citations.filter(tells_of="").select_related("claim", "source"):
            yield Fault(citation, "does not say what it tells of")


def names_in(citations: Iterable[Citation], person: str) -> bool:
    """True where the author or the title of a cited source names a person, by the name before a bracket."""
    name = person.partition(" (")[0]
    return any(name in f"{citation.source.author} {citation.source.title}" for citation in citations)


@rule
def states_have_an_end_or_one_was_looked_for() -> Iterator[Fault]:
    """Every state has an end, or names the source and the day in which one was looked for."""
    for state in Event.objects.published().without_stated_end().filter(end_looked_for_in=None):
        yield Fault(state, "has no end, and none was looked for")


@rule
def words_of_ours_do_not_judge() -> Iterator[Fault]:
    """No text of ours judges, and each office has one spelling, but in quotation marks."""
    for model in apps.get_models():
        if not issubclass(model, RecordModel) or model is Source or Event in model.__mro__[1:]:
            continue
        names = [field.name for field in model._meta.local_concrete_fields if field.name in OUR_TEXT]
        for row in model._default_manager.all() if names else ():
            for name in names:
                yield from (Fault(row, f"{name}: {fault}") for fault in wording_faults(getattr(row, name)))


@rule
def papers_named_are_cited() -> Iterator[Fault]:
    """Every paper that an event names in its summary is among the sources it cites."""
    papers = set(Source.objects.filter(tier=Source.Tier.PRESS).values_list("publisher", flat=True))
    for event in Event.objects.published().prefetch_related("citations__source"):
        cited = {citation.source.publisher for citation in event.citations.all()}
        for paper in papers - cited:
            if paper in event.summary and not any(paper in other for other in cited):
                yield Fault(event, f"names {paper} and does not cite it")


@rule
def columns_can_hold_their_values() -> Iterator[Fault]:
    """Every value is one that its column can hold, and the columns worked out from others agree with them."""
    for model in apps.get_models():
        if not issubclass(model, RecordModel):
            continue
        local = list(model._meta.local_concrete_fields)
        typed = [field for field in local if field.editable and not field.is_relation]
        derived = [field.name for field in local if isinstance(field, DerivedMixin)]
        stored = {row["pk"]: row for row in model._default_manager.values("pk", *derived)} if derived else {}
        for row in model._default_manager.all():
            yield from _unfit(row, typed)
            for name in derived:
                if stored[row.pk][name] != getattr(row, name):
                    yield Fault(row, f"{name} is stored as {stored[row.pk][name]!r}")


def _unfit(row: RecordModel, fields: list[Any]) -> Iterator[Fault]:
    for field in fields:
        try:
            field.clean(getattr(row, field.name), row)
        except ValidationError as refusal:
            yield Fault(row, f"{field.name}: {' '.join(refusal.messages)}")


@rule
def citations_can_be_followed() -> Iterator[Fault]:
    """Every paragraph that is cited is in its document."""
    for model in Citation.concrete():
        for citation in model._default_manager.select_related("source"):
            paragraph = re.search(r"paragraphs?\s*(\d+)", citation.locator, re.IGNORECASE)
            last = citation.source.paragraphs
            if paragraph and last and not 1 <= int(paragraph[1]) <= last:
                yield Fault(citation, f"the document has {last} paragraphs")


@rule
def every_paragraph_is_drawn_on() -> Iterator[Fault]:
    """Every body paragraph of a document that was read in full is cited."""
    cited: dict[int, set[str]] = {}
    for model in Citation.concrete():
        for source, locator in model.objects.published().values_list("source_id", "locator"):
            cited.setdefault(source, set()).add(locator)
    for source in Source.objects.exclude(paragraphs=None):
        for number in range(1, (source.paragraphs or 0) + 1):
            if f"paragraph {number}" not in cited.get(source.pk, set()):
                yield Fault(source, f"nothing rests on paragraph {number}")


@rule
def relations_join_what_readers_see() -> Iterator[Fault]:
    """No relation leads from a published event to one that is not, and each is cited."""
    relations = Relation.objects.select_related("from_event", "to_event").annotate(n=Count("citations"))
    for relation in relations:
        if relation.from_event.is_published and not relation.to_event.has_been_seen:
            yield Fault(relation, "leads from a published event to a draft")
        if not relation.n:
            yield Fault(relation, "has no citation")


@rule
def relations_agree_with_dates() -> Iterator[Fault]:
    """No event follows, answers, amends, replaces or ends a later one, or prompts an earlier one."""
    for relation in Relation.objects.select_related("from_event", "to_event"):
        if relation.later_end.certainly_before(relation.earlier_end):
            yield Fault(relation, "runs against the dates of its events")


@rule
def versions_are_cited() -> Iterator[Fault]:
    """Every version of a disagreement is cited, and there are two at least."""
    for version in DisagreementVersion.objects.filter(citations__isnull=True).select_related("disagreement"):
        yield Fault(version, "has no citation")
    for disagreement in Disagreement.objects.annotate(n=Count("versions", distinct=True)).filter(n__lt=2):
        yield Fault(disagreement, f"has {disagreement.n} versions, so nothing differs")


@rule
def the_version_that_sorts_agrees_with_an_event() -> Iterator[Fault]:
    """A version that sorts the event gives the date that one of the events concerned has."""
    sorting = DisagreementVersion.objects.filter(sorts_the_event=True)
    for version in sorting.select_related("disagreement").prefetch_related("disagreement__events"):
        events = version.disagreement.events.all()
        held = {date for event in events for date in (event.occurred, event.ended) if date}
        if version.occurred not in held:
            yield Fault(version, f"sorts by “{version.occurred}”, which no event concerned has")


@rule
def what_stands_by_itself_is_cited() -> Iterator[Fault]:
    """Every office held, mention of a document not seen, passage of the story and term is cited."""
    for model in (OfficeHolding, UnseenDocument, Passage, Term):
        for row in model.objects.filter(citations__isnull=True):
            yield Fault(row, "has no citation")
