import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from powys_oversight.timeline.filters.timeline_filter import TimelineFilter
from tests.factories import make_board, make_milestone, make_outcome, make_service, make_source

pytestmark = pytest.mark.django_db


def asked(query: str) -> TimelineFilter:
    return TimelineFilter.from_query(QueryDict(query))


def problems(query: str) -> dict[str, list[str]]:
    return asked(query).problems_by_field


def test_no_query_asks_for_every_published_event() -> None:
    make_milestone()
    make_milestone(status="draft")
    assert asked("").events().count() == 1


def test_a_repeated_parameter_means_any_of_its_values() -> None:
    make_milestone()
    make_board()
    assert asked("kind=milestone&kind=improvement-board").events().count() == 2


def test_different_parameters_must_all_hold() -> None:
    service = make_service(slug="childrens-services")
    make_milestone(services=[service], occurred="2018")
    make_milestone(services=[service], occurred="2019")
    make_milestone(occurred="2018")
    assert asked("service=childrens-services&from=2018&to=2018").events().count() == 1


@pytest.mark.parametrize(
    "query", ["kind=", "service=", "from=", "to=", "q=", "q=%20%20", "order=", "unheard=of"]
)
def test_blank_and_unknown_parameters_ask_for_nothing(query: str) -> None:
    assert asked(query).query == ""
    assert asked(query).problems == ()


@pytest.mark.parametrize(
    ("query", "field", "explanation"),
    [
        ("service=nope", "service", "There is no “nope” here"),
        ("kind=nope", "kind", "There is no “nope” here"),
        ("source=nope", "source", "There is no “nope” here"),
        ("from=banana", "from", "is not a year, a month or a day"),
        ("to=2018-02-30", "to", "is not a year, a month or a day"),
        ("from=2018-22", "from", "is not a year, a month or a day"),
        ("from=2018~", "from", "is not a year, a month or a day"),
        ("from=2018/2019", "from", "is not a year, a month or a day"),
        ("to=../2018", "to", "is not a year, a month or a day"),
        ("from=2019&to=2018", "from", "swap them"),
        ("order=sideways", "order", "is not an order"),
        ("q=a%00b", "q", "cannot be searched for"),
        ("q=" + "a" * 201, "q", "at most"),
        ("q=" + "a+" * 13, "q", "at most"),
        ("q=" + "%EF%B7%BA+" * 4, "q", "at most"),
        ("&".join(f"kind=milestone{n}" for n in range(31)), "kind", "At most 30"),
        ("from=%00", "from", "is not a year"),
        ("service=%00", "service", "There is no"),
    ],
)
def test_what_cannot_be_used_is_named_beside_its_field(query: str, field: str, explanation: str) -> None:
    assert explanation in problems(query)[field][0]


@pytest.mark.parametrize("query", ["service=nope", "from=banana", "from=2019&to=2018", "q=a%00b"])
def test_what_cannot_be_used_is_left_out(query: str) -> None:
    make_milestone()
    assert asked(query).events().count() == 1


def test_an_unknown_value_leaves_the_known_ones_in_force() -> None:
    make_milestone()
    make_board()
    assert asked("kind=nope&kind=milestone").events().count() == 1


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("from=2018&to=2018", "2018-01-01", "2018-12-31"),
        ("from=2018-04&to=2018-04", "2018-04-01", "2018-04-30"),
        ("from=2018-04-16&to=2018-04-16", "2018-04-16", "2018-04-16"),
        ("from=April 2018&to=30 April 2018", "2018-04-01", "2018-04-30"),
    ],
)
def test_dates_reach_from_the_first_day_to_the_last(query: str, first: str, last: str) -> None:
    found = asked(query)
    assert (str(found.first), str(found.last)) == (first, last)


def test_the_query_is_written_back_in_one_order_and_without_what_was_not_used() -> None:
    make_service(slug="adult-services")
    found = asked(
        "q=board&junk=1&to=April 2018&kind=milestone&service=nope&service=adult-services&from=banana"
    )
    assert found.query == "service=adult-services&kind=milestone&to=2018-04&q=board"


def test_each_chip_takes_off_its_own_filter_and_no_other() -> None:
    make_service(slug="adult-services", name="Adult services")
    make_milestone(cited_in=[make_source(slug="bbc", title="A report")])
    found = asked("service=adult-services&kind=milestone&source=bbc&from=2018&to=2019&q=board")
    whole = set(found.query.split("&"))
    assert [whole - set(chip.query_without.split("&")) for chip in found.chips()] == [
        {"service=adult-services"},
        {"kind=milestone"},
        {"source=bbc"},
        {"from=2018"},
        {"to=2019"},
        {"q=board"},
    ]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["service", "kind", "source", "from", "to", "q", "order", "page"]),
            st.one_of(
                st.text(max_size=30), st.sampled_from(["milestone", "2018", "2018-04", "newest", "nope"])
            ),
        ),
        max_size=8,
    )
)
def test_no_query_breaks_the_filter_and_its_own_query_asks_for_the_same(pairs: list[tuple[str, str]]) -> None:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    first = TimelineFilter.from_query(query)
    again = asked(first.query)
    assert again.problems == ()
    assert again.query == first.query
    assert list(again.events()) == list(first.events())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tier=founding", ["founding"]),
        ("tier=press", ["press"]),
        ("tier=founding&tier=press", ["founding", "press"]),
        ("tier=official", []),
    ],
)
def test_events_are_narrowed_to_those_that_rest_on_a_kind_of_source(query: str, found: list[str]) -> None:
    make_milestone(slug="founding", cited_in=[make_source(tier=1)])
    make_milestone(slug="press", cited_in=[make_source(tier=3)])
    assert sorted(event.slug for event in asked(query).events()) == found


def test_a_kind_of_source_that_there_is_not_is_named() -> None:
    assert problems("tier=4") == {"tier": ["There is no “4” here."]}


def test_a_kind_of_source_is_a_filter_in_force() -> None:
    [chip] = asked("tier=press").chips()
    assert (chip.words, chip.query_without) == ("Further press reports", "")


def test_a_source_of_what_only_a_draft_reports_does_not_lead_to_the_published_notice() -> None:
    outcome = make_outcome(reported_at=make_milestone(status="draft"))
    outcome.citations.create(source=make_source(tier=3, slug="paper"), locator="page 2")
    assert not asked("tier=press").events().exists()
    assert asked("source=paper").problems  # a reader has not heard of it


def test_a_filter_that_was_read_from_no_address_offers_nothing() -> None:
    assert TimelineFilter().options == {"service": [], "kind": [], "tier": [], "source": []}
