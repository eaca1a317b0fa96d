"""Which version of the record this is. Worked out when it is first asked for after a change."""

import re

from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from . import content
from .models import Change, Event, Revision, Version

NAMED = re.compile(r"[0-9a-f]{8,64}")


def current() -> Version:
    """The version readers are given now. Costs a query, unless it is the first to ask since a change."""
    number = Revision.objects.filter(pk=1).values("number")
    return Version.objects.filter(revision=Coalesce(Subquery(number), 0)).first() or _worked_out()


def _worked_out() -> Version:
    """The version of this revision, kept. Two who ask at once work out the same."""
    revision = Revision.current()
    newest = Change.objects.public().newest_first().values_list("pk", "made_at").first()
    last_change, made_at = newest or (0, Event.objects.published().span()["changed"])
    digest = content.digest(published=True)
    made = Version(
        revision=revision,
        digest=digest,
        made_at=made_at or timezone.now(),
        last_change=last_change,
    )
    if Revision.current() == revision:  # else it may be a mixture, and whoever asks next works it out
        Version.objects.bulk_create([made], ignore_conflicts=True)
    return made


def named(name: str) -> Version | None:
    """The newest version whose hash begins so; None where none was given from here."""
    if not NAMED.fullmatch(name):
        return None
    return Version.objects.filter(digest__startswith=name).order_by("-revision").first()


def version_of(request: HttpRequest) -> Version:
    """The version of the record that a request is answered from, found once. Costs a query, once."""
    if not hasattr(request, "version"):
        request.version = current()  # type: ignore[attr-defined]
    return request.version  # type: ignore[attr-defined]
