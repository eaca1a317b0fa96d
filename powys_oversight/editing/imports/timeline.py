"""Import of events and sources: the columns of `opendata.tables`, and the values each accepts."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import CharWidget

from powys_oversight.opendata.tables.sources import SOURCES
from powys_oversight.opendata.tables.timeline import TIMELINE
from powys_oversight.timeline import kinds
from powys_oversight.timeline.models import Event, Organisation, Service, Source

from . import widgets
from .resource import CITED_AT, RecordResource, ResourceMeta, linked
from .widgets import ChoiceWidget, DateCellWidget, DayWidget, RowWidget, TextWidget


def _issuer(written: str) -> Organisation:
    named = Q(slug=written) | Q(name=written) | Q(names__name=written)
    return Organisation.objects.filter(named).distinct().get()


class EventResource(RecordResource):
    """Events of every kind.

    A new row is a draft; `kind` gives its kind, and columns of that kind may follow.
    """

    columns = TIMELINE.columns
    related = (
        linked("services", Service, "eventservice_set", "service", lambda event: event.services.all()),
        CITED_AT,
    )

    slug = Field("slug", "id", widget=TextWidget())
    kind = Field("kind", "kind", widget=CharWidget())
    title = Field("title", "title", widget=TextWidget())
    summary = Field("summary", "summary", widget=TextWidget())
    title_cy = Field("title_cy", "title_cy", widget=TextWidget())
    summary_cy = Field("summary_cy", "summary_cy", widget=TextWidget())
    occurred = Field("occurred", "occurred", widget=DateCellWidget())
    occurred_as_stated = Field("occurred_as_stated", "occurred_as_stated", widget=TextWidget())
    ended = Field("ended", "ended", widget=DateCellWidget())
    ended_as_stated = Field("ended_as_stated", "ended_as_stated", widget=TextWidget())
    published_on = Field("published_on", "published_on", widget=DayWidget())
    issued_by = Field("issued_by", "issued_by", widget=RowWidget(Organisation, _issuer))

    class Meta(ResourceMeta):
        model = Event
        import_id_fields = ("slug",)
        fields: tuple[str, ...] = (
            "slug", "kind", "title", "summary", "title_cy", "summary_cy", "occurred", "occurred_as_stated",
            "ended", "ended_as_stated", "published_on", "issued_by",
        )  # fmt: skip

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        event = Event.objects.named(str(row.get("id") or ""))
        return event.as_own_kind() if event else None

    def init_instance(self, row: Any = None) -> Any:
        """Return a new event of the row's kind. Raises ValidationError."""
        model = kinds.by_slug().get((row or {}).get("kind", ""))
        if model is None:
            known = ", ".join(kinds.by_slug())
            raise ValidationError({"kind": _("Name a kind: %(known)s.") % {"known": known}})
        event = model()
        for field in model._meta.local_fields:
            if not field.is_relation and (row or {}).get(field.name):
                setattr(event, field.attname, row[field.name])
        return event

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        kind = instance.kind or instance.KIND.slug
        if row.get("kind", kind) != kind:
            raise ValidationError(
                {"kind": _("It is a %(kind)s here, and a kind does not change.") % {"kind": kind}}
            )
        super().import_instance(instance, row, **kwargs)
        if instance.pk:
            self._refuse_own_columns(instance, row)
            return
        instance.has_submitted_citations = bool(instance.wanted.get("cited_at"))
        if not instance.wanted.get("services"):
            raise ValidationError({"services": _("Say which services it is about.")})

    @staticmethod
    def _refuse_own_columns(event: Event, row: Any) -> None:
        for field in event._meta.local_fields:
            written = str(row.get(field.name) or "")
            if not field.is_relation and written and written != str(getattr(event, field.attname) or ""):
                raise ValidationError({field.name: _("Mend this on the event's own form.")})

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        super().before_save_instance(instance, row, **kwargs)
        user = kwargs.get("user")
        opts = instance._meta
        action = "change" if instance.pk else "add"
        if user and not user.has_perm(f"{opts.app_label}.{action}_{opts.model_name}"):
            raise ValidationError(_("Your role does not include this kind of event."))
        if instance.pk is None:
            instance.drafted_by = user

    @staticmethod
    def own_columns() -> list[str]:
        return [
            field.name
            for model in kinds.models()
            for field in model._meta.local_fields
            if not field.is_relation
        ]


class SourceResource(RecordResource):
    columns = SOURCES.columns

    slug = Field("slug", "id", widget=TextWidget())
    title = Field("title", "title", widget=TextWidget())
    title_cy = Field("title_cy", "title_cy", widget=TextWidget())
    publisher = Field("publisher", "publisher", widget=TextWidget())
    author = Field("author", "author", widget=TextWidget())
    published = Field("published", "published", widget=DateCellWidget())
    type = Field("type", "type", widget=ChoiceWidget.of(Source.Type.values))
    tier = Field("tier", "tier", widget=ChoiceWidget({tier.slug: tier.value for tier in Source.Tier}))
    language = Field("language", "language", widget=ChoiceWidget.of(["en", "cy"]))
    url = Field("url", "address", widget=TextWidget())
    url_cy = Field("url_cy", "address_cy", widget=TextWidget())
    licence = Field("licence", "licence", widget=TextWidget())
    read = Field("read", "read", widget=ChoiceWidget.of(Source.Read.values))
    paragraphs = Field("paragraphs", "paragraphs", widget=widgets.WholeNumberWidget())
    checked_on = Field("checked_on", "checked_on", widget=DayWidget())
    note = Field("note", "note", widget=TextWidget())

    class Meta(ResourceMeta):
        model = Source
        import_id_fields = ("slug",)
        fields: tuple[str, ...] = (
            "slug", "title", "title_cy", "publisher", "author", "published", "type", "tier", "language",
            "url", "url_cy", "licence", "read", "paragraphs", "checked_on", "note",
        )  # fmt: skip
