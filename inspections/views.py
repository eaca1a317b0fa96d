from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from powys_oversight.pages.caching import public_page

from .ledger.filter import LedgerFilter
from .ledger.ledger import build_ledger, theme_story
from .measures.display import all_figures, figure_of
from .models import Measure, Theme


@public_page
def findings(request: HttpRequest) -> HttpResponse:
    asked = LedgerFilter.from_query(request.GET)
    context = {"filter": asked, "ledger": build_ledger(asked)}
    return render(request, "inspections/finding_list.html", context)


@public_page
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in Theme.values:
        raise Http404
    asked = LedgerFilter.from_query(request.GET)
    context = {"filter": asked, "story": theme_story(Theme(slug), asked), "themes": list(Theme)}
    return render(request, "inspections/theme_detail.html", context)


@public_page
def measures(request: HttpRequest) -> HttpResponse:
    return render(request, "inspections/measure_list.html", {"figures": all_figures()})


@public_page
def measure(request: HttpRequest, slug: str) -> HttpResponse:
    measure = get_object_or_404(Measure.objects.published(), slug=slug)
    return render(request, "inspections/measure_detail.html", {"figure": figure_of(measure)})
