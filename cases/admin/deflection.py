"""The report of deflection, for those who lead: which drafts needed no case (WIZ-8)."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import deflection
from cases.deflection import Report, Span
from cases.lists import months_before
from cases.models import EndedDraft
from orgs.models import Product
from portal.desk.base import ReadOnlyAdmin
from portal.sheets import csv_file

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
MONTHS = 11
"""And the one that is going on."""


class SpanForm(forms.Form):
    """From when to when the drafts were begun, and for which product."""

    since = forms.DateField(label=gettext_lazy("From"), widget=DAY)
    until = forms.DateField(label=gettext_lazy("To"), widget=DAY)
    product = forms.ModelChoiceField(
        Product.objects.order_by("name"),
        label=gettext_lazy("Product"),
        required=False,
        empty_label=gettext_lazy("All products"),
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if (since := answers.get("since")) and (until := answers.get("until")) and since > until:
            self.add_error("until", _("The last day comes after the first."))
        return answers


@admin.register(EndedDraft)
class DeflectionAdmin(ReadOnlyAdmin):
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """In place of a list of rows, what they come to. A wrong span is told, and not used."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        usual = _usual()
        form = SpanForm({**usual, **request.GET.dict()})
        chosen = form.cleaned_data if form.is_valid() else usual
        found = _report(**chosen)
        if request.GET.get("file") == "csv":
            return _csv(found)
        page = self.admin_site.each_context(request) | {
            "title": _("Cases spared"),
            "form": form,
            "report": found,
            "headings": _headings(),
        }
        return TemplateResponse(request, "admin/cases/deflection.html", page)


def _usual() -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "since": months_before(timezone.localtime().replace(day=1), MONTHS).date(),
        "until": today,
        "product": None,
    }


def _report(*, since: date, until: date, product: Product | None) -> Report:
    names = {str(pk): name for pk, name in Product.objects.values_list("pk", "name")}
    return deflection.report(Span(since, until), names, product)


def _headings() -> list[str]:
    return [_("Begun"), _("Suggested"), _("Solved"), _("Watched"), _("Filed"), _("Spared")]


def _csv(found: Report) -> StreamingHttpResponse:
    heading = [_("Month"), _("Product"), *_headings()[:-1], _("Spared (%)")]
    answer = StreamingHttpResponse(
        csv_file(heading, [list(found.lines())]), "text/csv; charset=utf-8"
    )
    name = f"deflection-{timezone.localdate():%Y-%m-%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
