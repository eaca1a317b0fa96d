"""What a kind of event is called, and how to find every kind there is.

Defining a subclass of `Event` with a `KIND` is all it takes: there is no list to add it to. This
is the one place that turns the `kind` column back into what it stands for.
"""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .models import Event

Words = str | Promise
"""Text a reader sees, translated when it is shown."""

Particular = tuple[Words, Any]
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


def models() -> "list[type[Event]]":
    """Every kind's model, in the order the apps are installed."""
    from .models import Event  # inside, because Event itself is declared with a Kind in mind

    return [model for model in apps.get_models() if issubclass(model, Event) and model is not Event]


@cache
def by_slug() -> "dict[str, type[Event]]":
    return {model.KIND.slug: model for model in models()}


def choices() -> list[tuple[str, Any]]:
    """Slug and label of every kind, for filters and forms."""
    return [(slug, model.KIND.label) for slug, model in by_slug().items()]


def get(slug: str) -> Kind:
    """The kind a slug stands for. Raises KeyError for none: `check_record` proves there is none such."""
    return by_slug()[slug].KIND
