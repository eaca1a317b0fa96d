"""What only one kind of event has, as readers take it away: a notice's grounds, a board's chair.

One long table, and not one for each kind: a kind that is added is in it without being named here.
Columns are only ever added, at the end.
"""

from collections.abc import Iterator

from django.db.models import (
    BooleanField,
    Case,
    CharField,
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

from . import kinds
from .columns import Column, DataTable, PagePath, Type, register
from .models import Event


def _fields() -> Iterator[tuple[type[Event], Field]]:
    """Each kind of event with each field that it has and other kinds may not."""
    for model in kinds.models():
        for field in model._meta.local_concrete_fields:
            if not field.primary_key:
                yield model, field


def _told(model: type[Event], field: Field) -> QuerySet:
    """One field of one kind of event: a row where it is filled in, and may be told."""
    rows = model._default_manager.published()
    if _leads_to(field) == "event":
        rows = rows.filter(**{f"{field.name}__status": Event.Status.PUBLISHED})
    return (
        rows.annotate(
            told_name=_text(field.name),
            told_value=_value(field),
            told_leads_to=_text(_leads_to(field)),
        )
        .filter(told_value__gt="")
        .in_order()
    )


def _text(words: str) -> Cast:
    return Cast(Value(words), TextField())


def _value(field: Field) -> F | Case | Cast:
    """The value as text: what it leads to by id, yes or no in words, a day by ISO 8601. Null: not stated."""
    if _leads_to(field):
        return F(f"{field.name}__slug")
    if isinstance(field, BooleanField):
        return Case(
            *(
                When(**{field.name: is_so}, then=Value(word))
                for is_so, word in ((True, "true"), (False, "false"))
            ),
            output_field=TextField(),
        )
    return F(field.name) if isinstance(field, CharField | TextField) else Cast(F(field.name), TextField())


def _leads_to(field: Field) -> str:
    """What kind of row the field leads to, in a word; blank where it is a value itself."""
    if not isinstance(field, ForeignKey):
        return ""
    model = field.remote_field.model
    return "event" if issubclass(model, Event) else str(model._meta.model_name)


def _names() -> list[tuple[str, object]]:
    return list({field.name: field.verbose_name for _model, field in _fields()}.items())


def _targets() -> list[tuple[str, object]]:
    return [("event", _("an event")), ("person", _("a person")), ("organisation", _("a body"))]


PARTICULARS = DataTable(
    slug="particulars",
    title=_("Particulars"),
    about=_(
        "What only some kinds of event have: the grounds of a notice, the minister of a statement, the post "
        "of an appointment."
    ),
    row=_("One row is one particular of one event. One that is not stated has no row."),
    page="timeline",
    key=("event", "particular"),
    rows=lambda asked: [_told(model, field) for model, field in _fields()],
    columns=(
        Column(
            "event",
            "slug",
            _("The event it is a particular of."),
            Type.CODE,
            refers_to="timeline.id",
            required=True,
        ),
        Column("url", PagePath("event", F("slug")), _("The page of the event."), Type.PAGE, required=True),
        Column(
            "kind", "kind", _("What kind of event that is."), Type.CODE, choices=kinds.choices, required=True
        ),
        Column("particular", "told_name", _("What is told of it."), Type.CODE, choices=_names, required=True),
        Column(
            "value",
            "told_value",
            _("What it is: a text, a word from a list, a day, true or false, or the id of what it leads to."),
            required=True,
        ),
        Column(
            "leads_to",
            "told_leads_to",
            _("What the value is the id of. Blank: of nothing."),
            Type.CODE,
            choices=_targets,
        ),
    ),
)

register(PARTICULARS)
