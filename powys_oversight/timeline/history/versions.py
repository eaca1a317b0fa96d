import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.db import DatabaseError, connection, transaction
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from ..models import Change, Event, Revision, Version
from .digest import record_digest

_working = Lock()

NAMED = re.compile(r"[0-9a-f]{8,64}")


def current() -> Version:
    """Return the version for readers. Costs a query once the revision's version is known."""
    number = Revision.objects.filter(pk=1).values("number")
    return Version.objects.filter(revision=Coalesce(Subquery(number), 0)).first() or _worked_out()


def _worked_out() -> Version:
    with _working:
        revision = Revision.current()
        version = Version.objects.filter(revision=revision).first()
        return version or _keep(_made(revision))


def _made(revision: int) -> Version:
    newest = Change.objects.public().newest_first().values_list("pk", "made_at").first()
    last_change, made_at = newest or (0, None)
    changed_at = Event.objects.published().span()["changed"]
    return Version(
        revision=revision,
        digest=record_digest(published=True),
        made_at=max(filter(None, (made_at, changed_at)), default=timezone.now()),
        last_change=last_change,
    )


def _keep(made: Version) -> Version:
    if Revision.current() != made.revision:
        return made
    try:
        with _impatient(), transaction.atomic():
            Version.objects.bulk_create([made], ignore_conflicts=True)
    except DatabaseError:
        pass  # whoever asks next works it out again
    return made


@contextmanager
def _impatient() -> Iterator[None]:
    """Make SQLite fail at once where another process writes."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        [usual] = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute("PRAGMA busy_timeout = 100")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")


def named(name: str) -> Version | None:
    """Return the newest version whose hash begins with `name`; None where there is none."""
    name = name.lower()
    if not NAMED.fullmatch(name):
        return None
    return Version.objects.filter(digest__startswith=name).order_by("-revision").first()


def version_of(request: HttpRequest) -> Version:
    """Return the version that answers a request, at the cost of one query a request."""
    if not hasattr(request, "version"):
        request.version = current()  # type: ignore[attr-defined]
    return request.version  # type: ignore[attr-defined]
