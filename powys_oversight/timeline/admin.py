"""The editors' forms for events, documents and people, and what every kind's form is built on."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, DateField, Max, QuerySet, URLField
from django.forms import ModelForm
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from . import date_wording, exports, kinds
from .date_fields import DayField
from .forms import (
    CitationFormSet,
    CitedForm,
    EventCitationFormSet,
    EventForm,
    SourceChoiceField,
    VersionFormSet,
)
from .models import (
    Disagreement,
    DisagreementVersion,
    DisagreementVersionCitation,
    Event,
    EventCitation,
    EventService,
    OfficeHolding,
    OfficeHoldingCitation,
    Organisation,
    OrganisationName,
    Person,
    Relation,
    RelationCitation,
    Service,
    Source,
    UnseenDocument,
    UnseenDocumentCitation,
)

admin.site.site_header = _("Powys oversight timeline: the editors' desk")
admin.site.site_title = _("Powys oversight timeline")
admin.site.index_title = _("The record")

CITED_FIELDS = ("source", "locator", "quotation")


class CitationInline(admin.TabularInline):
    extra = 1
    formset: Any = CitationFormSet
    fields = CITED_FIELDS
    verbose_name = _("citation")
    verbose_name_plural = _("Citations: each place in each source")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "source":
            kwargs["form_class"] = SourceChoiceField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class EventCitationInline(CitationInline):
    model = EventCitation
    formset = EventCitationFormSet


class CitedInline(admin.StackedInline):
    """Rows that are each saved with a first citation. Their own pages hold the further ones."""

    form = CitedForm
    extra = 1  # so that one can be added where there is no script
    show_change_link = True

    # Shown in place of the form's own boxes to those who may only look.

    @admin.display(description=_("Source"))
    def source(self, row: Any) -> str:
        citation = row.citations.first()
        return citation.source.shown_in_lists() if citation else ""

    @admin.display(description=_("Where in it"))
    def locator(self, row: Any) -> str:
        citation = row.citations.first()
        return citation.locator if citation else ""

    @admin.display(description=_("Quotation"))
    def quotation(self, row: Any) -> str:
        citation = row.citations.first()
        return citation.quotation if citation else ""


class RelationInline(CitedInline):
    model = Relation
    fk_name = "from_event"
    autocomplete_fields = ("to_event",)
    extra = 0
    fields = (("kind", "to_event"), CITED_FIELDS)
    verbose_name = _("link to another event")
    verbose_name_plural = _("How it connects: this event … that event")


class SavesCitations(admin.ModelAdmin):
    """Numbers the rows of a CitedInline that were left without, and saves their first citations with them."""

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: Any, change: bool) -> None:
        if any(field.name == "number" for field in formset.model._meta.concrete_fields):
            _number(formset)
        super().save_formset(request, form, formset, change)
        for row in formset.forms:
            if isinstance(row, CitedForm) and row.has_changed() and row not in formset.deleted_forms:
                row.save_citation()


def _number(formset: Any) -> None:
    """Give each row that was left without a number the next one within its parent."""
    there = formset.model._default_manager.filter(**{formset.fk.name: formset.instance.pk})
    last = there.aggregate(last=Max("number"))["last"] or 0
    last = max([last, *(row.instance.number or 0 for row in formset.forms if row.has_changed())])
    for row in formset.forms:
        if row.has_changed() and row.instance.number is None:
            last += 1
            row.instance.number = last


class CitedAdmin(SavesCitations):
    """A row on its own page, with every citation it has, and then its `inlines`."""

    citation_model: Any

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        name = f"{self.citation_model.__name__}Inline"
        return [type(name, (CitationInline,), {"model": self.citation_model}), *self.inlines]


class ListsEvents(admin.ModelAdmin):
    """A change list of events: five queries, however many events. Takes the selected away as CSV."""

    list_filter: ClassVar[Any] = ("status", "services", "precision", "issued_by")
    search_fields = ("title", "summary", "slug")
    list_per_page = 50
    actions = ("publish", "withdraw", "download")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        events = super().get_queryset(request).select_related("issued_by").prefetch_related("services")
        return events.annotate(cited=Count("citations", distinct=True))

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("sort_key",)

    @admin.display(description=_("date"), ordering="sort_key")
    def when(self, event: Event) -> str:
        return date_wording.in_words(event.occurred)

    @admin.display(description=_("services"))
    def service_names(self, event: Event) -> str:
        return ", ".join(service.name for service in event.services.all())

    @admin.display(description=_("citations"), ordering="cited")
    def citation_count(self, event: Any) -> int:
        return event.cited

    @admin.action(description=_("Publish the selected"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        published = 0
        for event in queryset.exclude(status=Event.Status.PUBLISHED):
            try:
                event.publish()
                published += 1
            except ValidationError as refusal:
                problem = " ".join(refusal.messages)
                self.message_user(request, f"{event.title[:120]}: {problem}", messages.ERROR)
        if published:
            words = ngettext("%(n)d event is published.", "%(n)d events are published.", published)
            self.message_user(request, words % {"n": published}, messages.SUCCESS)

    @admin.action(description=_("Return the selected to draft"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for event in queryset:
            event.status = Event.Status.DRAFT
            event.save()
        words = ngettext("%(n)d event is a draft.", "%(n)d events are drafts.", len(queryset))
        self.message_user(request, words % {"n": len(queryset)}, messages.SUCCESS)

    @admin.action(description=_("Download the selected as CSV"), permissions=["view"])
    def download(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase:
        keys = queryset.order_by().values("pk")
        return exports.timeline_csv(
            Event.objects.filter(pk__in=keys).in_order(),
            site=request.build_absolute_uri("/")[:-1],
            filename=exports.filename(["selected"], timezone.localdate()),
        )


class FixedAddress(admin.ModelAdmin):
    """A page whose address stays once it may have been cited: from when it is made, unless said otherwise."""

    def address_is_fixed(self, obj: Any) -> bool:
        return obj is not None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug",) if self.address_is_fixed(obj) else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if self.address_is_fixed(obj) else dict(self.prepopulated_fields)


class LookOnly(admin.ModelAdmin):
    """Rows to find and to look through. They are made and mended on other forms."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OffTheFrontPage(LookOnly):
    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}


