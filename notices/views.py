"""The public page of what was required, and what became of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from powys_oversight.pages.caching import public_page

from . import requirements as required


@public_page
def requirements(request: HttpRequest) -> HttpResponse:
    demands = required.shown()
    context = {"demands": demands, "tallies": required.tallies(demands)}
    return render(request, "notices/requirement_list.html", context)
