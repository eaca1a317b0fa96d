"""The judgement ledger: what was said on each theme at each event.

A row is a theme, a column an event, in time order. Each statement keeps its speaker, so that an
inspectorate's judgement is never merged with a claim of ministers or the council.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from powys_oversight.pages.display.entries import Entry
from powys_oversight.timeline.models import Event, Organisation

from ..display import FindingLine
from ..models import Finding, Inspection, Theme
from ..querysets import FindingQuerySet
from .filter import LedgerFilter

Mentions = set[tuple[int, str]]
"""(event, theme) pairs, before filtering."""


@dataclass(frozen=True)
class LedgerColumn:
    """An event with findings, and the voices that judge and claim at it."""

    entry: Entry
    judging: list[Organisation.Voice]
    claiming: list[Organisation.Voice]


@dataclass(frozen=True)
class LedgerCell:
    """The findings on a theme at an event.

    Without lines, the theme was not mentioned in what was read, or the filter removes every mention.
    """

    column: LedgerColumn
    lines: list[FindingLine]
    mentioned: bool

    @property
    def judged(self) -> list[FindingLine]:
        return [line for line in self.lines if line.is_judgement]

    @property
    def claimed(self) -> list[FindingLine]:
        return [line for line in self.lines if not line.is_judgement]


@dataclass(frozen=True)
class LedgerRow:
    """A theme, and a cell for every column."""

    theme: Theme
    cells: list[LedgerCell]

    @property
    def statements(self) -> int:
        return sum(len(cell.lines) for cell in self.cells)

    @property
    def mentioned(self) -> int:
        return sum(cell.mentioned for cell in self.cells)


@dataclass(frozen=True)
class Ledger:
    """The whole table, and the inspections of which no finding has been read."""

    columns: list[LedgerColumn]
    rows: list[LedgerRow]
    statements: int
    silent: list[Entry]


@dataclass(frozen=True)
class ThemeStory(LedgerRow):
    """One theme from first to last: its row alone, and the inspections that do not mention it."""

    unmentioned: list[Entry]


def build_ledger(asked: LedgerFilter) -> Ledger:
    """Return the ledger for a filter. Costs nine queries."""
    lines = _lines(asked.findings())
    columns = _columns(lines)
    mentions = _mentions()
    unread = Inspection.objects.published().filter(findings__isnull=True).about(asked.services)
    return Ledger(
        columns=columns,
        rows=[LedgerRow(theme, list(_cells(theme, columns, lines, mentions))) for theme in Theme],
        statements=len(lines),
        silent=[Entry(inspection) for inspection in unread.in_order()],
    )


def theme_story(theme: Theme, asked: LedgerFilter) -> ThemeStory:
    """Return one theme's row as a story. Costs eleven queries."""
    lines = _lines(asked.findings().on(theme).with_links())
    mentions = _mentions()
    speaking = [event for event, spoken_of in mentions if spoken_of == theme]
    read = Inspection.objects.published().filter(pk__in={event for event, _theme in mentions})
    others = read.exclude(pk__in=speaking).about(asked.services).in_order()
    cells = list(_cells(theme, _columns(lines), lines, mentions))
    return ThemeStory(theme, cells, [Entry(inspection) for inspection in others])


def _lines(findings: FindingQuerySet) -> list[FindingLine]:
    return [FindingLine(finding, is_judgement=finding.judges) for finding in findings.with_judgement()]


def _mentions() -> Mentions:
    said = Finding.objects.published().values_list("event_id", "theme", "also_about")
    return {(event, theme) for event, *themes in said for theme in themes if theme}


def _columns(lines: Iterable[FindingLine]) -> list[LedgerColumn]:
    heard: dict[Event, set[tuple[str, bool]]] = {}
    for line in lines:
        heard.setdefault(line.finding.event, set()).add((line.finding.voice, line.is_judgement))
    return [
        LedgerColumn(
            Entry(event),
            judging=[voice for voice in Organisation.Voice if (voice, True) in heard[event]],
            claiming=[voice for voice in Organisation.Voice if (voice, False) in heard[event]],
        )
        for event in sorted(heard, key=lambda event: event.sort_key)
    ]


def _cells(
    theme: Theme, columns: list[LedgerColumn], lines: list[FindingLine], mentions: Mentions
) -> Iterator[LedgerCell]:
    said: dict[int, list[FindingLine]] = {}
    for line in lines:
        if theme in line.finding.themes:
            said.setdefault(line.finding.event_id, []).append(line)
    for column in columns:
        event = column.entry.event.pk
        yield LedgerCell(column, said.get(event, []), mentioned=(event, theme.value) in mentions)
