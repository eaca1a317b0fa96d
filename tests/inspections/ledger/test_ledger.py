import re

import pytest
from django.http import QueryDict
from django.test import Client

from inspections.ledger.filter import LedgerFilter
from inspections.ledger.ledger import Ledger, build_ledger, theme_story
from inspections.models import FindingLink, Theme
from tests.factories import (
    make_finding,
    make_inspection,
    make_milestone,
    make_organisation,
    make_person,
    make_service,
    make_source,
)

pytestmark = pytest.mark.django_db


def build(query: str = "") -> Ledger:
    return build_ledger(LedgerFilter.from_query(QueryDict(query)))


def said(found: Ledger, theme: Theme) -> list[list[str]]:
    """The summaries of a row, column by column."""
    row = next(row for row in found.rows if row.theme == theme)
    return [[finding.summary for finding in cell.findings] for cell in row.cells]


class TestRowsAndColumns:
    def test_every_theme_has_a_row_even_if_nothing_was_said_on_it(self) -> None:
        assert [row.theme for row in build().rows] == list(Theme)

    def test_columns_stand_in_order_of_time(self) -> None:
        make_finding(event=make_inspection(occurred="2018-10", title="Later"))
        make_finding(event=make_inspection(occurred="2017-07", title="Earlier"))
        titles = [column.entry.event.title for column in build().columns]
        assert titles == ["Earlier", "Later"]

    def test_a_cell_holds_what_was_said_there_on_its_theme_and_nothing_else(self) -> None:
        event = make_inspection()
        make_finding(event=event, theme="assessment", summary="Slow.")
        make_finding(event=event, theme="complaints", summary="Late.")
        assert said(build(), Theme.ASSESSMENT) == [["Slow."]]

    def test_a_finding_that_joins_two_themes_stands_in_both_rows(self) -> None:
        make_finding(theme="workforce-and-workload", also_about="supervision", summary="Both.")
        assert said(build(), Theme.WORKFORCE) == said(build(), Theme.SUPERVISION) == [["Both."]]

    def test_what_was_not_mentioned_is_a_cell_of_its_own(self) -> None:
        make_finding(theme="assessment")
        assert said(build(), Theme.COURT_WORK) == [[]]

    def test_what_the_inspectorate_and_the_council_said_is_never_one_line(self) -> None:
        event = make_milestone()
        for voice in ("inspectorate", "council"):
            make_finding(event=event, stated_by=make_organisation(voice=voice), summary="The same words.")
        assert said(build(), Theme.ASSESSMENT) == [["The same words.", "The same words."]]

    def test_a_draft_has_no_column(self) -> None:
        make_finding(event=make_inspection(status="draft"))
        assert build().columns == []

    def test_an_inspection_of_which_no_finding_was_read_is_named_apart(self) -> None:
        make_inspection(title="Unread")
        make_inspection(title="Hidden", status="draft")
        assert [entry.event.title for entry in build().silent] == ["Unread"]


class TestJudgedAndClaimed:
    """Statement by statement, whatever else was said at the event and whatever the filter."""

    def sides(self, query: str = "") -> tuple[list[str], list[str]]:
        story = theme_story(Theme.ASSESSMENT, LedgerFilter.from_query(QueryDict(query)))
        [cell] = story.cells
        judged, claimed = ([finding.summary for finding in side] for side in (cell.judged, cell.claimed))
        return judged, claimed

    def test_what_the_inspectorate_says_anywhere_is_judged(self) -> None:
        event = make_milestone()
        make_finding(event=event, stated_by=make_organisation(voice="inspectorate"), summary="Theirs.")
        assert self.sides() == (["Theirs."], [])

    def test_what_a_reviewer_says_at_a_review_is_judged(self) -> None:
        event = make_inspection()
        make_finding(event=event, speaker=make_person(), summary="A reviewer's.")
        assert self.sides() == (["A reviewer's."], [])

    def test_what_a_member_says_elsewhere_is_claimed(self) -> None:
        event = make_milestone()
        make_finding(event=event, speaker=make_person(), summary="A member's.")
        assert self.sides() == ([], ["A member's."])

    @pytest.mark.parametrize("voice", ["ministers", "council"])
    def test_what_ministers_or_the_council_say_is_claimed_even_of_an_inspection(self, voice: str) -> None:
        event = make_inspection()
        make_finding(event=event, stated_by=make_organisation(voice=voice), summary="A claim.")
        assert self.sides() == ([], ["A claim."])

    def test_an_event_at_which_both_speak_has_both_sides(self, client: Client) -> None:
        event = make_milestone()
        for voice in ("inspectorate", "council"):
            make_finding(event=event, stated_by=make_organisation(voice=voice), summary=f"By {voice}.")
        assert self.sides() == (["By inspectorate."], ["By council."])
        assert self.sides("voice=inspectorate") == (["By inspectorate."], [])
        html = client.get("/findings/").content.decode()
        marks = re.findall(r'<a class="(judged|claimed)" href="/findings/assessment/#e-[^"]+"', html)
        assert marks == ["judged", "claimed"]


