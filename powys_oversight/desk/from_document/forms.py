"""The forms of "Add from a document": the document, its event, and lines of findings."""

import re
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst, get_text_list, slugify
from django.utils.translation import gettext_lazy as _

from inspections.models import Finding, Inspection
from powys_oversight.editing.forms import SourceChoiceField, set_links
from powys_oversight.timeline.dates.formatting import format_edtf
from powys_oversight.timeline.dates.forms import DayField
from powys_oversight.timeline.models import Event, EventCitation, EventService, Organisation, Service, Source
from powys_oversight.timeline.models.sources import validate_quotation

LINES = 10  # blank lines for findings, and how many each save adds
MOST_EARLIER = 12  # earlier findings offered for a line, the latest first

LOCATOR_SHORT = _("A number alone is a paragraph; “p 14” is page 14.")


def expand_locator(typed: str) -> str:
    """Expand a short locator: "12" is paragraph 12, "p14" is page 14."""
    typed = " ".join(typed.split())
    if re.fullmatch(r"\d+(\.\d+)*", typed):
        return f"paragraph {typed}"
    page = re.fullmatch(r"p(?:g|age)?\.? ?(\d+)", typed, re.IGNORECASE)
    return f"page {page[1]}" if page else typed


def free_slug(model: Any, *parts: str) -> str:
    longest = model._meta.get_field("slug").max_length
    stem = slugify(" ".join(parts))[: longest - 4].strip("-") or model._meta.model_name
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    slugs = (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in slugs if slug not in taken)


class LocatorField(forms.CharField):
    def __init__(self, **kwargs: object) -> None:
        given: dict[str, Any] = {"label": _("Where in it"), "max_length": 40, **kwargs}
        super().__init__(**given)

    def clean(self, value: object) -> str:
        return expand_locator(super().clean(value))


class PickSourceForm(forms.Form):
    source = SourceChoiceField(
        Source.objects.all(),
        label=_("A document that is here already"),
        required=False,
        empty_label=_("None of these: it is described below"),
    )


