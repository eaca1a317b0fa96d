"""Whole files kept from the first time they are asked for until the record changes.

What is kept is sent as a plain file: at the speed of the disk, with its length, and without a worker
for as long as the reader's line is slow. A folder that cannot be written to costs nothing but that.
"""

import hashlib
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.conf import settings

from .http import code_stamp
from .models import Revision, Version

Pieces = Iterable[bytes]

BEGUN = "making-"

LONGEST_MAKING = 24 * 60 * 60
"""Seconds. A copy that nothing was written to for longer was left by a process that was killed."""


def file(name: str, version: Version, site: str, make: Callable[[], Pieces]) -> IO[bytes] | Pieces:
    """The file of that name at this version: from the folder, or made, and put there once it is whole."""
    folder: Path | None = settings.KEPT_FILES
    if folder is None:
        return make()
    kept = folder / _name(name, version, site)
    try:
        return kept.open("rb")
    except OSError:
        return _kept_while_sent(kept, name, version, make())


def _name(name: str, version: Version, site: str) -> str:
    told = f"{version.digest} {version.made_at.isoformat()} {site} {code_stamp()}"
    return f"{version.revision}-{hashlib.sha256(told.encode()).hexdigest()[:16]}-{name}"


def _kept_while_sent(kept: Path, name: str, version: Version, pieces: Pieces) -> Iterator[bytes]:
    copy = _Copy.begun_in(kept.parent)
    try:
        for piece in pieces:
            copy.write(piece)
            yield piece
        if Revision.current() == version.revision:  # else it may hold what came after
            copy.keep_as(kept)
            _forget_others(kept, name)
    finally:
        copy.discard()
        if hasattr(pieces, "close"):
            pieces.close()


def _forget_others(kept: Path, name: str) -> None:
    """One of a name at a time, whatever host it was asked from: a stranger can name many."""
    for other in kept.parent.glob(f"*-{name}"):
        if other != kept:
            other.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    for left in folder.glob(f"{BEGUN}*"):
        with suppress(OSError):  # another may have been quicker
            if left.stat().st_mtime < time.time() - LONGEST_MAKING:
                left.unlink()


class _Copy:
    """A copy in the making. Whatever the disk refuses ends the copy, and never what is being sent."""

    def __init__(self, made: IO[bytes] | None) -> None:
        self.made = made

    @classmethod
    def begun_in(cls, folder: Path) -> "_Copy":
        try:
            folder.mkdir(exist_ok=True)
            _sweep(folder)
            return cls(tempfile.NamedTemporaryFile(dir=folder, prefix=BEGUN, delete=False))
        except OSError:
            return cls(None)

    def write(self, piece: bytes) -> None:
        try:
            if self.made:
                self.made.write(piece)
        except OSError:
            self.discard()

    def keep_as(self, path: Path) -> None:
        try:
            if self.made:
                self.made.close()
                Path(self.made.name).replace(path)
                self.made = None
        except OSError:
            self.discard()

    def discard(self) -> None:
        made, self.made = self.made, None
        if made:
            with suppress(OSError):  # what is left in its buffer may find no room either
                made.close()
            with suppress(OSError):
                Path(made.name).unlink(missing_ok=True)
