"""What editors may type, in a real browser: no length or direction of text breaks a page."""

from typing import Any

import pytest

from tests.browser.test_pages import context_of
from tests.factories import (
    make_disagreement,
    make_finding,
    make_measure,
    make_milestone,
    make_observation,
    make_office,
    make_required_action,
    make_service,
    make_source,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "W" * 5000
RIGHT_TO_LEFT = "‮<b>drow a</b> =1+1"


@pytest.mark.parametrize("text", [LONG, RIGHT_TO_LEFT, "many words " * 450], ids=["one word", "rtl", "words"])
def test_what_an_editor_types_breaks_no_layout(browser: Any, server: Any, text: str) -> None:
    service = make_service(slug="adult-services", name=text[:100])
    source = make_source(slug="bbc", title=text[:250], publisher=text[:100])
    event = make_milestone(slug="long", title=text, summary=text, services=[service], cited_in=[source])
    make_finding(event=event, summary=text, reported_by=text[:100])
    make_required_action(event=event, summary=text, note=text)
    make_disagreement(events=[event], question=text[:200], reading=text, versions=[text, text])
    make_office(role=text[:160], began_as_stated=text[:120])
    make_observation(event=event, measure=make_measure(title=text[:200], unit=text[:80]), caveat=text)
    page = context_of(browser, width=320).new_page()
    wide = {}
    for address in (
        "/",
        "/table/",
        "/events/long/",
        "/services/adult-services/",
        "/sources/",
        "/sources/bbc/",
        "/findings/",
        "/findings/assessment/",
        "/requirements/",
        "/disagreements/",
        "/people/",
        "/measures/",
        "/as-of/",
        "/as-of/2018-04-16/",
        "/services/adult-services/briefing/?since=2017",
    ):
        page.goto(server.url + address)
        wide[address] = page.evaluate("document.documentElement.scrollWidth")
    assert set(wide.values()) == {320}
