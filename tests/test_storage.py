"""The site's style sheets, collected as they are served."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

from powys_oversight.settings import STORAGES


def stored_name(name: str) -> str:
    """The name a file is served under."""
    served: Any = staticfiles_storage
    return served.stored_name(name)


@pytest.fixture
def collected(tmp_path: Path) -> Any:
    with override_settings(STORAGES=STORAGES, STATIC_ROOT=tmp_path):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield tmp_path


def test_the_sheets_that_the_site_imports_are_one_file(collected: Path) -> None:
    sheet = (collected / stored_name("css/site.css")).read_text()
    assert "@import" not in sheet
    parts = re.findall(r'@import "/static/css/(.+?)"', Path("static/css/site.css").read_text())
    assert len(parts) > 3
    for part in parts:
        first_rule = re.sub(r"/\*.*?\*/", "", Path(f"static/css/{part}").read_text(), flags=re.S).strip()
        assert first_rule.splitlines()[0] in sheet


def test_it_is_named_by_its_content_and_kept_compressed(collected: Path) -> None:
    name = stored_name("css/site.css")
    assert re.fullmatch(r"css/site\.[0-9a-f]{12}\.css", name)
    assert (collected / f"{name}.gz").exists()


def test_collecting_again_gives_the_same_name(collected: Path) -> None:
    name = stored_name("css/site.css")
    call_command("collectstatic", interactive=False, verbosity=0)
    assert stored_name("css/site.css") == name


def test_every_sheet_of_a_public_page_is_in_it() -> None:
    sheets = {path.name for path in Path("static/css").glob("*.css")}
    imported = set(re.findall(r'@import "/static/css/(.+?)"', Path("static/css/site.css").read_text()))
    assert sheets - imported == {"site.css", "admin.css"}
