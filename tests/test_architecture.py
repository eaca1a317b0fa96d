"""Which package may import which, and what must stay true of the repository."""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
TIMELINE, PAGES = "powys_oversight.timeline", "powys_oversight.pages"
OPENDATA, EDITING = "powys_oversight.opendata", "powys_oversight.editing"
DESK = "powys_oversight.desk"

ORDER = [
    *(
        f"{TIMELINE}.{name}"
        for name in ("about", "wording", "kinds", "dates", "db", "models", "links", "filters")
    ),
    *(f"{TIMELINE}.{name}" for name in ("history", "publishing", "dump", "record_rules", "management")),
    *(f"{PAGES}.{name}" for name in ("panels", "caching", "display", "search", "asof", "listing", "ribbon")),
    *(f"{PAGES}.{name}" for name in ("templatetags", "views", "sitemaps", "urls")),
    *(f"{OPENDATA}.{name}" for name in ("expressions", "columns", "schema", "tables", "formats")),
    *(f"{OPENDATA}.{name}" for name in ("downloads", "api", "views", "urls")),
    *(f"{EDITING}.{name}" for name in ("forms", "change_reason", "imports", "admin")),
    "inspections",
    "notices",
    DESK,
    "powys_oversight",
]
"""From the ground up: each package imports only from those before it. The root puts all together."""

TESTED_ELSEWHERE = {
    r".*\.(apps|urls|sitemaps)": "pages/views/test_pages.py",  # every address is asked for there
    r"powys_oversight\.(settings|wsgi|log_format|middleware)": "test_environment.py",
    r"powys_oversight\.context_processors": "pages/views/test_pages.py",
    r"powys_oversight\.formats\..*": "timeline/dates/test_parsing.py",
    r"powys_oversight\.(management\..*|__main__)": "test_serve.py",
    r".*timeline\.(about|links)": "pages/display/test_reference.py",
    r".*timeline\.dates\.(forms|views)": "editing/admin/test_events.py",
    r".*timeline\.db\.(queries|revision|text)": "timeline/db/test_base.py",
    r".*timeline\.db\.transactions": "opendata/test_views.py",
    r".*timeline\.db\.keyset": "opendata/api/test_resources.py",
    r".*timeline\.dump\.(common|export)": "timeline/dump/test_load.py",
    r".*timeline\.filters\.query": "timeline/filters/test_timeline_filter.py",
    r".*timeline\.history\.snapshots": "timeline/history/test_recorder.py",
    r".*timeline\.management\.commands\.check_record": "timeline/test_record_rules.py",
    r".*timeline\.management\.commands\.(export|import)_record": "timeline/dump/test_load.py",
    r".*timeline\.models\.(event_links|relations)": "timeline/models/test_events.py",
    r".*timeline\.models\.(passages|people|terms|unseen_documents)": "timeline/test_record_rules.py",
    r".*timeline\.models\.changes": "timeline/history/test_recorder.py",
    r".*timeline\.models\.versions": "timeline/history/test_versions.py",
    r".*timeline\.publishing\.rules": "timeline/test_record_rules.py",
    r".*pages\.asof\.briefing": "pages/views/test_as_of.py",
    r".*pages\.asof\.offices": "pages/asof/test_states.py",
    r".*pages\.display\.(cited_sources|entries)": "pages/listing/test_listing.py",
    r".*pages\.display\.embed": "pages/views/test_embed.py",
    r".*pages\.listing\.(paging|silences|structure)": "pages/listing/test_listing.py",
    r".*pages\.ribbon\.picture": "pages/ribbon/test_layout.py",
    r".*pages\.ribbon\.knowledge": "pages/views/test_story.py",
    r".*pages\.display\.(counts|service_parts|story)": "pages/views/test_story.py",
    r".*pages\.templatetags\.(site|terms)": "pages/views/test_story.py",
    r".*opendata\.api\.(problems|schemas|views)": "opendata/api/test_resources.py",
    r".*opendata\.(expressions|schema)": "opendata/test_views.py",
    r".*opendata\.formats\.atom_changes": "pages/views/test_history.py",
    r".*opendata\.formats\.(csvw|json|zip)": "opendata/test_views.py",
    r".*opendata\.formats\.jsonld": "pages/display/test_jsonld.py",
    r".*opendata\.tables\..*": "opendata/test_views.py",
    r".*editing\.admin\..*": "editing/admin/test_events.py",
    r".*editing\.(change_reason|forms)": "editing/admin/test_events.py",
    r".*editing\.imports\..*": "editing/imports/test_resource.py",
    r".*desk\.accounts\..*": "desk/accounts/test_accounts.py",
    r".*desk\.(admin|audit_log|middleware|models|site)": "desk/accounts/test_accounts.py",
    r".*desk\.from_document\.forms": "desk/from_document/test_views.py",
    r".*desk\.management\..*": "desk/test_commands.py",
    r".*\.extensions\.search": "pages/test_search.py",
    r"inspections\.models\..*": "inspections/test_models.py",
    r"inspections\.(views|querysets|ledger\.filter)": "inspections/ledger/test_ledger.py",
    r"inspections\.extensions\.imports": "editing/imports/test_resource.py",
    r"notices\.models\..*": "notices/test_models.py",
    r"notices\.(display|views|querysets)": "notices/test_requirements.py",
    r"notices\.forms": "notices/test_admin.py",
    r".*extensions\.opendata": "opendata/test_views.py",
    r".*extensions\.panels": "pages/views/test_pages.py",
    r".*extensions\.publishing": "timeline/publishing/test_workflow.py",
    r".*extensions\.record_rules": "timeline/test_record_rules.py",
}
"""Modules without a test file at their own place, and the one that tests them."""

