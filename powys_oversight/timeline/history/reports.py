"""Changes in words: of an entry, of a row, and of the whole site."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Prefetch, Q, QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..db.text import UNPRINTABLE
from ..models import Change, ChangedRow, Event, RecordModel
from ..models.changes import ChangeQuerySet
from . import snapshots


@dataclass(frozen=True)
class ValueReport:
    label: str
    before: str
    after: str

    @property
    def before_marked(self) -> str:
        return _marked(self.before, self.after, "del")

    @property
    def after_marked(self) -> str:
        return _marked(self.after, self.before, "ins")


@dataclass(frozen=True)
class RowReport:
    """The change of one row, for editors, or `for_readers` without names of drafts."""

    row: ChangedRow
    for_readers: bool = False

    @property
    def table(self) -> str:
        model = _model(self.row.model)
        return capfirst(str(model._meta.verbose_name)) if model else self.row.model

    @property
    def label(self) -> str:
        return self.row.label

    @cached_property
    def values(self) -> list[ValueReport]:
        model = _model(self.row.model)
        said = {name: self._words(value) for name, value in self.row.fields.items()}
        said = {name: words for name, words in said.items() if any(words)}
        if model and self.row.did != ChangedRow.Did.CHANGED:  # told by its name, under what it hangs on
            above = {*(path.split("__")[0] for path in model.natural), "claim"}
            said = {n: value for n, value in said.items() if n not in above and not self._names(value)}
        return [ValueReport(_label(model, name), *words) for name, words in said.items()]

    def _words(self, value: dict[str, Any]) -> list[str]:
        return value.get("seen_words", value["words"]) if self.for_readers else value["words"]

    def _names(self, words: list[str]) -> bool:
        return all(word in self.label for word in words)


@dataclass(frozen=True)
class ChangeReport:
    change: Change
    rows: list[RowReport]
    events: list[Event]  # the entries it concerns; for readers, only those whose address they may know

    @property
    def kind(self) -> str:
        if self.change.act == Change.Act.PUBLISH:
            again = any(row.row.fields.get("status", {}).get("before") == "withdrawn" for row in self.rows)
            return _("Published again") if again else _("New entry")
        if self.change.act == Change.Act.WITHDRAW:
            return _("Withdrawn")
        only_new = all(row.row.did == ChangedRow.Did.ADDED for row in self.rows)
        return _("Added") if only_new else _("Corrected")

    @property
    def about(self) -> str:
        named = [row.table if self.change.withheld else row.label for row in self.rows]
        return UNPRINTABLE.sub("", "; ".join([event.title for event in self.events] or named))

    @property
    def reason(self) -> str:
        """Return the reason, unless withheld with the values, which it may name."""
        return "" if self.change.withheld else self.change.reason

    @property
    def title(self) -> str:
        return f"{self.kind}: {self.about}"[:300]

    @property
    def shows_values(self) -> bool:
        """True where values are shown: not if withheld, nor if an entry is published or withdrawn."""
        return not self.change.withheld and self.change.act not in (Change.Act.PUBLISH, Change.Act.WITHDRAW)

    @property
    def in_text(self) -> str:
        lines = [self.reason] if self.reason else []
        if self.change.withheld:
            lines.append(_("Its values are withheld: %(why)s") % {"why": self.change.withheld})
        if self.shows_values:
            for row in self.rows:
                lines += [
                    f"{row.table}: {value.label}: “{value.before}” → “{value.after}”" for value in row.values
                ]
        return UNPRINTABLE.sub("", "\n".join(lines))


def of_row(row: RecordModel, *, since: int | None = None) -> list[ChangeReport]:
    """Return every change of a row and its parts, newest first. Three queries."""
    changes = Change.objects.filter(_touching(row)).distinct().newest_first()
    if since is not None:
        changes = changes.filter(pk__gt=since)
    return _reports(changes, rows=ChangedRow.objects.all(), events=Event.objects.all())


def newest() -> int:
    return Change.objects.newest_first().values_list("pk", flat=True).first() or 0


def _touching(row: RecordModel) -> Q:
    """Return the changes of a row: an event by its links, another row by its key and its parts' keys."""
    if isinstance(row, Event):
        return Q(events=row.pk)
    path = ChangedRow.path_of(snapshots.natural_key(row))
    itself = Q(rows__model=row._meta.label_lower, rows__path=path)
    return itself | Q(rows__model__in=_parts(type(row)), rows__path__startswith=f"{path}/")


