from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from . import audit_log


class DeskMiddleware:
    """Marks staff pages as not to be cached or indexed, and logs who is refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith("/admin/"):
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
            response.headers["Cache-Control"] = "no-store, private"
            if response.status_code == 403:
                audit_log.log_refusal(getattr(request, "user", ""), request.path)
        return response
