import pytest

from powys_oversight.timeline.models import Event
from powys_oversight.timeline.publishing.checks import blocking_problems, problems_of
from tests.factories import cite, make_inspection, make_milestone, make_source

pytestmark = pytest.mark.django_db


def words(event: Event) -> list[str]:
    return [str(problem.words) for problem in problems_of(event)]


@pytest.mark.parametrize(
    ("url", "lacking"), [("", True), ("https://www.example.org/report", False)], ids=["none", "one"]
)
def test_a_source_without_an_address_is_named(url: str, lacking: bool) -> None:
    event = make_milestone(status="draft")
    cite(event, make_source(title="The report", url=url))
    assert ("Its source “The report” has no address on the web." in words(event)) is lacking


def test_a_source_with_a_copy_alone_has_an_address() -> None:
    event = make_milestone(status="draft")
    cite(event, make_source(title="The report", url="", archived_url="https://archive.example.org/report"))
    assert "Its source “The report” has no address on the web." not in words(event)


@pytest.mark.parametrize(("title_cy", "lacking"), [("", True), ("Bwrdd", False)], ids=["none", "one"])
def test_a_missing_title_in_welsh_is_named(title_cy: str, lacking: bool) -> None:
    event = make_milestone(status="draft", title_cy=title_cy)
    assert ("It has no title in Welsh." in words(event)) is lacking


def test_a_judgement_in_words_of_ours_is_not_published() -> None:
    event = make_milestone(status="draft", summary="A damning report came out.")
    assert "It says “damning” in words of ours." in blocking_problems(event)


@pytest.mark.parametrize(
    ("tells_of", "lacking"), [("", True), ("began", False)], ids=["nothing", "beginning"]
)
def test_an_inspection_is_published_once_its_citations_say_what_they_tell(
    tells_of: str, lacking: bool
) -> None:
    visit = make_inspection(status="draft", cited_in=[])
    cite(visit, tells_of=tells_of)
    assert any("what it tells of" in problem for problem in blocking_problems(visit)) is lacking
