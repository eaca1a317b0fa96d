"""The public pages. Each asks for what it shows in one sentence and hands it to its template."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from powys_oversight.timeline.about import site_url
from powys_oversight.timeline.dates.formatting import format_edtf
from powys_oversight.timeline.filters.query import LONGEST_QUERY, QueryReader
from powys_oversight.timeline.filters.timeline_filter import TimelineFilter
from powys_oversight.timeline.history.versions import version_of
from powys_oversight.timeline.models import Change, Disagreement, Event, Service, Source, Term, UnseenDocument

from .. import panels
from .. import search as record_search
from ..asof import groups, intervals
from ..asof.offices import OFFICES
from ..asof.states import STATES, standing
from ..caching import public_page
from ..display import jsonld, offices, relations, steps
from ..display import story as story_in_short
from ..display.embed import frame_html, list_url
from ..display.entries import Entry
from ..display.reference import reference_to_event
from ..display.source_claims import claims_by_place
from ..display.story import KeyEvent
from ..listing.listing import build_listing
from ..listing.table import build_table
from ..ribbon import knowledge
from ..ribbon.picture import drawings_of_offices, picture_of


@public_page
def timeline(request: HttpRequest) -> HttpResponse:
    """Show the list of events; at the bare address the front page, once key events are chosen."""
    asked = TimelineFilter.from_query(request.GET)
    page = request.GET.get("page", "")
    key_events = story_in_short.key_events() if asked.is_plain and not page else []
    if key_events:
        return _front(request, key_events)
    listed = build_listing(asked, page)
    context = {
        "filter": asked.with_problems(listed.problems),
        "listing": listed,
        "linked": jsonld.of_list(listed.entries, site_url(request)),
        "frame": frame_html(request, asked),
        "address": list_url(request, asked),
        "record": Event.objects.published().span(),
    }
    return render(request, "pages/event_list.html", context)


def _front(request: HttpRequest, key_events: list[KeyEvent]) -> HttpResponse:
    record = groups.load([STATES])
    context = {
        "opening": story_in_short.opening(),
        "key_events": key_events,
        "counts": panels.counts(),
        "standings": _standings(record),
        "picture": picture_of(record, key_events) if record else None,
        "last_day": record and record.last,
        "record": Event.objects.published().span(),
        "linked": jsonld.of_list([key.entry for key in key_events], site_url(request)),
    }
    return render(request, "pages/front.html", context)


def _standings(record: groups.Record | None) -> list[tuple[Service, groups.CitedSentence | None]]:
    """Return each service with one sentence on where it stood where the record ends."""
    statuses = intervals.statuses_on(record.items, record.last) if record else []
    return [(service, standing(service, statuses)) for service in Service.objects.all()]


@public_page
def table(request: HttpRequest) -> HttpResponse:
    asked = TimelineFilter.from_query(request.GET)
    arranged, problems = build_table(asked.events().with_related(), request.GET)
    context = {"filter": asked.with_problems(problems), "table": arranged}
    return render(request, "pages/event_table.html", context)


@public_page
def event(request: HttpRequest, slug: str) -> HttpResponse:
    events = Event.objects.known_to_readers().with_related().select_related("end_looked_for_in")
    common = get_object_or_404(events, slug=slug)
    if not common.is_published:
        withdrawn = Change.objects.of_event(common).withdrawals().newest_first().first()
        context = {"event": common, "withdrawn_at": withdrawn.made_at if withdrawn else None}
        return render(request, "pages/event_withdrawn.html", context, status=410)
    whole = common.as_own_kind()
    before, after = story_in_short.neighbours_of(common)
    return render(
        request,
        "pages/event_detail.html",
        {
            "event": common,
            "entry": Entry(common),
            "particulars": [(label, value) for label, value in whole.details() if _may_show(value)],
            "answers": panels.answers(common),
            "steps": steps.of_event(common),
            "panels": panels.of_event(common),
            "corrections": Change.objects.public().corrections().of_event(common).count(),
            "related": relations.of_event(common),
            "before": before,
            "after": after,
            "linked": jsonld.of_event(common, site_url(request)),
            "reference": reference_to_event(
                common, request.build_absolute_uri(common.get_absolute_url()), version_of(request)
            ),
        },
    )


def _may_show(value: object) -> bool:
    return bool(value) and not (isinstance(value, Event) and value.status != Event.Status.PUBLISHED)


MOST_KEY_EVENTS = 5  # key events on the page of a service


@public_page
def service(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Service.objects.select_related("organisation"), slug=slug)
    key_events = [key for key in story_in_short.key_events() if shown in key.passage.event.services.all()]
    context = {
        "service": shown,
        "key_events": key_events[-MOST_KEY_EVENTS:],
        "parts": panels.parts_of_services(),
        "panels": panels.glances(shown),
    }
    return render(request, "pages/service_detail.html", context | _at_the_end(shown, key_events))


@public_page
def service_part(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    shown = get_object_or_404(Service.objects.select_related("organisation"), slug=slug)
    parts = panels.parts_of_services()
    asked = next((each for each in parts if each.slug == part), None)
    if asked is None:
        raise Http404
    context = {"service": shown, "parts": parts, "part": asked, "panel": asked.draw(shown)}
    return render(request, "pages/service_part.html", context)


def _at_the_end(service: Service, key_events: list[KeyEvent]) -> dict[str, object]:
    """Return where a service stood where the record ends, and its picture."""
    record = groups.load(groups.summarised_groups())
    if record is None:
        return {}
    statuses = intervals.statuses_on(record.items, record.last)
    return {
        "status_day": record.last,
        "service_status": groups.service_status(service, statuses),
        "picture": picture_of(record, key_events, about=service),
    }


@public_page
def disagreements(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/disagreement_list.html", {"disagreements": Disagreement.objects.for_page()})


@public_page
def people(request: HttpRequest) -> HttpResponse:
    record = groups.load([OFFICES])
    drawn = drawings_of_offices(record) if record else {}
    bodies = [(body, drawn.get(body.organisation.pk)) for body in offices.by_organisation()]
    return render(request, "pages/people.html", {"bodies": bodies})


@public_page
def unseen_documents(request: HttpRequest) -> HttpResponse:
    documents = UnseenDocument.objects.prefetch_related("citations__source")
    return render(request, "pages/unseen_documents.html", {"documents": documents})


@public_page
def source_list(request: HttpRequest) -> HttpResponse:
    return render(
        request, "pages/source_list.html", {"sources": Source.objects.cited().in_order().with_claim_counts()}
    )


@public_page
def source(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Source.objects.cited(), slug=slug)
    context = {"source": shown, "published": format_edtf(shown.published)}
    context |= {"linked": jsonld.of_source(shown, site_url(request))}
    return render(request, "pages/source_detail.html", context | {"places": claims_by_place(shown)})


@public_page
def about(request: HttpRequest) -> HttpResponse:
    context = {"record": Event.objects.published().span(), "tiers": Source.objects.cited().compared_by_tier()}
    return render(request, "pages/about.html", context)


@public_page
def story(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/story.html", {"chapters": story_in_short.chapters()})


@public_page
def glossary(request: HttpRequest) -> HttpResponse:
    return render(
        request, "pages/glossary.html", {"terms": Term.objects.prefetch_related("citations__source")}
    )


@public_page
def service_list(request: HttpRequest) -> HttpResponse:
    record = groups.load([STATES])
    context = {"standings": _standings(record), "last_day": record and record.last}
    return render(request, "pages/service_list.html", context)


@public_page
def search(request: HttpRequest) -> HttpResponse:
    reading = QueryReader(request.GET)
    words, only = reading.words("q"), request.GET.get("in", "")
    found = record_search.search(words, only if only in record_search.slugs() else "")
    context = {
        "words": request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUERY],
        "asked": words,
        "found": found,
        "only": only,
        "total": sum(group.total for group in found),
        "suggestions": [] if found or not words else record_search.suggestions(words),
        "filter": {"problems": reading.problems},
    }
    return render(request, "pages/search.html", context)


@public_page
def who_knew(request: HttpRequest) -> HttpResponse:
    by_gap = request.GET.get("order") == "gap"
    return render(request, "pages/who_knew.html", {"rows": knowledge.rows(by_gap=by_gap), "by_gap": by_gap})
