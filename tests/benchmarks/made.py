"""A record of a size the real one does not have, for measuring."""

from typing import Any

AT_ONCE = 5000
STATEMENTS = 1
"""Events whose number ends so are ministers' statements, which have particulars."""
SENTENCE = "Something happened that takes a sentence or two to say, “in our own words”, with a comma or two. "


def make(events: int) -> None:
    """Published events over ten years with what hangs on them: every table that grows with them has rows."""
    from inspections.models import Finding, FindingCitation, Observation, ObservationCitation
    from notices.models import ActionOutcome, MinisterialStatement, RequiredAction
    from powys_oversight.timeline.models import Event, EventCitation, EventService, Relation
    from tests.factories import make_measure, make_organisation, make_service, make_source

    services = [make_service(slug=f"service-{number}", order=number) for number in range(5)]
    sources = [make_source(slug=f"source-{number}") for number in range(40)]
    issuers = [make_organisation(), make_organisation(), None]
    issuers[0].names.create(name="An earlier name", used_until="2015")
    measure, council = make_measure(), make_organisation()

    for start in range(0, events, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, events))
        made = Event.objects.bulk_create(_event(number, issuers[number % 3]) for number in numbers)
        whole = list(zip(numbers, made, strict=True))
        EventService.objects.bulk_create(
            EventService(event=event, service=services[(number + each) % 5])
            for number, event in whole
            for each in range(1 + number % 2)
        )
        EventCitation.objects.bulk_create(_cited(EventCitation, whole, sources))
        findings = Finding.objects.bulk_create(
            Finding(
                event=event,
                number=1,
                theme="assessment",
                verdict="concern",
                summary=SENTENCE,
                stated_by=council,
            )
            for number, event in whole
            if number % 2
        )
        FindingCitation.objects.bulk_create(_cited(FindingCitation, list(enumerate(findings)), sources))
        tenth = [event for number, event in whole if number % 10 == 0]
        values = Observation.objects.bulk_create(
            Observation(measure=measure, period="2018-03", value=each % 100, event=event, stated_by=council)
            for each, event in enumerate(tenth)
        )
        ObservationCitation.objects.bulk_create(_cited(ObservationCitation, list(enumerate(values)), sources))
        actions = RequiredAction.objects.bulk_create(
            RequiredAction(event=event, number=1, summary=SENTENCE, addressed_to=council) for event in tenth
        )
        ActionOutcome.objects.bulk_create(
            ActionOutcome(
                action=action, reported_at=tenth[0], state="reported-met", stated_by=council, summary="Met."
            )
            for action in actions[::2]
        )
        statements = [event for number, event in whole if number % 10 == STATEMENTS]
        for event in statements:  # in bulk, Django makes no rows that two tables share
            statement = MinisterialStatement(event_ptr=event, form="written", role_at_the_time="Minister")
            statement.save_base(raw=True, force_insert=True)
        Relation.objects.bulk_create(
            Relation(from_event=event, kind="prompted", to_event=statement)
            for event, statement in zip(tenth, statements, strict=False)
        )


def _event(number: int, issuer: Any) -> Any:
    from powys_oversight.timeline.models import Event

    return Event(
        slug=f"event-{number}",
        kind="statement" if number % 10 == STATEMENTS else "milestone",
        title=f"Event {number}, of which the title says a little more than its number",
        summary=SENTENCE * 3,
        occurred=f"{2011 + number % 10}-{number % 12 + 1:02}-{number % 28 + 1:02}",
        issued_by=issuer,
        status="published",
    )


def _cited(model: Any, claims: list[tuple[int, Any]], sources: list[Any]) -> list[Any]:
    return [
        model(claim_id=claim.pk, source=sources[(number + each) % 40], locator=f"paragraph {number % 30 + 1}")
        for number, claim in claims
        for each in range(1 + number % 2)
    ]
