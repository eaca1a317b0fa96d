"""Who may import whom, and what must stay true of the repository."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TIMELINE = "powys_oversight.timeline"
DESK = "powys_oversight.desk"
ALLOWED = {
    TIMELINE: set(),
    "inspections": {TIMELINE},
    "notices": {TIMELINE, "inspections"},
    DESK: {TIMELINE, "inspections", "notices"},
}
LAYERS = ["dates", "models", "filters", "output", "views", "urls"]
"""Inside the timeline: each may import from what stands before it, never from what stands after."""

LAYER_OF = {
    **dict.fromkeys(
        ["dates", "welsh_dates", "date_reading", "date_wording", "date_fields", "asof", "ribbon"], "dates"
    ),
    **dict.fromkeys(["models", "fields", "kinds", "querysets", "sort_key"], "models"),
    **dict.fromkeys(["filters", "query_reading", "checking", "record_rules", "revision", "forms"], "filters"),
    **dict.fromkeys(["snapshots", "weight", "recording", "histories", "reasons"], "filters"),
    **dict.fromkeys(["content", "versions"], "filters"),
    **dict.fromkeys(["listing", "tables", "exports", "drawn", "citing", "panels", "sitemaps"], "output"),
    **dict.fromkeys(["relations", "differences", "offices", "standing", "states", "lanes"], "output"),
    **dict.fromkeys(["day_pages", "templatetags", "entries", "searching", "matches"], "output"),
    **dict.fromkeys(
        ["columns", "data_tables", "particulars", "reference_tables", "csvw", "workbook", "archive"],
        "output",
    ),
    **dict.fromkeys(
        ["json_rows", "keyset", "api", "feeds", "calendars", "linked_data", "embedding", "licence"],
        "output",
    ),
    **dict.fromkeys(["record_files", "publishing", "undoing", "importing", "resources"], "output"),
    **dict.fromkeys(
        [
            "views",
            "day_views",
            "data_views",
            "kept",
            "whole_files",
            "api_views",
            "embed_views",
            "http",
            "date_echo",
            "change_views",
            "admin",
            "management",
            "apps",
        ],
        "views",
    ),
    "urls": "urls",
}


def modules(package: str) -> Iterator[tuple[Path, str]]:
    folder = ROOT / package.replace(".", "/")
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imported(path: Path, module: str) -> Iterator[str]:
    """Every module a file imports, with relative imports made absolute."""
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{stem}.{alias.name}" for alias in node.names)


def app_of(name: str) -> str | None:
    for part in (TIMELINE, DESK):
        if name.startswith(f"{part}."):
            return part
    root = name.split(".")[0]
    return root if root in (*ALLOWED, "powys_oversight") else None


@pytest.mark.parametrize("package", ALLOWED)
def test_an_app_imports_only_from_the_apps_below_it(package: str) -> None:
    wrong = {
        f"{module} imports {name}"
        for path, module in modules(package)
        for name in imported(path, module)
        if app_of(name) not in (None, package, *ALLOWED[package])
    }
    assert wrong == set()


def test_nothing_imports_the_settings_or_the_site_map() -> None:
    wrong = {
        module
        for package in ("powys_oversight", "inspections", "notices")
        for path, module in modules(package)
        for name in imported(path, module)
        if name.startswith(("powys_oversight.settings", "powys_oversight.urls"))
    }
    assert wrong == set()


def test_inside_the_timeline_each_layer_imports_only_what_stands_before_it() -> None:
    wrong = set()
    for path, module in modules(TIMELINE):
        here = module.removeprefix(f"{TIMELINE}.").split(".")[0]
        for name in imported(path, module):
            there = name.removeprefix(f"{TIMELINE}.").split(".")[0]
            inside = name.startswith(f"{TIMELINE}.") and here in LAYER_OF and there in LAYER_OF
            if inside and LAYERS.index(LAYER_OF[there]) > LAYERS.index(LAYER_OF[here]):
                wrong.add(f"{here} imports {there}")
    assert wrong == set()


def test_every_module_of_the_timeline_has_its_layer() -> None:
    names = {module.removeprefix(f"{TIMELINE}.").split(".")[0] for _path, module in modules(TIMELINE)}
    assert names - {"__init__"} == set(LAYER_OF)


def test_no_code_outside_the_kinds_asks_which_kind_an_event_is() -> None:
    asks = re.compile(r"""kind\s*(==|!=|\bin\b)\s*[("'\[]""")
    sources = [
        path
        for package in ("powys_oversight", "inspections", "notices", "templates")
        for path in (ROOT / package).rglob("*")
        if path.suffix in (".py", ".html") and "migrations" not in path.parts
    ]
    assert [str(path) for path in sources if asks.search(path.read_text())] == []


def test_no_template_has_script_or_style_of_its_own() -> None:
    inline = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", re.IGNORECASE)
    pages = (ROOT / "templates").rglob("*.html")
    assert [str(path) for path in pages if inline.search(path.read_text())] == []


def test_no_template_or_style_sheet_asks_anything_of_another_site() -> None:
    outside = re.compile(r"""(src|href|url\()\s*=?\s*["']?(https?:)?//""")
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static").rglob("*.css")]
    assert [str(path) for path in files if outside.search(path.read_text())] == []


def test_colours_are_named_in_one_place() -> None:
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgb|hsl")
    sheets = [
        path for path in (ROOT / "static/css").glob("*.css") if path.name not in ("tokens.css", "admin.css")
    ]
    assert [path.name for path in sheets if colour.search(path.read_text())] == []


def test_the_top_level_holds_what_was_agreed_and_nothing_else() -> None:
    agreed = {
        *("manage.py", "powys_oversight", "inspections", "notices", "templates", "static", "fixtures"),
        *("tests", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "constraints.txt"),
    }
    made_by_running = {"staticfiles", "db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm", "build"}
    there = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert {name for name in there - agreed - made_by_running if not name.endswith(".egg-info")} == set()


def test_every_dependency_says_what_it_is_for() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)["project"]
    extras = [each for names in project["optional-dependencies"].values() for each in names]
    lines = text.splitlines()
    unexplained = []
    for dependency in [*project["dependencies"], *extras]:
        at = next(n for n, line in enumerate(lines) if f'"{dependency}"' in line)
        if not any("#" in line for line in lines[at - 2 : at + 1]):
            unexplained.append(dependency)
    assert unexplained == []
