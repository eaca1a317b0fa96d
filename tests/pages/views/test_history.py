from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User
from django.test import Client

from powys_oversight.pages.views.history import PAGE_SIZE
from powys_oversight.timeline.history.recorder import recording
from powys_oversight.timeline.models import Change, Event
from powys_oversight.timeline.publishing.workflow import PUBLISH, WITHDRAW, take
from tests.factories import (
    make_finding,
    make_inspection,
    make_measure,
    make_milestone,
    make_notice,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return User.objects.create_user("joan.editor")


def correct(event: Event, by: User, reason: str = "The report gives the day.", **given: str) -> None:
    with recording(by=by, reason=reason, minor=not reason):
        for name, value in given.items():
            setattr(event, name, value)
        event.save()


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def event() -> Event:
    made = make_inspection(slug="visit", title="A visit", occurred="2017-07")
    Change.objects.all().delete()  # what the test itself set up
    return made


class TestChanges:
    def test_a_correction_stands_with_before_after_and_reason(
        self, client: Client, event: Event, by: User
    ) -> None:
        correct(event, by, occurred="2017-07-17")
        html = page(client, "/changes/")
        for said in ("Corrected", "July 2017", "<ins>17 </ins>July 2017", "Why: The report gives the day."):
            assert said in html

    def test_who_made_it_is_not_told_to_readers(self, client: Client, event: Event, by: User) -> None:
        correct(event, by, occurred="2017-07-17")
        assert "joan" not in page(client, "/changes/") + page(client, "/changes.atom")

    def test_what_is_minor_is_counted_and_not_told(self, client: Client, event: Event, by: User) -> None:
        correct(event, by, reason="", title="A vissit")
        html = page(client, "/changes/")
        assert "1 was minor" in html
        assert "A vissit" not in html

    def test_a_draft_is_not_told_of(self, client: Client, by: User) -> None:
        correct(make_milestone(status="draft", title="Secret"), by, title="Still secret")
        assert "ecret" not in page(client, "/changes/") + page(client, "/changes.atom")

    def test_what_was_written_before_publication_is_not_told_after_it(self, client: Client, by: User) -> None:
        draft = make_milestone(status="draft", title="First thoughts")
        correct(draft, by, title="Second thoughts")
        take(PUBLISH, [draft], by=make_user("Publisher"))
        html = page(client, "/changes/")
        assert "New entry" in html
        assert "First thoughts" not in html

    def test_a_finding_of_a_draft_is_not_told_beside_what_is_public(
        self, client: Client, event: Event, by: User
    ) -> None:
        draft = make_inspection(status="draft")
        with recording(by=by, reason="Both at once."):
            event.title = "A visit made plain"
            event.save()
            make_finding(event=draft, summary="Secret finding.")
        html = page(client, "/changes/")
        assert "made plain" in html
        assert "Secret finding" not in html

    def test_a_link_to_a_draft_does_not_tell_its_name(self, client: Client, by: User) -> None:
        notice = make_notice(slug="notice")
        with recording(by=by, reason="It follows another."):
            notice.relates_to = make_notice(status="draft", title="Secret notice")
            notice.relates_as = "follows"
            notice.save()
        html = page(client, "/changes/") + page(client, "/changes.atom")
        assert "It follows another." in html
        assert "Secret notice" not in html

    def test_a_measure_of_which_nothing_is_published_is_not_told_of(self, client: Client, by: User) -> None:
        with recording(by=by):
            make_measure(title="Secret measure")
        assert "Secret measure" not in page(client, "/changes/")

    def test_what_differs_in_a_text_is_marked(self, client: Client, event: Event, by: User) -> None:
        correct(event, by, title="A second visit")
        assert "A <ins>second </ins>visit" in page(client, "/changes/")

    def test_what_an_editor_typed_is_never_markup(self, client: Client, event: Event, by: User) -> None:
        correct(event, by, title="<script>alert(1)</script>", reason="<b>why</b>")
        html = page(client, "/changes/")
        assert "<script>alert" not in html
        assert "&lt;b&gt;why" in html

    def test_withheld_values_are_not_shown_and_the_reason_is(
        self, client: Client, event: Event, by: User
    ) -> None:
        correct(event, by, summary="It named a child, 9.", reason="A child, 9, was named.")
        change = Change.objects.get()
        change.withheld = "It named a child."
        change.save()
        for address in ("/changes/", "/events/visit/history/", "/changes.atom"):
            html = page(client, address)
            assert "It named a child." in html
            assert "a child, 9" not in html

    def test_to_withhold_makes_every_kept_page_stale(self, client: Client, event: Event, by: User) -> None:
        correct(event, by, summary="Something.")
        before = client.get("/changes/")["ETag"]
        change = Change.objects.get()
        change.withheld = "Why."
        change.save()
        assert client.get("/changes/")["ETag"] != before

    def test_pages_hold_each_change_once(self, client: Client, event: Event, by: User) -> None:
        for n in range(PAGE_SIZE + 2):
            correct(event, by, title=f"Title {n}", reason=f"Reason number {n}.")
        first = client.get("/changes/")
        before = first.context["before"]
        second = client.get("/changes/", {"before": before})
        shown = [told.change.pk for answer in (first, second) for told in answer.context["changes"]]
        assert shown == list(Change.objects.newest_first().values_list("pk", flat=True))

    @pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "9" * 5000, "²", "\x00"])
    def test_a_hostile_page_is_a_page(self, client: Client, before: str) -> None:
        assert client.get("/changes/", {"before": before}).status_code == 200

    def test_a_source_is_not_told_of_before_something_published_rests_on_it(
        self, client: Client, by: User
    ) -> None:
        with recording(by=by):
            make_source(title="A secret report")
        assert "secret report" not in page(client, "/changes/") + page(client, "/sources/") + page(
            client, "/"
        )

    def test_what_a_paste_brings_with_it_breaks_no_feed(self, client: Client, event: Event, by: User) -> None:
        correct(event, by, title="A vi\x0bsit", reason="Why\x0c.")
        assert client.get("/changes.atom").status_code == 200

    def test_markup_in_a_reason_is_text_to_a_feed_reader(
        self, client: Client, event: Event, by: User
    ) -> None:
        correct(event, by, title="Another", reason="<script>alert(1)</script>")
        assert "&amp;lt;script" in page(client, "/changes.atom")

    def test_what_is_mended_while_withdrawn_is_told_once_it_is_back(
        self, client: Client, event: Event, by: User
    ) -> None:
        publisher = make_user("Publisher")
        take(WITHDRAW, [event], by=publisher, reason="In doubt.")
        withdrawn = Event.objects.get(pk=event.pk).as_own_kind()
        correct(withdrawn, by, summary="Something else.", reason="The report is plainer.")
        assert "The report is plainer." not in page(client, "/changes/")
        take(PUBLISH, [withdrawn], by=publisher, reason="It was settled.")
        html = page(client, "/changes/")
        assert "The report is plainer." in html
        assert "Published again" in html


