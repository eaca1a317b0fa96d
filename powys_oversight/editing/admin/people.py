from django.contrib import admin

from powys_oversight.timeline.models import (
    OfficeHolding,
    OfficeHoldingCitation,
    Organisation,
    OrganisationName,
    Person,
    Service,
)

from .base import FixedSlugAdmin, RecordAdmin
from .citations import CITED_FIELDS, CitationAdmin, CitationSavingAdmin, CitedAdmin, CitedInline


class OrganisationNameInline(admin.StackedInline):
    model = OrganisationName
    extra = 0
    fields = (("name", "abbreviation"), "name_cy", ("used_from", "used_until"))


@admin.register(Organisation)
class OrganisationAdmin(RecordAdmin):
    list_display = ("name", "abbreviation", "slug")
    search_fields = ("name", "abbreviation", "names__name", "names__abbreviation")
    list_filter = ("services",)
    prepopulated_fields = {"slug": ("name",)}
    inlines = (OrganisationNameInline,)


@admin.register(Service)
class ServiceAdmin(FixedSlugAdmin):
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
class PersonAdmin(CitationSavingAdmin, FixedSlugAdmin):
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


@admin.register(OrganisationName)
class OrganisationNameAdmin(RecordAdmin):
    list_display = ("name", "abbreviation", "organisation", "used_from", "used_until")
    list_select_related = ("organisation",)
    list_filter = ("organisation",)
    search_fields = ("name", "abbreviation")
    ordering = ("organisation__name", "used_from_earliest")


admin.site.register([OfficeHoldingCitation], CitationAdmin)
