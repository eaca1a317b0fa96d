"""The workbook, the feed, the calendar and the linked data, each read by a library that reads such things."""

import io
import json
import re
from datetime import date, datetime
from typing import Any

import feedparser
import openpyxl
import pytest
from django.test import Client
from icalendar import Calendar
from openpyxl.utils.escape import unescape
from rdflib import RDF, Graph, Namespace, URIRef

from inspections.models import Finding
from powys_oversight.opendata import schema
from powys_oversight.timeline.history import versions
from powys_oversight.timeline.models import Event
from tests.factories import make_milestone

pytestmark = pytest.mark.django_db

SCHEMA = Namespace("https://schema.org/")


def body(client: Client, address: str) -> bytes:
    answer: Any = client.get(address)
    assert answer.status_code == 200
    return answer.getvalue() if answer.streaming else answer.content


class TestTheWorkbook:
    def book(self, client: Client) -> Any:
        return openpyxl.load_workbook(io.BytesIO(body(client, "/record.xlsx")))

    def summaries(self, book: Any) -> list[Any]:
        header, *rows = book["timeline"].iter_rows()
        place = [cell.value for cell in header].index("summary")
        return [row[place] for row in rows]

    @pytest.mark.usefixtures("record")
    def test_every_table_is_a_sheet_with_every_row(self, client: Client) -> None:
        book = self.book(client)
        assert book.sheetnames == ["About", "Columns", *(table.slug for table in schema.tables())]
        assert book["timeline"].max_row == Event.objects.published().count() + 1
        assert book["findings"].max_row == Finding.objects.published().count() + 1
        assert versions.current().digest in {cell.value for row in book["About"].iter_rows() for cell in row}

    def test_every_text_is_just_what_it_is_and_none_is_a_formula(
        self, client: Client, hostile: list[str]
    ) -> None:
        hostile = [text for text in hostile if len(text) < 32_000]
        for summary in hostile:
            make_milestone(summary=summary, services=[], cited_in=[])
        cells = self.summaries(self.book(client))
        assert {cell.data_type for cell in cells} == {"s"}
        assert [unescape(cell.value) for cell in cells] == hostile

    def test_a_text_too_long_for_a_cell_is_cut_and_says_so(self, client: Client) -> None:
        make_milestone(summary="x" * 40_000)
        [cell] = self.summaries(self.book(client))
        assert len(cell.value) == 32_767
        assert cell.value.endswith("…")

    def test_a_character_the_format_counts_as_two_is_never_halved(self, client: Client) -> None:
        make_milestone(summary="x" + "😀" * 20_000)
        [cell] = self.summaries(self.book(client))
        assert len(cell.value.encode("utf-16-le")) <= 32_767 * 2
        assert cell.value.endswith("😀…")

    def test_it_explains_every_column(self, client: Client) -> None:
        told = [row[:3] for row in self.book(client)["Columns"].iter_rows(min_row=2, values_only=True)]
        expected = [
            (table.slug, each.name, str(each.about)) for table in schema.tables() for each in table.columns
        ]
        assert told == expected

    @pytest.mark.usefixtures("record")
    def test_every_heading_can_be_filtered_by(self, client: Client) -> None:
        sheet = self.book(client)["findings"]
        assert sheet.auto_filter.ref == sheet.dimensions

    @pytest.mark.parametrize(
        ("occurred", "value"),
        [("2018-04-16", datetime(2018, 4, 16)), ("2018-04", "2018-04"), ("2018", "2018"),
         ("2018-22", "2018-22"), ("2018-04-16~", "2018-04-16~"), ("../2018-10-18", "../2018-10-18"),
         ("1817-04-16", "1817-04-16")],
    )  # fmt: skip
    def test_a_date_is_a_date_where_it_is_exact_and_else_text(
        self, client: Client, occurred: str, value: Any
    ) -> None:
        make_milestone(occurred=occurred)
        sheet = self.book(client)["timeline"]
        header = [cell.value for cell in sheet[1]]
        assert sheet.cell(2, header.index("occurred") + 1).value == value


