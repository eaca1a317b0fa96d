import pytest

from powys_oversight.pages import panels
from tests.factories import make_milestone, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_panels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_event_panels", [])
    monkeypatch.setattr(panels, "_glances", [])


@pytest.mark.usefixtures("no_panels")
def test_panels_are_shown_in_their_order_and_not_in_that_of_definition() -> None:
    panels.on_event(order=2)(lambda event: panels.Panel("b", "B", "b.html", {}))
    panels.on_event(order=1)(lambda event: panels.Panel("a", "A", "a.html", {}))
    assert [panel.anchor for panel in panels.of_event(make_milestone())] == ["a", "b"]


@pytest.mark.usefixtures("no_panels")
def test_a_panel_with_nothing_to_say_is_not_shown() -> None:
    panels.on_glance(order=1)(lambda service: None)
    assert panels.glances(make_service()) == []
