"""Fields that only some kinds of event have: a statement's minister, a board's chair.

One long table: a kind that names its `detail_fields` is in it. Columns are only ever added, at the end.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    F,
    Field,
    ForeignKey,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline import kinds
from powys_oversight.timeline.filters.timeline_filter import TimelineFilter
from powys_oversight.timeline.history.digest import published_if
from powys_oversight.timeline.models import Event, EventCitation

from ..columns import code, page, text
from ..expressions import UrlPath, constant
from ..schema import DataTable, register
from .common import cited_at
from .timeline import TIMELINE

YES_AND_NO = (True, "true"), (False, "false")


def _fields() -> Iterator[tuple[type[Event], Any]]:
    for model in kinds.models():
        for name in model.detail_fields:
            yield model, model._meta.get_field(name)


def _details_of_kind(model: type[Event], field: Field, asked: TimelineFilter) -> QuerySet:
    rows = asked.events(model).annotate(
        detail_name=constant(field.name),
        detail_value=_value(field),
        detail_words=_words(field),
        detail_target=constant(_target_of(field)),
    )
    return rows.filter(detail_value__gt="", **published_if(field))


def _value(field: Field) -> Any:
    """Return the value as text: related rows by id, days in ISO 8601; null or blank where not stated.

    Raises TypeError for a kind of field that cannot be written yet.
    """
    if _target_of(field):
        return F(f"{field.name}__slug")
    if isinstance(field, BooleanField):
        words = (When(**{field.name: said}, then=Value(word)) for said, word in YES_AND_NO)
        return Case(*words, output_field=TextField())
    if isinstance(field, DateField):
        return Cast(F(field.name), TextField())
    if isinstance(field, CharField | TextField):
        return F(field.name)
    raise TypeError(f"{field} is told in no file yet.")


def _words(field: Field) -> Any:
    if leads_to := _target_of(field):
        return F(f"{field.name}__{'title' if leads_to == 'event' else 'name'}")
    if field.choices:
        labels = (When(**{field.name: value}, then=Value(str(label))) for value, label in field.choices)
        return Case(*labels, output_field=TextField())
    return constant("")


def _target_of(field: Field) -> str:
    if not isinstance(field, ForeignKey):
        return ""
    model = field.remote_field.model
    return "event" if issubclass(model, Event) else str(model._meta.model_name)


def _names() -> list[tuple[str, str]]:
    kinds_of: dict[str, list[str]] = {}
    labels = {field.name: field.verbose_name for _model, field in _fields()}
    for model, field in _fields():
        kinds_of.setdefault(field.name, []).append(str(model.KIND.label).lower())
    return [(name, f"{labels[name]} ({', '.join(having)})") for name, having in kinds_of.items()]


def _targets() -> list[tuple[str, str]]:
    return [(label, label) for label in sorted({_target_of(field) for _model, field in _fields()} - {""})]


PARTICULARS = DataTable(
    slug="particulars",
    title=_("Particulars"),
    about=_(
        "Details that only some kinds of event have: what an inspection was, the minister of a statement, "
        "the post of an appointment."
    ),
    row=_("One row is one detail of one event. What is not stated has no row."),
    page="timeline",
    key=("event", "particular"),
    filter=TimelineFilter,
    parameters=TIMELINE.parameters,
    rows=lambda asked: [_details_of_kind(model, field, asked) for model, field in _fields()],
    columns=(
        code("event", _("The event it belongs to."), "slug", refers_to="timeline.id", required=True),
        page("url", _("The page of the event."), UrlPath("event", F("slug")), required=True),
        code("kind", _("What kind of event that is."), choices=kinds.choices, required=True),
        code("particular", _("Which detail."), "detail_name", choices=_names, required=True),
        text(
            "value",
            _("The detail: a text, a word from a list, a day, true or false, or the id of what it leads to."),
            "detail_value",
            required=True,
        ),
        text(
            "value_in_words",
            _("What a word from a list stands for, or the name of what an id leads to. Else blank."),
            "detail_words",
        ),
        code(
            "leads_to",
            _("What kind of thing the id names. Blank: the value is not an id."),
            "detail_target",
            choices=_targets,
        ),
        cited_at(EventCitation, _("What its event rests on: each source with the place in it.")),
    ),
)

register(PARTICULARS)