class TestFilter:
    def test_by_service(self) -> None:
        service = make_service(slug="adult-services")
        make_finding(summary="Theirs.", services=[service])
        make_finding(summary="Another's.")
        assert said(build("service=adult-services"), Theme.ASSESSMENT) == [["Theirs."]]

    def test_a_finding_about_two_of_the_services_stands_once(self) -> None:
        both = [make_service(slug="adult-services"), make_service(slug="childrens-services")]
        make_finding(services=both)
        assert build("service=adult-services&service=childrens-services").statements == 1

    def test_by_who_speaks(self) -> None:
        make_finding(stated_by=make_organisation(voice="ministers"), summary="A minister's.")
        make_finding(stated_by=make_organisation(voice="council"), summary="The council's.")
        assert said(build("voice=ministers"), Theme.ASSESSMENT) == [["A minister's."]]

    def test_a_person_who_speaks_for_themselves_is_found_among_the_others(self) -> None:
        make_finding(speaker=make_person(), summary="A member's.")
        assert said(build("voice=other"), Theme.ASSESSMENT) == [["A member's."]]
        assert build("voice=council").columns == []

    def test_by_kind_of_source(self) -> None:
        make_finding(summary="In the press.").citations.create(source=make_source(tier=3), locator="page 1")
        make_finding(summary="Elsewhere.")
        assert said(build("tier=press"), Theme.ASSESSMENT) == [["In the press."]]

    def test_an_unknown_value_is_named_and_left_out(self, client: Client) -> None:
        make_finding()
        html = client.get("/findings/?voice=god").content.decode()
        assert "There is no “god” here." in html
        assert 'href="#filter-voice"' in html
        assert '1 statement <span class="count">1 event</span>' in html

    def test_each_filter_in_force_can_be_taken_off(self) -> None:
        make_service(slug="adult-services", name="Adult services")
        asked = LedgerFilter.from_query(QueryDict("service=adult-services&voice=council&tier=press"))
        assert [chip.query_without for chip in asked.chips()] == [
            "voice=council&tier=press",
            "service=adult-services&tier=press",
            "service=adult-services&voice=council",
        ]

    def test_the_story_of_a_theme_keeps_the_filter(self, client: Client) -> None:
        make_finding(theme="assessment", stated_by=make_organisation(voice="council"))
        html = client.get("/findings/?voice=council").content.decode()
        assert 'href="/findings/assessment/?voice=council"' in html

    def test_what_a_filter_hides_is_not_said_to_be_unmentioned(self) -> None:
        event = make_inspection(title="Speaks of both")
        make_finding(event=event, theme="assessment", stated_by=make_organisation(voice="inspectorate"))
        make_finding(event=event, theme="complaints", stated_by=make_organisation(voice="council"))
        story = theme_story(Theme.ASSESSMENT, LedgerFilter.from_query(QueryDict("voice=council")))
        assert story.unmentioned == []

    def test_nothing_found_says_so_and_leads_back(self, client: Client) -> None:
        html = client.get("/findings/?voice=council").content.decode()
        assert "No statement matches these filters" in html


class TestStory:
    def test_it_runs_from_first_to_last_with_its_links(self, client: Client) -> None:
        first = make_finding(event=make_inspection(occurred="2017-07"), summary="Slow.")
        later = make_finding(event=make_inspection(occurred="2018-10"), summary="Quicker.")
        FindingLink.objects.create(from_finding=later, to_finding=first)
        html = client.get("/findings/assessment/").content.decode()
        assert re.search(r"Slow\..*Taken up.*Quicker\..*Takes up.*Slow\.", html, re.DOTALL)

    def test_it_names_the_inspections_that_do_not_mention_it(self) -> None:
        make_finding(theme="assessment", event=make_inspection(title="Speaks of it"))
        make_finding(theme="complaints", event=make_inspection(title="Does not"))
        make_inspection(title="Never read")
        story = theme_story(Theme.ASSESSMENT, LedgerFilter())
        assert [entry.event.title for entry in story.unmentioned] == ["Does not"]

    def test_a_theme_on_which_nothing_was_said_says_so(self, client: Client) -> None:
        html = client.get("/findings/court-work/").content.decode()
        assert "No statement on this theme is in the record" in html

    def test_an_unknown_theme_is_not_found(self, client: Client) -> None:
        assert client.get("/findings/nope/").status_code == 404


def test_each_statement_says_which_service_it_is_about(client: Client) -> None:
    make_finding(services=[make_service(name="Adult services")], stated_by=make_organisation(name="CIW"))
    html = re.sub(r"\s+", " ", client.get("/findings/assessment/").content.decode())
    assert '<p class="about">Adult services. <span class="attribution">Stated by CIW.' in html


def test_a_mark_leads_to_the_words_on_the_page_of_its_theme(client: Client) -> None:
    make_finding(event=make_inspection(slug="visit"))
    assert 'href="/findings/assessment/#e-visit"' in client.get("/findings/").content.decode()
    page = client.get("/findings/assessment/").content.decode()
    assert 'id="e-visit"' in page
    assert 'href="/events/visit/#finding-1"' in page
