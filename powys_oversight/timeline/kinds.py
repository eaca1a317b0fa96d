"""What a kind of event is called, and how to find every kind there is.

Defining a subclass of `Event` with a `KIND` is all it takes: there is no list to add it to. This
is the one place that turns the `kind` column back into what it stands for.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
"""Text a reader sees, translated when it is shown."""

Detail = tuple[Words, Any]
"""A label and a value that only one kind's page shows. A blank value is not shown."""


@dataclass(frozen=True)
class Legislation:
    """An Act, as legislation.gov.uk identifies it: "anaw/2014/4"."""

    identifier: str
    name: str


@dataclass(frozen=True)
class Kind:
    """The words and ways of one kind of event.

    `slug` stands in addresses and in the CSV, so it never changes. `date_label` says what the
    event's date is the date of. `lasts` marks a state that goes on until something ends it: where
    no source says when, its page says that no end is stated. `letter` stands in its mark on the ribbon.
    """

    slug: str
    label: Words
    date_label: Words = _("Took place")
    end_label: Words = _("Ended")
    lasts: bool = False
    letter: Words = ""
    schema_type: str = "Event"
    """What it is to schema.org: something that happened, or something that was written."""
    given_under: Legislation | None = None

    @property
    def mark(self) -> str:
        """The letter in its mark on the ribbon: the one given, or the first of its label."""
        return str(self.letter) or str(self.label)[:1].upper()


EventModel = type[Any]
"""A subclass of `Event`, which this module does not import, because `Event` imports it."""

_models: dict[str, EventModel] = {}


def register(model: EventModel) -> None:
    """Add a kind of event. `Event` calls it for each of its subclasses.

    Raises TypeError where the class has no `KIND`: forgetting it fails at import, not on a page.
    """
    if not isinstance(getattr(model, "KIND", None), Kind):
        raise TypeError(f"{model.__name__} is an Event, so it needs KIND = Kind(...).")
    _models[model.KIND.slug] = model


def models() -> list[EventModel]:
    """Every kind's model, in the order the apps are installed."""
    return list(_models.values())


def by_slug() -> dict[str, EventModel]:
    return _models


def lasting() -> list[str]:
    """The slugs of the kinds that are states: boards, notices and arrangements."""
    return [slug for slug, model in _models.items() if model.KIND.lasts]


def choices() -> list[tuple[str, Any]]:
    """Slug and label of every kind, for filters and forms."""
    return [(slug, model.KIND.label) for slug, model in by_slug().items()]


def get(slug: str) -> Kind:
    """The kind a slug stands for. Raises KeyError for none: `check_record` proves there is none such."""
    return by_slug()[slug].KIND
