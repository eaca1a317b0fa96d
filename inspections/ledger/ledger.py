"""The judgement ledger: what was said on each theme at each event.

A row is a theme, a column an event, in time order. Each statement keeps its speaker, so that an
inspectorate's judgement is never merged with a claim of ministers or the council.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from powys_oversight.pages.display.entries import Entry
from powys_oversight.timeline.models import Event, Organisation

from ..models import Finding, Inspection, Theme
from .filter import LedgerFilter

Mentions = set[tuple[int, str]]  # (event, theme) pairs, before filtering


@dataclass(frozen=True)
class LedgerColumn:
    """An event with findings, and the voices that judge and claim at it."""

    entry: Entry
    judging: list[Organisation.Voice]
    claiming: list[Organisation.Voice]


@dataclass(frozen=True)
class LedgerCell:
    """The findings on a theme at an event."""

    column: LedgerColumn
    findings: list[Finding]

    @property
    def judged(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.judges]

    @property
    def only_claimed(self) -> bool:
        return not self.judged

    @property
    def claimed(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.judges]


@dataclass(frozen=True)
class LedgerRow:
    theme: Theme
    cells: list[LedgerCell]

    @property
    def statements(self) -> int:
        return sum(len(cell.findings) for cell in self.cells)


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
    """Return the ledger for a filter. Costs seven queries."""
    findings = list(asked.findings().with_judgement())
    columns = _columns(findings)
    unread = Inspection.objects.published().filter(findings__isnull=True).about(asked.services)
    return Ledger(
        columns=columns,
        rows=[LedgerRow(theme, list(_cells(theme, columns, findings))) for theme in Theme],
        statements=len(findings),
        silent=[Entry(inspection) for inspection in unread.in_order()],
    )


def theme_story(theme: Theme, asked: LedgerFilter) -> ThemeStory:
    """Return one theme's row as a story. Costs ten queries."""
    findings = list(asked.findings().on(theme).with_links().with_judgement())
    mentions = _mentions()
    speaking = [event for event, spoken_of in mentions if spoken_of == theme]
    read = Inspection.objects.published().filter(pk__in={event for event, _theme in mentions})
    others = read.exclude(pk__in=speaking).about(asked.services).in_order()
    cells = list(_cells(theme, _columns(findings), findings))
    return ThemeStory(theme, cells, [Entry(inspection) for inspection in others])


def _mentions() -> Mentions:
    said = Finding.objects.published().values_list("event_id", "theme", "also_about")
    return {(event, theme) for event, *themes in said for theme in themes if theme}


def _columns(findings: Iterable[Finding]) -> list[LedgerColumn]:
    heard: dict[Event, set[tuple[str, bool]]] = {}
    for finding in findings:
        heard.setdefault(finding.event, set()).add((finding.voice, finding.judges))
    return [
        LedgerColumn(
            Entry(event),
            judging=[voice for voice in Organisation.Voice if (voice, True) in heard[event]],
            claiming=[voice for voice in Organisation.Voice if (voice, False) in heard[event]],
        )
        for event in sorted(heard, key=lambda event: event.sort_key)
    ]


def _cells(theme: Theme, columns: list[LedgerColumn], findings: list[Finding]) -> Iterator[LedgerCell]:
    said: dict[int, list[Finding]] = {}
    for finding in findings:
        if theme in finding.themes:
            said.setdefault(finding.event_id, []).append(finding)
    for column in columns:
        event = column.entry.event.pk
        yield LedgerCell(column, said.get(event, []))
