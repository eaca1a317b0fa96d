"""Linking a finding to the earlier ones it takes up."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from inspections.models import Finding
from tests.factories import make_finding, make_inspection

pytestmark = pytest.mark.django_db


def save(editor: Client, finding: Finding, takes_up: list[int]) -> Any:
    citation = finding.citations.get()
    form = {
        "event": finding.event_id,
        "reason": "The report says so.",
        "number": finding.number,
        "theme": finding.theme,
        "verdict": finding.verdict,
        "stated_by": finding.stated_by_id,
        "summary": finding.summary,
        "services": [service.pk for service in finding.services.all()],
        "takes_up": takes_up,
        "citations-TOTAL_FORMS": "1",
        "citations-INITIAL_FORMS": "1",
        "citations-0-id": citation.pk,
        "citations-0-claim": finding.pk,
        "citations-0-source": citation.source_id,
        "citations-0-locator": citation.locator,
    }
    return editor.post(reverse("admin:inspections_finding_change", args=[finding.pk]), form)


def test_links_say_just_what_is_chosen(editor: Client) -> None:
    finding, old, new = make_finding(), make_finding(), make_finding()
    finding.follows_up.add(old)
    assert save(editor, finding, [new.pk]).status_code == 302
    assert list(finding.follows_up.all()) == [new]


def test_a_link_that_stays_is_not_made_anew(editor: Client) -> None:
    finding, earlier = make_finding(), make_finding()
    finding.follows_up.add(earlier)
    link = finding.links_to_earlier.get()
    save(editor, finding, [earlier.pk])
    assert finding.links_to_earlier.get() == link


def test_a_finding_that_takes_up_itself_is_refused_in_words(editor: Client) -> None:
    finding = make_finding()
    assert "does not take up itself" in save(editor, finding, [finding.pk]).content.decode()
    assert not finding.follows_up.exists()


def test_links_are_made_within_the_inspection(editor: Client) -> None:
    html = editor.get(reverse("admin:inspections_inspection_add")).content.decode()
    assert 'name="findings-0-takes_up"' in html


def test_who_may_only_look_sees_what_is_taken_up(client: Client) -> None:
    finding = make_finding(event=make_inspection())
    finding.follows_up.add(make_finding(summary="An earlier finding."))
    looker = User.objects.create_user("looker", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(looker)
    html = client.get(reverse("admin:inspections_inspection_change", args=[finding.event_id])).content
    assert "An earlier finding." in html.decode()


def test_a_finding_that_takes_up_a_later_one_is_refused_in_words(editor: Client) -> None:
    finding = make_finding(event=make_inspection(occurred="2017-07"))
    later = make_finding(event=make_inspection(occurred="2018-10"))
    assert "does not take up a later one" in save(editor, finding, [later.pk]).content.decode()


def test_a_finding_is_not_about_one_theme_twice() -> None:
    with pytest.raises(ValidationError, match="name another theme"):
        make_finding(theme="assessment", also_about="assessment").clean()


def test_who_may_only_look_at_a_finding_sees_what_it_takes_up(client: Client) -> None:
    finding = make_finding()
    finding.follows_up.add(make_finding(summary="An earlier finding."))
    looker = User.objects.create_user("looker", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(looker)
    html = client.get(reverse("admin:inspections_finding_change", args=[finding.pk])).content.decode()
    assert "An earlier finding." in html
