"""Settings, the same on a laptop as in production: what differs comes from the environment.

DATABASE_URL      postgres://... ; without it, db.sqlite3 beside manage.py
SECRET_KEY        without it, one is made on first run and kept in .secret-key
ALLOWED_HOSTS     host names the site answers to, with commas; without it, this machine only
DEBUG             true for development: plain static files and Django's error pages
BEHIND_HTTPS      true where readers reach the site by https, through a proxy that says so
CONTACT           where errors are reported: an e-mail or web address shown on every page
PUBLISH_OWN_DRAFTS     true where one person may both draft and publish; without it, two do
REQUIRE_SECOND_FACTOR  true where every editor gives a number from an app beside the password
"""

import os
import sys
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from . import environment

CODE_DIR = Path(__file__).resolve().parent.parent
IN_CHECKOUT = (CODE_DIR / "manage.py").exists()
SHARE_DIR = CODE_DIR if IN_CHECKOUT else Path(sys.prefix) / "share" / "powys-oversight"
"""Templates, static files and fixtures: beside the code, or where the wheel puts them."""
BASE_DIR = CODE_DIR if IN_CHECKOUT else Path.cwd()
"""Files made by running the site: database, secret key, collected static files."""

DEBUG = environment.boolean("DEBUG", default=False)
SECRET_KEY = environment.secret_key(BASE_DIR / ".secret-key")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
BEHIND_HTTPS = environment.boolean("BEHIND_HTTPS", default=False)
if DEBUG and BEHIND_HTTPS:
    raise ImproperlyConfigured("DEBUG shows readers the code: turn it off where BEHIND_HTTPS is on.")
CONTACT = os.environ.get("CONTACT", "")
PUBLISH_OWN_DRAFTS = environment.boolean("PUBLISH_OWN_DRAFTS", default=False)

INSTALLED_APPS = [
    "powys_oversight",  # for its commands
    "powys_oversight.timeline",
    "powys_oversight.pages",
    "powys_oversight.opendata",
    "powys_oversight.editing",
    "inspections",
    "notices",
    "powys_oversight.desk.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_tables2",
    "import_export",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
    "powys_oversight.desk",  # last: its roles are given the permissions of all the others
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "powys_oversight.middleware.SafeHeadersMiddleware",
    "powys_oversight.desk.middleware.DeskMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "powys_oversight.urls"
WSGI_APPLICATION = "powys_oversight.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SHARE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "powys_oversight.context_processors.site",
            ]
        },
    }
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # so that our own widget's template is found

DATABASES = {"default": environment.database(BASE_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [SHARE_DIR / "fixtures"]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "powys_oversight.desk.accounts.passwords.GuessableValidator"},
]

# Who may come in. Five wrong passwords for one name from one address close that door for a while;
# the same person from elsewhere, and others from there, are not kept out.
LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "desk/locked_out.html"
AXES_CLIENT_IP_CALLABLE = "powys_oversight.desk.accounts.client_address.client_address"
AXES_ALLOWED_CORS_ORIGINS = ""
OTP_ADMIN_HIDE_SENSITIVE_DATA = True  # nobody but its owner sees the key of a second step
OTP_TOTP_ISSUER = "Powys oversight timeline"
REQUIRE_SECOND_FACTOR = environment.boolean("REQUIRE_SECOND_FACTOR", default=False)
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day, and then the password again
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Import from a file asks for the permission to add; the library's own default lets any editor in.
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "add"
IMPORT_BYTES = 1_000_000
IMPORT_ROWS = 2000  # a quarter of a minute to try; longer ones are imported by command

# Finished whole files stay in the cache until they are the least needed; none expires by time.
DOWNLOAD_CACHE_BYTES = 1_000_000  # the largest file that is cached; 0 caches none
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 100},
    }
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]
LOCALE_PATHS = [CODE_DIR / "powys_oversight" / "locale"]
FORMAT_MODULE_PATH = "powys_oversight.formats"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [SHARE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "powys_oversight.storage.BundlingStorage"
    },
}
# Before static files are collected, as by `runserver` in a fresh clone, they are served where they lie.
WHITENOISE_USE_FINDERS = DEBUG or not (STATIC_ROOT / "staticfiles.json").exists()

DJANGO_TABLES2_TEMPLATE = "pages/_table.html"

# Safety. One policy for every page, the admin included.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

SECURE_SSL_REDIRECT = BEHIND_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # whatever watches it asks the server itself, without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SECURE_HSTS_SECONDS = 63_072_000 if BEHIND_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_HTTPS
SECURE_HSTS_PRELOAD = BEHIND_HTTPS
SESSION_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_SECURE = BEHIND_HTTPS
SESSION_COOKIE_NAME = "__Host-session" if BEHIND_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if BEHIND_HTTPS else "csrf"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "powys_oversight.log_format.UtcFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # What `axes` says of each wrong password, `desk` says too, and on one line whatever was typed.
    # A wrong Host or too many parameters is answered with 400. A traceback for each would flood the log.
    "loggers": {
        "axes": {"handlers": [], "propagate": False},
        "powys_oversight.desk": {"level": "INFO"},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "django.security.TooManyFieldsSent": {"handlers": [], "propagate": False},
    },
}