class NewSourceForm(forms.ModelForm):
    """A document. Its slug is made from its publisher, date and title."""

    url = Source._meta.get_field("url").formfield(assume_scheme="https")  # what Django 6 does by itself

    class Meta:
        model = Source
        fields: ClassVar = [
            "title", "publisher", "author", "published", "type", "tier", "url", "read", "paragraphs",
            "language",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = {
            "publisher": "Care Inspectorate Wales",
            "type": Source.Type.INSPECTORATE,
            "tier": Source.Tier.OFFICIAL,
            "read": Source.Read.WHOLE,
        }
        super().__init__(*args, **{"initial": initial} | kwargs)

    def save(self, commit: bool = True) -> Source:
        source = self.instance
        source.slug = free_slug(Source, source.publisher, source.published, source.title[:40])
        return super().save(commit)


class PickEventForm(forms.Form):
    event = forms.ModelChoiceField(
        Event.objects.none(),
        label=_("An entry that is here already"),
        required=False,
        empty_label=_("None of these: it is described below"),
    )

    def __init__(self, *args: Any, events: QuerySet[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = events  # type: ignore[attr-defined]


class NewInspectionForm(forms.ModelForm):
    """An inspection. Without a title, it is named by activity, services and date."""

    services_concerned = forms.ModelMultipleChoiceField(
        Service.objects.all(), label=_("Services"), widget=forms.CheckboxSelectMultiple
    )
    locator = LocatorField(help_text=LOCATOR_SHORT)

    class Meta:
        model = Inspection
        fields: ClassVar = [
            "activity_type", "services_concerned", "occurred", "ended", "report_published_on", "issued_by",
            "title", "summary", "locator",
        ]  # fmt: skip
        field_classes: ClassVar = {"report_published_on": DayField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        inspectorate = Organisation.objects.filter(voice=Organisation.Voice.INSPECTORATE).first()
        super().__init__(*args, **{"initial": {"issued_by": inspectorate}} | kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Left blank: what it was, of which services, and when.")
        self.fields["title"].widget = forms.TextInput()
        self.fields["summary"].widget = forms.Textarea({"rows": 2})
        self.fields["occurred"].help_text = _(
            "As the source has it: “July 2017”. Of several days the first: the last goes in the next box."
        )
        self.fields["ended"].help_text = _("The last day of several. Blank: no end is stated.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("title") and not {"occurred", "activity_type", "services_concerned"} & set(
            self.errors
        ):
            cleaned["title"] = self._called(cleaned)
        return cleaned

    @staticmethod
    def _called(cleaned: dict[str, Any]) -> str:
        activity = capfirst(str(Inspection.ActivityType(cleaned["activity_type"]).label))
        services = get_text_list([service.name for service in cleaned["services_concerned"]], _("and"))
        return f"{activity}: {services}, {format_edtf(cleaned['occurred'])}"

    def save_with(self, source: Source, *, by: object) -> Inspection:
        """Save the inspection as a draft with its services and its citation of the document."""
        event = self.instance
        event.slug, event.drafted_by = free_slug(Event, event.title), by
        event.save()
        for service in self.cleaned_data["services_concerned"]:
            EventService.objects.create(event=event, service=service)
        event.citations.create(
            source=source, locator=self.cleaned_data["locator"], tells_of=EventCitation.TellsOf.FOUND
        )
        return event


def earlier_findings(event: Event, theme: str) -> list[Finding]:
    services = [service.slug for service in event.services.all()]
    earlier = Finding.objects.about_any(services).on(theme).exclude(event=event.pk).select_related("event")
    earlier = earlier.order_by("-event__sort_key", "number")
    return [f for f in earlier if not event.certainly_before(f.event)][:MOST_EARLIER]


class LineForm(forms.Form):
    """One finding on one line. Its citation of the document is made with it."""

    theme = forms.ChoiceField(label=_("Theme"), required=False)
    verdict = forms.ChoiceField(label=_("Verdict"), required=False)
    summary = forms.CharField(label=_("Summary"), required=False, widget=forms.Textarea({"rows": 2}))
    locator = LocatorField(required=False, label=_("Paragraph"))
    also_about = forms.ChoiceField(label=_("Also about"), required=False)
    services_concerned = forms.ModelMultipleChoiceField(
        Service.objects.all(),
        label=_("Only of these services"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    quotation = forms.CharField(
        label=_("Quotation"), required=False, max_length=200, validators=[validate_quotation]
    )
    takes_up = forms.ModelMultipleChoiceField(
        Finding.objects.all(), label=_("Takes up"), required=False, widget=forms.CheckboxSelectMultiple
    )

    NEEDED = ("theme", "verdict", "summary", "locator")
    SELDOM = ("also_about", "services_concerned", "quotation")
    """Folded fields: without them, a finding has one theme and all services of the event."""

    def __init__(
        self, *args: Any, event: Event | None, stated_by: Organisation | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.event, self.stated_by = event, stated_by
        for name in ("theme", "verdict", "also_about"):
            column: Any = Finding._meta.get_field(name)
            self.fields[name].choices = [("", "---------"), *column.choices]  # type: ignore[attr-defined]
        theme = self.data.get(self.add_prefix("theme")) if self.is_bound else None
        offered = earlier_findings(event, theme) if event and theme else []
        self.fields["takes_up"].queryset = Finding.objects.filter(pk__in=[f.pk for f in offered])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.NEEDED:
            if self.has_changed() and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Needed for this line."))
        if cleaned.get("also_about") and cleaned["also_about"] == cleaned.get("theme"):
            self.add_error("also_about", _("Leave it blank, or name another theme."))
        return cleaned

    def needed(self) -> list[Any]:
        return [self[name] for name in self.NEEDED]

    def seldom(self) -> list[Any]:
        return [self[name] for name in self.SELDOM]

    @property
    def seldom_is_used(self) -> bool:
        """True where a folded field has a value or an error, so that it must be open."""
        return any(self[name].errors or self[name].data for name in self.SELDOM)

    @property
    def is_ready_to_save(self) -> bool:
        return self.has_changed() and self.is_valid()

    def save_with(self, source: Source) -> Finding:
        assert self.event is not None  # noqa: S101 - a line is saved only once its event is
        cleaned = self.cleaned_data
        finding = Finding(
            event_id=self.event.pk,
            number=Finding.next_number(self.event),
            theme=cleaned["theme"],
            also_about=cleaned["also_about"],
            verdict=cleaned["verdict"],
            summary=cleaned["summary"],
            stated_by=self.stated_by,
        )
        finding.full_clean()
        finding.save()
        finding.services.set(cleaned["services_concerned"] or self.event.services.all())
        finding.citations.create(source=source, locator=cleaned["locator"], quotation=cleaned["quotation"])
        set_links(finding.links_to_earlier, "to_finding", cleaned["takes_up"])
        return finding


LineFormSet = forms.formset_factory(LineForm, extra=LINES, max_num=100, absolute_max=200)


class EnteredForm(forms.Form):
    """A saved finding, with the earlier ones it may follow up, to tick."""

    def __init__(self, data: Any, *, finding: Finding, event: Event) -> None:
        super().__init__(data, prefix=f"entered-{finding.pk}")
        self.finding = finding
        self.taken_up = list(finding.follows_up.select_related("event"))
        offered = {f.pk: f for f in [*self.taken_up, *earlier_findings(event, finding.theme)]}
        self.fields["takes_up"] = forms.ModelMultipleChoiceField(
            Finding.objects.filter(pk__in=offered).select_related("event"),
            label=_("Takes up"),
            required=False,
            initial=self.taken_up,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["takes_up"].label_from_instance = short_label  # type: ignore[attr-defined]
        self.offers = bool(offered)

    def save(self) -> None:
        if "takes_up" in self.changed_data:
            set_links(self.finding.links_to_earlier, "to_finding", self.cleaned_data["takes_up"])


def short_label(finding: Finding) -> str:
    when = format_edtf(finding.event.occurred)
    return f"{when}, {finding.get_verdict_display()}: {finding.summary}"