APPS = (TIMELINE, PAGES, OPENDATA, EDITING, "inspections", "notices", DESK)


def modules() -> Iterator[tuple[Path, str]]:
    for package in ("powys_oversight", "inspections", "notices"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path, module: str) -> Iterator[str]:
    """Every module or name a file imports, with relative imports made absolute."""
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{stem}.{alias.name}" for alias in node.names)


def package_of(name: str) -> str | None:
    """The entry of ORDER that a dotted name lies in; None for another project's, or an app's own root."""
    found = [package for package in ORDER if name == package or name.startswith(f"{package}.")]
    package = max(found, key=len, default=None)
    in_an_app = any(name.startswith(f"{app}.") for app in APPS)
    return None if package == "powys_oversight" and in_an_app else package


def imports_between_packages() -> set[tuple[str, str]]:
    return {
        (here, there)
        for path, module in modules()
        for name in imported(path, module)
        if (here := package_of(module)) and (there := package_of(name)) and here != there
    }


def test_each_package_imports_only_from_those_before_it() -> None:
    upwards = {pair for pair in imports_between_packages() if ORDER.index(pair[1]) > ORDER.index(pair[0])}
    assert upwards == set()


def test_every_package_has_its_place_in_the_order() -> None:
    """But for what an app is to Django: its root and its configuration."""
    roots = {name for app in APPS for name in (app, f"{app}.apps")}
    assert {module for _path, module in modules() if not package_of(module)} - roots == set()


def test_no_modules_import_each_other_in_a_circle() -> None:
    names = {module for _path, module in modules()}
    edges = defaultdict(set)
    for path, module in modules():
        for name in imported(path, module):
            target = name if name in names else name.rpartition(".")[0]
            if target in names and target != module:
                edges[module].add(target)
    left = set(names)
    while free := {module for module in left if not edges[module] & left}:
        left -= free
    assert left == set()


def test_nothing_imports_the_settings_or_the_site_map() -> None:
    wrong = {
        module
        for path, module in modules()
        for name in imported(path, module)
        if name.startswith(("powys_oversight.settings", "powys_oversight.urls"))
    }
    assert wrong == set()


def test_no_folder_of_modules_is_too_full_to_take_in() -> None:
    count: dict[str, int] = defaultdict(int)
    for path, _module in modules():
        count[str(path.parent.relative_to(ROOT))] += path.name != "__init__.py"
    assert {folder: number for folder, number in count.items() if number > 14} == {}


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    assert [str(path) for path, _module in modules() if len(path.read_text().splitlines()) > 400] == []


def test_each_package_says_in_a_sentence_what_lives_there() -> None:
    silent = [
        module
        for path, module in modules()
        if path.name == "__init__.py"
        and not ast.get_docstring(ast.parse(path.read_text()))
        and not {"management", "commands", "formats", "en_GB"} & set(module.split(".")[1:])
    ]
    assert silent == []


def test_no_two_classes_have_one_name() -> None:
    """But for those that Django looks up by their place."""
    places = defaultdict(list)
    for path, module in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and node.name not in ("Command", "Media", "Meta"):
                places[node.name].append(module)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_every_module_has_a_test_file_or_a_reason() -> None:
    tested = {
        path.relative_to(ROOT / "tests").with_name(path.name.removeprefix("test_"))
        for path in (ROOT / "tests").rglob("test_*.py")
    }
    untested = []
    for path, module in modules():
        place = path.relative_to(ROOT)
        if place.parts[0] == "powys_oversight":
            place = Path(*place.parts[1:])
        if (
            path.name != "__init__.py"
            and place not in tested
            and not any(re.fullmatch(pattern, module) for pattern in TESTED_ELSEWHERE)
        ):
            untested.append(module)
    assert untested == []


def test_what_is_said_to_test_a_module_is_there() -> None:
    assert [place for place in TESTED_ELSEWHERE.values() if not (ROOT / "tests" / place).exists()] == []


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
        *(
            "tests",
            "docs",
            "CONTRIBUTING.md",
            "pyproject.toml",
            "README.md",
            "LICENSE",
            "CHANGELOG.md",
            "constraints.txt",
        ),
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
