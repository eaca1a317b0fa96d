"""The record itself: loads cleanly, loads again without change, keeps every rule, and holds what it must."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command

from inspections.measures.display import figure_of
from inspections.models import Finding, Measure, Observation, Theme
from notices.display import lines_of
from notices.models import RequiredAction
from powys_oversight.pages.display import relations
from powys_oversight.timeline.history.digest import record_digest
from powys_oversight.timeline.models import Change, Event, RecordModel, Service, Source
from tests.conftest import VERSION
from tests.loading import FIXTURES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record_for_all")]


def everything() -> dict[str, list[Any]]:
    models = [model for model in apps.get_models() if issubclass(model, RecordModel)]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def test_loading_the_record_twice_changes_nothing() -> None:
    before = everything()
    call_command("loaddata", *map(str, FIXTURES), verbosity=0)
    assert everything() == before


def test_it_keeps_the_dates_it_states() -> None:
    stated = [datetime(2026, 11, day, 9, tzinfo=UTC) for day in (22, 28)]
    assert sorted(set(Event.objects.values_list("changed_at", flat=True))) == stated


def test_it_is_loaded_without_a_history() -> None:
    assert not Change.objects.exists()


def test_its_hash_is_the_same_on_every_machine() -> None:
    """Changed with the fixtures, and with nothing else: the same on SQLite and PostgreSQL."""
    public = record_digest(published=True)
    assert public == record_digest(published=False)
    assert public[:12] == VERSION


def test_the_record_keeps_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_record")
    assert "The record keeps every rule." in capsys.readouterr().out


@pytest.mark.full  # tests/timeline/dump/ has it of the site's own export
def test_a_dump_of_the_record_loads_as_the_same_record(tmp_path: Path) -> None:
    before = everything()
    dump = tmp_path / "dump.yaml"
    call_command(
        "dumpdata",
        "timeline",
        "inspections",
        "notices",
        natural_foreign=True,
        natural_primary=True,
        exclude=["timeline.revision"],
        format="yaml",
        output=str(dump),
    )
    call_command("loaddata", str(dump), verbosity=0)
    assert everything() == before


def test_fixtures_are_known_by_names_and_not_by_numbers() -> None:
    assert not [path.name for path in FIXTURES if "\n  pk:" in path.read_text()]


def test_the_six_improvements_of_january_2019_are_findings_of_their_own() -> None:
    improved = Finding.objects.filter(
        event__slug="follow-up-inspection-2018-10",
        verdict="improvement",
        citations__source__slug="gov-2019-01-09",
        citations__locator__in=[f"paragraph {number}" for number in range(5, 11)],
    )
    assert improved.count() == 6


def test_the_six_priorities_of_january_2019_are_findings_of_their_own() -> None:
    priorities = Finding.objects.filter(
        event__slug="follow-up-inspection-2018-10",
        verdict="priority-for-action",
        citations__source__slug="gov-2019-01-09",
    )
    assert list(priorities.values_list("citations__locator", flat=True)) == [
        f"paragraph {number}" for number in range(11, 17)
    ]


@pytest.mark.parametrize(
    ("period", "value", "comparator"), [("2017-03", 12, ""), ("2017-04", 28, ""), ("2018-22", 80, "over")]
)
def test_the_share_of_visits_made_on_time_is_recorded_with_its_caveat(
    period: str, value: int, comparator: str
) -> None:
    reported = Observation.objects.get(measure__slug="statutory-visits-on-time", period=period)
    assert (reported.value, reported.comparator) == (value, comparator)
    assert reported.caveat


def test_the_warning_notice_has_its_day_and_the_source_of_it() -> None:
    notice = Event.objects.get(slug="warning-notice-2017-10-17")
    assert notice.occurred == "2017-10-17"
    assert set(notice.citations.values_list("source__slug", flat=True)) == {
        "gov-2019-01-09",
        "gov-2017-10-17",
    }


def test_who_asked_and_who_answered_in_october_2018_are_kept_apart() -> None:
    said = Finding.objects.filter(event__slug="question-2018-10-18")
    assert said.filter(speaker__slug="matthew-dorrance").count() == 3
    assert said.filter(stated_by__slug="powys-county-council").count() == said.count() - 3


def test_every_theme_of_the_ledger_is_spoken_of() -> None:
    spoken = {theme for finding in Finding.objects.all() for theme in finding.themes}
    assert spoken == set(Theme)


def test_every_source_is_drawn_on() -> None:
    unused = [source.slug for source in Source.objects.with_claim_counts() if not source.claims]
    assert unused == []


def test_the_early_help_share_is_recorded_as_disputed() -> None:
    figure = figure_of(Measure.objects.get(slug="referrals-through-early-help"))
    assert len(figure.disputed) == 2
    assert [question.slug for question in figure.disagreements] == ["early-help-2019"]


@pytest.mark.parametrize(
    ("event", "number", "sums", "fell_on"),
    [
        (
            "warning-notice-2017-10-17",
            1,
            ["Monday 6 November 2017", "Tuesday 14 November 2017"],
            ["Done, as reported, on Monday 13 November 2017: calendar day 27, working day 19."],
        ),
        (
            "warning-notice-2017-10-17",
            6,
            ["Monday 15 January 2018"],
            ["Done, as reported, on Monday 15 January 2018: day 90."],
        ),
        (
            "follow-up-warning-notice-2018-01-15",
            9,
            ["Sunday 15 April 2018"],
            ["Done, as reported, on Monday 16 April 2018: day 91."],
        ),
        ("report-follow-up-2019-01-09", 1, ["Wednesday 6 February 2019"], []),
    ],
)
def test_the_statutory_clocks_of_the_record_come_to_these_days(
    event: str, number: int, sums: list[str], fell_on: list[str]
) -> None:
    [line] = lines_of(RequiredAction.objects.filter(event__slug=event, number=number))
    assert line.clock
    assert [each.due for each in line.clock.sums] == sums
    assert line.clock.fell_on == fell_on


def test_the_chain_of_childrens_services_runs_from_the_first_inspection_to_the_end_of_monitoring() -> None:
    service = Service.objects.get(slug="childrens-services")
    [longest, *_others] = relations.chains_of(service)
    steps = [step.entry.event.slug for step in longest]
    told = [
        "inspection-childrens-services-2017-07",
        "warning-notice-2017-10-17",
        "follow-up-warning-notice-2018-01-15",
        "addendum-2018-04",
        "follow-up-inspection-2018-10",
        "performance-evaluation-2020-09",
        "monitoring-no-longer-required-2020-10-29",
    ]
    assert [slug for slug in steps if slug in told] == told


def test_each_notice_requires_something() -> None:
    notices = Event.objects.filter(kind="warning-notice")
    assert notices.count() == 3
    assert set(RequiredAction.objects.values_list("event__slug", flat=True)) >= {n.slug for n in notices}
