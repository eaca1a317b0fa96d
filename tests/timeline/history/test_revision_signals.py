from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from powys_oversight.timeline.models import Event, Revision, Source
from tests.factories import (
    make_finding,
    make_milestone,
    make_observation,
    make_outcome,
    make_relation,
    make_service,
    make_source,
)

pytestmark = pytest.mark.django_db


def test_there_is_one_revision() -> None:
    with pytest.raises(IntegrityError, match="there_is_one_revision_row"), transaction.atomic():
        Revision.objects.create(pk=2)


def raised_by(change: Any) -> bool:
    before = Revision.current()
    change()
    return Revision.current() > before


def test_a_save_raises_the_revision() -> None:
    assert raised_by(make_milestone)


def test_a_deletion_raises_the_revision() -> None:
    assert raised_by(make_source().delete)


def test_an_update_raises_the_revision() -> None:
    make_milestone()
    assert raised_by(lambda: Event.objects.update(order=1))


def test_rows_made_in_bulk_raise_the_revision() -> None:
    new = Event(slug="a", kind="milestone", title="A", summary="A", occurred="2018")
    assert raised_by(lambda: Event.objects.bulk_create([new]))


def test_a_change_of_links_raises_the_revision() -> None:
    finding = make_finding()
    service = make_service()
    assert raised_by(lambda: finding.services.add(service))


def test_a_change_that_is_rolled_back_leaves_the_revision_as_it_was() -> None:
    before = Revision.current()
    with transaction.atomic():
        make_milestone()
        transaction.set_rollback(True)
    assert Revision.current() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda: make_milestone(), id="a save"),
        pytest.param(lambda: Event.objects.update(order=1), id="an update"),
        pytest.param(
            lambda: Event.objects.bulk_create(
                [Event(slug="a", kind="milestone", title="A", summary="A", occurred="2018")]
            ),
            id="rows in bulk",
        ),
    ],
)
def test_a_change_stands_or_falls_with_the_revision(change: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("the revision could not be raised")

    before = list(Event.objects.values())
    monkeypatch.setattr(Revision, "raise_by_one", fail)
    with pytest.raises(RuntimeError):
        change()
    assert list(Event.objects.values()) == before


LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def dated(event: Event) -> bool:
    return Event.objects.get(pk=event.pk).changed_at > LONG_AGO


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda event: event.citations.first().save(), id="a citation"),
        pytest.param(lambda event: make_finding(event=event), id="a finding"),
        pytest.param(lambda event: make_observation(event=event), id="a figure"),
        pytest.param(lambda event: make_outcome(reported_at=event), id="an outcome reported at it"),
        pytest.param(lambda event: event.save(update_fields=["order"]), id="a column saved by name"),
        pytest.param(lambda event: make_relation(from_event=event), id="a relation from it"),
        pytest.param(lambda event: make_relation(to_event=event), id="a relation to it"),
        pytest.param(lambda event: event.citations.first().delete(), id="a citation taken away"),
    ],
)
def test_a_change_to_what_an_entry_says_dates_the_entry(change: Any) -> None:
    event = Event.objects.get(pk=make_milestone().pk)
    Event.objects.update(changed_at=LONG_AGO)
    change(event)
    assert dated(event)


class TestANul:
    """A text with a NUL in it comes in by no way: PostgreSQL refuses it, and SQLite would cut it short."""

    def test_not_by_saving(self) -> None:
        with pytest.raises(ValueError, match="NUL"):
            make_milestone(summary="a\x00b")

    def test_not_in_bulk(self) -> None:
        with pytest.raises(ValueError, match="NUL"):
            Source.objects.bulk_create([Source(slug="a", title="a\x00b", tier=1)])

    def test_not_by_an_update(self) -> None:
        make_source()
        with pytest.raises(ValueError, match="NUL"):
            Source.objects.update(title="a\x00b")

    def test_not_from_a_fixture(self, tmp_path: Path) -> None:
        fixture = tmp_path / "a.json"
        fixture.write_text('[{"model": "timeline.person", "fields": {"slug": "a", "name": "a\\u0000b"}}]')
        with pytest.raises(ValueError, match="NUL"):
            call_command("loaddata", str(fixture), verbosity=0)
