"""While the site is served: sees each change of the record and has its whole files made ahead of readers."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.conf import settings
from django.db import Error, connection

from powys_oversight.timeline.models import Revision

BETWEEN_LOOKS = 5
"""Seconds. What an editor does in quick succession is then made into files once."""

AFTER_TROUBLE = 60
"""Seconds."""

log = logging.getLogger(__name__)


@contextmanager
def keeping(site: str) -> Iterator[None]:
    """Meanwhile keep every file for that site; where none is named, what was asked for, for where it was."""
    if settings.KEPT_FILES is None:
        yield
        return
    keeper = Keeper(site)
    keeper.start()
    try:
        yield
    finally:
        keeper.stop()


class Keeper(Thread):
    """Looks whether the record has changed. The files are made by `keep_files` in a process of its own, so
    that no reader's page waits for its turn."""

    def __init__(self, site: str) -> None:
        super().__init__(daemon=True)
        self.site = site
        self._stopped = Event()
        self._making: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        kept, wait = None, 0
        while not self._stopped.wait(wait):
            try:
                kept, wait = self.look(kept), BETWEEN_LOOKS
            except (Error, OSError, subprocess.SubprocessError) as trouble:
                log.warning("Files were not made ahead of readers: %s", trouble)
                wait = AFTER_TROUBLE

    def stop(self) -> None:
        """Break off what is being made, and end."""
        self._stopped.set()
        if self._making:
            self._making.terminate()
        self.join()

    def look(self, kept: int | None) -> int:
        """Have the files made unless they were at the revision `kept`. The revision they are of now.

        Raises Error where the database does not answer, OSError or SubprocessError where no files are made.
        """
        try:
            revision = Revision.current()
        finally:
            connection.close()
        if revision != kept:
            self.make()
        return revision

    def make(self) -> None:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "keep_files", self.site]
        # In a session of its own Ctrl+C does not reach it: `stop` ends it, and without a traceback.
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True) as self._making:  # noqa: S603
            if self._stopped.is_set():
                self._making.terminate()
            ended = self._making.wait()
        if ended and not self._stopped.is_set():
            raise subprocess.CalledProcessError(ended, "keep_files")
