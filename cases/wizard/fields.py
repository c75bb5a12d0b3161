"""Fields that the steps are made of."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def is_key(text: str) -> bool:
    """Whether it could be a primary key."""
    return text.isascii() and text.isdecimal() and len(text) <= 18


class Cards(forms.RadioSelect):
    """Radio buttons as cards, with a few lines under each title; `hints` by value."""

    template_name = "cases/wizard/widgets/cards.html"
    hints: Mapping[str, Iterable[str | Promise]] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"hints": self.hints.get(str(value), ())}


class People(forms.CheckboxSelectMultiple):
    """Check boxes with a search by name where there are many."""

    template_name = "cases/wizard/widgets/people.html"


class PickField(forms.ChoiceField):
    """One of the things offered, by key. Anything else, a forged id too, is refused (ENT-4)."""

    default_error_messages = {"invalid_choice": _("Choose one of the list.")}
    things: Mapping[str, Any] = {}

    def offer(
        self, things: Mapping[str, Any], *, empty: str | Promise = "", groups: bool = False
    ) -> None:
        """`empty` is the choice of nothing, where the list needs one; `groups` are families."""
        self.things = things
        choices = _grouped(things) if groups else [(key, str(one)) for key, one in things.items()]
        self.choices = [("", empty), *choices] if empty else choices

    def clean(self, value: Any) -> Any:
        key = super().clean(value)
        return self.things[key] if key else None


def _grouped(products: Mapping[str, Any]) -> list[Any]:
    """By family, unless there is one only."""
    families: dict[str, list[tuple[str, str]]] = {}
    for key, product in products.items():
        families.setdefault(str(product.family), []).append((key, str(product)))
    groups = list(families.items())
    return groups if len(groups) > 1 else [choice for _family, group in groups for choice in group]


class WebAddressField(forms.URLField):
    """An http or https address; `hosts` are patterns as in `*.cloud.example.com`, none for any."""

    default_validators = [URLValidator(schemes=("http", "https"))]
    hosts: tuple[str, ...] = ()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)

    def clean(self, value: Any) -> str:
        address = super().clean(value)
        host = urlsplit(address).hostname or ""
        if address and self.hosts and not any(fnmatchcase(host, one) for one in self.hosts):
            words = _("The address does not lie on a host of this product: %(hosts)s.")
            raise ValidationError(words, code="host", params={"hosts": ", ".join(self.hosts)})
        return address
