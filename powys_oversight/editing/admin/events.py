from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.db.models import Count, DateField, Model, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from powys_oversight.opendata.formats import csv as csv_format
from powys_oversight.opendata.tables.timeline import TIMELINE
from powys_oversight.timeline import kinds
from powys_oversight.timeline.about import site_url
from powys_oversight.timeline.dates.formatting import format_edtf
from powys_oversight.timeline.dates.forms import DayField
from powys_oversight.timeline.history import versions
from powys_oversight.timeline.links import form_of
from powys_oversight.timeline.models import Event, EventCitation, EventService, Relation, RelationCitation

from ..forms import EventCitationFormSet, EventForm
from ..imports.timeline import EventResource
from .base import FixedSlugAdmin, HiddenAdmin, ReadOnlyAdmin
from .citations import (
    CITED_FIELDS,
    CitationAdmin,
    CitationInline,
    CitationSavingAdmin,
    CitedAdmin,
    CitedInline,
)
from .csv_import import CsvImportAdmin


class EventCitationInline(CitationInline):
    model = EventCitation
    formset = EventCitationFormSet


class RelationInline(CitedInline):
    model = Relation
    fk_name = "from_event"
    autocomplete_fields = ("to_event",)
    extra = 0
    fields = (("kind", "to_event"), CITED_FIELDS)
    verbose_name = _("link to another event")
    verbose_name_plural = _("How it connects: this event … that event")


class EventListAdmin(admin.ModelAdmin):
    """The change list of events, with download as CSV. Costs five queries."""

    list_filter: ClassVar[Any] = ("status", "services", "precision", "issued_by")
    search_fields = ("title", "summary", "slug")
    list_per_page = 50
    ordering = ("sort_key",)
    actions = ("to_publication", "download")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        events = super().get_queryset(request).select_related("issued_by").prefetch_related("services")
        return events.annotate(cited=Count("citations", distinct=True))

    @admin.display(description=_("date"), ordering="sort_key")
    def when(self, event: Event) -> str:
        return format_edtf(event.occurred)

    @admin.display(description=_("services"))
    def service_names(self, event: Event) -> str:
        return ", ".join(service.name for service in event.services.all())

    @admin.display(description=_("citations"), ordering="cited")
    def citation_count(self, event: Any) -> int:
        return event.cited

    @admin.action(description=_("Review, publish or withdraw the selected"), permissions=["view"])
    def to_publication(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseRedirect:
        chosen = urlencode([("event", slug) for slug in queryset.values_list("slug", flat=True)])
        return HttpResponseRedirect(f"{reverse('admin:publication')}?{chosen}")

    @admin.action(description=_("Download the selected as CSV"), permissions=["view"])
    def download(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase:
        keys = queryset.order_by().values("pk")
        events = Event.objects.filter(pk__in=keys).in_order()
        lines = csv_format.stream(TIMELINE, [events], site_url(request))
        return csv_format.csv_response(lines, filename=csv_format.filename(["selected"], versions.current()))


class EventKindAdmin(CitationSavingAdmin, EventListAdmin, FixedSlugAdmin):
    """The base of the form of each kind of event, with its `detail_fields`.

    `side_by_side` groups those that share a row of the form.
    """

    form = EventForm
    change_form_template = "admin/event_change_form.html"
    formfield_overrides: ClassVar[Any] = {DateField: {"form_class": DayField, "widget": AdminDateWidget}}
    prepopulated_fields: ClassVar[Any] = {"slug": ("title",)}
    side_by_side: tuple[tuple[str, ...], ...] = ()
    list_display: Any = ("title", "when", "service_names", "citation_count", "status")
    inlines: ClassVar[Any] = (EventCitationInline, RelationInline)

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        details = self._detail_rows()
        own = [(str(self.opts.verbose_name).capitalize(), {"fields": details})] if details else []
        return [
            (None, {"fields": ("title", "slug", "summary", "services_concerned", "issued_by")}),
            (
                _("When"),
                {
                    "fields": (
                        ("occurred", "occurred_as_stated"),
                        ("ended", "ended_as_stated"),
                        *([("end_looked_for_in", "end_looked_on")] if self.model.KIND.lasts else []),
                        ("published_on", "order"),
                    )
                },
            ),
            *own,
            (_("In Welsh"), {"classes": ("collapse",), "fields": ("title_cy", "summary_cy")}),
        ]

    def _detail_rows(self) -> list[str | tuple[str, ...]]:
        rows = {row[0]: row for row in self.side_by_side}
        beside = {name for row in self.side_by_side for name in row[1:]}
        return [rows.get(name, name) for name in self.model.detail_fields if name not in beside]

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: object
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.cites = any(
            isinstance(inline, EventCitationInline)
            and (inline.has_add_permission(request, obj) or inline.has_change_permission(request, obj))
            for inline in self.get_inline_instances(request, obj)
        )
        return form

    def address_is_fixed(self, obj: Any) -> bool:
        return super().address_is_fixed(obj) and obj.has_been_seen

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only drafts are deleted. What readers have seen is withdrawn."""
        return super().has_delete_permission(request, obj) and not (obj and obj.has_been_seen)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.drafted_by = request.user
        super().save_model(request, obj, form, change)

    def view_on_site(self, obj: Event) -> str | None:
        return obj.get_absolute_url() if obj.has_been_seen else None

    services_concerned = EventListAdmin.service_names  # shown to whoever may only look, in place of the boxes

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        form.save_services()
        super().save_related(request, form, formsets, change)


@admin.register(Event)
class EventAdmin(CsvImportAdmin, EventListAdmin, ReadOnlyAdmin):
    """All events, to find and download. Each is edited on the form of its kind."""

    resource = EventResource
    list_display = ("title_linked", "kind_label", "when", "service_names", "citation_count", "status")
    list_display_links = None
    list_filter = ("status", "kind", "services", "precision", "issued_by")

    @admin.display(description=_("title"), ordering="title")
    def title_linked(self, event: Event) -> str:
        return format_html('<a href="{}">{}</a>', form_of(event), event.title)

    @admin.display(description=_("kind"), ordering="kind")
    def kind_label(self, event: Event) -> kinds.Words:
        return event.kind_info.label


@admin.register(Relation)
class RelationAdmin(CitedAdmin):
    citation_model = RelationCitation
    list_display = ("from_event", "kind", "to_event")
    list_select_related = ("from_event", "to_event")
    list_filter = ("kind",)
    search_fields = ("from_event__title", "to_event__title")
    autocomplete_fields = ("from_event", "to_event")


@admin.register(EventService)
class EventServiceAdmin(HiddenAdmin):
    """The links between events and services, which are edited on the event's form."""

    list_display = ("event", "service")
    list_select_related = ("event", "service")
    list_filter = ("service",)
    search_fields = ("event__title",)


admin.site.register([EventCitation, RelationCitation], CitationAdmin)