@pytest.mark.usefixtures("record")
def test_the_feed_is_read_whole_and_without_a_complaint(client: Client) -> None:
    read = feedparser.parse(body(client, "/timeline.atom"))
    assert not read.bozo
    assert read.version == "atom10"
    assert len(read.entries) == Event.objects.published().count()
    for entry in read.entries:
        assert entry.id.startswith("tag:powys-oversight,2026:event-")
        assert entry.updated_parsed >= entry.published_parsed
        assert {each.term for each in entry.tags} & {"new", "corrected"}
    assert len({entry.id for entry in read.entries}) == len(read.entries)


def test_the_feed_keeps_every_text(client: Client, hostile: list[str]) -> None:
    for title in hostile:
        make_milestone(title=title[:4000], services=[], cited_in=[])
    read = feedparser.parse(body(client, "/timeline.atom"))
    assert not read.bozo
    assert [entry.title.split() for entry in read.entries] == [text[:4000].split() for text in hostile]
    assert len(read.entries) == len(hostile)


class TestTheCalendar:
    @pytest.mark.usefixtures("record")
    def test_it_is_read_whole(self, client: Client) -> None:
        read: Any = Calendar.from_ical(body(client, "/timeline.ics"))
        events = read.walk("VEVENT")
        assert len(events) == Event.objects.published().on_exact_days().count()
        assert len({str(event["UID"]) for event in events}) == len(events)
        for event in events:
            assert type(event.decoded("DTSTART")) is date
            assert (event.decoded("DTEND") - event.decoded("DTSTART")).days == 1
            assert event.decoded("DTSTAMP").tzinfo is not None
        assert not read.errors

    def test_it_keeps_every_text(self, client: Client, hostile: list[str]) -> None:
        misread = {"\ufeffmark", "\\N"}  # by the library, as it reads
        titles = [text for text in hostile if len(text) < 4000 and text not in misread]
        for title in titles:
            make_milestone(title=title, services=[], cited_in=[])
        read: Any = Calendar.from_ical(body(client, "/timeline.ics"))
        found = [str(event["SUMMARY"]) for event in read.walk("VEVENT")]
        assert found == [re.sub("\r\n?", "\n", title) for title in titles]  # the format has one end of line


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
class TestLinkedData:
    """Read as statements, with schema.org's words taken as they stand."""

    def graph(self, client: Client, address: str) -> Graph:
        html = body(client, address).decode()
        [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        told = json.loads(text)
        assert told["@context"] == "https://schema.org"  # which is somewhere else, and means this:
        told["@context"] = {"@vocab": str(SCHEMA)}
        return Graph().parse(data=json.dumps(told), format="json-ld")

    @pytest.mark.usefixtures("record")
    def test_a_notice_rests_on_the_act(self, client: Client) -> None:
        graph = self.graph(client, "/events/warning-notice-2017-10-17/")
        notice = URIRef("http://testserver/events/warning-notice-2017-10-17/")
        assert (notice, RDF.type, SCHEMA.CreativeWork) in graph
        [act] = graph.objects(notice, SCHEMA.isBasedOn)
        assert (act, RDF.type, SCHEMA.Legislation) in graph
        assert len(list(graph.objects(notice, SCHEMA.citation))) >= 1

    @pytest.mark.usefixtures("record")
    def test_every_event_says_something_and_nothing_it_should_not(self, client: Client) -> None:
        for event in Event.objects.published():
            graph = self.graph(client, event.get_absolute_url())
            types = {str(kind).removeprefix(str(SCHEMA)) for kind in graph.objects(None, RDF.type)}
            assert types & {"Event", "Report", "CreativeWork"}
            assert not types & {"Review", "Rating", "ClaimReview"}

    def test_the_dataset_names_every_file(self, client: Client) -> None:
        graph = self.graph(client, "/data/")
        files = set(graph.objects(None, SCHEMA.contentUrl))
        assert {f"http://testserver/{table.slug}.csv" for table in schema.tables()} <= set(map(str, files))
