"""The query of a list, as people, saved views and exports put it (LIST-3)."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.lifecycle import Status
from cases.lists import BEST_FIRST, DEFAULT_SORT, PERIODS, SORTS
from cases.models import Priority
from cases.offers import Choice, Offer

ANY = ("", _("Any"))
HIDDEN_FIELDS = ("q", "sort")
"""They narrow or order the list too, but are no chips: the page shows them in their places."""


class Chip(NamedTuple):
    """A filter that is set: in words, and the query without it."""

    label: str
    words: str
    rest: str


class CaseFilters(forms.Form):
    """What it does not know is left out, never an error of the page."""

    SCOPES = [("mine", _("My cases")), ("org", _("All cases")), ("watched", _("Watched by me"))]
    STATUSES = [
        ANY,
        ("open", _("Open")),
        ("waiting", _("Waiting for you")),
        ("ended", _("Closed or auto closed")),
        *Status.choices,
    ]
    SPANS = [
        ANY,
        *((str(months), format_lazy(_("Last {n} months"), n=months)) for months in PERIODS),
    ]

    q = forms.CharField(label=_("Search"), max_length=200, required=False)
    scope = forms.ChoiceField(label=_("Show"), choices=SCOPES, required=False)
    organization = forms.ChoiceField(label=_("Organization"), required=False)
    status = forms.ChoiceField(label=_("Status"), choices=STATUSES, required=False)
    product = forms.ChoiceField(label=_("Product"), required=False)
    project = forms.ChoiceField(label=_("Cloud project"), required=False)
    priority = forms.ChoiceField(
        label=_("Priority"), choices=[ANY, *Priority.choices], required=False
    )
    requester = forms.CharField(label=_("Requester"), max_length=254, required=False)
    period = forms.ChoiceField(label=_("Opened"), choices=SPANS, required=False)
    response = forms.ChoiceField(
        label=_("First response"), choices=[ANY, ("overdue", _("Overdue"))], required=False
    )
    escalated = forms.ChoiceField(
        label=_("Escalation"), choices=[ANY, ("yes", _("Escalated"))], required=False
    )
    sort = forms.ChoiceField(
        label=_("Sort"),
        choices=[(sort, sort) for sort in (*SORTS, BEST_FIRST)],
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(
        self, data: Any = None, *, offer: Offer, scope: str = "mine", **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.offer, self.default_scope = offer, scope
        self._choose("product", offer.products)
        for name, choices in (("organization", offer.organizations), ("project", offer.projects)):
            if choices:
                self._choose(name, choices)
            else:
                del self.fields[name]
        if offer.has_many_requesters:
            self.fields["requester"].widget.attrs["list"] = "requesters"
        else:
            self.fields["requester"].widget = forms.Select(choices=_choices(offer.requesters))

    def _choose(self, name: str, choices: list[Choice]) -> None:
        self.fields[name].choices = _choices(choices)  # type: ignore[attr-defined]

    @property
    def shown(self) -> "CaseFilters":
        """The controls, set to what is wanted, without a word about what was not understood."""
        initial = self.wanted
        if self.offer.has_many_requesters and self._requester:
            initial = initial | {"requester": self._requester.typed}
        return CaseFilters(offer=self.offer, scope=self.default_scope, initial=initial)

    @cached_property
    def wanted(self) -> dict[str, str]:
        """Each filter with its value, empty where none or an unknown one was given."""
        self.full_clean()
        given = {name: self.cleaned_data.get(name, "") for name in self.fields}
        given["scope"] = given["scope"] or self.default_scope
        if given["scope"] == "mine":
            given["requester"] = ""
        unusable = given["sort"] == BEST_FIRST and not given["q"]
        given["sort"] = "" if unusable else given["sort"]
        return given | {"sort": given["sort"] or _natural_sort(given)}

    def clean_requester(self) -> str:
        text = self.cleaned_data["requester"]
        self._requester = self.offer.find_requester(text) if text else None
        if text and self._requester is None:
            raise ValidationError(_("Unknown requester."))
        return self._requester.value if self._requester else ""

    _requester: Choice | None = None

    def query(self, **changes: str) -> str:
        """As it stands in an address, in one way only: without defaults, unknown parts, pages."""
        wanted = self.wanted | changes
        if wanted["sort"] == _natural_sort(wanted):
            wanted["sort"] = ""
        return urlencode({name: value for name, value in wanted.items() if value})

    @property
    def chips(self) -> list[Chip]:
        """What narrows the list."""
        return [Chip(label, words, self.query(**rest)) for label, words, rest in self._set()]

    def _set(self) -> Iterator[tuple[str, str, dict[str, str]]]:
        for name, value in self.wanted.items():
            if name == "scope" and value == "watched":
                yield str(self[name].label), self._words(name), {name: "org"}
            elif value and name not in (*HIDDEN_FIELDS, "scope"):
                yield str(self[name].label), self._words(name), {name: ""}

    def _words(self, name: str) -> str:
        if name == "requester":
            return self._requester.label if self._requester else ""
        choices = self.fields[name].choices  # type: ignore[attr-defined]
        return next(str(words) for value, words in choices if str(value) == self.wanted[name])

    @property
    def is_saved(self) -> bool:
        return any(view.value == self.query() for view in self.offer.views)

    @property
    def ignored(self) -> list[str]:
        """The names of the filters whose values are unknown."""
        return [str(self[name].label) for name in self.errors]


def _natural_sort(wanted: dict[str, str]) -> str:
    return BEST_FIRST if wanted["q"] else DEFAULT_SORT


def _choices(choices: list[Choice]) -> list[tuple[str, Any]]:
    return [ANY, *((choice.value, choice.label) for choice in choices)]
