"""Add from a document: the source, the inspection and its findings on one page.

Each valid part is saved as a draft; invalid parts stay on the page with their errors. So a report can be
entered in as many sittings as it takes.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.models import Inspection
from powys_oversight.timeline.history.recorder import recording
from powys_oversight.timeline.history.significance import ReasonNeededError
from powys_oversight.timeline.models import Event, Organisation, Source

from .forms import (
    EnteredForm,
    LineFormSet,
    NewInspectionForm,
    NewSourceForm,
    PickEventForm,
    PickSourceForm,
    short_label,
)
from .forms import earlier_findings as findings_to_take_up

LINES = "lines"
UNFINISHED = "unfinished-lines"
SAVED, SAVED_KEPT = "saved-pages", 10
"""Session key and size of the list of saved pages, so that a page sent twice is saved once."""


@dataclass
class DocumentPage:
    source: Source | None
    event: Event | None
    pick_source: PickSourceForm
    new_source: NewSourceForm
    pick_event: PickEventForm
    new_event: NewInspectionForm
    lines: Any
    entered: list[EnteredForm]
    saved: int = 0
    refusals: list[str] = field(default_factory=list)

    @property
    def missing_parts(self) -> list[tuple[str, str]]:
        missing = []
        if not self.source and self.new_source.is_bound:
            missing.append(("document", _("The document wants something still.")))
        if not self.event and self.new_event.is_bound:
            missing.append(("event", _("What the inspectorate did wants something still.")))
        if lines := len(self.unfinished):
            words = ngettext("%(n)d line wants something still.", "%(n)d lines want something still.", lines)
            missing.append(("lines", words % {"n": lines}))
        return missing

    @property
    def unfinished(self) -> list[Any]:
        return [line for line in self.lines if line.has_changed() and not line.is_valid()]

    @property
    def asks_why(self) -> bool:
        return bool(self.event and self.event.is_published)


def from_document_view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    if not request.user.has_perms(["inspections.add_inspection", "inspections.add_finding"]):
        raise PermissionDenied
    source = Source.objects.named(request.GET.get("source", ""))
    event = _known_event(request.GET.get("event", ""))
    if request.method == "POST":
        return _post(request, site, source, event)
    page = _page(source or _only_source(event), event)
    unfinished = request.session.get(UNFINISHED, {}).get(event.slug) if event else None
    if unfinished:
        page.lines = _lines(event, unfinished)
    return _show(request, site, page)


def _only_source(event: Event | None) -> Source | None:
    cited = list(Source.objects.cited_by(event)[:2]) if event else []
    return cited[0] if len(cited) == 1 else None


def earlier_findings_view(request: HttpRequest, site: AdminSite) -> JsonResponse:
    if not request.user.has_perm("inspections.view_finding"):
        raise PermissionDenied
    event = _known_event(request.GET.get("event", ""))
    theme = request.GET.get("theme", "")
    earlier = findings_to_take_up(event, theme) if event and theme else []
    return JsonResponse(
        {"findings": [{"id": finding.pk, "words": short_label(finding)} for finding in earlier]}
    )


def _known_event(slug: str) -> Event | None:
    event = Event.objects.named(slug)
    return event.as_own_kind() if event else None


def _events_of(source: Source | None) -> Any:
    events = Event.objects.of_kinds_or_citing([Inspection.KIND.slug], source)
    return events.not_withdrawn().in_order(newest_first=True)


def _page(source: Source | None, event: Event | None, data: Any = None) -> DocumentPage:
    return DocumentPage(
        source=source,
        event=event,
        pick_source=PickSourceForm(data, initial={"source": source}),
        new_source=NewSourceForm(data, prefix="source"),
        pick_event=PickEventForm(data, initial={"event": event}, events=_events_of(source)),
        new_event=NewInspectionForm(data, prefix="event"),
        lines=_lines(event, data),
        entered=_entered(event, data),
    )


def _lines(event: Event | None, data: Any = None) -> Any:
    defaults = {"event": event, "stated_by": event.issued_by if event else None}
    return LineFormSet(data, prefix=LINES, form_kwargs=defaults)


def _entered(event: Event | None, data: Any = None) -> list[EnteredForm]:
    if event is None:
        return []
    findings = event.findings.prefetch_related("citations__source")
    return [EnteredForm(data, finding=finding, event=event) for finding in findings.order_by("number")]


def _post(request: HttpRequest, site: AdminSite, source: Source | None, event: Event | None) -> HttpResponse:
    page = _page(source, event, request.POST)
    reason, once = request.POST.get("reason", ""), request.POST.get("once", "")[:36]
    done = request.session.get(SAVED, {})
    if once in done:
        return HttpResponseRedirect(done[once])  # the same page, sent twice
    try:
        with recording(by=request.user, reason=reason):
            _save(request, page)
    except ReasonNeededError as refused:
        page = _page(source, event, request.POST)
        page.refusals = refused.messages
        return _show(request, site, page)
    if page.saved:
        said = ngettext("%(n)d part is saved.", "%(n)d parts are saved.", page.saved)
        messages.success(request, said % {"n": page.saved})
    _remember(request, page, once)
    if _is_whole(page):
        return HttpResponseRedirect(_page_url(page.source, page.event))
    return _show(request, site, page)


def _remember(request: HttpRequest, page: DocumentPage, once: str) -> None:
    unfinished = dict(request.session.get(UNFINISHED, {}))
    if page.event:
        unfinished[page.event.slug] = _as_typed(page.unfinished) if page.unfinished else None
    request.session[UNFINISHED] = {slug: lines for slug, lines in unfinished.items() if lines}
    if once and page.saved:
        done = [*request.session.get(SAVED, {}).items(), (once, _page_url(page.source, page.event))]
        request.session[SAVED] = dict(done[-SAVED_KEPT:])


def _save(request: HttpRequest, page: DocumentPage) -> None:
    _save_source(request, page)
    if page.source:
        _save_event(request, page, page.source)
    if page.source and page.event:
        _save_lines(page, page.source, page.event)


def _save_source(request: HttpRequest, page: DocumentPage) -> None:
    if page.source:
        return
    if page.pick_source.is_valid() and page.pick_source.cleaned_data["source"]:
        page.source = page.pick_source.cleaned_data["source"]
    elif request.user.has_perm("timeline.add_source") and page.new_source.is_valid():
        page.source = page.new_source.save()
        page.saved += 1


def _save_event(request: HttpRequest, page: DocumentPage, source: Source) -> None:
    if not page.event:
        if page.pick_event.is_valid() and page.pick_event.cleaned_data["event"]:
            page.event = page.pick_event.cleaned_data["event"].as_own_kind()
        elif page.new_event.is_valid():
            page.event = page.new_event.save_with(source, by=request.user)
            page.saved += 1
        if page.event:
            page.lines, page.entered = _lines(page.event, request.POST), _entered(page.event, request.POST)
    if page.event and page.event.is_past_drafting and not request.user.has_perm("timeline.correct_event"):
        raise PermissionDenied


def _save_lines(page: DocumentPage, source: Source, event: Event) -> None:
    if not page.lines.management_form.is_valid():
        return
    for entered in page.entered:
        if entered.is_valid():
            entered.save()
    whole = [line for line in page.lines if line.is_ready_to_save]
    if whole and not isinstance(event.issued_by, Organisation):
        page.refusals.append(_("Say on the entry's own form who issued it: the findings are theirs."))
        return
    for line in whole:
        line.save_with(source)
        page.saved += 1
    if whole:
        page.lines = _lines(event, _as_typed(page.unfinished))
        page.entered = _entered(event)


def _as_typed(lines: list[Any]) -> dict[str, object]:
    data: dict[str, Any] = {f"{LINES}-TOTAL_FORMS": str(len(lines)), f"{LINES}-INITIAL_FORMS": "0"}
    for number, line in enumerate(lines):
        for name in line.fields:
            typed = line[name].data
            data[f"{LINES}-{number}-{name}"] = typed
    return data


def _is_whole(page: DocumentPage) -> bool:
    return bool(page.source and page.event) and not page.unfinished and not page.refusals


def _page_url(source: Source | None, event: Event | None) -> str:
    known = {"source": source, "event": event}
    return f"{reverse('admin:from_document')}?{urlencode({k: v.slug for k, v in known.items() if v})}"


def _show(request: HttpRequest, site: AdminSite, page: DocumentPage) -> HttpResponse:
    context = site.each_context(request) | {
        "title": _("Add from a document"),
        "is_nav_sidebar_enabled": False,  # the lines want the width
        "page": page,
        "address": _page_url(page.source, page.event),
        "reason": request.POST.get("reason", ""),
        "once": uuid4(),
        "media": page.new_source.media + page.new_event.media,
        "total": page.event.findings.count() if page.event else 0,
    }
    return render(request, "desk/from_document.html", context)
