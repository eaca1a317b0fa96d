"""The base of every admin form: history, reasons for changes, and refusal of conflicting edits."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from powys_oversight.timeline.history import reports
from powys_oversight.timeline.history.recorder import recording
from powys_oversight.timeline.history.significance import ReasonNeededError
from powys_oversight.timeline.models import RecordModel

from ..change_reason import ChangeReasonForm

Extra = dict[str, object] | None  # the context that a caller of an admin view adds


class RecordAdmin(admin.ModelAdmin):
    """A table of the record. Each save is one Change, with its editor and reason."""

    change_form_template = "admin/record_change_form.html"
    delete_confirmation_template = "admin/record_delete_confirmation.html"
    delete_selected_confirmation_template = "admin/record_delete_selected_confirmation.html"
    object_history_template = "admin/record_history.html"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: object, change: bool) -> None:
        """Save as Django does, and refuse if the row is now part of what this user may not correct."""
        super().save_related(request, form, formsets, change)
        if form.instance.shown_on_events() and not _may_touch(request, form.instance):
            raise PermissionDenied

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        return [name for name in super().get_fields(request, obj) if name not in ChangeReasonForm.base_fields]

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        own = kwargs.pop("form", None) or self.form
        form = super().get_form(
            request, obj, change, form=type(own.__name__, (ChangeReasonForm, own), {}), **kwargs
        )
        form.refusal = getattr(request, "refusal", None)  # type: ignore[attr-defined]
        return form

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Extra = None
    ) -> Any:
        """As Django's, in one transaction with its history. Refusals are shown on the form."""
        view = super().changeform_view

        def answer() -> Any:
            return view(request, object_id, form_url, extra_context)

        try:
            return self._recorded(request, answer)
        except ReasonNeededError as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            return answer()  # the form finds the refusal and saves nothing

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Extra = None) -> Any:
        view = super().delete_view
        return self._recorded_or_asked_again(request, lambda: view(request, object_id, extra_context))

    def changelist_view(self, request: HttpRequest, extra_context: Extra = None) -> Any:
        view = super().changelist_view
        return self._recorded_or_asked_again(request, lambda: view(request, extra_context))

    def _recorded_or_asked_again(self, request: HttpRequest, answer: Callable[[], Any]) -> Any:
        try:
            return self._recorded(request, answer)
        except ReasonNeededError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(request.get_full_path())

    def _recorded(self, request: HttpRequest, answer: Callable[[], Any]) -> Any:
        if request.method != "POST":
            return answer()
        try:
            with recording(
                by=request.user, reason=request.POST.get("reason", ""), minor=bool(request.POST.get("minor"))
            ):
                return answer()
        except ReasonNeededError:
            # What was said of the save that is now undone.
            said: Any = get_messages(request)
            said._queued_messages.clear()
            raise

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Extra = None) -> HttpResponse:
        row: Any = self.get_object(request, unquote(object_id))
        context = {"changes": reports.of_row(row), "title": _("History")}
        return super().history_view(request, object_id, context | (extra_context or {}))


def _may_touch(request: HttpRequest, row: RecordModel | None) -> bool:
    """True where the user may edit the row: a draft, or with `correct_event` what readers have seen."""
    return row is None or not row.is_past_drafting or request.user.has_perm("timeline.correct_event")


class FixedSlugAdmin(RecordAdmin):
    """A row whose slug cannot be edited once it may have been cited: by default, once it is saved."""

    def address_is_fixed(self, obj: Model | None) -> bool:
        return obj is not None

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        fields = tuple(super().get_readonly_fields(request, obj))
        return (*fields, "slug") if self.address_is_fixed(obj) else fields

    def get_prepopulated_fields(self, request: HttpRequest, obj: Model | None = None) -> dict[str, Any]:
        return {} if self.address_is_fixed(obj) else dict(self.prepopulated_fields)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that are added and changed on other forms."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class HiddenAdmin(ReadOnlyAdmin):
    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}
