"""The two sets of evidence: either can be loaded alone, with what both stand on."""

import pytest
from django.core.management import call_command

from powys_oversight.timeline.models import Source
from tests.loading import FIXTURES

pytestmark = pytest.mark.django_db


def load(*folders: str) -> None:
    chosen = [str(path) for path in FIXTURES if path.parent.name in folders]
    call_command("loaddata", *chosen, verbosity=0)


@pytest.mark.parametrize("alone", ["2_founding", "3_further"])
def test_either_set_alone_keeps_every_rule(alone: str, capsys: pytest.CaptureFixture[str]) -> None:
    load("1_common", alone)
    call_command("check_record")
    assert "The record keeps every rule." in capsys.readouterr().out


def test_the_further_sources_alone_hold_no_founding_document() -> None:
    load("1_common", "3_further")
    assert not Source.objects.filter(tier=Source.Tier.FOUNDING).exists()