class TestHistoryOfAnEntry:
    def test_it_tells_of_what_hangs_on_the_entry(self, client: Client, event: Event, by: User) -> None:
        finding = make_finding(event=event, summary="Slow.")
        with recording(by=by, reason="As the report has it."):
            finding.verdict = "improvement"
            finding.save()
        html = page(client, "/events/visit/history/")
        assert "As the report has it." in html
        assert "Concern" in html
        assert "Improvement" in html

    def test_the_entry_says_how_often_it_was_changed(self, client: Client, event: Event, by: User) -> None:
        correct(event, by, occurred="2017-07-17")
        assert "1 change since, and why" in page(client, "/events/visit/")

    def test_a_drafts_history_is_not_for_readers(self, client: Client) -> None:
        make_milestone(slug="draft", status="draft")
        assert client.get("/events/draft/history/").status_code == 404


class TestWithdrawn:
    @pytest.fixture
    def withdrawn(self, event: Event) -> Event:
        take(WITHDRAW, [event], by=make_user("Publisher"), reason="It was another council.")
        return event

    def test_its_address_answers_gone_and_says_why(self, client: Client, withdrawn: Event) -> None:
        answer = client.get("/events/visit/")
        assert answer.status_code == 410
        assert "It was another council." in answer.content.decode()

    @pytest.mark.parametrize("address", ["/", "/table/", "/timeline.csv", "/sitemap.xml", "/findings/"])
    def test_it_stands_nowhere_else(self, client: Client, withdrawn: Event, address: str) -> None:
        assert b"A visit" not in b"".join(client.get(address))
        assert b"/events/visit/" not in b"".join(client.get(address))

    def test_the_changes_tell_of_it(self, client: Client, withdrawn: Event) -> None:
        html = page(client, "/changes/")
        assert "Withdrawn" in html
        assert "It was another council." in html

    def test_its_history_stays(self, client: Client, withdrawn: Event) -> None:
        assert "It was another council." in page(client, "/events/visit/history/")


class TestFeed:
    ATOM = "{http://www.w3.org/2005/Atom}"

    def entries(self, client: Client) -> list[ElementTree.Element]:
        answer = client.get("/changes.atom")
        assert answer["Content-Type"].startswith("application/atom+xml")
        return ElementTree.fromstring(answer.content).findall(f"{self.ATOM}entry")  # noqa: S314 - our own

    def test_each_change_is_an_entry_with_its_reason(self, client: Client, event: Event, by: User) -> None:
        correct(event, by, occurred="2017-07-17")
        [entry] = self.entries(client)
        assert entry.findtext(f"{self.ATOM}title") == "Corrected: A visit"
        summary = entry.findtext(f"{self.ATOM}summary") or ""
        assert "The report gives the day." in summary
        assert "“July 2017” → “17 July 2017”" in summary

    def test_an_entry_keeps_its_id_when_its_event_is_renamed(
        self, client: Client, event: Event, by: User
    ) -> None:
        correct(event, by, occurred="2017-07-17")
        before = self.entries(client)[0].findtext(f"{self.ATOM}id")
        correct(event, by, reason="", title="A vist")
        assert self.entries(client)[0].findtext(f"{self.ATOM}id") == before

    def test_it_is_fetched_again_only_when_the_record_changes(self, client: Client, event: Event) -> None:
        etag = client.get("/changes.atom")["ETag"]
        assert client.get("/changes.atom", headers={"if-none-match": etag}).status_code == 304
