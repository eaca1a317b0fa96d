import pytest
from django.test import Client

from notices import requirements
from tests.factories import make_milestone, make_notice, make_organisation, make_outcome, make_required_action

pytestmark = pytest.mark.django_db


def page(client: Client) -> str:
    return client.get("/requirements/").content.decode()


def test_they_stand_under_what_required_them_in_order_of_time() -> None:
    make_required_action(event=make_notice(title="Second", occurred="2018-01-15"))
    make_required_action(event=make_notice(title="First", occurred="2017-10-17"))
    assert [demand.entry.event.title for demand in requirements.all_demands()] == ["First", "Second"]


def test_a_notice_of_which_no_action_is_known_stands_too(client: Client) -> None:
    make_notice(title="Only its title is known")
    assert "No required action is in the record" in page(client)


def test_what_a_draft_requires_is_not_shown(client: Client) -> None:
    make_required_action(event=make_notice(status="draft"), summary="Nobody may see this")
    assert "Nobody may see this" not in page(client)


@pytest.mark.parametrize(("text_seen", "said"), [(False, True), (True, False)])
def test_that_a_notice_was_not_read_is_said_where_it_is_true(
    client: Client, text_seen: bool, said: bool
) -> None:
    make_required_action(event=make_notice(text_seen=text_seen))
    assert ("The notice itself has not been read" in page(client)) is said


def test_what_is_no_notice_is_not_said_to_be_an_unread_one(client: Client) -> None:
    make_required_action(event=make_milestone())
    assert "has not been read" not in page(client)


def test_the_tally_goes_by_the_last_report_of_each() -> None:
    council = make_organisation()
    twice, once, _never = (make_required_action(addressed_to=council) for _each in range(3))
    make_outcome(action=twice, state="reported-in-part", reported_at=make_milestone(occurred="2019"))
    make_outcome(action=twice, state="reported-met", reported_at=make_milestone(occurred="2020"))
    make_outcome(action=once, state="reported-in-part")
    [tally] = requirements.tallies(requirements.all_demands())
    assert [(state.value, number) for state, number in tally.states] == [
        ("reported-met", 1),
        ("reported-in-part", 1),
    ]
    assert tally.without_report == 1


def test_what_ministers_must_do_is_not_counted_with_what_the_council_must() -> None:
    for name in ("The council", "The ministers"):
        make_required_action(addressed_to=make_organisation(name=name))
    tallies = requirements.tallies(requirements.all_demands())
    assert [(tally.organisation.name, tally.without_report) for tally in tallies] == [
        ("The council", 1),
        ("The ministers", 1),
    ]


def test_a_report_in_a_draft_does_not_count() -> None:
    make_outcome(reported_at=make_milestone(status="draft"))
    [tally] = requirements.tallies(requirements.all_demands())
    assert tally.without_report == 1


def test_every_report_of_an_action_says_who_reports_it(client: Client) -> None:
    action = make_required_action()
    for name in ("The council", "The ministers"):
        make_outcome(action=action, stated_by=make_organisation(name=name))
    html = page(client)
    assert "Stated by The council." in html
    assert "Stated by The ministers." in html


def test_a_clock_is_labelled_as_ours_and_names_the_section(client: Client) -> None:
    make_required_action(
        event=make_notice(occurred="2017-10-17"),
        period_value=90,
        period_unit="calendar-day",
        legal_basis="Act of 2014, section 151(3)(b)",
    )
    html = page(client)
    assert "<strong>Our calculation.</strong> Act of 2014, section 151(3)(b)." in html
    assert "17 October 2017 + 90 calendar days = <strong>Monday 15 January 2018</strong>" in html


def test_a_day_that_a_source_gives_is_not_called_ours(client: Client) -> None:
    make_required_action(due="2018-02-07")
    html = page(client)
    assert "Due, as stated: 7 February 2018." in html
    assert "Our calculation" not in html


def test_what_is_not_known_is_said(client: Client) -> None:
    make_required_action(note="No report of its publication was found.")
    assert "No report of its publication was found." in page(client)
    assert "No report found of what became of it" in page(client)


def test_nothing_required_says_so(client: Client) -> None:
    assert "Nothing that was required has been recorded yet" in page(client)
