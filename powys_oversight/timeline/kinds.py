"""The kinds of event.

A subclass of `Event` with a `KIND` registers itself. This is the one place that maps the `kind` column to its
kind.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

Detail = tuple[Words, Any]  # a label and a value of one kind's page. A blank value is not shown.


@dataclass(frozen=True)
class Legislation:
    """An Act by its identifier at legislation.gov.uk: "anaw/2014/4"."""

    identifier: str
    name: str


@dataclass(frozen=True)
class Kind:
    """The words of one kind of event. `slug` is in addresses and files, so it never changes.

    `date_label` names the event's date. `lasts` marks a state that goes on until its end: without a stated
    end, its page says so. `is_followed` marks a kind that does not last and is on a day's page all the same,
    by what was known of it then.
    """

    slug: str
    label: Words
    date_label: Words = _("Took place")
    end_label: Words = _("Ended")
    lasts: bool = False
    is_followed: bool = False
    schema_type: str = "Event"  # the schema.org type: an event, or a written work
    given_under: Legislation | None = None

    @property
    def is_document(self) -> bool:
        return self.schema_type != "Event"


EventModel = type[Any]

_models: dict[str, EventModel] = {}


def register(model: EventModel) -> None:
    """Add a kind of event. Raises TypeError where the class has no `KIND`.

    `Event` calls it for each subclass, so that a missing kind fails on import.
    """
    if not isinstance(getattr(model, "KIND", None), Kind):
        raise TypeError(f"{model.__name__} is an Event, so it needs KIND = Kind(...).")
    _models[model.KIND.slug] = model


def models() -> list[EventModel]:
    return list(_models.values())


def by_slug() -> dict[str, EventModel]:
    return _models


def lasting() -> list[str]:
    return [slug for slug, model in _models.items() if model.KIND.lasts]


def followed() -> list[str]:
    """Return the kinds whose citations say what they tell of, so that a day shows what was known then."""
    return [slug for slug, model in _models.items() if model.KIND.lasts or model.KIND.is_followed]


def choices() -> list[tuple[str, Any]]:
    return [(slug, model.KIND.label) for slug, model in by_slug().items()]


def get(slug: str) -> Kind:
    """Return the kind of a slug. Raises KeyError for none, which `check_record` rules out."""
    return by_slug()[slug].KIND
