"""Support plans, with the first response that each promises."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from orgs.models import ResponseTarget, SupportPlan
from portal.desk.base import DeskAdmin, DeskInline


class ResponseTargetInline(DeskInline):
    model = ResponseTarget
    max_num = 4
    hide_title = True


@admin.register(SupportPlan)
class SupportPlanAdmin(DeskAdmin):
    list_display = ["name", "key", "contact_limit"]
    search_fields = ["name", "key"]
    inlines = [ResponseTargetInline]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
