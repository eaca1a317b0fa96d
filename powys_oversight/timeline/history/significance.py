"""Which changes are substantive and need a reason, and which are minor.

The rule is GOV.UK's: typing and links are minor and only counted; other changes have a note. An editor may
call a change minor, but never one of a date, a verdict, a figure or a speaker.
"""

import re
from difflib import SequenceMatcher
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Field
from django.utils.translation import gettext_lazy as _

from ..db.fields import EDTFField
from ..models import Change, ChangedRow


class ReasonNeededError(ValidationError):
    """A change that needs a reason, or is wrongly called minor."""


REASON_NEEDED = _("Readers see this. Say why it is changed, or, if it is only typing, say that.")


def weight_of(rows: list[ChangedRow], *, called_minor: bool = False) -> Change.Weight:
    """Return the weight. Raises ReasonNeededError where it is called minor and is not."""
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
    """True where what readers have seen is changed. A new source changes nothing that was there."""
    return any(row.seen and not _is_new_by_itself(row) for row in rows)


def _is_new_by_itself(row: ChangedRow) -> bool:
    return row.stands_alone and row.did == ChangedRow.Did.ADDED


def _substantive(row: ChangedRow) -> list[tuple[str, bool]]:
    """Return (field label, may_be_typo) for each change readers would notice."""
    model = apps.get_model(row.model)
    if row.did != ChangedRow.Did.CHANGED:
        return [(str(model._meta.verbose_name), False)]
    substantive = []
    for name, value in row.fields.items():
        field = model._meta.get_field(name)
        if len(set(value.get("seen_words", value["words"]))) < 2 and "seen_words" in value:
            continue  # it leads from one draft to another, and readers see neither
        if name not in model.housekeeping and not isinstance(field, models.URLField):
            substantive.append((str(getattr(field, "verbose_name", name)), _may_be_typing(field, value)))
    return substantive


def _may_be_typing(field: Field, value: dict[str, Any]) -> bool:
    """True for free text with the same words and figures, but for spelling."""
    free = isinstance(field, models.CharField | models.TextField) and not isinstance(
        field, EDTFField | models.SlugField
    )
    if not free or field.choices or not value["before"] or not value["after"]:
        return False
    return _is_typing(value["before"], value["after"])


def _is_typing(before: str, after: str) -> bool:
    """True where each word is the same or similar, and no figure differs."""
    if re.findall(r"\d+", before) != re.findall(r"\d+", after):
        return False
    was, now = (re.findall(r"\w+", text.casefold()) for text in (before, after))
    if "".join(was) == "".join(now):
        return True  # a space, a hyphen, a capital, a point
    return len(was) == len(now) and all(
        SequenceMatcher(None, old, new).ratio() >= ALIKE for old, new in zip(was, now, strict=True)
    )


ALIKE = 0.7  # the least similarity of a word to its correction: “visted” and “visited” have .92
