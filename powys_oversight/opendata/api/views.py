"""The addresses of the API, and the page that explains them."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path, resolve

from powys_oversight.pages.caching import open_data, public_page

from .problems import problem
from .resources import api


@public_page
def about(request: HttpRequest) -> HttpResponse:
    described = api.get_openapi_schema()
    operations = [(address, told["get"]) for address, told in described["paths"].items()]
    return render(request, "opendata/api.html", {"operations": operations})


def _for_reading(view: Callable[..., Any]) -> Callable[..., Any]:
    @partial(open_data, too_much=partial(problem, 400))
    @wraps(view)
    def read(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        asked, request.method = request.method, "GET"  # the library knows no HEAD
        try:
            return view(request, *args, **kwargs)
        finally:
            request.method = asked

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        answer = read(request, *args, **kwargs)
        if answer.status_code == 405:
            refused = problem(405)
            refused["Allow"] = "GET, HEAD"
            return refused
        return answer

    answered.csrf_exempt = True  # type: ignore[attr-defined]
    return answered


def _addresses() -> list[URLPattern | URLResolver]:
    patterns, _app_name, _namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = _for_reading(pattern.callback)
    return patterns


@_for_reading
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer unknown API addresses, which may lack only the final slash."""
    whole = f"{request.path_info}/"
    if not rest.endswith("/") and resolve(whole).func is not nothing:
        return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
    return problem(404)


urlpatterns = ([path("", about, name="about"), *_addresses(), path("<path:rest>", nothing)], "api")
