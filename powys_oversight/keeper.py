"""While the site is served: sees each change of the record and has its whole files made ahead of readers."""

import subprocess
import sys
import time
from threading import Thread

from django.conf import settings
from django.db import DatabaseError, connection

from .timeline.models import Revision

BETWEEN_LOOKS = 5
"""Seconds. What an editor does in quick succession is then made into files once."""


def start(site: str) -> None:
    """Keep files for that site, and for whichever others they are asked for at, until the process ends."""
    if settings.KEPT_FILES is not None:
        Thread(target=_watch, args=[site], daemon=True).start()


def _watch(site: str) -> None:
    kept = None
    while True:
        kept = look(site, kept)
        time.sleep(BETWEEN_LOOKS)


def look(site: str, kept: int | None) -> int | None:
    """Have the files made if the record is not as it was at the revision `kept`. The revision now kept."""
    try:
        revision = Revision.current()
    except DatabaseError:
        return kept  # readers are told so; here it is tried again
    finally:
        connection.close()
    if revision != kept:
        _make(site)
    return revision


def _make(site: str) -> None:
    """In a process of its own, so that no reader's page waits for its turn."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "keep_files", site]
    subprocess.run(command, stdout=subprocess.DEVNULL, start_new_session=True, check=False)  # noqa: S603
