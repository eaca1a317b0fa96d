"""The admin site: its front page, and the pages of ours in it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from . import preview, publication
from . import worklist as gaps
from .accounts import second_factor
from .from_document import views as from_document


class DeskSite(admin.AdminSite):
    site_header = _("Powys oversight timeline: the editors’ desk")
    site_title = _("Powys oversight timeline")
    index_title = _("What wants doing")
    index_template = "desk/index.html"

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not second_factor.wanted(request.user)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """As Django's. Who has given the password, and must give a number too, is asked for that."""
        if second_factor.wanted(request.user):
            there = urlencode({"next": request.GET.get("next", "")})
            return HttpResponseRedirect(f"{reverse('admin:second_factor')}?{there}")
        return super().login(request, extra_context)

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        return super().index(request, {"gaps": gaps.found(request.user)} | (extra_context or {}))

    def get_urls(self) -> list[Any]:
        ours: dict[str, tuple[str, Any]] = {
            "publication": ("publication/", publication.view),
            "preview": ("preview/<slug:slug>/", preview.view),
            "from_document": ("from-document/", from_document.view),
            "earlier_findings": ("earlier-findings/", from_document.earlier_findings),
        }
        at_the_door = [
            path("second-factor/", second_factor.view, {"site": self}, name="second_factor"),
            path("second-factor/leave/", second_factor.leave, {"site": self}, name="leave"),
        ]
        inside = [
            path(route, self.admin_view(view), {"site": self}, name=name)
            for name, (route, view) in ours.items()
        ]
        return [*at_the_door, *inside, *super().get_urls()]
