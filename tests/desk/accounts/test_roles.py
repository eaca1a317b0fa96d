"""Every role against every page and step of the desk: who may, and nobody else."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from powys_oversight.desk.accounts import roles
from powys_oversight.editing.admin import CsvImportAdmin
from powys_oversight.timeline.history.recorder import recording
from powys_oversight.timeline.models import Event, RecordModel
from powys_oversight.timeline.publishing import workflow
from tests.factories import (
    make_finding,
    make_inspection,
    make_milestone,
    make_observation,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db

NOBODY = ""
C, E, P, A = roles.ROLES
EVERYBODY = (C, E, P, A)
CORRECTS = (E, P, A)
PUBLISHES = (P, A)
ROLES = (NOBODY, *EVERYBODY)


def may(client: Client, role: str, address: str, data: dict[str, Any] | None = None) -> bool:
    client.force_login(make_user(role))
    answer = client.get(address) if data is None else client.post(address, data)
    assert answer.status_code in (200, 302, 403), (role, address, answer.status_code)
    return answer.status_code != 403


def test_the_roles_are_there() -> None:
    assert set(Group.objects.values_list("name", flat=True)) >= set(roles.ROLES)


def test_each_role_may_all_that_the_one_before_it_may() -> None:
    held = [
        set(Group.objects.get(name=role).permissions.values_list("pk", flat=True)) for role in roles.ROLES
    ]
    assert all(less < more for less, more in zip(held, held[1:], strict=False))


RECORD = [model for model in apps.get_models() if issubclass(model, RecordModel)]


def address(model: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("role", ROLES)
class TestEveryTable:
    def test_its_list_is_for_those_with_a_role(self, client: Client, role: str) -> None:
        client.force_login(make_user(role))
        answers = {client.get(address(model, "changelist")).status_code for model in RECORD}
        assert answers == ({200} if role else {403})

    def test_its_empty_form_is_for_those_who_may_make_it_public(self, client: Client, role: str) -> None:
        """What has no draft, as a person or an organisation, is not for who only drafts."""
        client.force_login(make_user(role))
        opened = {model.__name__ for model in RECORD if client.get(address(model, "add")).status_code == 200}
        at_once = {"Organisation", "OrganisationName", "Person", "Service", "OfficeHolding"}
        at_once |= {"Disagreement", "DisagreementVersion", "UnseenDocument"}
        assert bool(opened) is bool(role)
        assert at_once <= opened if role in CORRECTS else not at_once & opened


# What each page and each step asks for. `None`: the page is fetched; else it is sent this.
DRAFT, PUBLISHED, SOURCE, VALUE = "draft", "published", "source", "value"
PAGES: list[tuple[str, str, dict[str, Any] | None, tuple[str, ...]]] = [
    ("read a draft", "/admin/inspections/inspection/{draft}/change/", None, EVERYBODY),
    ("save a draft", "/admin/inspections/inspection/{draft}/change/", {}, EVERYBODY),
    ("read what is published", "/admin/inspections/inspection/{published}/change/", None, EVERYBODY),
    ("save what is published", "/admin/inspections/inspection/{published}/change/", {}, CORRECTS),
    ("delete a draft", "/admin/inspections/inspection/{draft}/delete/", {"post": "yes"}, CORRECTS),
    ("delete what is published", "/admin/inspections/inspection/{published}/delete/", {"post": "yes"}, ()),
    ("history of a draft", "/admin/inspections/inspection/{draft}/history/", None, EVERYBODY),
    ("history of what is published", "/admin/inspections/inspection/{published}/history/", None, EVERYBODY),
    ("save a finding of a draft", "/admin/inspections/finding/{finding_of_draft}/change/", {}, EVERYBODY),
    ("save a finding", "/admin/inspections/finding/{finding}/change/", {}, CORRECTS),
    ("delete a finding", "/admin/inspections/finding/{finding}/delete/", {"post": "yes"}, CORRECTS),
    ("save a source", "/admin/timeline/source/{source}/change/", {}, CORRECTS),
    ("add a source", "/admin/timeline/source/add/", {}, EVERYBODY),
    ("save a value", "/admin/inspections/observation/{value}/change/", {}, CORRECTS),
    ("changes", "/admin/timeline/change/", None, EVERYBODY),
    ("a change", "/admin/timeline/change/{change}/change/", None, EVERYBODY),
    ("withhold a change", "/admin/timeline/change/{change}/change/", {"withheld": ""}, (A,)),
    ("undo a change", "/admin/timeline/change/{change}/undo/", None, CORRECTS),
    ("add from a document", "/admin/from-document/", None, EVERYBODY),
    ("publication", "/admin/publication/?event=draft", None, EVERYBODY),
    ("accounts", "/admin/auth/user/", None, (A,)),
    ("add an account", "/admin/auth/user/add/", None, (A,)),
    ("roles", "/admin/auth/group/", None, ()),
    ("closed doors", "/admin/axes/accessattempt/", None, (A,)),
    ("second steps", "/admin/otp_totp/totpdevice/", None, (A,)),
]


@pytest.fixture
def known() -> dict[str, int]:
    draft, published = make_inspection(slug="draft", status="draft"), make_inspection(slug="published")
    found = make_finding(event=published)
    with recording(by=None) as recorded:
        make_source()
    assert recorded.change
    return {
        "draft": draft.pk,
        "published": published.pk,
        "finding": found.pk,
        "finding_of_draft": make_finding(event=draft).pk,
        "source": published.citations.get().source_id,
        "value": make_observation().pk,
        "change": recorded.change.pk,
    }


@pytest.mark.parametrize(("what", "path", "data", "who"), PAGES, ids=[page[0] for page in PAGES])
def test_a_page_opens_to_those_it_is_for(
    client: Client,
    known: dict[str, int],
    what: str,
    path: str,
    data: dict[str, Any] | None,
    who: tuple[str, ...],
) -> None:
    opened = {role for role in ROLES if may(client, role, path.format(**known), data)}
    assert opened == set(who)


STEPS = {
    "send": ("draft", EVERYBODY),
    "reviewed": ("review", CORRECTS),
    "return": ("review", CORRECTS),
    "publish": ("ready", PUBLISHES),
    "schedule": ("ready", PUBLISHES),
    "withdraw": ("published", PUBLISHES),
}


def test_every_step_is_tried() -> None:
    assert set(STEPS) == set(workflow.BY_SLUG)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_taken_by_those_it_is_for(client: Client, role: str, step: str) -> None:
    status, who = STEPS[step]
    event = make_milestone(slug="it", status=status)
    before = event.status
    client.force_login(make_user(role))
    client.post("/admin/publication/?event=it", {"step": step, "reason": "Why.", "at": "2100-01-01T00:00"})
    moved = Event.objects.get().status != before or Event.objects.get().publish_at is not None
    assert moved is (role in who)


@pytest.mark.parametrize("role", ROLES)
def test_every_import_asks_for_the_permission_to_add(client: Client, role: str) -> None:
    imports = [model for model, each in admin.site._registry.items() if isinstance(each, CsvImportAdmin)]
    assert len(imports) == 4
    for model in imports:
        for page in ("import", "import_template"):
            assert may(client, role, address(model, page)) is bool(role)
        assert may(client, role, address(model, "process_import"), {}) is bool(role)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ["to_publication", "download", "delete_selected"])
def test_an_action_on_a_list_is_for_those_with_a_role(client: Client, role: str, action: str) -> None:
    event = make_inspection(status="draft")
    client.force_login(make_user(role))
    answer = client.post(
        address(type(event), "changelist"),
        {"action": action, "_selected_action": [event.pk], "post": "yes", "reason": "Why."},
    )
    allowed = bool(role) and not (action == "delete_selected" and role == C)
    if action == "delete_selected":
        assert Event.objects.exists() is not allowed
    else:
        assert answer.status_code == ((302 if action == "to_publication" else 200) if allowed else 403)


@pytest.mark.parametrize("role", EVERYBODY)
def test_what_readers_have_seen_is_deleted_by_no_action(client: Client, role: str) -> None:
    event = make_inspection()
    client.force_login(make_user(role))
    client.post(
        address(type(event), "changelist"),
        {"action": "delete_selected", "_selected_action": [event.pk], "post": "yes", "reason": "Why."},
    )
    assert Event.objects.exists()


def test_a_contributor_moves_no_finding_of_a_draft_to_what_is_published(client: Client) -> None:
    finding, published = make_finding(event=make_inspection(status="draft")), make_inspection()
    citation = finding.citations.get()
    client.force_login(make_user(C))
    form = {
        "event": published.pk,
        "number": 1,
        "theme": finding.theme,
        "verdict": finding.verdict,
        "stated_by": finding.stated_by_id,
        "summary": "Slipped in.",
        "services": [service.pk for service in finding.services.all()],
        "reason": "Why.",
        "citations-TOTAL_FORMS": "1",
        "citations-INITIAL_FORMS": "1",
        "citations-0-id": citation.pk,
        "citations-0-claim": finding.pk,
        "citations-0-source": citation.source_id,
        "citations-0-locator": citation.locator,
    }
    assert client.post(f"/admin/inspections/finding/{finding.pk}/change/", form).status_code == 403
    assert not published.findings.exists()


def test_a_contributor_adds_no_finding_to_what_is_published_by_its_own_form(client: Client) -> None:
    finding = make_finding()
    client.force_login(make_user(C))
    form = {
        "event": finding.event_id,
        "number": 2,
        "theme": "assessment",
        "verdict": "concern",
        "stated_by": finding.stated_by_id,
        "summary": "Slipped in.",
        "services": [service.pk for service in finding.services.all()],
        "citations-TOTAL_FORMS": "1",
        "citations-INITIAL_FORMS": "0",
        "citations-0-source": make_source().pk,
        "citations-0-locator": "paragraph 1",
    }
    assert client.post("/admin/inspections/finding/add/", form).status_code == 403
    assert finding.event.findings.count() == 1


def _patterns(patterns: list[Any], prefix: str = "") -> list[str]:
    found = []
    for each in patterns:
        if isinstance(each, URLResolver):
            found += _patterns(each.url_patterns, prefix + str(each.pattern))
        elif isinstance(each, URLPattern):
            found.append(prefix + str(each.pattern))
    return found


def test_no_page_of_the_desk_is_open_to_a_stranger(client: Client) -> None:
    open_to_all = {"admin/login/", "admin/logout/", "admin/jsi18n/"}
    for pattern in _patterns(get_resolver().url_patterns):
        if not pattern.startswith("admin/") or pattern in open_to_all or "(?P" in pattern:
            continue
        path = "/" + pattern
        for part, value in (
            ("<path:object_id>", "1"),
            ("<slug:slug>", "x"),
            ("<int:pk>", "1"),
            ("<id>", "1"),
        ):
            path = path.replace(part, value)
        if "<" in path:
            continue
        answer = client.get(path)
        assert answer.status_code in (301, 302, 405), path
        if answer.status_code == 302:
            assert answer["Location"].startswith("/admin/login/"), path
