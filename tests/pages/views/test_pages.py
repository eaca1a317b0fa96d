import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils.html import strip_tags

from powys_oversight.timeline import kinds
from powys_oversight.timeline.history import versions
from powys_oversight.timeline.history.recorder import recording
from powys_oversight.timeline.models import Citation, Passage
from tests.conftest import shared_by_tests
from tests.factories import (
    cite,
    make_board,
    make_disagreement,
    make_finding,
    make_inspection,
    make_measure,
    make_milestone,
    make_notice,
    make_observation,
    make_office,
    make_organisation,
    make_outcome,
    make_passage,
    make_relation,
    make_required_action,
    make_service,
    make_source,
    make_term,
    make_unseen_document,
)

pytestmark = pytest.mark.django_db

PUBLIC = [
    "/",
    "/table/",
    "/sources/",
    "/about/",
    "/services/adult-services/",
    "/sources/bbc/",
    "/events/a-board/",
    "/events/a-board/history/",
    "/changes/",
    "/disagreements/",
    "/people/",
    "/not-seen/",
    "/findings/",
    "/findings/safeguarding/",
    "/requirements/",
    "/measures/",
    "/measures/visits/",
    "/as-of/",
    "/as-of/2018-06-20/",
    "/as-of/2018-06-20/?known=then",
    "/as-of/2016-01-01/2020-12-31/",
    "/?show=all",
    "/story/",
    "/glossary/",
    "/who-knew/",
    "/services/",
    "/services/adult-services/events/",
    "/search/?q=board",
]


@pytest.fixture
def small_record() -> None:
    make_milestone(
        slug="a-board",
        title="A board meets",
        services=[make_service(slug="adult-services", name="Adult services")],
        cited_in=[make_source(slug="bbc", title="A report")],
    )


