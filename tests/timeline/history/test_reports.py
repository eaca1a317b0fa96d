import pytest

from powys_oversight.timeline.history.recorder import recording
from powys_oversight.timeline.history.reports import RowReport
from tests.factories import make_inspection, make_source

pytestmark = pytest.mark.django_db


def test_of_a_row_that_was_added_what_its_name_says_is_not_said_again() -> None:
    event = make_inspection()
    with recording(by=None, reason="It says so too.") as recorded:
        event.citations.create(source=make_source(title="Report"), locator="paragraph 9", quotation="at risk")
    assert recorded.change
    report = RowReport(recorded.change.rows.get(model="timeline.eventcitation"))
    assert "paragraph 9" in report.label
    assert [value.after for value in report.values] == ["at risk"]