class EventKindAdmin(SavesCitations, ListsEvents, FixedAddress):
    """What the form of every kind of event is built on: its own fields go into `particulars`."""

    form = EventForm
    formfield_overrides: ClassVar[Any] = {DateField: {"form_class": DayField, "widget": AdminDateWidget}}
    prepopulated_fields: ClassVar[Any] = {"slug": ("title",)}
    particulars: tuple[Any, ...] = ()
    list_display: Any = ("title", "when", "service_names", "citation_count", "status")
    inlines: ClassVar[Any] = (EventCitationInline, RelationInline)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        own = (
            [(str(self.opts.verbose_name).capitalize(), {"fields": self.particulars})]
            if self.particulars
            else []
        )
        return [
            (None, {"fields": ("title", "slug", "summary", "services_concerned", "issued_by", "status")}),
            (
                _("When"),
                {
                    "fields": (
                        ("occurred", "occurred_as_stated"),
                        ("ended", "ended_as_stated"),
                        ("published_on", "order"),
                    )
                },
            ),
            *own,
            (_("In Welsh"), {"classes": ("collapse",), "fields": ("title_cy", "summary_cy")}),
        ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.cites = any(  # type: ignore[attr-defined]
            isinstance(inline, EventCitationInline)
            and (inline.has_add_permission(request, obj) or inline.has_change_permission(request, obj))
            for inline in self.get_inline_instances(request, obj)
        )
        return form

    def address_is_fixed(self, obj: Any) -> bool:
        return super().address_is_fixed(obj) and obj.status == Event.Status.PUBLISHED

    def view_on_site(self, obj: Event) -> str | None:
        return obj.get_absolute_url() if obj.status == Event.Status.PUBLISHED else None

    @admin.display(description=_("services"))
    def services_concerned(self, event: Event) -> str:
        """Shown in place of the boxes to those who may only look."""
        return ", ".join(service.name for service in event.services.all())

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        form.save_services()
        super().save_related(request, form, formsets, change)


@admin.register(Event)
class EventAdmin(ListsEvents, LookOnly):
    """Every event of every kind, to find and to take away. Each is edited on its own kind's form."""

    list_display = ("title_linked", "kind_label", "when", "service_names", "citation_count", "status")
    list_display_links = None
    list_filter = ("status", "kind", "services", "precision", "issued_by")

    @admin.display(description=_("title"), ordering="title")
    def title_linked(self, event: Event) -> str:
        opts = kinds.by_slug()[event.kind]._meta
        address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[event.pk])
        return format_html('<a href="{}">{}</a>', address, event.title)

    @admin.display(description=_("kind"), ordering="kind")
    def kind_label(self, event: Event) -> kinds.Words:
        return event.kind_words.label


class OrganisationNameInline(admin.StackedInline):
    model = OrganisationName
    extra = 0
    fields = (("name", "abbreviation"), "name_cy", ("used_from", "used_until"))


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ("name", "abbreviation", "slug")
    search_fields = ("name", "abbreviation", "names__name", "names__abbreviation")
    list_filter = ("services",)
    prepopulated_fields = {"slug": ("name",)}
    inlines = (OrganisationNameInline,)


@admin.register(Service)
class ServiceAdmin(FixedAddress):
    list_display = ("name", "organisation", "order")
    list_select_related = ("organisation",)
    list_filter = ("organisation",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}


class OfficeHoldingInline(CitedInline):
    model = OfficeHolding
    fields = (
        ("role", "organisation"),
        "role_cy",
        ("began", "began_as_stated"),
        ("ended", "ended_as_stated"),
        CITED_FIELDS,
    )


