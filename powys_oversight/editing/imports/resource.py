"""Reads back the CSV of `opendata`: rows are found by natural key, and refused in plain words.

A file is read whole or not at all. Derived columns, such as first and last days, are ignored; a missing
column leaves its values unchanged.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import resources
from import_export.fields import Field
from import_export.formats.base_formats import CSV
from tablib import Dataset
from tablib.exceptions import TablibException

from powys_oversight.opendata.columns import Column
from powys_oversight.timeline.history.recorder import Editor, recording
from powys_oversight.timeline.models import Change, RecordModel, Source

from ..forms import set_links
from .widgets import RowWidget, widget_of

ROWS_PER_STEP = 50  # rows between two reports of progress


def slugs(rows: Iterable[Any]) -> str:
    return " ".join(row.slug for row in rows)


BETWEEN_PLACES = re.compile(r";\s*(?=[-\w]+:)|;\s*$")
"""The separator of sources. A semicolon within a place is part of the place."""


@dataclass(frozen=True)
class RelatedColumn:
    """A column that holds several related rows: how a cell is parsed, compared, saved and shown."""

    column: str
    read: Callable[[str], list[Any]]
    current: Callable[[Any], list[Any]]
    write: Callable[[Any, list[Any]], None]
    show: Callable[[Any], str] = slugs
    removable: bool = False
    """Whether a blank cell removes all of them. Citations and services are never removed so."""


def read_rows(model: type[RecordModel]) -> Callable[[str], list[Any]]:
    widget = RowWidget(model)
    return lambda cell: [widget.clean(slug) for slug in cell.split()]


def read_places(cell: str) -> list[tuple[Source, str]]:
    """Parse "bbc-2018-04-16: paragraph 3; senedd: page 2"."""
    places = []
    for part in filter(None, (part.strip() for part in BETWEEN_PLACES.split(cell))):
        slug, colon, locator = part.partition(":")
        if not colon or not locator.strip():
            raise ValueError(
                _("“%(part)s” does not say where: write “source: paragraph 3”.") % {"part": part}
            )
        places.append((RowWidget(Source).clean(slug), locator.strip()))
    return places


def write_places(claim: Any, places: list[tuple[Source, str]]) -> None:
    """Make the row cite exactly these places.

    Existing citations keep their quotation; another place of a source tells what the one before it told.
    """
    told = {}
    for citation in claim.citations.all():
        if (citation.source, citation.locator) not in places:
            told[citation.source_id] = citation.tells_of
            citation.delete()
    existing = {(citation.source_id, citation.locator) for citation in claim.citations.all()}
    for source, locator in places:
        if (source.pk, locator) not in existing:
            citation = claim.citations.model(claim=claim, source=source, locator=locator)
            citation.tells_of = told.get(source.pk, "")
            citation.full_clean()
            citation.save()


CITED_AT = RelatedColumn(
    "cited_at",
    read_places,
    lambda claim: [
        (citation.source, citation.locator) for citation in claim.citations.select_related("source")
    ],
    write_places,
    lambda places: "; ".join(f"{source.slug}: {locator}" for source, locator in places),
)


def linked(
    column: str, model: type[RecordModel], links: str, name: str, current: Callable[[Any], Iterable[Any]]
) -> RelatedColumn:
    return RelatedColumn(
        column,
        read_rows(model),
        lambda row: list(current(row)),
        lambda row, targets: set_links(getattr(row, links), name, targets),
    )


class RecordResource(resources.ModelResource):
    """A table of the record as import rows. `related` are its columns of several rows each.

    `renamed` gives the name in the file of each field that has another there.
    """

    columns: tuple[Column, ...] = ()
    related: tuple[RelatedColumn, ...] = ()
    renamed: ClassVar[dict[str, str]] = {}

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: Any, readonly: bool) -> Field:
        """As the library's, with our widget for the type of field."""
        return Field(field_name, cls.renamed.get(field_name, field_name), widget=widget_of(django_field))

    @staticmethod
    def own_columns() -> list[str]:
        return []

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.related_changes: dict[int, list[tuple[str, str, str]]] = {}
        """By row number: each related column that changed, with its values before and after."""

    def import_instance(self, instance: Any, row: Any, **kwargs: object) -> None:
        """As the library's, with related columns parsed too, so that all errors of a row come at once."""
        errors: dict[str, object] = {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as refused:
            errors |= refused.update_error_dict({})
        instance.related_values = {}
        for related in self.related:
            if related.column in row:
                try:
                    instance.related_values[related.column] = related.read(str(row[related.column] or ""))
                except ValueError as refused:
                    errors[related.column] = [str(refused)]
                else:
                    if instance.pk and not related.removable and not instance.related_values[related.column]:
                        errors[related.column] = [_("Leave the column out, or say what it is to be.")]
        if errors:
            raise ValidationError(errors)

    def skip_row(
        self, instance: Any, original: Any, row: Any, import_validation_errors: object = None
    ) -> bool:
        if import_validation_errors or original.pk is None:
            return False
        same = super().skip_row(instance, original, row, import_validation_errors)
        return same and all(
            set(related.current(original)) == set(instance.related_values[related.column])
            for related in self.related
            if related.column in instance.related_values
        )

    def before_save_instance(self, instance: RecordModel, row: Any, **kwargs: Any) -> None:
        """Raise ValidationError where readers have seen the row and this user may not correct it."""
        user = kwargs.get("user")
        is_saved_or_shown = instance.pk or instance.shown_on_events()
        may_correct = not user or user.has_perm("timeline.correct_event")
        if is_saved_or_shown and instance.is_past_drafting and not may_correct:
            raise ValidationError(
                _("Readers have seen this, and your role does not correct what they have seen.")
            )

    @staticmethod
    def refuse_uncited(instance: Any) -> None:
        """Raise ValidationError for a new row without a source."""
        if instance.pk is None and not instance.related_values.get("cited_at"):
            raise ValidationError({"cited_at": _("Everything here is cited: write “source: paragraph 3”.")})

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        for related in self.related:
            if related.column in instance.related_values:
                was = related.show(related.current(instance))
                related.write(instance, instance.related_values[related.column])
                now = related.show(related.current(instance))
                if was != now:
                    self.related_changes.setdefault(kwargs["row_number"], []).append(
                        (related.column, was, now)
                    )

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Refuse a file that names a row twice."""
        names = [self.fields[name].column_name for name in self._meta.import_id_fields]
        if not set(names) <= set(dataset.headers or ()):
            return  # refused by the library, which says which are missing
        seen: dict[tuple[str, ...], int] = {}
        for number, key in enumerate(zip(*(dataset[name] for name in names), strict=True), 2):
            if all(key) and key in seen:
                words = {"first": seen[key], "second": number}
                raise ValueError(_("Rows %(first)d and %(second)d are of the same thing.") % words)
            seen[key] = number

    def after_import(self, dataset: Any, result: Any, **kwargs: object) -> None:
        super().after_import(dataset, result, **kwargs)
        result.related_changes = self.related_changes


class ResourceMeta:
    clean_model_instances = True
    skip_unchanged = True
    report_skipped = True
    use_transactions = True
    store_row_values = True


def read_csv(text: str) -> Dataset:
    """Return the rows of a CSV file. Raises ImportRefusedError for text that is not CSV."""
    try:
        return CSV().create_dataset(text.removeprefix("\ufeff"))
    except (csv.Error, TablibException, ValueError) as refused:
        raise ImportRefusedError([str(NOT_A_FILE)]) from refused


NOT_A_FILE = gettext_lazy("This cannot be read. Save it as CSV in UTF-8, with commas: in Excel, “CSV UTF-8”.")


@dataclass(frozen=True)
class ImportProgress:
    done: int
    total: int
    totals: dict[str, int]  # rows so far by outcome: new, update, skip


class ImportRefusedError(Exception):
    """A file with rows that cannot be imported. `lines` holds the row numbers and reasons."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def run_import(
    resource: RecordResource, rows: Dataset, *, by: Editor, reason: str, limit: int | None = None
) -> Iterator[ImportProgress]:
    """Import the rows, all or none, as one Change; yield the progress.

    Raises ImportRefusedError for the first rows that cannot be imported, and ReasonNeededError where readers
    see the change and no reason is given. Nothing is then saved.
    """
    totals: dict[str, int] = {}
    if not rows:
        raise ImportRefusedError([_("There is no row in this file.")])
    if over := row_limit_message(len(rows), limit):
        raise ImportRefusedError([over])
    with recording(by=by, act=Change.Act.IMPORT, reason=reason):
        for start in range(0, len(rows), ROWS_PER_STEP):
            part = Dataset(*rows[start : start + ROWS_PER_STEP], headers=rows.headers)
            result = resource.import_data(part, use_transactions=True, user=by)
            refused = import_faults(result, after=start)
            if refused:
                raise ImportRefusedError(refused)
            for outcome, number in result.totals.items():
                totals[outcome] = totals.get(outcome, 0) + number
            yield ImportProgress(min(start + ROWS_PER_STEP, len(rows)), len(rows), totals)


def row_limit_message(rows: int, limit: int | None) -> str:
    if limit is None or rows <= limit:
        return ""
    return _("It has %(rows)d rows; the limit is %(limit)d. Split it, or import it by command.") % {
        "rows": rows,
        "limit": limit,
    }


def import_faults(result: Any, *, after: int = 0) -> list[str]:
    said = [str(error.error) for error in result.base_errors]
    said += [
        _("Row %(row)d: %(why)s") % {"row": line + after + 1, "why": error.error}
        for line, errors in result.row_errors()
        for error in errors
    ]
    for invalid in result.invalid_rows:
        for column, why in _of_row(invalid):
            said.append(
                _("Row %(row)d, %(column)s: %(why)s")
                % {"row": invalid.number + after + 1, "column": column, "why": why}
            )
    return said


def _of_row(invalid: Any) -> Iterator[tuple[str, str]]:
    for column, reasons in invalid.field_specific_errors.items():
        for reason in reasons:
            yield column, str(reason)
    for reason in invalid.non_field_specific_errors:
        yield _("the row"), str(reason)


def unknown_columns(resource: RecordResource, headers: Sequence[str]) -> list[str]:
    known = {column.name for column in resource.columns} | set(resource.own_columns())
    return [header for header in headers if header not in known]
