from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from powys_oversight.timeline.models import Event
from tests.factories import (
    cite,
    make_finding,
    make_inspection,
    make_milestone,
    make_relation,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db

PAGE = "/admin/publication/"


@pytest.fixture
def publisher(client: Client) -> Client:
    client.force_login(make_user("Publisher"))
    return client


def of(*events: Event) -> str:
    return f"{PAGE}?{'&'.join(f'event={event.slug}' for event in events)}"


def html(answer: Any) -> str:
    return answer.content.decode()


def test_it_says_what_is_missing_and_leads_to_the_box_that_mends_it(publisher: Client) -> None:
    event = make_inspection(status="draft", cited_in=[])
    page = html(publisher.get(of(event)))
    assert "only with a citation" in page
    assert f"/admin/inspections/inspection/{event.pk}/change/#citations-group" in page
    assert f"/admin/inspections/inspection/{event.pk}/change/#id_title_cy" in page


def test_it_refuses_what_must_not_pass_and_says_why(publisher: Client) -> None:
    event = make_inspection(status="draft", cited_in=[])
    answer = publisher.post(of(event), {"step": "publish"})
    assert "Nothing was done" in html(answer)
    assert not Event.objects.published().exists()


def test_it_publishes(publisher: Client) -> None:
    event = make_inspection(status="draft")
    answer = publisher.post(of(event), {"step": "publish"}, follow=True)
    assert "Publish now: done for 1 event." in html(answer)
    assert Event.objects.published().get().slug == event.slug


def test_it_publishes_all_that_rests_on_a_document_at_once(publisher: Client) -> None:
    report = make_source(slug="report")
    visit = make_inspection(status="draft", cited_in=[report], occurred="2017")
    told = make_milestone(status="draft", occurred="2018")
    make_finding(event=told).citations.create(source=report, locator="page 3")
    other = make_milestone(status="draft")
    address = f"{PAGE}?source=report"
    assert {each.event.pk for each in publisher.get(address).context["items"]} == {visit.pk, told.pk}
    publisher.post(address, {"step": "publish"})
    assert set(Event.objects.published().values_list("pk", flat=True)) == {visit.pk, told.pk}
    assert not Event.objects.get(pk=other.pk).is_published


def test_it_withdraws_with_a_reason(publisher: Client, client: Client) -> None:
    event = make_inspection()
    assert "Say why." in html(publisher.post(of(event), {"step": "withdraw"}))
    publisher.post(of(event), {"step": "withdraw", "reason": "Entered twice."})
    assert client.get(event.get_absolute_url()).status_code == 410


def test_it_sets_an_hour_in_london_time(publisher: Client) -> None:
    event = make_inspection(status="draft")
    publisher.post(of(event), {"step": "schedule", "at": "2030-07-01T09:00"})
    set_to = Event.objects.get().publish_at
    assert set_to
    assert timezone.localtime(set_to).strftime("%Y-%m-%d %H:%M %Z") == "2030-07-01 09:00 BST"


def test_an_hour_that_has_passed_is_refused_beside_its_box(publisher: Client) -> None:
    event = make_inspection(status="draft")
    answer = publisher.post(of(event), {"step": "schedule", "at": "2010-07-01T09:00"})
    assert "still to come" in html(answer)
    assert Event.objects.get().publish_at is None


def test_steps_that_a_role_does_not_include_are_named_and_not_offered(client: Client) -> None:
    client.force_login(make_user("Editor"))
    page = html(client.get(of(make_inspection(status="review"))))
    assert 'value="reviewed"' in page
    assert 'value="publish"' not in page
    assert "Your role does not include this step." in page


def test_a_step_that_is_none_is_refused(publisher: Client) -> None:
    answer = publisher.post(of(make_inspection(status="draft")), {"step": "abolish"})
    assert "Choose a step" in html(answer)


def test_of_nothing_it_says_so(publisher: Client) -> None:
    assert "Nothing here waits to be published" in html(publisher.get(f"{PAGE}?event=no-such"))


def test_it_costs_as_many_queries_however_many_citations(
    publisher: Client, django_assert_max_num_queries: Any
) -> None:
    event = make_inspection(status="draft")
    for number in range(9):
        cite(event, locator=f"page {number}")
        make_relation(from_event=event, to_event=make_milestone())
        make_finding(event=event)
    with django_assert_max_num_queries(45):
        publisher.get(of(event))
