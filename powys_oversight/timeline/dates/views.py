"""Tells the admin's script how a date is understood while it is typed."""

from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from . import edtf as dates
from . import forms as date_fields
from . import parsing as date_reading


@require_safe
@staff_member_required
def read_date(request: HttpRequest) -> JsonResponse:
    try:
        edtf = date_reading.read(request.GET.get("text", "")[:200])
    except dates.DateRefusedError as refusal:
        return JsonResponse({"refused": str(refusal)})
    return JsonResponse({"edtf": edtf, "explained": date_fields.explain(edtf)})
