import pytest
from django.db.models import F, Value

from powys_oversight.opendata import columns
from powys_oversight.opendata.columns import ColumnType, code, text


def test_a_column_is_the_field_of_its_own_name() -> None:
    assert text("title", "What happened.").expression == F("title")


def test_a_column_may_be_another_field() -> None:
    assert code("id", "Its id.", "slug").expression == F("slug")


def test_a_column_may_be_an_expression() -> None:
    assert text("site", "The site.", Value("Powys")).expression == Value("Powys")


@pytest.mark.parametrize("type_", ColumnType, ids=str)
def test_each_function_gives_the_type_of_its_name(type_: ColumnType) -> None:
    assert getattr(columns, type_.name.lower())("id", "Its id.").type is type_
