"""What people type about themselves and their organization."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SignUpNames(forms.Form):
    """The names, added to allauth's sign-up form."""

    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80)

    def signup(self, request: Any, user: Any) -> None:
        """allauth has saved the names; nothing else to do."""
