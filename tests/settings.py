"""The site's own settings, with what only a test run needs."""

from powys_oversight.settings import *  # noqa: F403
from powys_oversight.settings import BASE_DIR, STORAGES

# A manifest exists only once `serve` has collected it; tests read the files where they are kept.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = BASE_DIR / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

DOWNLOAD_CACHE_BYTES = 0  # each test has a record of its own

# The hash that guards real passwords is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
