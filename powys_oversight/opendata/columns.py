"""The columns of a table: one function a type of value, such as `code` or `edtf`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import F, TextChoices
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.kinds import Words


class ColumnType(TextChoices):
    """The type of a column's values, and what the data dictionary calls it."""

    # Typed by people: the only cells a spreadsheet might run, and so the only guarded ones.
    TEXT = "text", _("text")
    # A slug, or one of a few known words.
    CODE = "code", _("a word or an id")
    CODES = "codes", _("ids, with spaces between")
    # "bbc-2018-04-16: paragraph 3; senedd: page 2".
    PLACES = "places", _("sources with places, with semicolons between")
    EDTF = "edtf", _("a date as exactly as it is known (EDTF)")
    DAY = "day", _("a day (ISO 8601)")
    MOMENT = "moment", _("a day and time in UTC (ISO 8601)")
    WHOLE = "whole", _("a whole number")
    NUMBER = "number", _("a number with two decimals")
    YES_NO = "yes-no", _("true or false")
    # A path of this site, made absolute where it is written.
    PAGE = "page", _("an address of this site")
    LINK = "link", _("an address elsewhere")


@dataclass(frozen=True)
class Column:
    """A column, with `about` for the data dictionary.

    `value` is a field name or an expression; blank is the field of the column's own name. `refers_to` names
    the table and column that its values are found in: "sources.id". `choices` gives the only values, with
    labels; blank is another where the column is not `required`.
    """

    name: str
    about: Words
    value: str | Combinable = ""
    type: ColumnType = ColumnType.TEXT
    refers_to: str = ""
    choices: Callable[[], Sequence[tuple[str, Any]]] | None = None
    required: bool = False

    @property
    def expression(self) -> Combinable:
        return F(self.value or self.name) if isinstance(self.value, str) else self.value


text = partial(Column, type=ColumnType.TEXT)
code = partial(Column, type=ColumnType.CODE)
codes = partial(Column, type=ColumnType.CODES)
places = partial(Column, type=ColumnType.PLACES)
edtf = partial(Column, type=ColumnType.EDTF)
day = partial(Column, type=ColumnType.DAY)
moment = partial(Column, type=ColumnType.MOMENT)
whole = partial(Column, type=ColumnType.WHOLE)
number = partial(Column, type=ColumnType.NUMBER)
yes_no = partial(Column, type=ColumnType.YES_NO)
page = partial(Column, type=ColumnType.PAGE)
link = partial(Column, type=ColumnType.LINK)