@admin.register(Person)
class PersonAdmin(SavesCitations, FixedAddress):
    list_display = ("name", "slug")
    search_fields = ("name", "offices__role")
    list_filter = ("offices__organisation",)
    prepopulated_fields = {"slug": ("name",)}
    inlines = (OfficeHoldingInline,)


@admin.register(OfficeHolding)
class OfficeHoldingAdmin(CitedAdmin):
    citation_model = OfficeHoldingCitation
    list_display = ("person", "role", "organisation", "began", "ended")
    list_select_related = ("person", "organisation")
    list_filter = ("organisation",)
    search_fields = ("person__name", "role")
    autocomplete_fields = ("person", "organisation")


@admin.register(Source)
class SourceAdmin(FixedAddress):
    formfield_overrides: ClassVar[Any] = {
        URLField: {"assume_scheme": "https"},  # what Django 6 does by itself
        DateField: {"form_class": DayField, "widget": AdminDateWidget},
    }
    list_display = ("title", "publisher", "published", "type", "tier", "read", "checked_on")
    list_filter = ("tier", "type", "read", "publisher", "language")
    search_fields = ("title", "publisher", "author", "slug")
    prepopulated_fields = {"slug": ("publisher", "published")}
    fieldsets = (
        (None, {"fields": ("title", "slug", "publisher", "author", "published", "type", "tier", "language")}),
        (_("Where it is"), {"fields": ("url", "licence")}),
        (_("How it was read"), {"fields": ("read", "paragraphs", "checked_on", "note")}),
        (_("In Welsh"), {"classes": ("collapse",), "fields": ("title_cy", "url_cy")}),
    )


@admin.register(UnseenDocument)
class UnseenDocumentAdmin(CitedAdmin, FixedAddress):
    citation_model = UnseenDocumentCitation
    list_display = ("title", "author", "dated")
    list_filter = ("author",)
    search_fields = ("title", "author", "about")
    prepopulated_fields = {"slug": ("title",)}
    fieldsets = (
        (None, {"fields": ("title", "slug", "author", "dated", "about")}),
        (_("In Welsh"), {"classes": ("collapse",), "fields": ("title_cy",)}),
    )


@admin.register(Relation)
class RelationAdmin(CitedAdmin):
    citation_model = RelationCitation
    list_display = ("from_event", "kind", "to_event")
    list_select_related = ("from_event", "to_event")
    list_filter = ("kind",)
    search_fields = ("from_event__title", "to_event__title")
    autocomplete_fields = ("from_event", "to_event")


class DisagreementVersionInline(CitedInline):
    model = DisagreementVersion
    formset = VersionFormSet
    fields = (("number", "occurred", "sorts_the_event"), "answer", CITED_FIELDS)


@admin.register(Disagreement)
class DisagreementAdmin(SavesCitations, FixedAddress):
    list_display = ("question", "version_count")
    list_filter = ("events__services",)
    search_fields = ("question", "versions__answer")
    autocomplete_fields = ("events",)
    prepopulated_fields = {"slug": ("question",)}
    inlines = (DisagreementVersionInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Disagreement]:
        return super().get_queryset(request).annotate(version_total=Count("versions", distinct=True))

    @admin.display(description=_("versions"), ordering="version_total")
    def version_count(self, disagreement: Any) -> int:
        return disagreement.version_total


@admin.register(DisagreementVersion)
class DisagreementVersionAdmin(CitedAdmin):
    citation_model = DisagreementVersionCitation
    list_display = ("disagreement", "number", "answer", "sorts_the_event")
    list_select_related = ("disagreement",)
    list_filter = ("sorts_the_event", "disagreement")
    search_fields = ("answer", "disagreement__question")
    autocomplete_fields = ("disagreement",)


@admin.register(OrganisationName)
class OrganisationNameAdmin(admin.ModelAdmin):
    list_display = ("name", "abbreviation", "organisation", "used_from", "used_until")
    list_select_related = ("organisation",)
    list_filter = ("organisation",)
    search_fields = ("name", "abbreviation")
    ordering = ("organisation__name", "used_from_earliest")


@admin.register(EventService)
class EventServiceAdmin(OffTheFrontPage):
    """The links alone, to look through; they are made and unmade on the event's own form."""

    list_display = ("event", "service")
    list_select_related = ("event", "service")
    list_filter = ("service",)
    search_fields = ("event__title",)


class CitationAdmin(OffTheFrontPage):
    """Every citation of one kind of claim, to look through. They are made and mended with what they cite."""

    list_display = ("claim", "source", "locator", "quotation")
    list_filter = ("source__tier", "source")
    search_fields = ("source__title", "locator", "quotation")
    autocomplete_fields = ("claim", "source")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("source", "claim", *self.model.shown_with)

    def get_actions(self, request: HttpRequest) -> Any:
        return {}

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Goes with what it cites, and never by itself: that would leave a claim uncited."""
        raise PermissionDenied


admin.site.register(
    [
        EventCitation,
        RelationCitation,
        OfficeHoldingCitation,
        DisagreementVersionCitation,
        UnseenDocumentCitation,
    ],
    CitationAdmin,
)
