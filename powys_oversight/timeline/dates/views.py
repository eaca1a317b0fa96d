from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from .edtf import DateRefusedError
from .forms import explain_date
from .parsing import parse_date


@require_safe
@staff_member_required
def read_date(request: HttpRequest) -> JsonResponse:
    try:
        edtf = parse_date(request.GET.get("text", "")[:200])
    except DateRefusedError as refusal:
        return JsonResponse({"refused": str(refusal)})
    return JsonResponse({"edtf": edtf, "explained": explain_date(edtf)})
