"""CSV import in the admin in three steps: upload, trial with each row's outcome, import."""

import base64
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from import_export.admin import ImportMixin
from import_export.formats.base_formats import CSV
from import_export.forms import ConfirmImportForm, ImportForm
from import_export.tmp_storages import BaseStorage

from powys_oversight.timeline.history.recorder import trial
from powys_oversight.timeline.history.significance import ReasonNeededError

from ..imports.resource import (
    NOT_A_FILE,
    ImportRefusedError,
    import_faults,
    read_csv,
    row_limit_message,
    run_import,
    unknown_columns,
)


class ImportFileForm(ImportForm):
    """The file, small enough to be reviewed row by row."""

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        if file.size > settings.IMPORT_BYTES:
            message = _(
                "This file has %(size)d kB; the limit is %(limit)d kB. Split it, or import it by command."
            )
            raise ValidationError(
                message % {"size": file.size // 1000, "limit": settings.IMPORT_BYTES // 1000}
            )
        return file


STYLE = re.compile(r' style="[^"]*"')


@dataclass(frozen=True)
class RowOutcome:
    """What the import of one row does: all cells of a new row, or the cells that differ."""

    number: int
    outcome: str
    name: str
    cells: Sequence[tuple[str, str]]


def row_outcomes(result: Any) -> list[RowOutcome]:
    outcomes = []
    for number, row in enumerate(result.rows, 2):
        if row.import_type != row.IMPORT_TYPE_SKIP:
            is_new = row.import_type == row.IMPORT_TYPE_NEW
            cells = [
                (name, SafeString(STYLE.sub("", cell)))  # the library's, escaped, less its inline colours
                for name, cell in zip(result.diff_headers, row.diff or (), strict=False)
                if (cell if is_new else "<ins" in cell or "<del" in cell)
            ]
            cells += [
                (name, format_html("<del>{}</del> <ins>{}</ins>", was, now))
                for name, was, now in result.related_changes.get(number - 1, ())
            ]
            outcomes.append(
                RowOutcome(number, _("New") if is_new else _("Changed"), str(row.object_repr), cells)
            )
    return outcomes


class RequestStorage(BaseStorage):
    """Keeps an uploaded file for one request.

    The trial's form sends the file back, so that no file waits on disk, and any process can confirm the
    import.
    """

    def save(self, data: Any) -> None:
        self.name, self.data = "held", data

    def read(self) -> Any:
        return self.data

    def remove(self) -> None:
        self.data = None


class ImportReasonForm(ConfirmImportForm):
    held = forms.CharField(widget=forms.HiddenInput())
    """The file in base64, as a browser changes the line ends of plain text."""
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2, "cols": 60}),
        help_text=gettext_lazy("Needed where readers see what it changes. They are told."),
    )


class CsvImportAdmin(ImportMixin):
    resource: ClassVar[Any]
    import_form_class = ImportFileForm
    confirm_form_class = ImportReasonForm
    import_template_name = "admin/record_import.html"
    import_error_display = ("message",)
    import_formats = (CSV,)
    tmp_storage_class = RequestStorage

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        initial = super().get_confirm_form_initial(request, import_form)
        if import_form:
            file = import_form.cleaned_data["import_file"]
            file.seek(0)
            initial["held"] = base64.b64encode(file.read()).decode()
        return initial

    def get_import_resource_classes(self, request: HttpRequest) -> list[Any]:
        return [self.resource]

    def get_urls(self) -> list[Any]:
        begin = path(
            "import/template.csv",
            self.admin_site.admin_view(self.template_file),
            name="{}_{}_import_template".format(*self.get_model_info()),
        )
        return [begin, *super().get_urls()]

    def template_file(self, request: HttpRequest) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        text = io.StringIO(newline="")
        csv.writer(text).writerow([column.name for column in self.resource.columns])
        name = self.opts.model_name
        headers = {"Content-Disposition": f'attachment; filename="{name}-template.csv"'}
        return HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)

    def import_action(self, request: HttpRequest, **kwargs: Any) -> Any:
        with trial():
            response = super().import_action(request, **kwargs)
            if isinstance(response, TemplateResponse):
                self._explain(response)
                response.render()  # what it tells of is there only until the trial is over
        return response

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        form.add_error("import_file", str(NOT_A_FILE))

    def _explain(self, response: TemplateResponse) -> None:
        context: Any = response.context_data
        result = context.get("result")
        resource = self.resource()
        context["columns"] = [column.name for column in self.resource.columns]
        context["own_columns"] = self.resource.own_columns()
        context["faults"] = import_faults(result) if result else []
        if result and (over := row_limit_message(len(result.rows), settings.IMPORT_ROWS)):
            context["faults"].append(over)
        if result and result.rows:
            headers = list(result.rows[0].row_values or {})
            for name in unknown_columns(resource, headers):
                context["faults"].append(_("There is no column “%(name)s” here.") % {"name": name})
        if context["faults"]:
            context.pop("confirm_form", None)
        elif result:
            context["fates"] = row_outcomes(result)

    def process_import(self, request: HttpRequest, **kwargs: object) -> Any:
        """Stream the progress of the import. It is rolled back if the reader leaves early."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = self.create_confirm_form(request)
        if request.method != "POST" or not form.is_valid():
            return require_POST(super().process_import)(request, **kwargs)
        try:
            text = base64.b64decode(form.cleaned_data["held"], validate=True).decode(self.from_encoding)
            rows = read_csv(text)
        except (ValueError, ImportRefusedError):
            rows = None
        # Not compressed, or the words of progress would wait for one another.
        return StreamingHttpResponse(
            self._progress(request, rows, form), headers={"Content-Encoding": "identity"}
        )

    def _progress(self, request: HttpRequest, rows: Any, form: ImportReasonForm) -> Iterator[str]:
        context = self.admin_site.each_context(request) | {"title": _("Import"), "opts": self.opts}
        head, foot = render_to_string("admin/record_importing.html", context, request).split(
            "<!--progress-->"
        )
        yield head
        ending: dict[str, Any] = {"opts": self.opts}
        try:
            if rows is None:
                raise ImportRefusedError([_("The file did not arrive whole. Choose it again.")])
            reason, limit = form.cleaned_data["reason"], settings.IMPORT_ROWS
            for last in run_import(self.resource(), rows, by=request.user, reason=reason, limit=limit):
                ending["last"] = last
                yield render_to_string("admin/_import_progress.html", {"progress": last})
        except ReasonNeededError as refused:
            ending |= {"faults": refused.messages, "form": ImportReasonForm(initial=form.cleaned_data)}
        except ImportRefusedError as refused:
            ending["faults"] = refused.lines
        yield render_to_string("admin/_import_done.html", ending, request)
        yield foot
