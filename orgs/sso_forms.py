"""What a system admin types about the sign-in of the organization's people."""

import re
from typing import Any

from cryptography.x509 import load_pem_x509_certificate
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from orgs.forms import TokenForm
from orgs.models import IdentityProvider

HTTPS = URLValidator(schemes=["https"], message=_("The address must use HTTPS."))
Kind = IdentityProvider.Kind


class DomainForm(forms.Form):
    name = forms.CharField(
        label=_("E-mail domain"),
        max_length=253,
        help_text=_("What follows the @ in your people's addresses, such as example.com."),
        widget=forms.TextInput(attrs={"data-width": "medium"}),
    )

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].strip().rstrip(".").lower().rpartition("@")[2]
        DomainNameValidator(accept_idna=False)(name)
        return name


class CompanyForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class ProvisioningForm(TokenForm):
    """A token of the organization; its fields share the page with those of a domain."""

    scope = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "token_%s")
        super().__init__(*args, **kwargs)


class ProviderForm(forms.Form):
    """Either OpenID Connect or SAML; what the other one asks may stay empty."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind, widget=forms.RadioSelect)
    server_url = forms.CharField(
        label=_("Issuer address (OpenID Connect)"), required=False, max_length=500
    )
    client_id = forms.CharField(
        label=_("Client ID (OpenID Connect)"), required=False, max_length=191
    )
    secret = forms.CharField(
        label=_("Client secret (OpenID Connect)"),
        required=False,
        max_length=191,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Shown to nobody. Empty keeps the one that is stored."),
    )
    entity_id = forms.CharField(
        label=_("Entity ID of the provider (SAML)"), required=False, max_length=500
    )
    sso_url = forms.CharField(label=_("Sign-in address (SAML)"), required=False, max_length=500)
    certificate = forms.CharField(
        label=_("Signing certificate (SAML)"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("PEM, as the provider shows it."),
    )

    NEEDED = {
        Kind.OIDC: ("server_url", "client_id"),
        Kind.SAML: ("entity_id", "sso_url", "certificate"),
    }

    def __init__(self, *args: Any, private: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.private = private
        for name in self.fields.keys() - {"kind"}:
            self.fields[name].conditional = True  # type: ignore[attr-defined]
        for name in ("server_url", "client_id", "secret"):
            self.fields[name].widget.attrs["data-only"] = Kind.OIDC.value
        for name in self.NEEDED[Kind.SAML]:
            self.fields[name].widget.attrs["data-only"] = Kind.SAML.value

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in self.NEEDED.get(given.get("kind", ""), ()):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, _("This kind of provider needs it."))
        for name in ("server_url", "sso_url"):
            if given.get(name) and not self.private:
                self._demand_https(name, given[name])
        return given

    def clean_certificate(self) -> str:
        text = self.cleaned_data["certificate"].strip()
        if not text:
            return ""
        try:
            load_pem_x509_certificate(text.encode())
        except ValueError as error:
            raise ValidationError(_("This is no certificate in PEM.")) from error
        return re.sub(r"-----[A-Z ]+-----|\s", "", text)

    def _demand_https(self, name: str, url: str) -> None:
        try:
            HTTPS(url)
        except ValidationError as error:
            self.add_error(name, error)

    @property
    def provider(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        if given["kind"] == Kind.OIDC:
            settings: dict[str, Any] = {"server_url": given["server_url"].rstrip("/")}
            return {
                "kind": Kind.OIDC,
                "client_id": given["client_id"],
                "secret": given["secret"],
                "settings": settings,
            }
        settings = {
            "idp": {
                "entity_id": given["entity_id"],
                "sso_url": given["sso_url"],
                "x509cert": given["certificate"],
            },
            "advanced": {"want_assertion_signed": True},
        }
        return {"kind": Kind.SAML, "client_id": "", "secret": "", "settings": settings}
