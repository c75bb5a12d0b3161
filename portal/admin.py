"""What the ground shows at the desk: the promises of mail, the audit log."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display

from portal.desk.base import ReadOnlyAdmin
from portal.models import AuditEntry, OutboxMessage
from portal.pseudonyms import veiled

STATE_COLOURS = {
    OutboxMessage.State.PENDING: "info",
    OutboxMessage.State.SENT: "success",
    OutboxMessage.State.FAILED: "danger",
    OutboxMessage.State.DROPPED: "",
}


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnlyAdmin):
    """Read only, but what failed may be tried again (NOTE-3)."""

    list_display = ["reference", "kind", "state_tag", "attempts", "created_at", "due_at", "error"]
    list_filter = [("state", ChoicesDropdownFilter)]
    search_fields = ["reference__exact", "key__startswith"]
    search_help_text = _("Number of a case")
    ordering = ["-created_at"]
    actions = ["retry_selected"]

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("portal.change_outboxmessage")

    @action(description=_("Try the failed ones again"), permissions=["retry"])
    def retry_selected(self, request: HttpRequest, queryset: QuerySet[OutboxMessage]) -> None:
        count = OutboxMessage.objects.filter(pk__in=queryset.values("pk")).retry()
        text = ngettext(
            "%d notification will be tried again.",
            "%d notifications will be tried again.",
            count,
        )
        self.message_user(request, text % count, messages.SUCCESS if count else messages.WARNING)

    @display(description=_("state"), ordering="state", label=STATE_COLOURS)
    def state_tag(self, message: OutboxMessage) -> tuple[str, Any]:
        return message.state, message.get_state_display().partition(":")[0]

    @display(description=_("last error"))
    def error(self, message: OutboxMessage) -> str:
        return message.last_error[:80]


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "verb", "target", "actor_name", "address"]
    search_fields = ["actor_name__istartswith", "target__istartswith", "verb__exact"]
    search_help_text = _("E-mail of who did it, or what it was done to")
    ordering = ["-at", "-pk"]
    exclude = ["actor"]

    def get_object(self, request: HttpRequest, object_id: str, *args: Any) -> Any:
        found = super().get_object(request, object_id, *args)
        return next(veiled([found])) if found else None

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Whoever was forgotten is so at the desk too."""
        page = super().get_changelist_instance(request)
        page.result_list = list(veiled(page.result_list))
        return page
