from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from powys_oversight.pages.caching import public_page

from .requirements import all_demands, tallies


@public_page
def requirements(request: HttpRequest) -> HttpResponse:
    demands = all_demands()
    context = {"demands": demands, "tallies": tallies(demands)}
    return render(request, "notices/requirement_list.html", context)
