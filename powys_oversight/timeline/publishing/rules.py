"""Rules of the record beyond database constraints.

An app registers its rules in `record_rules.py` or `extensions/record_rules.py`; `check_record` runs them all.
A rule's docstring is shown in the report.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Fault:
    """A row that breaks a rule, named so that an editor finds it, and how."""

    row: Any
    problem: str

    def __str__(self) -> str:
        key = " / ".join(str(part) for part in self.row.natural_key())
        return f"{self.row._meta.verbose_name} {key}: {self.problem}"


Rule = Callable[[], Iterable[Fault]]
_rules: list[Rule] = []


def rule(check: Rule) -> Rule:
    if not check.__doc__:
        raise TypeError(f"{check.__name__} needs a docstring: it is how the rule reads in the report.")
    _rules.append(check)
    return check


def check_all() -> Iterator[tuple[str, list[Fault]]]:
    for check in _rules:
        yield (check.__doc__ or "").strip().splitlines()[0], list(check())
