"""The public pages of findings and figures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from powys_oversight.timeline.http import public_page
from powys_oversight.timeline.views import refused, whole_table

from . import exports, figures, ledger
from .filters import LedgerFilter
from .models import Measure, Observation, Theme


@public_page
def findings(request: HttpRequest) -> HttpResponse:
    asked = LedgerFilter.from_query(request.GET)
    context = {"filter": asked, "ledger": ledger.build(asked)}
    return render(request, "inspections/finding_list.html", context)


@public_page
def findings_csv(request: HttpRequest) -> HttpResponseBase:
    asked = LedgerFilter.from_query(request.GET)
    if asked.problems:
        return refused(asked.problems[0])
    return whole_table(request, "findings", exports.FINDING_COLUMNS, asked.findings().with_links())


@public_page
def measures_csv(request: HttpRequest) -> HttpResponseBase:
    values = Observation.objects.published().for_page()
    return whole_table(request, "measures", exports.OBSERVATION_COLUMNS, values)


@public_page
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in Theme.values:
        raise Http404
    asked = LedgerFilter.from_query(request.GET)
    context = {"filter": asked, "story": ledger.story_of(Theme(slug), asked), "themes": list(Theme)}
    return render(request, "inspections/theme_detail.html", context)


@public_page
def measures(request: HttpRequest) -> HttpResponse:
    return render(request, "inspections/measure_list.html", {"figures": figures.of_every_measure()})


@public_page
def measure(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Measure.objects.published(), slug=slug)
    return render(request, "inspections/measure_detail.html", {"figure": figures.of_measure(found)})