@pytest.fixture(scope="class")
def filled_record(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Something of every kind on every page, made once for a class."""
    with shared_by_tests(django_db_blocker):
        fill(10)
        yield


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def skips_a_level(html: str) -> bool:
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    below_the_first = levels[levels.index(1) :]
    return max((below - above for above, below in pairwise(below_the_first)), default=0) > 1


@pytest.mark.usefixtures("filled_record")
@pytest.mark.parametrize("address", PUBLIC)
class TestEveryPublicPage:
    def test_it_is_one_sound_document_without_a_cookie(self, client: Client, address: str) -> None:
        answer = client.get(address)
        html = answer.content.decode()
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert answer.status_code == 200
        assert not answer.cookies
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert len(re.findall("<h1", html)) == 1
        assert not skips_a_level(html)
        assert len(ids) == len(set(ids))

    def test_it_is_sent_again_only_once_the_record_changes(self, client: Client, address: str) -> None:
        etag = client.get(address)["ETag"]
        assert client.get(address, headers={"if-none-match": etag}).status_code == 304
        make_source()
        assert client.get(address, headers={"if-none-match": etag}).status_code == 200


@pytest.mark.usefixtures("filled_record")
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_no_public_page_answers_to_anything_but_reading(client: Client, method: str) -> None:
    assert [page for page in PUBLIC if getattr(client, method)(page).status_code != 405] == []


def fill(events: int) -> None:
    """A record of that size: every kind of row a public page shows, in proportion."""
    service = make_service(slug="adult-services")
    source = make_source(slug="bbc")
    issuer = make_organisation()
    measure = make_measure(slug="visits", services=[service])
    shared = {"services": [service], "cited_in": [source], "issued_by": issuer}
    centre = make_inspection(slug="a-board", occurred="2018-06-15", **shared)
    first = make_finding(event=centre, services=[service])
    old, new = make_board(**shared), make_board(occurred="2020", **shared)
    make_relation(from_event=new, kind="replaces", to_event=old)
    for number in range(events // 5):
        told = make_milestone(**shared)
        for part in Passage.Part:
            make_passage(event=told, place=part)
        make_term()
        occurred = f"201{number % 5 + 5}-0{number % 9 + 1}"
        make_milestone(occurred=occurred, **shared)
        make_board(occurred=occurred, ended=f"{occurred[:4]}-12-31", **shared)
        make_finding(event=centre, services=[service])
        elsewhere = make_inspection(occurred=occurred, **shared)
        make_finding(event=elsewhere, services=[service], theme="safeguarding").follows_up.add(first)
        action = make_required_action(event=make_notice(occurred=occurred, **shared))
        make_outcome(action=action, reported_at=make_milestone(occurred="2020-12", **shared))
        make_observation(measure=measure, event=make_milestone(occurred=occurred, **shared))
        make_relation(from_event=centre, to_event=make_milestone(occurred="2019", **shared))
        dispute = make_disagreement(events=[centre])
        measure.disputes.create(disagreement=dispute)
        make_office()
        make_unseen_document()
        with recording(by=None, reason="The report says so."):
            centre.summary = f"Visit {number}."
            centre.save()
            make_finding(event=centre, services=[service])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # a server does by itself, some time after so much has changed


QUERIES = {
    "/": 26,
    "/?show=all": 13,
    "/story/": 10,
    "/glossary/": 4,
    "/who-knew/": 7,
    "/search/?q=visit": 10,
    "/services/": 10,
    "/?service=adult-services&kind=milestone&from=2016&q=event&source=bbc": 13,
    "/table/": 8,
    "/sources/": 2,
    "/sources/bbc/": 13,
    "/about/": 3,
    "/services/adult-services/": 27,
    "/services/adult-services/events/": 6,
    "/services/adult-services/connections/": 5,
    "/services/adult-services/findings/": 9,
    "/services/adult-services/requirements/": 12,
    "/services/adult-services/figures/": 7,
    "/events/a-board/": 32,
    "/timeline.csv": 4,
    "/findings.csv": 3,
    "/requirements.csv": 2,
    "/measures.csv": 2,
    "/sources.csv": 2,
    "/citations.csv": 13,
    "/disagreements.csv": 2,
    "/people.csv": 2,
    "/particulars.csv": 35,
    "/changes/": 5,
    "/changes.atom": 4,
    "/events/a-board/history/": 6,
    "/sitemap.xml": 8,
    "/disagreements/": 6,
    "/people/": 8,
    "/not-seen/": 4,
    "/findings/": 9,
    "/findings/assessment/": 12,
    "/requirements/": 11,
    "/measures/": 6,
    "/measures/visits/": 7,
    "/as-of/": 26,
    "/as-of/2018-02-01/": 34,
    "/as-of/2018-02-01/?known=then": 29,
    "/as-of/2016-01-01/2020-12-31/": 28,
}
"""What each page costs, the record's revision included. Change a number only with its reason."""


QUERIES_OF_ROWS = {
    "/citations.csv": len(Citation.concrete()),
    "/particulars.csv": sum(len(model.detail_fields) for model in kinds.models()),
}
"""Of these files, and else one. PostgreSQL asks three more for each."""


@pytest.mark.parametrize("events", [5, pytest.param(50, marks=pytest.mark.slow)])
def test_a_page_costs_as_many_queries_however_large_the_record(
    client: Client, events: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    fill(events)
    versions.current()  # worked out by whoever asks first after a change
    for address, expected in QUERIES.items():
        for_each = 3 if connection.vendor == "postgresql" and address.endswith(".csv") else 0
        queries_of_rows = QUERIES_OF_ROWS.get(address, 1)
        with django_assert_num_queries(expected + for_each * queries_of_rows):
            b"".join(client.get(address))


@pytest.mark.parametrize(
    "address", ["/events/nope/", "/services/nope/", "/sources/nope/", "/nope/", "/events/"]
)
def test_an_unknown_address_is_a_page_that_helps(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Go to the timeline" in answer.content.decode()


class TestDrafts:
    """A draft reaches no reader: not as a page, an entry, a count, a link or a claim."""

    @pytest.fixture
    def draft(self) -> Any:
        service = make_service(slug="adult-services")
        source = make_source(slug="bbc")
        shared = {"services": [service], "cited_in": [source]}
        seen = make_notice(slug="a-board", **shared)
        draft = make_notice(slug="not-for-readers", title="Nobody may see this", status="draft", **shared)
        seen.relates_to, seen.relates_as = draft, "follows"
        seen.save()
        make_relation(from_event=seen, to_event=draft).citations.create(source=source, locator="paragraph 9")
        finding = make_finding(event=draft, summary="Nobody may see this either", services=[service])
        finding.citations.create(source=source, locator="paragraph 7")
        make_observation(
            event=draft, measure=make_measure(services=[service], title="Nobody may see this figure")
        )
        make_required_action(event=draft, summary="Nobody may see this duty")
        make_outcome(
            action=make_required_action(event=seen), reported_at=draft, summary="Nobody may see this outcome"
        )
        make_disagreement(events=[draft], question="Nobody may see this question")
        make_finding(event=seen, theme="safeguarding", services=[service]).follows_up.add(finding)
        make_observation(measure=make_measure(slug="visits", services=[service]), event=seen)
        return draft

    @pytest.mark.usefixtures("draft")
    @pytest.mark.parametrize("address", [*PUBLIC, "/?q=nobody", "/timeline.csv", "/sitemap.xml"])
    def test_it_is_nowhere_to_be_read(self, client: Client, address: str) -> None:
        text = b"".join(client.get(address)).decode()
        assert "Nobody may see" not in text
        assert "not-for-readers" not in text

    @pytest.mark.usefixtures("draft")
    def test_it_has_no_page(self, client: Client) -> None:
        assert client.get("/events/not-for-readers/").status_code == 404

    @pytest.mark.usefixtures("draft")
    def test_it_is_not_counted(self, client: Client) -> None:
        assert "1 event," in re.sub(r"\s+", " ", page(client, "/"))


class TestTimeline:
    def test_each_entry_has_its_anchor_its_tags_and_its_source(
        self, client: Client, small_record: None
    ) -> None:
        html = page(client, "/")
        assert 'id="e-a-board"' in html
        assert "Milestone" in html
        assert "Adult services" in html
        assert "A Publisher" in html
        assert "paragraph 1" in html

    def test_the_title_says_how_many_and_which(self, client: Client, small_record: None) -> None:
        assert "<title>1 event: Adult services" in page(client, "/?service=adult-services")

    def test_an_error_is_said_first_in_the_title(self, client: Client, small_record: None) -> None:
        assert "<title>Error: 1 event" in page(client, "/?from=banana")

    def test_a_problem_stands_beside_its_field_and_is_tied_to_it(self, client: Client) -> None:
        html = page(client, "/?from=banana")
        assert 'id="problem-from"' in html
        assert 'aria-describedby="dates-hint problem-from" aria-invalid="true"' in html

    def test_what_was_typed_is_kept_for_mending(self, client: Client) -> None:
        assert 'value="banana"' in page(client, "/?from=banana")

    def test_an_empty_result_says_what_to_do(self, client: Client, small_record: None) -> None:
        assert "Show every event" in page(client, "/?q=nothing")

    def test_an_empty_record_says_so(self, client: Client) -> None:
        assert "Nothing has been published yet" in page(client, "/")

    def test_the_csv_link_carries_the_query_and_the_row_count(
        self, client: Client, small_record: None
    ) -> None:
        html = page(client, "/?service=adult-services")
        assert 'href="/timeline.csv?service=adult-services"' in html
        assert "Download as CSV (1 row)" in html

    def test_the_heading_announces_the_filters_and_what_they_leave(
        self, client: Client, small_record: None
    ) -> None:
        html = page(client, "/?service=adult-services&q=board")
        assert "1 of 1 events, oldest first" in html
        assert '<span class="filters-in-words">: Adult services, Words: “board”</span></h2>' in html

    def test_a_silence_says_how_long_it_was(self, client: Client) -> None:
        make_milestone(occurred="2018-01")
        make_milestone(occurred="2018-09")
        text = re.sub(r"\s+", " ", page(client, "/"))
        assert "from February 2018 to August 2018: 7 months." in text

    def test_a_keyboard_user_can_step_from_year_to_year(self, client: Client) -> None:
        make_milestone(occurred="2017")
        make_milestone(occurred="2019")
        html = page(client, "/")
        steps = re.findall(r'<p class="year-steps">.*?href="(#y\d+)"', html)
        assert steps == ["#y2019", "#y2017"]

    def test_the_order_is_said_in_the_heading(self, client: Client, small_record: None) -> None:
        assert "newest first</h2>" in page(client, "/?order=newest")

    def test_a_month_is_never_padded_to_a_day(self, client: Client) -> None:
        make_milestone(occurred="2017-07")
        html = page(client, "/")
        assert '<time datetime="2017-07">July 2017</time>' in html
        assert "2017-07-01" not in html

    def test_a_season_is_plain_text(self, client: Client) -> None:
        make_milestone(occurred="2018-22")
        html = page(client, "/")
        assert "summer 2018" in html
        assert "<time" not in html


class TestEvent:
    def test_its_dates_are_kept_apart_and_labelled(self, client: Client) -> None:
        make_inspection(slug="visit", occurred="2017-07", published_on=date(2017, 10, 17))
        html = page(client, "/events/visit/")
        for label in ("Took place", "Made public", "Recorded here"):
            assert f"<dt>{label}</dt>" in html

    def test_what_every_source_only_announces_is_not_said_to_have_taken_place(self, client: Client) -> None:
        visit = make_inspection(slug="visit")
        visit.citations.update(tells_of="announced")
        assert "<dt>Announced for</dt>" in page(client, "/events/visit/")
        cite(visit, make_source())
        assert "<dt>Took place</dt>" in page(client, "/events/visit/")

    def test_a_state_without_an_end_says_so(self, client: Client) -> None:
        make_board(slug="board")
        assert "No end stated" in page(client, "/events/board/")

    def test_what_is_not_known_to_have_been_published_says_so(self, client: Client) -> None:
        make_milestone(slug="a")
        assert "Not stated" in page(client, "/events/a/")

    def test_a_former_name_is_shown_with_the_present_one(self, client: Client) -> None:
        inspectorate = make_organisation(name="CIW")
        inspectorate.names.create(name="CSSIW", used_until="2018-01")
        make_inspection(slug="visit", occurred="2017-07", issued_by=inspectorate)
        html = page(client, "/events/visit/")
        assert "CSSIW" in html
        assert "now CIW" in html

    def test_a_relation_is_said_from_both_ends(self, client: Client) -> None:
        make_relation(from_event=make_inspection(slug="visit"), to_event=make_notice(slug="notice"))
        assert "It prompted “<a" in page(client, "/events/visit/")
        assert "It was prompted by “<a" in page(client, "/events/notice/")

    def test_each_finding_says_whose_word_it_is(self, client: Client) -> None:
        event = make_inspection(slug="visit")
        make_finding(event=event, stated_by=make_organisation(name="CIW"), reported_by="BBC News")
        assert "Stated by CIW, as reported by BBC News." in page(client, "/events/visit/")

    def test_a_finding_is_linked_to_those_it_takes_up_and_those_that_take_it_up(self, client: Client) -> None:
        first = make_finding(event=make_inspection(slug="first"), summary="Assessment was slow.")
        later = make_finding(event=make_inspection(slug="second"), summary="Assessment was quicker.")
        hidden = make_finding(event=make_inspection(status="draft"), summary="Nobody may see this.")
        later.follows_up.add(first)
        hidden.follows_up.add(first)
        assert 'Takes up, by our reading: <a href="/events/first/#finding-1">' in page(
            client, "/events/second/"
        )
        html = page(client, "/events/first/")
        assert 'Taken up, by our reading: <a href="/events/second/#finding-1">' in html
        assert "Nobody may see" not in html

    def test_a_requirement_without_a_report_of_it_says_so(self, client: Client) -> None:
        make_required_action(event=make_notice(slug="notice"))
        assert "No report found of what became of it" in page(client, "/events/notice/")

    def test_a_reported_outcome_says_who_reports_it(self, client: Client) -> None:
        action = make_required_action(event=make_notice(slug="notice"))
        make_outcome(action=action, stated_by=make_organisation(name="The council"))
        html = page(client, "/events/notice/")
        assert "Reported met" in html
        assert "Stated by The council." in html

    def test_it_can_be_cited(self, client: Client) -> None:
        make_milestone(slug="a", title="A board meets")
        assert "http://testserver/events/a/" in page(client, "/events/a/")


class TestService:
    def test_findings_are_gathered_by_theme(self, client: Client) -> None:
        service = make_service(slug="adult-services")
        event = make_inspection(services=[service])
        for theme in ("assessment", "partnership", "assessment"):
            make_finding(event=event, theme=theme)
        themes = re.findall(r"<dt>(\w+)</dt>", page(client, "/services/adult-services/findings/"))
        assert themes == ["Assessment", "Partnership"]

    def test_figures_are_a_table_with_their_caveat(self, client: Client) -> None:
        measure = make_measure(services=[make_service(slug="adult-services")], title="Visits on time")
        make_observation(measure=measure, value=80, comparator="over", caveat="Later called unreliable.")
        html = page(client, "/services/adult-services/figures/")
        assert "over 80" in html
        assert "Later called unreliable." in html
        assert re.search(r"<caption[^>]*>Visits on time", html)

    def test_a_part_that_there_is_not_is_not_found(self, client: Client) -> None:
        make_service(slug="adult-services")
        assert client.get("/services/adult-services/nope/").status_code == 404

    def test_a_part_without_anything_says_so(self, client: Client) -> None:
        make_service(slug="adult-services")
        assert "Nothing of this kind" in page(client, "/services/adult-services/figures/")

    def test_another_service_s_findings_stay_on_its_own_page(self, client: Client) -> None:
        make_service(slug="adult-services")
        make_finding(summary="Elsewhere altogether.")
        assert "Elsewhere altogether." not in page(client, "/services/adult-services/")


class TestSource:
    def test_what_is_drawn_from_it_stands_paragraph_by_paragraph(self, client: Client) -> None:
        source = make_source(slug="bbc")
        event = make_milestone(title="A board meets", cited_in=[])
        cite(event, source, "paragraph 10")
        finding = make_finding(summary="Assessment was slow.")
        finding.citations.create(source=source, locator="paragraph 2")
        html = page(client, "/sources/bbc/")
        assert html.index("Paragraph 2<") < html.index("Assessment was slow.") < html.index("Paragraph 10<")
        assert html.index("Paragraph 10<") < html.index("A board meets")

    def test_one_that_was_read_in_part_says_so(self, client: Client) -> None:
        make_milestone(cited_in=[make_source(slug="bbc", read="opening")])
        assert "Only the opening was read" in page(client, "/sources/bbc/")

    def test_one_without_an_address_says_so(self, client: Client) -> None:
        make_milestone(cited_in=[make_source(slug="bbc", url="")])
        assert "No address on the web is known" in page(client, "/sources/bbc/")

    def test_one_that_only_a_draft_rests_on_has_no_page_and_is_on_no_list(self, client: Client) -> None:
        make_milestone(status="draft", cited_in=[make_source(slug="secret-report")])
        assert client.get("/sources/secret-report/").status_code == 404
        for address in ("/", "/table/", "/sources/", "/sources.csv", "/sitemap.xml"):
            assert b"secret-report" not in b"".join(client.get(address))

    def test_the_list_counts_what_rests_on_each(self, client: Client) -> None:
        source = make_source(slug="bbc")
        make_milestone(cited_in=[source])
        make_finding().citations.create(source=source, locator="paragraph 2")
        assert "2 statements of this record rest on it" in page(client, "/sources/")


class TestUnseenDocuments:
    def test_each_says_what_it_would_settle_and_what_mentions_it(self, client: Client) -> None:
        make_unseen_document(
            title="The letter", dated="2018-01-04", author="CIW", about="It would settle it."
        )
        html = page(client, "/not-seen/")
        for words in ("The letter", "CIW", "4 January 2018", "It would settle it.", "paragraph 7"):
            assert words in html

    def test_a_source_leads_to_the_document_it_mentions(self, client: Client) -> None:
        document = make_unseen_document(slug="letter")
        source = document.citations.get().source
        assert 'href="/not-seen/#document-letter"' in page(client, source.get_absolute_url())


@pytest.mark.parametrize(("tier", "is_said"), [(1, False), (2, False), (3, True)])
def test_a_citation_of_the_press_says_so(client: Client, tier: int, is_said: bool) -> None:
    make_milestone(slug="a", cited_in=[make_source(tier=tier)])
    assert ("(press)" in page(client, "/")) is is_said


@pytest.mark.parametrize(
    ("read", "words"), [("whole", "paragraph 4 (press)"), ("opening", "paragraph 4 of what was read (press)")]
)
def test_paragraphs_of_a_source_read_in_part_say_so(client: Client, read: str, words: str) -> None:
    source = make_source(tier=3, read=read)
    cite(make_milestone(cited_in=[]), source, "paragraph 4")
    assert words in " ".join(strip_tags(re.sub("<sup.*?</sup>", "", page(client, "/"))).split())


def test_the_page_of_a_source_read_in_part_counts_in_what_was_read(client: Client) -> None:
    source = make_source(read="opening")
    cite(make_milestone(cited_in=[]), source, "paragraph 4")
    assert '<h3 id="paragraph-4">Paragraph 4 of what was read</h3>' in page(client, source.get_absolute_url())


def test_an_archived_copy_stands_beside_the_address(client: Client) -> None:
    source = make_source(url="https://example.org/a", archived_url="https://archive.example.org/a")
    event = make_milestone(cited_in=[source])
    for address in (event.get_absolute_url(), source.get_absolute_url()):
        assert 'href="https://archive.example.org/a" rel="external">Archived copy' in page(client, address)


def test_an_end_that_was_looked_for_names_the_source_and_the_day(client: Client) -> None:
    source = make_source(publisher="Welsh Government")
    board = make_board(end_looked_for_in=source, end_looked_on=date(2026, 11, 28), cited_in=[source])
    words = " ".join(strip_tags(page(client, board.get_absolute_url())).split())
    assert "Looked for on 28 November 2026 in Welsh Government, 16 April 2018" in words


def test_every_version_stands_with_its_source_and_which_sorts(client: Client) -> None:
    event = make_milestone(occurred="2018-03")
    make_disagreement(events=[event], versions=["In March.", "In May."], sorted_by="2018-03")
    html = client.get("/disagreements/").content.decode()
    assert html.index("In March.") < html.index("Used on the timeline") < html.index("In May.")
    assert html.count("paragraph 6") == 2


def test_our_reading_is_marked_as_ours(client: Client) -> None:
    make_disagreement(events=[make_milestone()], reading="Both may be true.")
    html = client.get("/disagreements/").content.decode()
    assert "Our reading, not a source’s:</strong> Both may be true." in html


@pytest.mark.parametrize(
    ("address", "words"), [("/", "sources differ"), ("/events/a-board/", "When did it begin?")]
)
def test_an_event_says_that_the_sources_differ_and_leads_there(
    client: Client, address: str, words: str
) -> None:
    event = make_milestone(slug="a-board", services=[make_service()])
    make_disagreement(slug="when-it-began", question="When did it begin?", events=[event])
    html = client.get(address).content.decode()
    assert f'<a href="/disagreements/#question-when-it-began">{words}</a>' in html
