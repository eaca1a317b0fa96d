"""What a printer makes of the pages, read with a PDF library."""

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader

from powys_oversight.timeline.models import Event, Service, Source
from tests.browser.test_pages import context_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def printed(browser: Any, address: str) -> list[str]:
    """The text of each sheet, without any space, as a line may break anywhere in an address."""
    page = context_of(browser).new_page()
    page.goto(address)
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    return [solid(sheet.extract_text()) for sheet in sheets]


def solid(text: str) -> str:
    return re.sub(r"\s+", "", text).replace("ﬁ", "fi").replace("ﬂ", "fl")


def test_the_timeline_has_every_event_and_the_address_of_every_source(
    browser: Any, site_to_read: str
) -> None:
    text = "".join(printed(browser, f"{site_to_read}/?show=all"))
    missing = [event.title for event in Event.objects.published() if solid(event.title) not in text]
    assert missing == []
    cited = Source.objects.filter(pk__in=Event.objects.published().values("citations__source"))
    addresses = [source.url for source in cited if source.url]
    assert len(addresses) > 40
    assert [address for address in addresses if solid(address) not in text] == []


def test_navigation_and_forms_are_not_printed(browser: Any, site_to_read: str) -> None:
    text = "".join(printed(browser, f"{site_to_read}/services/adult-services/"))
    for furniture in ("Skip to main", "Filter the events", "Show the briefing", "Copy the text"):
        assert solid(furniture) not in text


def test_the_filters_in_force_come_first(browser: Any, site_to_read: str) -> None:
    first = printed(browser, f"{site_to_read}/?service=adult-services&from=2020")[0]
    head = first.index(solid("by these filters: Adult services, From 2020"))
    assert head < first.index(solid("15 of 109 events"))


def test_the_day_shown_comes_first(browser: Any, site_to_read: str) -> None:
    first = printed(browser, f"{site_to_read}/as-of/2017-08-15/?known=then")[0]
    head = first.index(solid("The record as at 15 August 2017, with only what had been published by then."))
    assert head < first.index(solid("Where each service stood on"))


@pytest.mark.parametrize(("width", "is_drawn"), [(1280, True), (400, False)])
def test_a_sheet_has_the_ribbon_or_where_it_is_narrow_the_list(
    browser: Any, site_to_read: str, width: int, is_drawn: bool
) -> None:
    page = context_of(browser, width=width).new_page()
    page.goto(site_to_read)
    page.emulate_media(media="print")
    assert page.locator(".drawn:visible").count() == int(is_drawn)
    assert page.locator(".strip li").first.is_visible() is not is_drawn
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("address", "most"), [("/story/", 2), ("/events/warning-notice-2017-10-17/", 3)])
def test_a_page_to_hand_out_takes_few_sheets(
    browser: Any, site_to_read: str, address: str, most: int
) -> None:
    assert len(printed(browser, site_to_read + address)) <= most


@pytest.mark.parametrize("service", ["childrens-services", "adult-services", "whole-council"])
def test_a_briefing_is_two_sides_of_paper_at_most(browser: Any, site_to_read: str, service: str) -> None:
    sheets = printed(browser, f"{site_to_read}/services/{service}/briefing/?since=2018-10-18")
    assert len(sheets) <= 2
    assert solid(f"Briefing: {Service.objects.get(slug=service)}") in sheets[0]
    assert "https://" in "".join(sheets)
