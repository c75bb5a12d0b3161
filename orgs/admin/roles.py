"""Roles, for reading; the first system admin of an organization is the one that can be added."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from orgs.appointments import appoint_first_system_admin, has_system_admin
from orgs.models import Membership, Organization, RoleAssignment, User
from portal.desk.base import ReadOnlyAdmin


def _autocomplete(field: str) -> AutocompleteSelect:
    return AutocompleteSelect(Membership._meta.get_field(field), admin.site)


class AppointmentForm(forms.ModelForm):
    """The role is not asked: it is system admin, or nothing (ROLE-1)."""

    organization = forms.ModelChoiceField(
        Organization.objects.all(),
        label=gettext_lazy("Organization"),
        widget=_autocomplete("organization"),
    )
    person = forms.ModelChoiceField(
        User.objects.filter(is_active=True),
        label=gettext_lazy("First system admin"),
        widget=_autocomplete("user"),
    )

    class Meta:
        model = RoleAssignment
        fields: list[str] = []

    def clean_organization(self) -> Organization:
        organization = self.cleaned_data["organization"]
        if has_system_admin(organization):
            raise forms.ValidationError(
                _("%(organization)s has a system admin, who appoints the others.")
                % {"organization": organization}
            )
        return organization

    def clean_person(self) -> User:
        person = self.cleaned_data["person"]
        if not person.has_verified_email:
            raise forms.ValidationError(
                _("%(person)s has no verified e-mail address yet.") % {"person": person}
            )
        return person


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(ReadOnlyAdmin):
    """Roles are given and taken by the organization's system admins, in the portal."""

    list_display = ["person", "organization", "role", "assigned_by", "assigned_at"]
    list_filter = [("role", ChoicesDropdownFilter)]
    search_fields = ["membership__user__email", "membership__organization__name"]
    list_select_related = ["membership__user", "membership__organization", "assigned_by"]
    ordering = ["membership__organization__name", "role", "pk"]

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.is_superuser)

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_form(request, obj, **kwargs) if obj else AppointmentForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj:
            return super().get_fieldsets(request, obj)
        explained = gettext_lazy(
            "Appoint the first system admin of an organization, who then gives all roles there,"
            " those of support admins too. No other role is given here."
        )
        return [(None, {"fields": ["organization", "person"], "description": explained})]

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> RoleAssignment:
        """The appointment is an action; the form only asks for whom."""
        answers = form.cleaned_data
        form.save_m2m = lambda: None
        return appoint_first_system_admin(
            by=request.user,  # type: ignore[arg-type]
            organization=answers["organization"],
            person=answers["person"],
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Saved by the appointment already."""

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Written to the audit log by the appointment already."""

    @display(description=gettext_lazy("person"), ordering="membership__user__first_name")
    def person(self, role: RoleAssignment) -> str:
        return str(role.membership.user)

    @display(description=gettext_lazy("organization"), ordering="membership__organization__name")
    def organization(self, role: RoleAssignment) -> str:
        return str(role.membership.organization)
