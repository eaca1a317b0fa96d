"""`make_x(**overrides)`: a valid row of each kind, with only what a test is about spelled out."""

from contextlib import nullcontext
from functools import wraps
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, User

from inspections.models import Finding, Inspection, Measure, Observation, Publication
from notices.models import (
    ActionOutcome,
    ImprovementBoard,
    Milestone,
    MinisterialStatement,
    RequiredAction,
    WarningNotice,
)
from powys_oversight.timeline.history.recorder import _active, trial
from powys_oversight.timeline.models import (
    Disagreement,
    Event,
    EventCitation,
    EventService,
    OfficeHolding,
    Organisation,
    Passage,
    Person,
    Relation,
    Service,
    Source,
    Term,
    UnseenDocument,
)

_numbers = count(1)


def quietly(make: Any) -> Any:
    """Rows that a test begins with have no history, which would cost more, unless one is being kept."""

    @wraps(make)
    def made(*args: Any, **given: Any) -> Any:
        with nullcontext() if _active.get() else trial():
            return make(*args, **given)

    return made


PASSWORD = "unmoored gherkin tabulate sixpence"


@quietly
def make_user(role: str = "", **given: Any) -> User:
    """An editor of a role; without one, somebody who may sign in and do nothing."""
    given.setdefault("username", f"{role.lower() or 'nobody'}-{next(_numbers)}")
    details: dict[str, Any] = {"is_staff": True, "password": PASSWORD, **given}
    user = User.objects.create_user(**details)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


@quietly
def make_organisation(**given: Any) -> Organisation:
    given.setdefault("slug", f"organisation-{next(_numbers)}")
    given.setdefault("name", f"Organisation {given['slug']}")
    return Organisation.objects.create(**given)


@quietly
def make_person(**given: Any) -> Person:
    given.setdefault("slug", f"person-{next(_numbers)}")
    return Person.objects.create(**{"name": "Some Councillor"} | given)


@quietly
def make_service(**given: Any) -> Service:
    given.setdefault("slug", f"service-{next(_numbers)}")
    given.setdefault("name", f"Service {given['slug']}")
    if "organisation" not in given:
        given["organisation"] = make_organisation()
    return Service.objects.create(**given)


@quietly
def make_source(**given: Any) -> Source:
    given.setdefault("slug", f"source-{next(_numbers)}")
    return Source.objects.create(
        **{
            "title": f"Source {given['slug']}",
            "publisher": "A Publisher",
            "published": "2018-04-16",
            "type": Source.Type.PRESS_REPORT,
            "tier": Source.Tier.FOUNDING,
            "read": Source.Read.WHOLE,
        }
        | given
    )


@quietly
def make_milestone(**given: Any) -> Milestone:
    return _make_event(Milestone, **given)


@quietly
def make_inspection(**given: Any) -> Inspection:
    return _make_event(Inspection, **{"activity_type": Inspection.ActivityType.INSPECTION} | given)


@quietly
def make_publication(**given: Any) -> Publication:
    return _make_event(Publication, **given)


@quietly
def make_notice(**given: Any) -> WarningNotice:
    return _make_event(WarningNotice, **{"notice_title": "Warning Notice"} | _end_not_stated(given) | given)


@quietly
def make_statement(**given: Any) -> MinisterialStatement:
    return _make_event(MinisterialStatement, **{"form": "written"} | given)


@quietly
def make_board(**given: Any) -> ImprovementBoard:
    return _make_event(ImprovementBoard, **_end_not_stated(given) | given)


def _make_event(model: Any, *, services: Any = None, cited_in: Any = None, **given: Any) -> Any:
    """A published event with one service and one citation, unless `services` or `cited_in` is empty."""
    number = next(_numbers)
    event = model.objects.create(
        **{
            "slug": f"event-{number}",
            "title": f"Event {number}",
            "summary": "Something happened.",
            "occurred": "2018-04-16",
            "status": Event.Status.PUBLISHED,
        }
        | given
    )
    for service in [make_service()] if services is None else services:
        EventService.objects.create(event=event, service=service)
    for source in [_source_of(event)] if cited_in is None else cited_in:
        cite(event, source)
    return event


def _source_of(event: Event) -> Source:
    """A source of the usual day, or of a later one, as none tells of an event before it happened."""
    source = make_source()
    if event.earliest and source.latest and source.latest < event.earliest:
        source = make_source(published=event.earliest.isoformat())
    return source


def _end_not_stated(given: dict[str, Any]) -> dict[str, Any]:
    """What a state without an end says: that one was looked for."""
    if given.get("ended") or "end_looked_for_in" in given:
        return {}
    return {"end_looked_for_in": make_source(), "end_looked_on": "2026-11-28"}


@quietly
def cite(
    event: Event, source: Source | None = None, locator: str = "paragraph 1", **given: Any
) -> EventCitation:
    given.setdefault("tells_of", EventCitation.TellsOf.BEGAN)
    return EventCitation.objects.create(
        claim_id=event.pk, source=source or make_source(), locator=locator, **given
    )


