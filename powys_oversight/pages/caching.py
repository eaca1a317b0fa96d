"""HTTP caching of public pages: read-only, with an ETag of record and code."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, wraps
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from powys_oversight.timeline.history import versions

View = Callable[..., Any]

OUR_APPS = ("powys_oversight", "inspections", "notices")

OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Link, ETag, Record-Version, Content-Disposition",
    "Cross-Origin-Resource-Policy": "cross-origin",
}

MAY_READ = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}
"""Headers of the answer to a preflight: what another site's script may send."""


def public_page(view: View) -> View:
    """Allow GET and HEAD, with an ETag of the record's revision and a header of its version.

    Costs a query. The view finds the version by `versions.version_of`.
    """
    return _answered(condition(etag_func=_etag)(view), {})


def plain_text(sentence: str, status: int = 400) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")


def _more_than_can_be_read() -> HttpResponse:
    return plain_text(_("There are more parameters than can be read."))


def open_data(view: View, *, too_much: Callable[[], HttpResponse] = _more_than_can_be_read) -> View:
    """Decorate a public page that other sites' scripts may read, with Last-Modified.

    `too_much` answers an address with more parameters than Django reads.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return too_much() if _asks_too_much(request) else view(request, *args, **kwargs)

    read = _answered(condition(etag_func=_etag, last_modified_func=_last_modified)(asked), OPEN)

    @wraps(read)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return HttpResponse(status=204, headers=MAY_READ)
        return read(request, *args, **kwargs)

    answered.csrf_exempt = True  # type: ignore[attr-defined]
    return answered


def _asks_too_much(request: HttpRequest) -> bool:
    try:
        request.GET  # noqa: B018 - it is read when it is first asked for
    except TooManyFieldsSent:
        return True
    return False


def _answered(view: View, headers: dict[str, str]) -> View:
    @require_safe
    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "public, no-cache")
        response.headers["Record-Version"] = str(versions.version_of(request))
        for name, value in headers.items():
            response.headers[name] = value
        if request.method == "HEAD" and response.streaming:
            response.streaming_content = ()  # so that nothing is made which nobody is sent
        return response

    answered.csrf_exempt = True  # type: ignore[attr-defined] # a page that only answers reading says 405
    return answered


def _last_modified(request: HttpRequest, *args: object, **kwargs: object) -> datetime:
    return max(versions.version_of(request).given_at, _code_changed())


def _etag(request: HttpRequest, *args: object, **kwargs: object) -> str:
    address = hashlib.sha256(request.get_full_path().encode()).hexdigest()[:12]
    return f'"{code_stamp()}-{versions.version_of(request).revision}-{address}"'


@cache
def code_stamp() -> str:
    stamps = "".join(f"{path}{path.stat().st_mtime_ns}" for path in _watched())
    return hashlib.sha256(f"{stamps}{settings.CONTACT}".encode()).hexdigest()[:12]


@cache
def _code_changed() -> datetime:
    return datetime.fromtimestamp(max(path.stat().st_mtime for path in _watched()), UTC)


def _watched() -> list[Path]:
    ours = {Path(app.path) for app in apps.get_app_configs() if app.name.partition(".")[0] in OUR_APPS}
    folders = ours | {settings.SHARE_DIR / "templates", settings.SHARE_DIR / "static"}
    files = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    return sorted(path for path in files if path.suffix != ".pyc")