def _parts(model: type[RecordModel]) -> list[str]:
    """Return the tables of a row's parts: its citations, its versions and their citations."""
    labels = []
    for relation in model._meta.related_objects:
        part: Any = relation.related_model
        if relation.on_delete is models.CASCADE and issubclass(part, RecordModel):
            labels += [part._meta.label_lower, *_parts(part)]
    return labels


def of_change(change: Change) -> ChangeReport:
    return _reports(
        Change.objects.filter(pk=change.pk), rows=ChangedRow.objects.all(), events=Event.objects.all()
    )[0]


def of_event(event: Event) -> list[ChangeReport]:
    """Return an entry's substantive changes, newest first. Three queries."""
    return public(Change.objects.public().substantive().of_event(event).newest_first(), only=event)


def public(changes: ChangeQuerySet, *, only: Event | None = None) -> list[ChangeReport]:
    reports = _reports(
        changes,
        rows=ChangedRow.objects.filter(seen=True),
        events=Event.objects.known_to_readers(),
        for_readers=True,
    )
    if only is None:
        return reports
    return [
        ChangeReport(
            report.change, [row for row in report.rows if only.slug in row.row.events], report.events
        )
        for report in reports
    ]


def _reports(
    changes: ChangeQuerySet, *, rows: QuerySet, events: QuerySet, for_readers: bool = False
) -> list[ChangeReport]:
    changes = changes.select_related("made_by")
    changes = changes.prefetch_related(Prefetch("rows", rows, "shown"), Prefetch("events", events, "entries"))
    return [
        ChangeReport(change, [RowReport(row, for_readers) for row in change.shown], change.entries)
        for change in changes
    ]


def values_of(row: RecordModel, changes: Iterable[ChangeReport]) -> dict[str, dict[str, Any]]:
    altered: dict[str, dict[str, Any]] = {}
    for report in sorted(changes, key=lambda report: report.change.pk):
        for changed in report.rows:
            if _is_of(changed.row, row):
                for name, value in changed.row.fields.items():
                    altered[name] = value | {"before": altered.get(name, value)["before"]}
    return altered


def changes_other_rows(row: RecordModel, changes: Iterable[ChangeReport]) -> bool:
    return not all(_is_of(changed.row, row) for report in changes for changed in report.rows)


def _is_of(changed: ChangedRow, row: RecordModel) -> bool:
    path = ChangedRow.path_of(snapshots.natural_key(row))
    return (changed.model, changed.path) == (row._meta.label_lower, path)


def _model(label: str) -> Any:
    try:
        return apps.get_model(label)
    except LookupError:
        return None


def _label(model: Any, name: str) -> str:
    try:
        return capfirst(str(model._meta.get_field(name).verbose_name))
    except (FieldDoesNotExist, AttributeError):
        return name  # a column that is no more


def _marked(text: str, other: str, tag: str) -> str:
    words, others = _words(text), _words(other)
    match = SequenceMatcher(None, words, others, autojunk=False)
    if not text or not other or match.ratio() < 0.3:
        return text
    pieces = []
    for what, start, end, _from, _to in match.get_opcodes():
        piece = "".join(words[start:end])
        if piece:
            pieces.append((piece, what == "equal"))
    marked = {"del": "<del>{}</del>", "ins": "<ins>{}</ins>"}[tag]
    shown = ((piece if same else format_html(marked, piece),) for piece, same in pieces)
    return format_html_join("", "{}", shown)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", text)
