import pytest
from django.template import Context, Template

from tests.factories import cite, make_milestone, make_source

LOADED = "{% load record %}"


def rendered(template: str, **context: object) -> str:
    return Template(LOADED + template).render(Context(context))


def test_a_date_is_written_as_a_reader_sees_it() -> None:
    assert rendered("{{ date|edtf }}", date="../2018-10-18") == "by 18 October 2018"


def test_no_date_is_written_as_nothing() -> None:
    assert rendered("{{ date|edtf }}", date="") == ""


def test_a_period_is_written_from_its_first_day_to_its_last() -> None:
    assert rendered("{{ date|period }}", date="2018-04/2018-06") == "April to June 2018"


@pytest.mark.django_db
def test_citations_of_one_source_are_gathered_with_their_places() -> None:
    event, source = make_milestone(), make_source(slug="the-source")
    event.citations.all().delete()
    cite(event, source, "paragraph 9")
    cite(event, source, "paragraph 2")
    template = "{% for cited in citations|by_source %}{{ cited.source.slug }}: {{ cited.places }}{% endfor %}"
    assert rendered(template, citations=event.citations.all()) == "the-source: paragraphs 2 and 9"


def test_linked_data_cannot_end_its_script() -> None:
    assert "</script>" not in rendered("{% linked_data told %}", told={"name": "</script>"})[:-9]
