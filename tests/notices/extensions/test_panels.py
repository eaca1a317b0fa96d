import re

import pytest
from django.test import Client

from notices.models import ActionOutcome, RequiredAction
from powys_oversight.timeline.models import Service
from tests.factories import cite, make_notice, make_outcome, make_required_action, make_service

pytestmark = pytest.mark.django_db

REQUIRED = "Make every risk assessment within a week."


@pytest.fixture
def service() -> Service:
    service = make_service(slug="childrens-services")
    notice = make_notice(title="The Notice", occurred="2017-10-17", services=[service])
    cite(notice)
    make_required_action(event=notice, summary=REQUIRED)
    return service


def heading(client: Client, address: str) -> str:
    """The heading of the page's panel of requirements; blank where it has none."""
    match = re.search(r'<h2 id="requirements">(.*?)</h2>', client.get(address).text, re.DOTALL)
    return match[1].strip() if match else ""


BRIEFING = "/services/childrens-services/briefing/?since=2017"


def test_a_briefing_counts_what_is_not_reported_met(client: Client, service: Service) -> None:
    assert "1 requirement not reported met" in heading(client, BRIEFING)


def test_what_is_reported_met_is_not_on_the_briefing(client: Client, service: Service) -> None:
    make_outcome(action=RequiredAction.objects.get(), state=ActionOutcome.Result.MET)
    assert heading(client, BRIEFING) == ""


def test_a_service_shows_what_was_required_of_it(client: Client, service: Service) -> None:
    page = client.get("/services/childrens-services/").content.decode()
    assert "<b>1</b> required" in page
    assert "<b>1</b> no report found" in page


def test_an_event_shows_what_it_required(client: Client, service: Service) -> None:
    address = RequiredAction.objects.get().event.get_absolute_url()
    assert heading(client, address) == "What it required"
    assert REQUIRED in client.get(address).text
