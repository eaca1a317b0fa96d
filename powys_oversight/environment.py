"""Reads the environment strictly: an invalid value stops the site with one sentence."""

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

SQLITE_OPTIONS = {
    # Readers go on while one writes, and two who read then write do not lose each other's work.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA busy_timeout=20000;",
}


def boolean(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in ("true", "false"):
        return value == "true"
    if value:
        raise ImproperlyConfigured(f"{name} must be true or false, not “{value}”.")
    return default


def words(name: str, *, default: list[str]) -> list[str]:
    value = os.environ.get(name, "")
    return [word.strip() for word in value.split(",") if word.strip()] or default


def database(folder: Path) -> dict[str, Any]:
    """Return the database that DATABASE_URL names, or a SQLite file in the folder."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{folder / 'db.sqlite3'}"
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(url))
    except (ValueError, KeyError) as mistake:
        raise ImproperlyConfigured(
            "DATABASE_URL was not understood. Write it as postgres://user:password@host:5432/name "
            "or sqlite:////folder/file.sqlite3."
        ) from mistake
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = SQLITE_OPTIONS | config.get("OPTIONS", {})
    elif config["ENGINE"] == "django.db.backends.postgresql":
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    else:
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with postgres:// or sqlite:///: no other database is tested."
        )
    return config


def secret_key(kept_in: Path) -> str:
    """Return SECRET_KEY, or a key created on first run and kept in a file that git ignores."""
    key = os.environ.get("SECRET_KEY")
    if key:
        return key
    try:
        if not kept_in.exists():
            made = kept_in.with_name(f"{kept_in.name}.{os.getpid()}")
            made.touch(mode=0o600)
            made.write_text(secrets.token_urlsafe(64))
            made.replace(kept_in)  # whole or not at all: another process may be reading
        return kept_in.read_text().strip()
    except OSError as refused:
        raise ImproperlyConfigured(
            f"The secret key could not be kept in {kept_in.name}: {refused.strerror}. "
            "Run from a folder you may write to, or set SECRET_KEY."
        ) from refused
