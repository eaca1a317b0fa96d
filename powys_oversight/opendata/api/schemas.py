from datetime import date, datetime
from typing import Literal

from ninja import Schema


class Wrong(Schema):
    """One thing that is wrong with a query."""

    parameter: str
    detail: str


class ProblemDetails(Schema):
    """Why there is no answer, by RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[Wrong] = []


class Place(Schema):
    """A source, by its id, and the place in it that a statement rests on."""

    source: str
    place: str


class Sentence(Schema):
    """One sentence about a service on a day, and the ids of the sources it rests on."""

    text: str
    sources: list[str]


class Stood(Schema):
    """Where one service stood."""

    service: str
    name: str
    url: str
    sentences: list[Sentence]


class AsOf(Schema):
    """Where each service stood on one day, as is known now or as had been published by then."""

    version: str
    made_at: datetime
    day: date
    known: Literal["now", "then"]
    url: str
    record_first: date
    record_last: date
    events_by_then: int
    services: list[Stood]
    changed_before: date | None
    changed_after: date | None
