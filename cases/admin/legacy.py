"""Historical cases, as the vendor's people read them (LIST-6)."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from cases.admin.badges import queue_of
from cases.models import LegacyCase, LegacyComment
from portal import words
from portal.desk.base import ReadOnlyAdmin, ReadOnlyInline
from sharedaccess.doors import teams_of


class LegacyCommentInline(ReadOnlyInline):
    model = LegacyComment
    fields = ["author_name", "body", "created_at"]
    verbose_name_plural = _("Comments")


@admin.register(LegacyCase)
class LegacyCaseAdmin(ReadOnlyAdmin):
    """Only the import writes them. They belong to no team: an agent sees those that a case of a
    team of theirs follows up, who sees all teams sees all of them (AGENT-3)."""

    list_display = ["reference", "title", "organization", "status", "opened_at", "closed_at"]
    list_filter = [("organization", AutocompleteSelectFilter)]
    list_select_related = ["organization"]
    search_fields = ["reference"]
    search_help_text = _("Number or words")
    ordering = ["-opened_at", "-pk"]
    exclude = ["search"]
    inlines = [LegacyCommentInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[LegacyCase]:
        rows = super().get_queryset(request).defer("search")
        works = request.user.has_perm("cases.view_case")
        if not works or teams_of(request.user) is None:  # type: ignore[arg-type]
            return rows
        followed = queue_of(request).filter(follow_up_of_legacy__isnull=False)
        return rows.filter(pk__in=followed.values("follow_up_of_legacy"))

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet[LegacyCase], bool]:
        text = search_term.strip()
        if not text:
            return queryset, False
        named = queryset.filter(reference=text).values("pk")
        found = queryset.filter(search=words.query(text)).values("pk")
        return queryset.filter(pk__in=found.order_by().union(named.order_by())), False