@quietly
def make_relation(**given: Any) -> Relation:
    relation = Relation.objects.create(
        **{
            "from_event": given.pop("from_event", None) or make_milestone(),
            "to_event": given.pop("to_event", None) or make_milestone(),
            "kind": "prompted",
        }
        | given
    )
    relation.citations.create(source=make_source(), locator="paragraph 1")
    return relation


@quietly
def make_finding(**given: Any) -> Finding:
    services = given.pop("services", None)
    given.setdefault("event", None)
    event = given.pop("event") or make_inspection()
    if "stated_by" not in given and "speaker" not in given:
        given["stated_by"] = make_organisation()
    finding = Finding.objects.create(
        event_id=event.pk,
        **{
            "number": Finding.objects.filter(event_id=event.pk).count() + 1,
            "theme": "assessment",
            "verdict": "concern",
            "summary": "Assessment was slow.",
        }
        | given,
    )
    finding.services.set(event.services.all() if services is None else services)
    finding.citations.create(source=make_source(), locator="paragraph 2")
    return finding


@quietly
def make_required_action(**given: Any) -> RequiredAction:
    event = given.pop("event", None) or make_notice()
    if "addressed_to" not in given:
        given["addressed_to"] = make_organisation()
    action = RequiredAction.objects.create(
        event_id=event.pk, **{"number": 1, "summary": "Make a plan."} | given
    )
    action.citations.create(source=make_source(), locator="paragraph 3")
    return action


@quietly
def make_outcome(**given: Any) -> ActionOutcome:
    action = given.pop("action", None) or make_required_action()
    event = given.pop("reported_at", None) or make_milestone()
    if "stated_by" not in given:
        given["stated_by"] = make_organisation()
    outcome = ActionOutcome.objects.create(
        action=action,
        reported_at_id=event.pk,
        **{"state": ActionOutcome.Result.MET, "summary": "The plan was made."} | given,
    )
    outcome.citations.create(source=make_source(), locator="paragraph 4")
    return outcome


@quietly
def make_measure(**given: Any) -> Measure:
    services = given.pop("services", [])
    given.setdefault("slug", f"measure-{next(_numbers)}")
    measure = Measure.objects.create(**{"title": f"Measure {given['slug']}", "unit": "% of visits"} | given)
    measure.services.set(services)
    return measure


@quietly
def make_observation(**given: Any) -> Observation:
    event = given.pop("event", None) or make_milestone()
    if "measure" not in given:
        given["measure"] = make_measure()
    if "stated_by" not in given:
        given["stated_by"] = make_organisation()
    observation = Observation.objects.create(event_id=event.pk, **{"period": "2018-03", "value": 12} | given)
    observation.citations.create(source=make_source(), locator="paragraph 5")
    return observation


@quietly
def make_disagreement(
    *, events: Any = (), versions: Any = ("In March.", "In May."), **given: Any
) -> Disagreement:
    """A question with its versions, each cited; the first sorts the event if `sorted_by` gives its date."""
    given.setdefault("slug", f"question-{next(_numbers)}")
    sorted_by = given.pop("sorted_by", "")
    disagreement = Disagreement.objects.create(**{"question": f"When, {given['slug']}?"} | given)
    disagreement.events.set(events)
    for number, answer in enumerate(versions, 1):
        sorts = bool(sorted_by) and number == 1
        version = disagreement.versions.create(
            number=number, answer=answer, sorts_the_event=sorts, occurred=sorted_by if sorts else ""
        )
        version.citations.create(source=make_source(), locator="paragraph 6")
    return disagreement


@quietly
def make_office(**given: Any) -> OfficeHolding:
    for name, make in (("person", make_person), ("organisation", make_organisation)):
        if name not in given:
            given[name] = make()
    office = OfficeHolding.objects.create(**{"role": "Leader"} | given)
    office.citations.create(source=make_source(), locator="heading", tells_of="began")
    return office


@quietly
def make_passage(**given: Any) -> Passage:
    """A key event's sentence, unless another place is given."""
    given.setdefault("event", None)
    given["event"] = given["event"] or make_milestone()
    given.setdefault("place", Passage.Part.KEY)
    if given["place"] == Passage.Part.KEY:
        given.setdefault("label", "A few words")
    passage = Passage.objects.create(**{"text": "Inspectors came.", "number": 1} | given)
    passage.citations.create(source=make_source(), locator="paragraph 1")
    return passage


@quietly
def make_term(**given: Any) -> Term:
    given.setdefault("slug", f"term-{next(_numbers)}")
    term = Term.objects.create(**{"name": "Part 8", "meaning": "A part of the Act."} | given)
    term.citations.create(source=make_source(), locator="paragraph 1")
    return term


@quietly
def make_unseen_document(**given: Any) -> UnseenDocument:
    given.setdefault("slug", f"unseen-{next(_numbers)}")
    document = UnseenDocument.objects.create(
        **{"title": f"Letter {given['slug']}", "about": "It would settle the day."} | given
    )
    document.citations.create(source=make_source(), locator="paragraph 7")
    return document
