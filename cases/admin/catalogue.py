"""Issue types and reasons: what the wizard's cards say is data (WIZ-1, WIZ-7)."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cases.models import IssueReason, IssueType
from portal.desk.base import DeskAdmin


@admin.register(IssueType)
class IssueTypeAdmin(DeskAdmin):
    list_display = ["label_en", "label_fr", "key", "kind", "position"]
    search_fields = ["key", "label_en", "label_fr"]
    autocomplete_fields = ["families"]
    fieldsets = [
        (None, {"fields": ["key", "kind", "families", "position"]}),
        (_("English"), {"fields": ["label_en", "samples_en"]}),
        (_("French"), {"fields": ["label_fr", "samples_fr"]}),
    ]


@admin.register(IssueReason)
class IssueReasonAdmin(DeskAdmin):
    list_display = ["label_en", "label_fr", "key", "position"]
    search_fields = ["key", "label_en", "label_fr"]
    fieldsets = [
        (None, {"fields": ["key", "position"]}),
        (_("English"), {"fields": ["label_en", "is_for_en", "not_for_en"]}),
        (_("French"), {"fields": ["label_fr", "is_for_fr", "not_for_fr"]}),
    ]
