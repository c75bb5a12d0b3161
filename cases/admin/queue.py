"""The queue: which cases wait for support, the most pressing first (AGENT-1)."""

from typing import Any

from django.contrib import admin
from django.db.models import F, Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    ChoicesDropdownFilter,
    RelatedDropdownFilter,
)
from unfold.decorators import display

from cases import search
from cases.admin.badges import queue_of, views
from cases.admin.bulk import BulkActions
from cases.admin.desk import CaseDesk
from cases.admin.filters import (
    AnswerFilter,
    AssigneeFilter,
    EscalationFilter,
    StatusFilter,
    TeamFilter,
)
from cases.models import Case, Comment
from cases.models.case import parse_number
from cases.models.promised import BREACH, MOST_PRESSING_FIRST
from cases.models.wall import CaseQuerySet
from cases.response import Response
from portal.templatetags import ui

LONG = [
    "search",
    "description",
    "impact_statement",
    "steps",
    "expected",
    "actual",
    "recent_changes",
    "response_clock",
]
"""Columns that a list has no use for."""


@admin.register(Case)
class CaseAdmin(CaseDesk, BulkActions):
    """Nothing of a case is edited: agents act, and the actions write (AGENT-3)."""

    list_display = [
        "priority_tag",
        "subject",
        "customer",
        "status_tag",
        "first_answer",
        "assigned_to",
        "opened",
    ]
    list_display_links = ["subject"]
    list_filter = [
        StatusFilter,
        EscalationFilter,
        AssigneeFilter,
        AnswerFilter,
        ("team", TeamFilter),
        ("priority", ChoicesDropdownFilter),
        ("organization", AutocompleteSelectFilter),
        ("product", AutocompleteSelectFilter),
        ("organization__plan", RelatedDropdownFilter),
    ]
    list_select_related = ["organization", "product", "assignee", "requester"]
    list_fullwidth = True
    list_before_template = "admin/cases/case/views.html"
    ordering = MOST_PRESSING_FIRST
    search_fields = ["pk"]
    search_help_text = _("Number, words, or a requester's e-mail")

    def get_queryset(self, request: HttpRequest) -> CaseQuerySet:
        return queue_of(request).order_by(*self.ordering).defer(*LONG)

    def has_work_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("cases.change_case")

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm("cases.view_case")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Whoever types a whole number wants that case, not a list of one."""
        number = parse_number(request.GET.get("q", "").strip().upper())
        if number and self.get_queryset(request).filter(pk=number).exists():
            return redirect("admin:cases_case_change", number)
        return super().changelist_view(request, {"views": views(request)} | (extra_context or {}))

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[CaseQuerySet, bool]:
        term = search_term.strip()
        if "@" in term:
            return queryset.filter(requester__email__iexact=term), False
        return (search.among(queryset, Comment.objects.all(), term) if term else queryset), False

    @display(description=_("priority"), ordering=F("priority"))
    def priority_tag(self, case: Case) -> str:
        return ui.priority(case, short=True)

    @display(description=_("case"))
    def subject(self, case: Case) -> str:
        return format_html(
            '<span class="desk-subject"><b>{}</b> <span>{} · {}</span></span>',
            case.title,
            case.number,
            case.product,
        )

    @display(description=_("organization"))
    def customer(self, case: Case) -> str:
        return _two_lines(case.organization, case.requester)

    @display(description=_("status"), ordering="status")
    def status_tag(self, case: Case) -> str:
        return format_html("{} {}", ui.status(case), _mark(case))

    @display(description=_("first answer"), ordering=BREACH)
    def first_answer(self, case: Case) -> str:
        """How long there is left for it, and what is late."""
        return render_to_string("cases/_due.html", {"response": Response(case)})

    @display(description=_("assignee"))
    def assigned_to(self, case: Case) -> str:
        return str(case.assignee) if case.assignee else "–"

    @display(description=_("opened"), ordering=F("opened_at"))
    def opened(self, case: Case) -> str:
        active = format_html(gettext("active {}"), ui.when(case.last_activity_at, "ago"))
        return _two_lines(ui.when(case.opened_at, "ago"), active)


def _mark(case: Case) -> str:
    """Of an escalated case."""
    if case.escalated_at is None:
        return ""
    return format_html('<span class="tag" data-kind="negative">{}</span>', gettext("Escalated"))


def _two_lines(first: Any, second: Any) -> SafeString:
    return format_html('<span>{}<br><span class="muted small">{}</span></span>', first, second)
