import pytest

from powys_oversight.pages.display.source_claims import claims_by_place
from powys_oversight.timeline.models import Disagreement
from tests.factories import cite, make_finding, make_milestone, make_relation, make_source

pytestmark = pytest.mark.django_db


def test_claims_of_every_kind_are_gathered_place_by_place() -> None:
    source = make_source()
    cite(make_milestone(cited_in=[], title="A board meets"), source, "paragraph 10")
    make_finding(summary="Assessment was slow.").citations.create(source=source, locator="paragraph 2")
    found = [(place.locator, [claim.words for claim in place.claims]) for place in claims_by_place(source)]
    assert found == [("paragraph 2", ["Assessment was slow."]), ("paragraph 10", ["A board meets"])]


def test_a_relation_to_a_draft_is_not_shown() -> None:
    source = make_source()
    relation = make_relation(to_event=make_milestone(status="draft"))
    relation.citations.create(source=source, locator="paragraph 2")
    assert claims_by_place(source) == []


@pytest.mark.parametrize(("status", "places"), [("draft", 0), ("published", 1)])
def test_a_version_is_shown_once_an_event_it_concerns_is(status: str, places: int) -> None:
    source = make_source()
    disagreement = Disagreement.objects.create(slug="when", question="When?")
    disagreement.events.add(make_milestone(status=status).pk)
    version = disagreement.versions.create(number=1, answer="In March.")
    version.citations.create(source=source, locator="paragraph 2")
    assert len(claims_by_place(source)) == places


def test_a_place_has_an_anchor_a_citation_can_lead_to() -> None:
    source = make_source()
    cite(make_milestone(cited_in=[]), source, "paragraph 2")
    assert claims_by_place(source)[0].anchor == "paragraph-2"
