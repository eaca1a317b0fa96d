"""What a newcomer asks of the record itself: searches, questions, and how much there is to take in."""

import gzip
import re
from html import unescape
from itertools import pairwise

import pytest
from django.test import Client
from django.utils.html import strip_tags

from powys_oversight.pages.search import search, suggestions
from powys_oversight.timeline.models import Passage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record_for_all")]

ASKED = [
    ("Julie Morgan", "Julie Morgan, Deputy Minister for Health and Social Services"),
    ("Baranski", "Gillian Baranski, Chief Inspector"),
    ("fostering", "The Leader said that more foster carers had been recruited"),
    ("90 days", "The council accepts the report and the warning that followed"),
    ("20 days", "The council submits its improvement plan"),
    ("Part 8", "Part 8"),
    ('"serious concerns"', "A formal investigation into how information was disclosed"),
    ("Warning Notice.", "Warning notice"),
    ("warning notices", "Warning notice"),
    ("follow–up", "Follow-Up Warning Notice to Powys County Council"),
    ("follow up inspection", "Follow-up inspection of children’s services, October 2018"),
    ("ty", None),
    ("8 October", "Prepare and submit an improvement plan"),
    ("monitoring visits", "Inspectors’ monitoring visit to children’s services, December 2017"),
    ("director of social services", "Alison Bulman, Director of Social Services"),
    ("visits on time", "Cabinet hears the performance report for April to June 2019"),
    ("enhanced monitoring", "Enhanced monitoring"),
    ("Jack Straw", "Jack Straw"),
    ("chair", "Jack Straw"),
    ("Jeremy Patterson", "Jeremy Patterson, Chief executive"),
    ("chief inspector", "Gillian Baranski, Chief Inspector"),
    ("addendum", "Addendum to the Follow-Up Warning Notice"),
    ("CSSIW", "Care Inspectorate Wales"),
    ("CIW", "Care Inspectorate Wales"),
    ("CYSUR", "CYSUR"),
    ("WLGA", "WLGA"),
    ("looked after", "Looked after"),
    ("front door", "Front door"),
    ("plenary", "Plenary"),
    ("Harriss", "Sean Harriss, External adviser"),
    ("harriss report", "Sean Harriss’s report on the council is published"),
    ("244", "When were 244 children looked after?"),
    ("Estyn", "Estyn reports on the council’s education services"),
    ("Mehmet", "Mohammed Mehmet, Interim chief executive"),
    ("confidential note", "The chief inspector sends the Minister a confidential note"),
    ("complaints", "See that complaints are investigated"),
    ("Irranca-Davies", "Huw Irranca-Davies, Minister for Children and Social Care"),
    ("improvement conference", "Scrutiny hears when the improvement conference will be"),
    ("end of enhanced monitoring", "Written statement on the end of enhanced monitoring"),
    ("unicorn", None),
]


@pytest.mark.parametrize(("asked", "first"), ASKED)
def test_the_first_answer_is_the_one_expected(asked: str, first: str | None) -> None:
    parts = search(asked)
    answer = strip_tags(parts[0].hits[0].title) if parts else ""
    assert answer.startswith(first) if first else answer == ""


def test_a_name_as_it_stands_in_a_welsh_sentence_leads_to_the_name() -> None:
    assert suggestions("Bowys") == ["Powys"]


QUESTIONS = [
    # The first notice, what it required by when, and whether that was met.
    (["/", "/events/warning-notice-2017-10-17/"], "Prepare and submit an improvement plan"),
    (["/", "/requirements/"], "within 20 days from that day"),
    # What ministers said of adult services in 2018.
    (["/", "/?show=all", "/events/statement-2018-05-01/"], "both reports made it clear"),
    # The director of social services in March 2018.
    (["/", "/people/"], "Director of Social Services"),
    # The monitoring visits: how many, and when.
    (["/search/?q=monitoring+visits"], 'href="/measures/monitoring-visits/"'),
    # What July 2017 found.
    (["/", "/events/inspection-childrens-services-2017-07/"], "had put children at considerable risk"),
    # Visits on time.
    (["/", "/measures/"], "Statutory visits to children looked after made on time"),
    # Enhanced monitoring, from when and to when.
    (["/", "/events/enhanced-monitoring/"], "No source gives the day it began or ended"),
    # The chair of the assurance board.
    (["/search/?q=chair"], "Jack Straw"),
    # When the Minister first knew.
    (["/", "/who-knew/"], "The chief inspector sends the Minister a confidential note"),
    # What money.
    (["/search/?q=money"], 'href="/measures/money-for-improvement/"'),
    # Why the chief executive left: what is left out, and why.
    (["/", "/about/"], "why somebody left"),
    # Whether safeguarding was better by 2020.
    (["/", "/findings/", "/findings/safeguarding/"], "See that agencies share information"),
]
"""What a journalist asks: a search, or a path of two clicks at most, and words that stand at its end."""


@pytest.mark.parametrize(("path", "words"), QUESTIONS, ids=lambda value: str(value)[:50])
def test_a_question_is_answered_within_two_clicks_or_one_search(
    client: Client, path: list[str], words: str
) -> None:
    assert len(path) <= 3
    for here, following in pairwise(path):
        links = {
            unescape(href).partition("#")[0] for href in re.findall(r'href="([^"]+)"', page(client, here))
        }
        assert following in links, here
    text = page(client, path[-1])
    assert words in text
    assert "/sources/" in text or "?q=" in path[-1]


MOST = {"/": 1200, "/services/childrens-services/": 1200, "/findings/": 1200}
"""The most elements of a page that a person takes in at once."""


@pytest.mark.parametrize("address", MOST)
def test_a_page_has_few_enough_elements(client: Client, address: str) -> None:
    assert len(re.findall(r"<[a-z]", page(client, address))) <= MOST[address]


def test_the_front_page_is_light(client: Client) -> None:
    assert len(gzip.compress(page(client, "/").encode())) <= 14_000


def test_few_stops_of_the_keyboard_come_before_the_first_key_event(client: Client) -> None:
    before = page(client, "/").partition('id="ribbon-caption"')[0]
    menu_closed = re.sub(r'<details class="more">.*?</details>', "<summary>", before, flags=re.DOTALL)
    assert len(re.findall(r"<(?:a|button|input|summary)\b", menu_closed)) <= 25


def test_the_story_has_eight_hundred_to_a_thousand_words() -> None:
    told = Passage.objects.filter(place=Passage.Part.STORY).values_list("text", flat=True)
    assert 800 <= sum(len(text.split()) for text in told) <= 1000


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()
