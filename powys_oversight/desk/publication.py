"""The publication page: what each event lacks, and the steps this editor may take."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from powys_oversight.pages.display.entries import Entry
from powys_oversight.timeline.db.queries import SLUG
from powys_oversight.timeline.history import reports
from powys_oversight.timeline.links import form_of
from powys_oversight.timeline.models import Event, Source
from powys_oversight.timeline.publishing import checks, workflow
from powys_oversight.timeline.publishing.checks import PublicationProblem
from powys_oversight.timeline.publishing.workflow import Step

from . import audit_log

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class ReviewItem:
    event: Event
    problems: list[PublicationProblem]

    @property
    def entry(self) -> Entry:
        return Entry(self.event)

    @property
    def form(self) -> str:
        return form_of(self.event)


class StepForm(forms.Form):
    """The fields of a step: reason, time, and confirmation of a possible duplicate."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2, "cols": 60}),
        help_text=gettext_lazy(
            "Readers are told it when you publish or withdraw. Of a draft it stands in the history."
        ),
    )
    at = forms.DateTimeField(
        label=gettext_lazy("Day and hour"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}),
        help_text=gettext_lazy("Only to publish later. London time."),
    )
    in_order = forms.BooleanField(
        label=gettext_lazy("None of these is a duplicate: I have looked at those named."), required=False
    )

    def clean_at(self) -> Any:
        at = self.cleaned_data["at"]
        if at and at <= timezone.now():
            raise forms.ValidationError(_("Give an hour that is still to come."))
        return at


def publication_view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    if not request.user.has_perm("timeline.view_event"):
        raise PermissionDenied
    source = Source.objects.named(request.GET.get("source", ""))
    events = _chosen(request, source)
    form = StepForm(request.POST or None)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            return _apply_step(request, events, form.cleaned_data)
        except workflow.StepRefusedError as refused:
            refusals = refused.messages
            audit_log.log_refusal(request.user, f"{request.POST.get('step')}: {'; '.join(refusals)}")
    items = [ReviewItem(event, checks.problems_of(event, events)) for event in events]
    context = site.each_context(request) | {
        "title": _("From draft to reader"),
        "source": source,
        "items": items,
        "steps": _available_steps(events, request.user),
        "refusals": refusals,
        "needs_confirmation": any(problem.needs_confirmation for item in items for problem in item.problems),
        "form": form,
        "opened_at": reports.newest(),
    }
    return render(request, "desk/publication.html", context)


def _chosen(request: HttpRequest, source: Source | None) -> list[Event]:
    if source:
        events_asked = Event.objects.unpublished().drawn_from(source)
    else:
        slugs = [slug for slug in request.GET.getlist("event") if SLUG.fullmatch(slug)]
        events_asked = Event.objects.with_slugs(slugs[:MOST_AT_ONCE])
    events = [event.as_own_kind() for event in events_asked.in_order()[:MOST_AT_ONCE]]
    return [event for event in events if _may_see(request.user, event)]


def _may_see(user: User | AnonymousUser, event: Event) -> bool:
    opts = event._meta
    return user.has_perm(f"{opts.app_label}.view_{opts.model_name}")


def _available_steps(events: Sequence[Event], user: User | AnonymousUser) -> list[tuple[Step, str]]:
    offered = []
    for step in workflow.STEPS:
        if events and all(event.status in step.from_status for event in events):
            refusals = [refusal for event in events if (refusal := step.refusals(event, user))]
            offered.append((step, refusals[0] if refusals else ""))
    return offered


def _apply_step(request: HttpRequest, events: Sequence[Event], given: dict[str, Any]) -> HttpResponse:
    _unchanged_since(request.POST.get("opened_at", ""), events)
    step = workflow.BY_SLUG.get(request.POST.get("step", ""))
    if step is None or not events:
        raise workflow.StepRefusedError(_("Choose a step, and at least one event."))
    workflow.take(
        step, events, by=request.user, reason=given["reason"], at=given["at"], in_order=given["in_order"]
    )
    done = ngettext("%(step)s: done for %(n)d event.", "%(step)s: done for %(n)d events.", len(events))
    messages.success(request, done % {"step": step.label, "n": len(events)})
    return HttpResponseRedirect(f"{reverse('admin:publication')}?{_all(events)}")


def _unchanged_since(opened_at: str, events: Sequence[Event]) -> None:
    """Raise StepRefusedError where an event has changed since the page was opened."""
    if not opened_at.isdecimal() or len(opened_at) > 18:
        return
    changed = [event.title for event in events if reports.of_row(event, since=int(opened_at))]
    if changed:
        raise workflow.StepRefusedError(
            [
                _("“%(title)s” was changed since you opened this page. Look again.") % {"title": t}
                for t in changed
            ]
        )


def _all(events: Sequence[Event]) -> str:
    return "&".join(f"event={event.slug}" for event in events)
