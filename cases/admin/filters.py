"""How agents narrow the queue (AGENT-1)."""

from typing import Any

from django.db.models import Exists, Field, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter, RelatedDropdownFilter

from cases.lifecycle import Status
from cases.lists import STATUSES
from cases.models import Escalation
from cases.models.wall import CaseQuerySet
from sharedaccess.doors import teams_of

EVERYTHING = "all"
MINE, NOBODY = "mine", "nobody"
BREACHED = "breached"
ESCALATED, UNANSWERED = "yes", "unanswered"
UNANSWERED_HERE = Escalation.objects.filter(
    case=OuterRef("pk"), opening=OuterRef("opening"), answered_at=None
)


class StatusFilter(DropdownFilter):
    """Open cases, unless one asks for others or searches: what is searched may be closed."""

    title = _("status")
    parameter_name = "status"
    all_option = ["", _("Open")]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("waiting", _("Waiting for the customer")),
            *Status.choices,
            ("ended", _("Closed or auto closed")),
            (EVERYTHING, _("All")),
        ]

    def queryset(self, request: HttpRequest, queryset: CaseQuerySet) -> CaseQuerySet:
        wanted = self.value() or (EVERYTHING if request.GET.get("q") else "open")
        return queryset.filter(status__in=STATUSES[wanted]) if wanted in STATUSES else queryset


class EscalationFilter(DropdownFilter):
    """Escalated in the present opening; of those, the ones that wait for a manager."""

    title = _("escalation")
    parameter_name = "escalated"
    all_option = ["", _("Escalated or not")]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(ESCALATED, _("Escalated")), (UNANSWERED, _("Escalated, not answered"))]

    def queryset(self, request: HttpRequest, queryset: CaseQuerySet) -> CaseQuerySet:
        if self.value() == UNANSWERED:
            return queryset.filter(Exists(UNANSWERED_HERE), escalated_at__isnull=False)
        return queryset.filter(escalated_at__isnull=False) if self.value() else queryset


class AssigneeFilter(DropdownFilter):
    title = _("assignee")
    parameter_name = "assigned"
    all_option = ["", _("Anybody or nobody")]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(MINE, _("Me")), (NOBODY, _("Nobody"))]

    def queryset(self, request: HttpRequest, queryset: CaseQuerySet) -> CaseQuerySet:
        if self.value() == MINE:
            return queryset.filter(assignee=request.user.pk)
        return queryset.filter(assignee=None) if self.value() == NOBODY else queryset


class AnswerFilter(DropdownFilter):
    title = _("first answer")
    parameter_name = "answer"
    all_option = ["", _("Any")]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(BREACHED, _("Breached"))]

    def queryset(self, request: HttpRequest, queryset: CaseQuerySet) -> CaseQuerySet:
        return queryset.breached() if self.value() == BREACHED else queryset


class TeamFilter(RelatedDropdownFilter):
    """Offers the agent's own teams; those who see all, all."""

    def field_choices(self, field: Field, request: HttpRequest, model_admin: Any) -> Any:
        teams = teams_of(request.user)  # type: ignore[arg-type]
        limit = {} if teams is None else {"pk__in": teams}
        return field.get_choices(include_blank=False, limit_choices_to=limit)
