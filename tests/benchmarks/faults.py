"""Draws one-token faults at random, and says which of them no test notices.

    pip install -c constraints.txt -e '.[test,benchmarks]'
    python -m tests.benchmarks.faults --map          which tests reach which line: a few minutes, once
    python -m tests.benchmarks.faults --faults 60    drawn by --seed; each is tried in a copy of the code

A fault is a comparison turned, an `and` for an `or`, a `not` dropped, or the branches of an `if`
expression swapped, on a line that some test runs. For each, the tests that reach its line are run
until one fails. Run it alone: what else the machine does only makes it slower.
"""

import argparse
import ast
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAP = ROOT / ".coverage"
CODE = ("powys_oversight", "inspections", "notices")
COPIED = (*CODE, "tests", "templates", "static", "fixtures", "manage.py", "pyproject.toml", "README.md")
TURNED = {
    "==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">",
    "in": "not in", "not in": "in", "is": "is not", "is not": "is",
}  # fmt: skip
MOST_TESTS = 400


@dataclass(frozen=True)
class Fault:
    """A change of one token: of `path`, the bytes from `start` to `end` become `new`."""

    path: Path
    line: int
    start: int
    end: int
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}: {self.old!r} -> {self.new!r}"


def faults_of(path: Path) -> Iterator[Fault]:
    text = path.read_text()
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line.encode()))
    raw = text.encode()

    def begin(node: ast.expr) -> int:
        return starts[node.lineno - 1] + node.col_offset

    def end(node: ast.expr) -> int:
        return starts[(node.end_lineno or 1) - 1] + (node.end_col_offset or 0)

    def between(left: ast.expr, right: ast.expr, turned: dict[str, str]) -> Iterator[Fault]:
        """The operator between two operands, told from brackets and line ends around it."""
        gap = raw[end(left) : begin(right)].decode()
        for old in sorted(turned, key=len, reverse=True):
            words = f" {old} " if old[0].isalpha() else old
            at = gap.replace("\n", " ").find(words)
            if at >= 0:
                place = end(left) + at + (1 if words != old else 0)
                yield Fault(path, left.lineno, place, place + len(old), old, turned[old])
                return

    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Compare):
            yield from between(node.left, node.comparators[0], TURNED)
        elif isinstance(node, ast.BoolOp):
            yield from between(node.values[0], node.values[1], {"and": "or", "or": "and"})
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield Fault(path, node.lineno, begin(node), begin(node.operand), "not ", "")
        elif isinstance(node, ast.IfExp):
            body, test, other = (raw[begin(n) : end(n)].decode() for n in (node.body, node.test, node.orelse))
            old = raw[begin(node) : end(node)].decode()
            yield Fault(path, node.lineno, begin(node), end(node), old, f"{other} if {test} else {body}")


def tests_by_line() -> dict[tuple[str, int], list[str]]:
    """From coverage's own database: which tests ran each line. Raises SystemExit without a map."""
    if not MAP.exists():
        sys.exit("There is no map of tests yet: run this with --map first.")
    from coverage import CoverageData

    data = CoverageData(str(MAP))
    data.read()
    reached: dict[tuple[str, int], list[str]] = {}
    for file in data.measured_files():
        for line, contexts in data.contexts_by_lineno(file).items():
            tests = sorted({context.partition("|")[0] for context in contexts if "::" in context})
            if tests:
                reached[file, line] = tests
    return reached


def is_noticed(fault: Fault, tests: list[str], copy: Path) -> bool:
    """Whether any of the tests fails with the fault in. The copy is put right again."""
    target = copy / fault.path.relative_to(ROOT)
    sound = target.read_bytes()
    target.write_bytes(sound[: fault.start] + fault.new.encode() + sound[fault.end :])
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "2", "--no-migrations", *tests]
    try:
        return subprocess.run(command, cwd=copy, capture_output=True, timeout=240).returncode != 0
    except subprocess.TimeoutExpired:
        return True
    finally:
        target.write_bytes(sound)


def draw(number: int, seed: int) -> list[tuple[Fault, list[str]]]:
    reached = tests_by_line()
    paths = [path for part in CODE for path in (ROOT / part).rglob("*.py") if "migrations" not in path.parts]
    found = [fault for path in sorted(paths) for fault in faults_of(path)]
    reachable = [(fault, reached[str(fault.path), fault.line]) for fault in found
                 if (str(fault.path), fault.line) in reached]  # fmt: skip
    drawn = random.Random(seed).sample(reachable, min(number, len(reachable)))  # noqa: S311 - no secret
    chance = random.Random(seed)  # noqa: S311
    return [(fault, chance.sample(tests, min(len(tests), MOST_TESTS))) for fault, tests in drawn]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--map", action="store_true", help="run the suite and note which test reaches what")
    parser.add_argument("--faults", type=int, default=60)
    parser.add_argument("--seed", type=int, default=2026)
    asked = parser.parse_args()
    if asked.map:
        cover = [f"--cov={part}" for part in CODE]
        options = ["-m", "not browser", "--no-migrations", "--cov-context=test", "--cov-report=", "-q"]
        sys.exit(subprocess.run([sys.executable, "-m", "pytest", *cover, *options], cwd=ROOT).returncode)
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        copy = Path(folder)
        for part in COPIED:
            source = ROOT / part
            (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / part)
        unnoticed = []
        drawn = draw(asked.faults, asked.seed)
        for number, (fault, tests) in enumerate(drawn, 1):
            noticed = is_noticed(fault, tests, copy)
            print(
                f"{number:3} {'noticed' if noticed else 'NOT NOTICED':12} {fault} ({len(tests)} tests)",
                flush=True,
            )
            unnoticed += [] if noticed else [fault]
    print(f"{len(drawn) - len(unnoticed)} of {len(drawn)} faults noticed.")


if __name__ == "__main__":
    main()
