"""The judgement ledger: what was said on each theme at each inspection, report, statement or answer.

A row is a theme, a column an event, in time order. Who says it stays with each statement, so that
what an inspectorate judged is never merged with what ministers or the council said.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from powys_oversight.timeline.listing import Entry
from powys_oversight.timeline.models import Event, Organisation

from .filters import LedgerFilter
from .lines import FindingLine
from .models import Finding, Inspection, Theme


@dataclass(frozen=True)
class Column:
    """An event at which something was said, and whose voices are heard at it.

    Judged: at an inspection or review, or by the inspectorate. All else is claimed.
    """

    entry: Entry
    voices: list[Organisation.Voice]
    judged: bool


@dataclass(frozen=True)
class Cell:
    """What was said on a theme at an event. No line: it was not mentioned in what was read."""

    column: Column
    lines: list[FindingLine]


@dataclass(frozen=True)
class Row:
    """A theme, and a cell for every column."""

    theme: Theme
    cells: list[Cell]

    @property
    def statements(self) -> int:
        return sum(len(cell.lines) for cell in self.cells)

    @property
    def mentioned(self) -> int:
        """At how many of the columns' events anything was said on the theme."""
        return sum(bool(cell.lines) for cell in self.cells)


@dataclass(frozen=True)
class Ledger:
    """The whole table, and the inspections of which no finding has been read."""

    columns: list[Column]
    rows: list[Row]
    statements: int
    silent: list[Entry]


@dataclass(frozen=True)
class Story:
    """One theme from first to last: its statements by event, and the events that do not mention it."""

    theme: Theme
    cells: list[Cell]
    unmentioned: list[Entry]

    @property
    def statements(self) -> int:
        return sum(len(cell.lines) for cell in self.cells)


def build(asked: LedgerFilter) -> Ledger:
    """The ledger that a filter asks for. Costs eight queries, however many findings there are."""
    findings = list(asked.findings())
    columns = _columns(findings)
    return Ledger(
        columns=columns,
        rows=[Row(theme, list(_cells(theme, columns, findings))) for theme in Theme],
        statements=len(findings),
        silent=_silent(asked),
    )


def story_of(theme: Theme, asked: LedgerFilter) -> Story:
    """The ledger's row of one theme as a story. Costs ten queries, however many findings there are."""
    on_theme = list(asked.findings().on(theme).with_links())
    cells = list(_cells(theme, _columns(on_theme), on_theme))
    mentioned = {finding.event_id for finding in on_theme}
    judged = Inspection.objects.published().filter(findings__isnull=False).distinct()
    others = judged.exclude(pk__in=mentioned).about(asked.services).in_order()
    return Story(theme, cells, [Entry(inspection) for inspection in others])


def _columns(findings: Iterable[Finding]) -> list[Column]:
    voices: dict[Event, set[str]] = {}
    for finding in findings:
        voices.setdefault(finding.event, set()).add(finding.voice)
    inspected = set(
        Inspection.objects.filter(pk__in=[event.pk for event in voices]).values_list("pk", flat=True)
    )
    ordered = sorted(voices, key=lambda event: event.sort_key)
    return [
        Column(
            Entry(event),
            [voice for voice in Organisation.Voice if voice in voices[event]],
            judged=event.pk in inspected or voices[event] == {Organisation.Voice.INSPECTORATE},
        )
        for event in ordered
    ]


def _cells(theme: Theme, columns: list[Column], findings: list[Finding]) -> Iterator[Cell]:
    said: dict[int, list[FindingLine]] = {}
    for finding in findings:
        if theme in finding.themes:
            said.setdefault(finding.event_id, []).append(FindingLine(finding))
    for column in columns:
        yield Cell(column, said.get(column.entry.event.pk, []))


def _silent(asked: LedgerFilter) -> list[Entry]:
    """Inspections that happened and of which the record has no finding at all."""
    unread = Inspection.objects.published().filter(findings__isnull=True).about(asked.services)
    return [Entry(inspection) for inspection in unread.in_order()]
