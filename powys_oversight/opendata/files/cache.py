"""Whole files kept from the first time they are made until the record changes.

`file` is for a reader, and keeps by the way what it sends; `keep` makes one before anybody asks. What
is kept is sent as a plain file: at the speed of the disk, with its length, and without a worker for as
long as the reader's line is slow. A folder that cannot be written to costs a reader nothing but that.
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast
from urllib.parse import quote, unquote

from django.conf import settings

from powys_oversight.pages.caching import code_stamp
from powys_oversight.timeline.models import Revision, Version

Pieces = Iterable[bytes]

BEGUN = "making-"

BETWEEN = "+"
"""Stands between the parts of a kept file's name: its revision, a stamp, the site, and what it is."""

SITES_AT_ONCE = 4
"""For so many sites a file is kept. One may well have two names; a stranger can make up any number."""

LONGEST_MAKING = 24 * 60 * 60
"""Seconds. A copy that nothing was written to for longer was left by a process that was killed."""


def file(name: str, version: Version, site: str, make: Callable[[], Pieces]) -> IO[bytes] | Pieces:
    """The file of that name at this version: from the folder, or made, and put there once it is whole."""
    if settings.KEPT_FILES is None:
        return make()
    kept = _path(name, version, site)
    try:
        return kept.open("rb")
    except OSError:
        return _kept_while_sent(kept, version, make())


def keep(name: str, version: Version, site: str, make: Callable[[], Pieces]) -> bool:
    """Make the file and keep it. False where the record changed meanwhile: it may hold what came after.

    Raises OSError where the disk refuses it.
    """
    kept = _path(name, version, site)
    for _piece in _kept_while_sent(kept, version, make(), insisting=True):
        pass  # there is nobody to send it to
    return kept.is_file()


def has(name: str, version: Version, site: str) -> bool:
    """Whether the file of that name at this version is in the folder."""
    try:
        return _path(name, version, site).is_file()
    except OSError:  # a host may have a longer name than a file
        return False


def sites(name: str) -> list[str]:
    """The sites that the file of that name was last kept for, at whatever version."""
    found = (unquote(path.name.split(BETWEEN)[-2]) for path in _all_of(name))
    return sorted(set(found))


def _folder() -> Path:
    """Asked only where files are kept."""
    return cast(Path, settings.KEPT_FILES)


def _path(name: str, version: Version, site: str) -> Path:
    told = f"{version.digest} {version.made_at.isoformat()} {code_stamp()}"
    stamp = hashlib.sha256(told.encode()).hexdigest()[:16]
    return _folder() / BETWEEN.join([str(version.revision), stamp, quote(site, safe=""), name])


def _all_of(name: str) -> Iterable[Path]:
    return _folder().glob(BETWEEN.join(["*", "*", "*", name]))


def _kept_while_sent(
    kept: Path, version: Version, pieces: Pieces, *, insisting: bool = False
) -> Iterator[bytes]:
    copy = _Copy(insisting)
    try:
        copy.begin_in(kept.parent)
        for piece in pieces:
            copy.write(piece)
            yield piece
        if Revision.current() == version.revision and copy.keep_as(kept):
            _forget_others(kept)
    finally:
        copy.discard()
        if hasattr(pieces, "close"):
            pieces.close()


def _forget_others(kept: Path) -> None:
    """The same site's of other versions go, and what was kept longest ago of too many sites'.

    Other sites' of other versions stay: by them it is known where the file is asked for.
    """
    *_version, site, name = kept.name.split(BETWEEN)
    newest_first = sorted(_all_of(name), key=_written_at, reverse=True)
    for number, other in enumerate(newest_first):
        is_older = other != kept and other.name.split(BETWEEN)[-2] == site
        if is_older or number >= SITES_AT_ONCE:
            with suppress(OSError):  # another was quicker, or it is another's
                other.unlink()


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # another was quicker
        return 0


def _sweep(folder: Path) -> None:
    for left in folder.glob(f"{BEGUN}*"):
        if _written_at(left) < time.time() - LONGEST_MAKING:
            with suppress(OSError):  # another may have been quicker
                left.unlink()


class _Copy:
    """A copy in the making. What the disk refuses ends it, and raises OSError only where `insisting`."""

    def __init__(self, insisting: bool) -> None:
        self.insisting = insisting
        self.made: IO[bytes] | None = None

    def begin_in(self, folder: Path) -> None:
        with self._as_the_disk_allows():
            folder.mkdir(exist_ok=True)
            _sweep(folder)
            self.made = tempfile.NamedTemporaryFile(dir=folder, prefix=BEGUN, delete=False)  # noqa: SIM115

    def write(self, piece: bytes) -> None:
        with self._as_the_disk_allows():
            if self.made:
                self.made.write(piece)

    def keep_as(self, path: Path) -> bool:
        """Whether it is kept there now."""
        with self._as_the_disk_allows():
            if self.made:
                self.made.flush()
                os.fsync(self.made.fileno())  # or a machine that fails leaves a name with nothing in it
                self.made.close()
                Path(self.made.name).replace(path)
                self.made = None
                return True
        return False

    def discard(self) -> None:
        made, self.made = self.made, None
        if made:
            with suppress(OSError):  # what is left in its buffer may find no room either
                made.close()
            with suppress(OSError):
                Path(made.name).unlink(missing_ok=True)

    @contextmanager
    def _as_the_disk_allows(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            self.discard()
            if self.insisting:
                raise
