"""Product accounts; who is linked to one owns its organizations."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from orgs.appointments import appoint_owner
from orgs.models import ProductAccount, User
from portal.desk.base import DeskAdmin


class ProductAccountForm(forms.ModelForm):
    class Meta:
        model = ProductAccount
        fields = ["number", "email", "user"]

    def clean_user(self) -> User | None:
        person = self.cleaned_data["user"]
        if "user" in self.changed_data and person and not person.has_verified_email:
            raise ValidationError(
                _("%(person)s has no verified e-mail address yet.") % {"person": person}
            )
        return person


@admin.register(ProductAccount)
class ProductAccountAdmin(DeskAdmin):
    """Only a superuser links or unlinks, or moves the address of a linked account (ID-4)."""

    form = ProductAccountForm
    list_display = ["number", "email", "user", "held"]
    search_fields = ["number", "email", "organizations__name", "user__email"]
    list_select_related = ["user"]
    autocomplete_fields = ["user"]
    fields = ["number", "email", "user", "linked_at", "held"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProductAccount]:
        return super().get_queryset(request).prefetch_related("organizations")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        if request.user.is_superuser:  # type: ignore[union-attr]
            return ["linked_at", "held"]
        linked = ["number", "email"] if obj and obj.user_id else []
        return ["linked_at", "held", "user", *linked]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """What is typed is saved, but for the link: that is an appointment."""
        person = obj.user
        appointing = "user" in form.changed_data
        if appointing:
            obj.user_id = form.initial.get("user")
        super().save_model(request, obj, form, change)
        if appointing:
            appoint_owner(by=request.user, account=obj, person=person)  # type: ignore[arg-type]

    @display(description=gettext_lazy("organizations"))
    def held(self, account: ProductAccount) -> str:
        if not account.pk:
            return "–"
        return ", ".join(str(organization) for organization in account.organizations.all()) or "–"
