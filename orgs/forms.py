"""What people type about themselves and about their organization."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgs.models import ApiToken, Delivery, Organization, Product, Topic, User
from portal.fields import PhoneField, time_zones


class SignUpNames(forms.Form):
    """The names, added to allauth's sign-up form."""

    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80)

    def signup(self, request: Any, user: Any) -> None:
        """allauth has saved the names; nothing else to do."""


class ProfileForm(forms.ModelForm):
    phone = PhoneField(
        label=_("Phone"),
        required=False,
        max_length=32,
        help_text=_("With the country code. It is filled into your cases."),
        widget=forms.TelInput(attrs={"autocomplete": "tel", "data-width": "medium"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("As in the browser")), *settings.LANGUAGES],
        help_text=_("For pages and mails."),
        widget=forms.Select(attrs={"data-width": "medium"}),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        widget=forms.Select(attrs={"data-width": "medium"}),
    )

    class Meta:
        model = User
        fields = ["first_name", "last_name", "phone", "language", "time_zone"]
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Whoever has no zone yet is offered the one that the page is shown in."""
        super().__init__(*args, **kwargs)
        now = self.instance.time_zone or timezone.get_current_timezone_name()
        self.initial["time_zone"] = now
        language: Any = self.fields["language"]
        language.conditional = True  # "as in the browser" is an answer
        time_zone: Any = self.fields["time_zone"]
        time_zone.choices = time_zones(now)


class LinkForm(forms.Form):
    """The number is given by those who know it; without one, the address decides alone."""

    number = forms.RegexField(
        r"^ACC-\d{9}$",
        label=_("Account number"),
        required=False,
        help_text=_("It reads like ACC-000123456."),
        error_messages={"invalid": _("An account number reads like ACC-000123456.")},
        widget=forms.TextInput(attrs={"data-width": "medium", "autocomplete": "off"}),
    )


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("What it is for, such as the name of the program."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scope = forms.ChoiceField(
        label=_("Scope"),
        choices=ApiToken.Scope,
        initial=ApiToken.Scope.READ,
        widget=forms.RadioSelect,
    )
    days = forms.TypedChoiceField(
        label=_("Expires after"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("one year"))],
        initial=90,
        widget=forms.Select(attrs={"data-width": "short"}),
    )


class PreferencesForm(forms.Form):
    """One choice for each topic."""

    HELP = {
        Topic.NEW_CASES: _("Also when you are added as a watcher."),
        Topic.COMMENTS: _("What customers and support say publicly."),
        Topic.STATUS: _("Also closing, reopening and an agreed time for a call."),
        Topic.REMINDERS: _("That an answer is missing, before a case closes by itself."),
        Topic.ESCALATIONS: _("To management, and what came of it."),
        Topic.ACCESS: _("Of others. You always hear of it when your own access changes."),
    }
    WITHOUT_DIGEST = frozenset({Topic.ACCESS})
    """The digest tells of cases."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {topic.value: self._field(topic) for topic in Topic}

    def _field(self, topic: Topic) -> forms.ChoiceField:
        left_out = {Delivery.DAILY} if topic in self.WITHOUT_DIGEST else set()
        return forms.ChoiceField(
            label=topic.label,
            help_text=self.HELP[topic],
            initial=Delivery.AT_ONCE,
            choices=[(one.value, one.label) for one in Delivery if one not in left_out],
            widget=forms.Select(attrs={"data-width": "medium"}),
        )


class ProductChoice(forms.Form):
    """For which product access is checked: one that the organization has, or had."""

    product = forms.ModelChoiceField(
        label=_("Product"),
        queryset=Product.objects.none(),
        required=False,
        empty_label=_("Any product"),
        widget=forms.Select(attrs={"data-width": "medium"}),
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        products: Any = self.fields["product"]
        products.queryset = Product.objects.sold_to(organization)
