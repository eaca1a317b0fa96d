"""What is exported is read back: every file of the real record, whole, and nothing changes."""

import csv
import io
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from tablib import Dataset

from inspections.models import Finding, Observation
from powys_oversight.editing.imports.resource import run_import
from powys_oversight.timeline.models import Change, Event, Revision, Source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record_for_all")]

FILES = {
    "/timeline.csv": Event,
    "/sources.csv": Source,
    "/findings.csv": Finding,
    "/measures.csv": Observation,
}


@pytest.mark.parametrize(("file", "model"), FILES.items(), ids=FILES)
def test_what_is_exported_and_imported_changes_nothing(client: Client, file: str, model: Any) -> None:
    text = b"".join(client.get(file)).decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    before = Revision.current()
    resource = admin.site._registry[model].resource()  # type: ignore[attr-defined]
    data = Dataset(*(tuple(row.values()) for row in rows), headers=list(rows[0]))
    [*_, last] = run_import(resource, data, by=User.objects.create_superuser("editor"), reason="")
    assert (last.totals["skip"], last.total) == (len(rows), len(rows))
    assert Revision.current() == before
    assert not Change.objects.exists()
