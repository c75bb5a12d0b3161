"""What readers think of the articles, and what they miss."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    BooleanRadioFilter,
    ChoicesDropdownFilter,
)

from knowledge.models import FruitlessSearch, Opinion, Synonyms
from portal.desk.base import DeskAdmin, ReadOnlyAdmin


@admin.register(Opinion)
class OpinionAdmin(ReadOnlyAdmin):
    list_display = ["article", "is_helpful", "words", "user", "given_at"]
    list_filter = [("is_helpful", BooleanRadioFilter), ("article", AutocompleteSelectFilter)]
    list_select_related = ["article", "user"]
    search_fields = ["words"]


@admin.register(FruitlessSearch)
class FruitlessSearchAdmin(ReadOnlyAdmin):
    """The most wanted first; who has written what was missing deletes the row."""

    list_display = ["words", "language", "times", "last_at"]
    list_filter = [("language", ChoicesDropdownFilter)]
    search_fields = ["words"]

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.has_perm("knowledge.delete_fruitlesssearch")


@admin.register(Synonyms)
class SynonymsAdmin(DeskAdmin):
    list_display = ["__str__"]
    search_fields = ["words"]
    search_help_text = _("Words")
