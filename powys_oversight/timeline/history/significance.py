"""Which changes are substantive, and must say why, and which are minor.

The rule is the one GOV.UK publishes by: typing and links are minor and are only counted; whatever
else readers see changed comes with a note. An editor may call a change minor; a date, a verdict, a
figure or who said it is never taken for one.
"""

import re
from difflib import SequenceMatcher
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..db.fields import EDTFField
from ..models import Change, ChangedRow


class ReasonNeededError(ValidationError):
    """A change to what readers see was to be saved without saying why, or as what it is not."""


REASON_NEEDED = gettext_lazy("Readers see this. Say why it is changed, or, if it is only typing, say that.")


def weight_of(rows: list[ChangedRow], *, called_minor: bool = False) -> Change.Weight:
    """Substantive, if anything readers see is. Raises ReasonNeededError where called minor and not so."""
    seen = [row for row in rows if row.seen]
    if called_minor:
        changed = [row for row in seen if not _is_new_by_itself(row)]
        for label, is_typing in (telling for row in changed for telling in _substantive(row)):
            if not is_typing:
                message = _("“%(what)s” is changed, which is never minor. Say why.")
                raise ReasonNeededError(message % {"what": label}, code="not_minor")
        return Change.Weight.MINOR
    tells = any(_substantive(row) for row in seen)
    return Change.Weight.SUBSTANTIVE if tells else Change.Weight.MINOR


def needs_reason(rows: list[ChangedRow]) -> bool:
    """Whether it changes what readers have seen. A new source, say, changes nothing of what there was."""
    return any(row.seen and not _is_new_by_itself(row) for row in rows)


def _is_new_by_itself(row: ChangedRow) -> bool:
    return row.stands_alone and row.did == ChangedRow.Did.ADDED


def _substantive(row: ChangedRow) -> list[tuple[str, bool]]:
    """What of a row tells readers something new, in words, and whether it may be mere typing."""
    model = apps.get_model(row.model)
    if row.did != ChangedRow.Did.CHANGED:
        return [(str(model._meta.verbose_name), False)]
    found = []
    for name, told in row.fields.items():
        field = model._meta.get_field(name)
        if len(set(told.get("seen_words", told["words"]))) < 2 and "seen_words" in told:
            continue  # it leads from one draft to another, and readers see neither
        if name not in model.housekeeping and not isinstance(field, models.URLField):
            found.append((str(getattr(field, "verbose_name", name)), _may_be_typing(field, told)))
    return found


def _may_be_typing(field: Any, told: dict[str, Any]) -> bool:
    """Free text in which no word or figure is another: a slip of the pen, if an editor says so."""
    free = isinstance(field, models.CharField | models.TextField) and not isinstance(
        field, EDTFField | models.SlugField
    )
    if not free or field.choices or not told["before"] or not told["after"]:
        return False
    return _is_typing(told["before"], told["after"])


def _is_typing(before: str, after: str) -> bool:
    """Whether each word is the one it was, or one much like it, and no figure differs."""
    if re.findall(r"\d+", before) != re.findall(r"\d+", after):
        return False
    was, now = (re.findall(r"\w+", text.casefold()) for text in (before, after))
    if "".join(was) == "".join(now):
        return True  # a space, a hyphen, a capital, a point
    return len(was) == len(now) and all(
        SequenceMatcher(None, old, new).ratio() >= ALIKE for old, new in zip(was, now, strict=True)
    )


ALIKE = 0.7
"""How much of a word must stay for it to be the same word, mistyped: “visted” and “visited” are .93."""
