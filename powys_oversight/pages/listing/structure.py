from dataclasses import dataclass, field

from powys_oversight.timeline.filters.query import Problem

from ..display.entries import Entry


@dataclass
class Section:
    """A month of entries, or the entries of a season or year whose month no source gives."""

    anchor: str
    heading: str
    clusters: list[list[Entry]]
    quiet_before: str = ""

    @property
    def events(self) -> int:
        return sum(not entry.is_end for cluster in self.clusters for entry in cluster)


@dataclass(frozen=True)
class Year:
    number: int
    events: int
    sections: list[Section] = field(default_factory=list)
    above: int | None = None
    below: int | None = None

    @property
    def anchor(self) -> str:
        return f"y{self.number}"


@dataclass(frozen=True)
class YearLink:
    """A link to a year: an anchor on this page, else the page it begins."""

    number: int
    events: int
    href: str


@dataclass(frozen=True)
class Listing:
    years: list[Year]
    year_links: list[YearLink]
    total: int
    on_page: int
    previous_query: str
    next_query: str
    first_query: str
    problems: list[Problem]

    @property
    def entries(self) -> list[Entry]:
        return [
            entry
            for year in self.years
            for section in year.sections
            for cluster in section.clusters
            for entry in cluster
        ]
