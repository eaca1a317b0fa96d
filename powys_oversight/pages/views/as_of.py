from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from powys_oversight.timeline.filters.query import Problem, QueryReader
from powys_oversight.timeline.models import Event, Service

from .. import panels
from ..asof.briefing import build_briefing
from ..asof.day import build_comparison, build_day_page, read_day, years_of_change
from ..asof.groups import load
from ..caching import public_page
from ..display.story import key_events
from ..ribbon.picture import picture_of


@public_page
def choose_day(request: HttpRequest) -> HttpResponse:
    typed, against = (request.GET.get(name, "").strip() for name in ("date", "against"))
    read = [read_day(text) for text in (typed, against) if text]
    problems = [problem for _day, refusals in read for problem in refusals]
    days = [day for day, _problems in read if day]
    if days and not problems:
        return _redirect(days, request.GET.get("known", ""))
    return _choose_day_page(request, typed, problems, against=against)


@public_page
def as_of(request: HttpRequest, day: str) -> HttpResponse:
    exact_day, problems = read_day(day)
    if exact_day is None:
        return _choose_day_page(request, day, problems, status=404)
    if exact_day.isoformat() != day:
        return _redirect([exact_day], request.GET.get("known", ""))
    reading = QueryReader(request.GET)
    known_then = reading.known_then("known")
    page = build_day_page(exact_day, known_then=known_then)
    if page is None:
        return _choose_day_page(request, day, [])
    context = {"page": page, "day": exact_day, "known_then": known_then, "problems": reading.problems}
    if not known_then:
        context["picture"] = picture_of(page.record, key_events(), day=exact_day)
    return render(request, "pages/as_of.html", context)


@public_page
def compare(request: HttpRequest, first: str, last: str) -> HttpResponse:
    read = [read_day(text) for text in (first, last)]
    days = [day for day, _problems in read if day]
    if len(days) < 2:
        problems = [problem for _day, refusals in read for problem in refusals]
        return _choose_day_page(request, first, problems, against=last, status=404)
    if [day.isoformat() for day in sorted(days)] != [first, last]:
        return _redirect(days, request.GET.get("known", ""))
    reading = QueryReader(request.GET)
    comparison = build_comparison(*days, known_then=reading.known_then("known"))
    if comparison is None:
        return _choose_day_page(request, first, [], against=last)
    events = Event.objects.published().overlapping(*days).count()
    context = {"comparison": comparison, "day": days[0], "against": days[1], "events": events}
    context |= {"known_then": comparison.known_then, "problems": reading.problems}
    return render(request, "pages/compare.html", context)


@public_page
def briefing(request: HttpRequest, slug: str) -> HttpResponse:
    service = get_object_or_404(Service.objects.select_related("organisation"), slug=slug)
    reading = QueryReader(request.GET)
    since = reading.day("since")
    page = build_briefing(service, since)
    context = {"service": service, "page": page, "panels": panels.of_briefing(service)}
    return render(request, "pages/briefing.html", context | {"problems": reading.problems})


def _redirect(days: list[date], known: str) -> HttpResponse:
    name = "as_of" if len(days) == 1 else "compare"
    address = reverse(name, args=[day.isoformat() for day in sorted(days)])
    query = f"?{urlencode({'known': 'then'})}" if known == "then" else ""
    return HttpResponseRedirect(address + query)


def _choose_day_page(
    request: HttpRequest, typed: str, problems: list[Problem], *, against: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, object] = {
        "typed": typed,
        "against": against,
        "problems": problems,
        "found": status == 200,
    }
    record = load() if status == 200 else None
    if record:
        context["years"] = years_of_change(record)
    return render(request, "pages/choose_day.html", context, status=status)
