from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from .accounts.second_factor import is_required, leave_view, second_factor_view
from .from_document.views import earlier_findings_view, from_document_view
from .preview import preview_view
from .publication import publication_view
from .worklist import sections_for


class DeskSite(admin.AdminSite):
    site_header = _("Powys oversight timeline: the editors’ desk")
    site_title = _("Powys oversight timeline")
    index_title = _("What wants doing")
    index_template = "desk/index.html"

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not is_required(request.user)

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Send a user who still owes a second factor to it; otherwise as Django's."""
        if is_required(request.user):
            query = urlencode({"next": request.GET.get("next", "")})
            return HttpResponseRedirect(f"{reverse('admin:second_factor')}?{query}")
        return super().login(request, extra_context)

    def index(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> TemplateResponse:
        return super().index(request, {"gaps": sections_for(request.user)} | (extra_context or {}))

    def get_urls(self) -> list[Any]:
        ours: dict[str, tuple[str, Any]] = {
            "publication": ("publication/", publication_view),
            "preview": ("preview/<slug:slug>/", preview_view),
            "from_document": ("from-document/", from_document_view),
            "earlier_findings": ("earlier-findings/", earlier_findings_view),
        }
        at_the_door = [
            path("second-factor/", second_factor_view, {"site": self}, name="second_factor"),
            path("second-factor/leave/", leave_view, {"site": self}, name="leave"),
        ]
        inside = [
            path(route, self.admin_view(view), {"site": self}, name=name)
            for name, (route, view) in ours.items()
        ]
        return [*at_the_door, *inside, *super().get_urls()]
