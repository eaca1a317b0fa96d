import pytest
from django.db import IntegrityError

from notices.models import Appointment, MonitoringArrangement
from tests.factories import make_board, make_notice, make_outcome, make_required_action

pytestmark = pytest.mark.django_db


def test_a_length_of_time_has_its_unit() -> None:
    with pytest.raises(IntegrityError, match="a_length_of_time_has_its_unit"):
        make_required_action(period_value=20)


def test_an_earlier_notice_and_what_is_done_to_it_go_together() -> None:
    with pytest.raises(IntegrityError, match="go_together"):
        make_notice(relates_to=make_notice())


def test_a_board_does_not_replace_itself() -> None:
    board = make_board()
    board.replaces = board
    with pytest.raises(IntegrityError, match="a_board_does_not_replace_itself"):
        board.save()


def test_an_event_reports_an_outcome_once() -> None:
    outcome = make_outcome()
    with pytest.raises(IntegrityError):
        make_outcome(action=outcome.action, reported_at=outcome.reported_at)


def test_a_notice_that_was_not_read_says_so_once() -> None:
    details = dict(make_notice(text_seen=False, action_required="A plan.").details())
    assert str(details).count("has not been read") == 1
    assert details["Action required"] == "A plan."


def test_a_notice_that_was_read_leaves_no_such_remark() -> None:
    assert "has not been read" not in str(make_notice(text_seen=True).details())


def test_an_appointment_without_a_name_says_that_the_source_gives_none() -> None:
    assert "Not named in the source" in str(Appointment(role="Director").details())


def test_an_arrangement_does_not_replace_itself() -> None:
    arrangement = MonitoringArrangement.objects.create(slug="a", title="A", summary="A", occurred="2018")
    arrangement.replaces = arrangement
    with pytest.raises(IntegrityError, match="an_arrangement_does_not_replace_itself"):
        arrangement.save()
