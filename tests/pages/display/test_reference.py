import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powys_oversight.pages.display.reference import Reference, reference_to_event, reference_to_page
from powys_oversight.timeline.about import normalise_site
from powys_oversight.timeline.history import versions
from tests.factories import make_milestone

ADDRESS = "https://example.org/events/a-board/"


def make_reference(title: str = "A board meets", dated: date | None = date(2026, 11, 22)) -> Reference:
    return Reference(title, ADDRESS, dated)


@pytest.mark.parametrize(
    ("written", "site"),
    [
        ("https://Example.org/", "https://example.org"),
        ("HTTPS://example.org:443", "https://example.org"),
        ("http://example.org:80/", "http://example.org"),
        ("https://example.org:80", "https://example.org:80"),
        ("http://example.org:8080", "http://example.org:8080"),
        ("http://[::1]:80", "http://[::1]"),
        ("http://[fe80::80]", "http://[fe80::80]"),
    ],
)
def test_a_site_is_written_one_way(written: str, site: str) -> None:
    assert normalise_site(written) == site


def test_the_text_has_title_site_date_of_the_record_and_address() -> None:
    assert make_reference().text == (
        f"“A board meets”, Powys oversight timeline, record of 22 November 2026, {ADDRESS}"
    )


def test_an_empty_record_has_no_date() -> None:
    assert "record of" not in make_reference(dated=None).text
    assert "year" not in make_reference(dated=None).bibtex


def test_bibtex_has_the_date_for_old_styles_and_new() -> None:
    bibtex = make_reference().bibtex
    for line in ("year = {2026}", "month = {nov}", "date = {2026-11-22}", f"url = {{{ADDRESS}}}"):
        assert line in bibtex


def test_the_key_is_made_of_the_address() -> None:
    assert make_reference().bibtex.startswith("@misc{powys-events-a-board,")
    assert Reference("Home", "https://example.org/", None).bibtex.startswith("@misc{powys-timeline,")


@given(st.text(max_size=80))
def test_no_title_breaks_the_braces(title: str) -> None:
    bibtex = re.sub(r"\\[{}]", "", make_reference(title).bibtex)
    depth = 0
    for letter in bibtex:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        assert depth >= 0
    assert depth == 0


@pytest.mark.django_db
def test_an_event_is_cited_by_when_it_last_changed() -> None:
    event = make_milestone(title="A board meets")
    assert reference_to_event(event, ADDRESS, versions.current()).dated == event.changed_at.date()


@pytest.mark.django_db
def test_a_page_is_cited_by_its_title_without_the_name_of_the_site() -> None:
    page = reference_to_page("Sources &amp; more – Powys oversight timeline", ADDRESS, versions.current())
    assert page.title == "Sources & more"
