"""Form fields and choices for what more than one floor asks of people."""

import re
import zoneinfo
from functools import cache
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

REGIONS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Arctic/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)
E164_LENGTH = 16


def time_zones(own: str) -> list[tuple[str, str]]:
    """Choices of places and UTC, with the zone that somebody has, whichever it is."""
    return [(name, name.replace("_", " ")) for name in sorted({own, *_places()})]


@cache
def _places() -> frozenset[str]:
    """Without the old abbreviations that the database keeps too."""
    names = zoneinfo.available_timezones()
    return frozenset({"UTC", *(name for name in names if name.startswith(REGIONS))})


class PhoneField(forms.CharField):
    """A number with its country code, kept as E.164: `+33123456789`.

    It is possible, not known to be given out: new ranges come faster than releases.
    """

    widget = forms.TelInput
    default_error_messages = {
        "invalid": _("Enter the number with its country code, such as +33 1 23 45 67 89.")
    }

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return self._standard(re.sub(r"^00", "+", text)) if text else ""

    def _standard(self, text: str) -> str:
        try:
            number = phonenumbers.parse(text)
        except phonenumbers.NumberParseException:
            raise self._refusal from None
        standard = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
        is_possible = phonenumbers.is_possible_number(number) and not number.extension
        if not is_possible or len(standard) > E164_LENGTH:
            raise self._refusal
        return standard

    @property
    def _refusal(self) -> ValidationError:
        return ValidationError(self.error_messages["invalid"], code="invalid")
