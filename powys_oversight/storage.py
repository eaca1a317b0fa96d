"""Static files as they are served: named by their content, compressed, and with one style sheet."""

import re
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLE = "css/site.css"
_IMPORT = re.compile(r'@import "/static/([\w./-]+)";')


class BundlingStorage(CompressedManifestStaticFilesStorage):
    """Inlines the imports of the site's style sheet, so that a reader fetches one file."""

    def post_process(self, paths: dict[str, object], dry_run: bool = False, **options: object) -> Any:
        if BUNDLE in paths and not dry_run:
            bundled = _IMPORT.sub(lambda match: self._text(paths, match[1]), self._text(paths, BUNDLE))
            self.delete(BUNDLE)
            self._save(BUNDLE, ContentFile(bundled.encode()))
            paths = paths | {BUNDLE: (self, BUNDLE)}
        yield from super().post_process(paths, dry_run, **options)

    def stored_name(self, name: str) -> str:
        """Return the hashed name, or the plain one before static files are first collected."""
        return super().stored_name(name) if self.hashed_files else name

    @staticmethod
    def _text(paths: dict[str, Any], name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return file.read().decode()
