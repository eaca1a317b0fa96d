from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.history import reports
from powys_oversight.timeline.history.significance import ReasonNeededError
from powys_oversight.timeline.models import Change
from powys_oversight.timeline.publishing.undo import plan_undo, undo


@admin.register(Change)
class ChangeAdmin(admin.ModelAdmin):
    change_form_template = "admin/change_of_record.html"
    list_display = ("made_at", "made_by", "act", "weight", "what", "reason", "seen")
    list_filter = ("act", "weight", "seen", "made_by", "made_at")
    search_fields = ("reason", "rows__label")
    fields = ("withheld",)
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Change]:
        return super().get_queryset(request).select_related("made_by").prefetch_related("rows")

    @admin.display(description=_("what"))
    def what(self, change: Any) -> str:
        first, *more = list(change.rows.all()) or [None]
        if first is None:
            return ""
        return f"{first.label[:80]} (+{len(more)})" if more else first.label[:80]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm("timeline.withhold_change")

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        change = context["original"]
        context |= {"told": reports.of_change(change), "may_undo": _may_undo(request)}
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[Any]:
        undo = path("<int:pk>/undo/", self.admin_site.admin_view(self.undo_view), name="undo_change")
        return [undo, *super().get_urls()]

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        change = get_object_or_404(Change, pk=pk)
        if not _may_undo(request):
            raise PermissionDenied
        plan = plan_undo(change)
        refusal = ""
        if request.method == "POST" and not plan.obstacles:
            try:
                undo(change, by=request.user, reason=request.POST.get("reason", ""))
            except ReasonNeededError as refused:
                refusal = " ".join(refused.messages)
            else:
                messages.success(request, _("The change is undone. What it said stays in the history."))
                return HttpResponseRedirect(reverse("admin:timeline_change_changelist"))
        context = self.admin_site.each_context(request) | {
            "title": _("Undo a change"),
            "opts": self.opts,
            "change": change,
            "plan": plan,
            "refusal": refusal,
            "reason": request.POST.get("reason", ""),
        }
        return render(request, "admin/undo_change.html", context)


def _may_undo(request: HttpRequest) -> bool:
    return request.user.has_perms(["timeline.undo_change", "timeline.correct_event"])
