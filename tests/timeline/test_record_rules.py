"""Each rule of the record, and a row that breaks it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from inspections.models import Finding
from powys_oversight.timeline.models import DisagreementVersionCitation, Event, EventCitation, Relation
from powys_oversight.timeline.publishing.rules import check_all, rule
from tests.factories import (
    cite,
    make_board,
    make_disagreement,
    make_finding,
    make_inspection,
    make_milestone,
    make_notice,
    make_observation,
    make_office,
    make_outcome,
    make_passage,
    make_person,
    make_publication,
    make_relation,
    make_required_action,
    make_source,
    make_statement,
    make_term,
    make_unseen_document,
)

pytestmark = pytest.mark.django_db


def broken() -> list[str]:
    return [words for words, faults in check_all() if faults]


def _uncited_event() -> None:
    make_milestone(cited_in=[])


def _event_of_no_service() -> None:
    make_milestone(services=[])


def _event_of_another_kind() -> None:
    make_milestone()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE timeline_event SET kind = 'support'")


def _event_without_its_row() -> None:
    event = Event.objects.create(
        slug="a", kind="milestone", title="A", summary="A", occurred="2018", status="draft"
    )
    cite(event)


def _unreadable_date() -> None:
    make_milestone()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE timeline_event SET occurred = 'banana'")


def _words_longer_than_their_column() -> None:
    make_milestone()
    Event.objects.update(occurred_as_stated="x" * 161)


def _verdict_that_is_none() -> None:
    make_finding()
    Finding.objects.update(verdict="mixed")


def _stale_bounds() -> None:
    make_milestone(occurred="2018-04-16")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE timeline_event SET earliest = '2018-01-01'")


def _unread_paragraph() -> None:
    make_milestone(cited_in=[make_source(paragraphs=2)])


def _paragraph_past_the_last() -> None:
    source = make_source(paragraphs=1)
    cite(make_milestone(cited_in=[source]), source, "paragraph 2")


def _long_quotation() -> None:
    cite(make_milestone(), quotation="word " * 16)


def _relation_to_a_draft() -> None:
    make_relation(to_event=make_milestone(status="draft"))


def _uncited_relation() -> None:
    Relation.objects.create(from_event=make_milestone(), kind="prompted", to_event=make_milestone())


def _finding_that_follows_a_later_one() -> None:
    later = make_finding(event=make_inspection(occurred="2019"))
    make_finding(event=make_inspection(occurred="2018")).follows_up.add(later)


def _event_told_of_before_it_happened() -> None:
    make_milestone(occurred="2018-04-17", cited_in=[make_source(published="2018-04-16")])


def _end_told_of_before_it_came() -> None:
    board = make_board(occurred="2017", ended="2020-10", cited_in=[make_source(published="2021")])
    cite(board, make_source(published="2018-05-01"), tells_of="ended")


def _office_told_of_before_it_began() -> None:
    office = make_office(began="2020-01-01")
    office.citations.update(source=make_source(published="2018-05-01"))


def _office_whose_end_was_told_of_before_it_came() -> None:
    early = make_source(published="2018-05-01")
    make_office(ended="2020-01-01").citations.create(source=early, locator="page 2", tells_of="ended")


def _state_whose_citation_does_not_say_what_it_tells() -> None:
    cite(make_board(), locator="paragraph 2", tells_of="")


def _statement_of_a_minister_whom_no_source_names() -> None:
    statement = make_statement(minister=make_person(name="Somebody Else"), cited_in=[])
    cite(statement, make_source(author="A Minister, Minister for Social Care"))


def _paper_that_is_named_and_not_cited() -> None:
    make_source(tier=3, publisher="The Daily Sheep")
    make_milestone(summary="The Daily Sheep reported it.")


FITS = "Every value is one that its column can hold, and the columns worked out from others agree with them."
STANDS_ALONE = "Every office held, mention of a document not seen, passage of the story and term is cited."
TOLD_IN_TIME = (
    "Nothing that happened is dated after every source that states it: no event, office or end of one."
)

BREACHES: list[tuple[str, Callable[[], Any]]] = [
    ("Every published event has a citation.", _uncited_event),
    ("Every published event is about a service.", _event_of_no_service),
    ("Every event has the row of its own kind, and no other.", _event_of_another_kind),
    ("Every event has the row of its own kind, and no other.", _event_without_its_row),
    ("No two published events have the same title.", lambda: [make_milestone(title="A") for _ in "ab"]),
    (
        "Every key event, and every sentence of the opening, is told in twenty-five words or fewer.",
        lambda: make_passage(text="word " * 26),
    ),
    ("Every published summary has fifty words or fewer.", lambda: make_milestone(summary="word " * 51)),
    (
        "Nothing is made public before it can have happened, or recorded before it was made public.",
        lambda: make_milestone(occurred="2018-04-16", published_on=date(2018, 4, 15)),
    ),
    (FITS, _unreadable_date),
    (FITS, _words_longer_than_their_column),
    (FITS, _verdict_that_is_none),
    (FITS, _stale_bounds),
    (FITS, lambda: cite(make_milestone(), locator="")),
    ("Every paragraph that is cited is in its document.", _paragraph_past_the_last),
    (TOLD_IN_TIME, _event_told_of_before_it_happened),
    (TOLD_IN_TIME, _end_told_of_before_it_came),
    (TOLD_IN_TIME, _office_told_of_before_it_began),
    (TOLD_IN_TIME, _office_whose_end_was_told_of_before_it_came),
    (
        "Every citation of a state, an inspection or an office says what it tells of.",
        _state_whose_citation_does_not_say_what_it_tells,
    ),
    (
        "Every citation of a state, an inspection or an office says what it tells of.",
        lambda: make_office().citations.update(tells_of=""),
    ),
    (
        "Every citation of a state, an inspection or an office says what it tells of.",
        lambda: make_inspection().citations.update(tells_of=""),
    ),
    (
        "Every state has an end, or names the source and the day in which one was looked for.",
        lambda: make_board(end_looked_for_in=None, end_looked_on=None),
    ),
    (
        "No text of ours judges, and each office has one spelling, but in quotation marks.",
        lambda: make_milestone(summary="It was a damning report."),
    ),
    (
        "No text of ours judges, and each office has one spelling, but in quotation marks.",
        lambda: make_finding(summary="The minister said so."),
    ),
    (
        "Every ministerial statement cites a source that names the minister who made it.",
        _statement_of_a_minister_whom_no_source_names,
    ),
    (
        "Every finding in a person's own words names who reported it, or cites a source that names them.",
        lambda: make_finding(speaker=make_person(name="Somebody Else")),
    ),
    (
        "Every requirement is dated by the document or state that makes it, not by a visit before it.",
        lambda: make_required_action(event=make_inspection()),
    ),
    (
        "Every paper that an event names in its summary is among the sources it cites.",
        _paper_that_is_named_and_not_cited,
    ),
    ("Every body paragraph of a document that was read in full is cited.", _unread_paragraph),
    (FITS, _long_quotation),
    ("No relation leads from a published event to one that is not, and each is cited.", _relation_to_a_draft),
    ("No relation leads from a published event to one that is not, and each is cited.", _uncited_relation),
    (
        "No event follows, answers, amends, replaces or ends a later one, or prompts an earlier one.",
        lambda: make_relation(
            from_event=make_milestone(occurred="2018"),
            kind="follows-up",
            to_event=make_milestone(occurred="2019"),
        ),
    ),
    (
        "No event follows, answers, amends, replaces or ends a later one, or prompts an earlier one.",
        lambda: make_relation(
            from_event=make_milestone(occurred="2019"),
            kind="prompted",
            to_event=make_milestone(occurred="2018"),
        ),
    ),
    (
        "No report is published before its inspection was over.",
        lambda: make_inspection(occurred="2018-04", report_published_on=date(2018, 3, 31)),
    ),
    (
        "No report is published before its inspection was over.",
        lambda: make_publication(occurred="2018", report_of=make_inspection(occurred="2019")),
    ),
    (
        "No report is published before its inspection was over.",
        lambda: make_publication(
            occurred="2018-05-01",
            report_of=make_inspection(occurred="2018-01", report_published_on=date(2018, 5, 2)),
        ),
    ),
    ("Every finding is cited and is about a service.", lambda: make_finding(services=[])),
    ("Every finding is cited and is about a service.", lambda: make_finding().citations.all().delete()),
    ("No finding follows up a later one.", _finding_that_follows_a_later_one),
    (
        "Every reported figure is cited, and is reported no earlier than its period begins.",
        lambda: make_observation(period="2019", event=make_milestone(occurred="2018")),
    ),
    (
        "A notice whose text was read gives all five contents that section 151(2) of the Act requires.",
        lambda: make_notice(text_seen=True, grounds="Ground 1."),
    ),
    (
        "No notice follows or adds to a later one.",
        lambda: make_notice(occurred="2018", relates_to=make_notice(occurred="2019"), relates_as="follows"),
    ),
    (
        "No board or arrangement replaces a later one.",
        lambda: make_board(occurred="2018", replaces=make_board(occurred="2019")),
    ),
    (
        "Every required action, and every reported outcome, is cited.",
        lambda: make_required_action().citations.all().delete(),
    ),
    (
        "No outcome is reported, or done, before it was required, or done after it was reported.",
        lambda: make_outcome(
            action=make_required_action(event=make_notice(occurred="2019")),
            reported_at=make_milestone(occurred="2018"),
        ),
    ),
    (
        "No outcome is reported, or done, before it was required, or done after it was reported.",
        lambda: make_outcome(reported_at=make_milestone(occurred="2018-04-16"), occurred="2018-04-17"),
    ),
    (
        "Every version of a disagreement is cited, and there are two at least.",
        lambda: DisagreementVersionCitation.objects.filter(
            claim__in=make_disagreement().versions.filter(number=1)
        ).delete(),
    ),
    (
        "No outcome is reported, or done, before it was required, or done after it was reported.",
        lambda: make_outcome(
            action=make_required_action(event=make_notice(occurred="2018")),
            reported_at=make_milestone(occurred="2019"),
            occurred="2016",
        ),
    ),
    (
        "A version that sorts the event gives the date that one of the events concerned has.",
        lambda: make_disagreement().versions.filter(number=1).update(sorts_the_event=True),
    ),
    (
        "Every version of a disagreement is cited, and there are two at least.",
        lambda: make_disagreement(versions=["Only this."]),
    ),
    (
        "A version that sorts the event gives the date that one of the events concerned has.",
        lambda: make_disagreement(events=[make_milestone(occurred="2018-05")], sorted_by="2018-03"),
    ),
    (STANDS_ALONE, lambda: make_office().citations.all().delete()),
    (STANDS_ALONE, lambda: make_unseen_document().citations.all().delete()),
    (STANDS_ALONE, lambda: make_passage().citations.all().delete()),
    (STANDS_ALONE, lambda: make_term().citations.all().delete()),
]


@pytest.mark.parametrize(("words", "breach"), BREACHES, ids=lambda value: getattr(value, "__name__", "")[:40])
def test_a_row_that_breaks_a_rule_is_found(words: str, breach: Callable[[], Any]) -> None:
    breach()
    assert broken() == [words]


def test_every_rule_has_a_row_that_breaks_it() -> None:
    assert {words for words, _breach in BREACHES} == {words for words, _faults in check_all()}


@pytest.mark.parametrize(
    ("one", "other"),
    [("2018-04", "2018-04-16"), ("2018", "2018-12-31"), ("../2018-10-18", "2018-01"), ("2018-01", "2017/..")],
)
def test_dates_that_may_agree_are_given_the_benefit_of_the_doubt(one: str, other: str) -> None:
    make_relation(
        from_event=make_milestone(occurred=one), kind="follows-up", to_event=make_milestone(occurred=other)
    )
    assert broken() == []


def test_a_version_may_sort_the_end_of_what_lasted() -> None:
    board = make_board(occurred="2018-03", ended="2020-11-02")
    make_disagreement(events=[board], sorted_by="2020-11-02")
    assert broken() == []


def test_what_was_only_announced_is_not_said_to_have_happened() -> None:
    meeting = make_milestone(occurred="2018-04-17", cited_in=[])
    cite(meeting, make_source(published="2018-04-16"), tells_of="announced")
    assert broken() == []


def test_a_minister_is_known_by_the_name_before_a_bracket() -> None:
    statement = make_statement(minister=make_person(name="Jack Straw (of Swansea)"), cited_in=[])
    cite(statement, make_source(author="Jack Straw, a Minister"))
    assert broken() == []


def test_an_empty_record_keeps_every_rule() -> None:
    assert broken() == []


def test_the_command_names_the_row_and_exits_with_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    make_milestone(slug="bare", cited_in=[])
    with pytest.raises(CommandError, match="1 row to mend"):
        call_command("check_record")
    assert "event bare: has no citation" in capsys.readouterr().out


def test_a_rule_must_say_what_it_is() -> None:
    with pytest.raises(TypeError, match="needs a docstring"):
        rule(lambda: [])


def test_citations_of_every_kind_are_counted_towards_a_paragraph() -> None:
    source = make_source(paragraphs=2)
    make_milestone(cited_in=[source])
    make_finding().citations.create(source=source, locator="paragraph 2")
    assert EventCitation.objects.filter(source=source).count() == 1
    assert broken() == []
