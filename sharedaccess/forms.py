"""What the owner is asked about shared access; what may stand in it, the actions know."""

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from orgs.models import Organization
from orgs.roles import Resource
from portal.problems import Problem
from sharedaccess.expiry import day_of
from sharedaccess.models import Grant

FIELD_OF = {
    "no-name": "share_name",
    "name-too-long": "share_name",
    "reserved-name": "share_name",
    "no-resource": "resources",
    "unknown-resource": "resources",
    "past-expiry": "expires_on",
    "far-expiry": "expires_on",
}
"""Beside which field a refusal stands; others concern the whole."""


class RefusableForm(forms.Form):
    def refuse(self, problem: Problem) -> None:
        """Show the refusal of an action."""
        self.add_error(FIELD_OF.get(problem.code), str(problem))


class Versioned(forms.Form):
    """Knows which state it was filled in from."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def renew(self, grant: Grant) -> None:
        """Keep what was typed, on top of the newer state that is shown with it."""
        newer: Any = self.data
        newer = newer.copy()
        newer["version"] = str(grant.version)
        self.data = newer


class ResourcesForm(RefusableForm):
    resources = forms.MultipleChoiceField(
        label=_("Resources"),
        choices=Resource,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        resources: Any = self.fields["resources"]
        resources.conditional = True


class ShareForm(ResourcesForm):
    share_name = forms.CharField(
        label=_("Share name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    expires_on = forms.DateField(
        label=_("Expiry date"),
        required=False,
        help_text=_("Access ends with this day. Without a date, it lasts until you delete it."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "data-width": "short"}),
    )

    field_order = ["share_name", "resources", "expires_on"]


class CloudForm(Versioned, ResourcesForm):
    """All that can be changed of a cloud-sourced grant (SHA-8)."""


class ChangeForm(Versioned, ShareForm):
    """All else of a grant but the person."""


class GrantForm(ShareForm):
    organization = forms.ModelChoiceField(
        label=_("Organization"),
        queryset=Organization.objects.none(),
        to_field_name="slug",
        empty_label=None,
    )
    number = forms.RegexField(
        r"(?i)^\s*ACC-\d{9}\s*$",
        label=_("Account number"),
        help_text=_(
            "The person’s own: it stands on their account page and reads like ACC-000123456."
        ),
        error_messages={"invalid": _("An account number reads like ACC-000123456.")},
        widget=forms.TextInput(attrs={"data-width": "medium", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The address with which the person signs in."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    field_order = ["organization", "number", "email", "share_name", "resources", "expires_on"]

    def __init__(self, *args: Any, organizations: QuerySet[Organization], **kwargs: Any) -> None:
        """The organization is asked if the account holds several (SHA-3)."""
        super().__init__(*args, **kwargs)
        organization: Any = self.fields["organization"]
        organization.queryset = organizations
        if len(organizations) == 1:
            organization.required = False
            organization.widget = forms.HiddenInput()


def state_of(grant: Grant, zone: tzinfo) -> Mapping[str, Any]:
    """What a form for it is filled in with."""
    return {
        "share_name": grant.share_name,
        "resources": grant.resources,
        "expires_on": day_of(grant.expires_at, zone),
        "version": grant.version,
    }
