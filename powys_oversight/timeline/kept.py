"""Whole files kept from the first time they are made until the record changes.

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
from urllib.parse import quote, unquote

from django.conf import settings

from .http import code_stamp
from .models import Revision, Version

Pieces = Iterable[bytes]

BEGUN = "making-"

BETWEEN = "+"
"""Stands between the parts of a kept file's name: its revision, a stamp, the site, and what it is."""

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


def has(name: str, version: Version, site: str) -> bool:
    """Whether the file of that name at this version is in the folder."""
    folder: Path | None = settings.KEPT_FILES
    try:
        return folder is not None and (folder / _name(name, version, site)).is_file()
    except OSError:  # a host may have a longer name than a file
        return False


def site_of(name: str) -> str:
    """The site that the file of that name was last kept for, at whatever version. Empty if none was."""
    folder: Path | None = settings.KEPT_FILES
    found = next(folder.glob(f"*{BETWEEN}{name}"), None) if folder else None
    return unquote(found.name.split(BETWEEN)[2]) if found else ""


def _name(name: str, version: Version, site: str) -> str:
    told = f"{version.digest} {version.made_at.isoformat()} {code_stamp()}"
    stamp = hashlib.sha256(told.encode()).hexdigest()[:16]
    return BETWEEN.join([str(version.revision), stamp, quote(site, safe=""), name])


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
    for other in kept.parent.glob(f"*{BETWEEN}{name}"):
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
