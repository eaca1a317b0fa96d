"""Runs the site from nothing: database, record, static files, server. It can be run again."""

import errno
import signal
import socket
import sys
from pathlib import Path

import waitress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, OperationalError, connection, transaction

from powys_oversight.pages.caching import code_stamp
from powys_oversight.timeline.models import Event

THREADS = 8

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - where whoever runs it asks for that

SERVING: dict[str, object] = {
    "threads": THREADS,
    # However slowly somebody reads, what was made for them waits on disk, so that no thread and no
    # transaction waits with it. One who stops reading is given up after `channel_timeout` seconds.
    "outbuf_high_watermark": 2**30,
    "channel_timeout": 60,
    "connection_limit": 500,  # many may be open and say nothing before nobody else is let in
    "ident": None,
    "clear_untrusted_proxy_headers": True,
}


class Command(BaseCommand):
    help = "Set up what is missing and serve the site, by default at http://127.0.0.1:8000/."
    requires_system_checks = []  # migrations and static files may not be there yet: they are made here

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
        )
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
        parser.add_argument(
            "--trusted-proxy",
            metavar="ADDRESS",
            help="address of a proxy whose X-Forwarded headers are believed",
        )

    def handle(self, *, host: str, port: int, trusted_proxy: str | None, **options: object) -> None:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # leave as for Ctrl+C, by the way out
        listening = self._listen(host, port)
        try:
            self._set_up()
        except OperationalError as refused:
            raise CommandError(_database_trouble(refused)) from refused
        except DatabaseError as refused:
            raise CommandError(f"The database refused: {_first_line(refused)}") from refused
        except OSError as refused:
            raise CommandError(
                f"{refused.filename or settings.BASE_DIR} cannot be written: {refused.strerror}. "
                "Run from a folder you may write to."
            ) from refused
        application = get_wsgi_application()
        self._say_where(*listening.getsockname()[:2])
        proxy = {
            "trusted_proxy": trusted_proxy,
            "trusted_proxy_headers": "x-forwarded-for x-forwarded-proto x-forwarded-host",
        }
        waitress.serve(application, sockets=[listening], **SERVING, **(proxy if trusted_proxy else {}))

    def _listen(self, host: str, port: int) -> socket.socket:
        try:
            family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
            listening = socket.socket(family, socket.SOCK_STREAM)
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((host, port))
            listening.listen()
        except (OSError, OverflowError) as refused:
            if getattr(refused, "errno", None) == errno.EADDRINUSE:
                raise CommandError(
                    f"Port {port} is taken, perhaps by this site already. Try --port {port + 1}."
                ) from refused
            raise CommandError(f"Cannot listen on {host} port {port}: {refused}.") from refused
        return listening

    def _set_up(self) -> None:
        self.stdout.write("Setting up the database ...")
        call_command("migrate", verbosity=0, interactive=False)
        self._load_the_record()
        self._collect_static_files()

    def _load_the_record(self) -> None:
        """Load the fixtures into an empty database, all or none; never over an editor's work."""
        if Event.objects.exists():
            self.stdout.write("The record is there already; nothing was loaded over it.")
            return
        fixtures = sorted(str(path) for path in settings.FIXTURE_DIRS[0].glob("*.yaml"))
        with transaction.atomic():
            call_command("loaddata", *fixtures, verbosity=0)
        self.stdout.write(f"Loaded the record: {Event.objects.count()} events.")

    def _collect_static_files(self) -> None:
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        if stamp.exists() and stamp.read_text() == code_stamp():
            return
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(code_stamp())
        self.stdout.write("Collected the static files.")

    def _say_where(self, host: str, port: int) -> None:
        if host in EVERYWHERE:
            self.stdout.write("Other machines reach it only by the names in ALLOWED_HOSTS.")
        elif _shown(host) not in settings.ALLOWED_HOSTS:
            settings.ALLOWED_HOSTS.append(_shown(host))
        site = _site(host, port)
        self.stdout.write(f"\nRead it at  {site}/\nEdit it at  {site}/admin/")
        if not get_user_model().objects.filter(is_staff=True).exists():
            self.stdout.write(f"Make an editor's account first:  {_command()} createsuperuser")
        self.stdout.write("Stop with Ctrl+C.\n")
        self.stdout.flush()


def _site(host: str, port: int) -> str:
    return f"http://{_shown(host)}:{port}"


def _shown(host: str) -> str:
    return "127.0.0.1" if host in EVERYWHERE else f"[{host}]" if ":" in host else host


def _command() -> str:
    python, here = Path(sys.executable), Path.cwd()
    shown = python.relative_to(here) if python.is_relative_to(here) else python
    return f"{shown} {'manage.py' if settings.IN_CHECKOUT else '-m powys_oversight'}"


def _database_trouble(refused: OperationalError) -> str:
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        return f"The database file {name} cannot be used: {_first_line(refused)}. May you write there?"
    return f"The database in DATABASE_URL cannot be reached: {_first_line(refused)}"


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
