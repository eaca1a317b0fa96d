"""Rules the record as a whole must keep, beyond what a constraint of the database can hold.

An app states its rules in `record_rules.py`, found by name when the site starts; `check_record`
proves them all. A rule's docstring is what it says to whoever reads the report.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Fault:
    """A row that breaks a rule, named so that an editor finds it, and how it breaks it."""

    row: Any
    problem: str

    def __str__(self) -> str:
        key = " / ".join(str(part) for part in self.row.natural_key())
        return f"{self.row._meta.verbose_name} {key}: {self.problem}"


Rule = Callable[[], Iterable[Fault]]
_rules: list[Rule] = []


def rule(check: Rule) -> Rule:
    """Registers a function that yields a Fault for every row that breaks the rule it states."""
    if not check.__doc__:
        raise TypeError(f"{check.__name__} needs a docstring: it is how the rule reads in the report.")
    _rules.append(check)
    return check


def check_all() -> Iterator[tuple[str, list[Fault]]]:
    """Each rule in words, with its faults."""
    for check in _rules:
        yield (check.__doc__ or "").strip().splitlines()[0], list(check())
