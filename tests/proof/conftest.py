import os
from importlib.util import find_spec

import pytest

TOOLS = ["csvw", "rdflib", "duckdb", "openpyxl", "feedparser", "schemathesis"]


def pytest_ignore_collect(collection_path: object) -> bool | None:
    """Nothing here can so much as be imported without its tools. With PROOF set, they are there."""
    name = str(collection_path)
    if not name.endswith(".py") or "/test_" not in name or os.environ.get("PROOF"):
        return None
    return True if any(find_spec(tool) is None for tool in TOOLS) else None


@pytest.fixture(scope="module")
def hostile() -> list[str]:
    """Texts that have broken other people's files."""
    return [
        "=1+1", "+44 1597 826000", "-1", "@home", "\tindented", "\rreturned", "'=already", "''=twice",
        "'quoted'", 'a "quoted" word', '"', '""', ",", ";", "a,b\nc,d", "line one\r\nline two", "\n=leading",
        "Tŷ’r Cyffredin, Llŷn, Ŵyn", "\u202eright to left\u202c", "שלום, עולם", "مرحبا",
        "e\u0301 and é", "😀 \U0001f1ec\U0001f1e7", "\ufeffmark", "\u2028line\u2029paragraph",
        "%s %d %%w {0}",
        "NULL", "None", "nan", "0001", "1e5", "2018-04-16", "true", "\\N", "\\.", "  spaces  ", "a\\",
        "<b>&amp;",
        "x" * 40_000,
    ]  # fmt: skip
