from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy

from .schemas import ProblemDetails, Wrong

PROBLEM_TYPE = "application/problem+json"


class RefusedError(Exception):
    """A query that cannot be answered, with what is wrong with it."""

    def __init__(self, problems: Any) -> None:
        super().__init__()
        self.problems = list(problems)


DETAILS = {
    400: gettext_lazy("The query cannot be used."),
    404: gettext_lazy("There is nothing here of that name."),
    405: gettext_lazy("This is only to be read: use GET."),
}


def problem(status: int, errors: Any = ()) -> HttpResponse:
    wrong = [Wrong(parameter=parameter, detail=str(detail)) for parameter, detail in errors]
    details = ProblemDetails(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=" ".join(part.detail for part in wrong) or str(DETAILS[status]),
        errors=wrong,
    )
    return HttpResponse(details.model_dump_json(), status=status, content_type=PROBLEM_TYPE)
