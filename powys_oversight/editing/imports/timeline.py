"""Import of events and sources: the columns of `opendata.tables`, and the values each accepts."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from import_export.fields import Field

from powys_oversight.opendata.tables.sources import SOURCES
from powys_oversight.opendata.tables.timeline import TIMELINE
from powys_oversight.timeline import kinds
from powys_oversight.timeline.models import Event, Organisation, Service, Source

from .resource import CITED_AT, RecordResource, ResourceMeta, linked
from .widgets import ChoiceWidget, RowWidget


def _issuer(written: str) -> Organisation:
    named = Q(slug=written) | Q(name=written) | Q(names__name=written)
    return Organisation.objects.filter(named).distinct().get()


class EventResource(RecordResource):
    """Events of every kind.

    A new row is a draft; `kind` gives its kind, and columns of that kind may follow.
    """

    columns = TIMELINE.columns
    renamed: ClassVar = {"slug": "id"}
    related = (
        linked("services", Service, "eventservice_set", "service", lambda event: event.services.all()),
        CITED_AT,
    )

    issued_by = Field("issued_by", "issued_by", widget=RowWidget(Organisation, _issuer))
    end_looked_for_in = Field("end_looked_for_in", "end_looked_for_in", widget=RowWidget(Source))

    class Meta(ResourceMeta):
        model = Event
        import_id_fields = ("slug",)
        fields: tuple[str, ...] = (
            "slug", "kind", "title", "summary", "title_cy", "summary_cy", "occurred", "occurred_as_stated",
            "ended", "ended_as_stated", "published_on", "issued_by", "end_looked_for_in", "end_looked_on",
        )  # fmt: skip

    def get_instance(self, instance_loader: object, row: Any) -> Any:
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

    def import_instance(self, instance: Any, row: Any, **kwargs: object) -> None:
        kind = instance.kind or instance.KIND.slug
        if row.get("kind", kind) != kind:
            raise ValidationError(
                {"kind": _("It is a %(kind)s here, and a kind does not change.") % {"kind": kind}}
            )
        super().import_instance(instance, row, **kwargs)
        if instance.pk:
            self._refuse_own_columns(instance, row)
            return
        instance.has_submitted_citations = bool(instance.related_values.get("cited_at"))
        if not instance.related_values.get("services"):
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
    renamed: ClassVar = {
        "slug": "id",
        "url": "address",
        "url_cy": "address_cy",
        "archived_url": "archived_address",
    }

    tier = Field("tier", "tier", widget=ChoiceWidget({tier.slug: tier.value for tier in Source.Tier}))

    class Meta(ResourceMeta):
        model = Source
        import_id_fields = ("slug",)
        fields: tuple[str, ...] = (
            "slug", "title", "title_cy", "publisher", "author", "published", "type", "tier", "language",
            "url", "url_cy", "licence", "read", "paragraphs", "checked_on", "note", "archived_url",
        )  # fmt: skip
