"""How can we reach you, and who else shall hear of it? (WIZ-3)"""

import re
from datetime import time
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from cases.actions.watching import stranger
from cases.models.watcher import MAX_WATCHERS
from cases.wizard.fields import People, is_key
from cases.wizard.steps.base import Answers, Line, StepForm
from orgs.models import User
from portal.fields import PhoneField, time_zones
from sharedaccess.doors import people_with_a_tie

EARLIEST, LATEST = time(5), time(21)
OUTSIDE = _("Choose a time between 05:00 and 21:00.")


class PeopleField(forms.MultipleChoiceField):
    """Picked by primary key. Who may be picked is asked along with the typed addresses."""

    def valid_value(self, value: str) -> bool:
        return is_key(value)


def _clock(label: Any) -> forms.TimeField:
    attrs = {"type": "time", "min": "05:00", "max": "21:00", "data-width": "short"}
    widget = forms.TimeInput(format="%H:%M", attrs=attrs)
    return forms.TimeField(label=label, input_formats=["%H:%M", "%H:%M:%S"], widget=widget)


class ContactStep(StepForm):
    several = frozenset({"watchers"})

    phone = PhoneField(
        label=_("Phone"),
        help_text=_("With the country code, such as +33 1 23 45 67 89."),
        required=False,
        max_length=40,
        widget=forms.TelInput(attrs={"autocomplete": "tel", "data-width": "medium"}),
    )
    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        widget=forms.Select(attrs={"data-width": "medium"}),
    )
    contact_from = _clock(_("From"))
    contact_to = _clock(_("To"))
    watchers = PeopleField(label=_("People of the organization"), required=False, widget=People)
    watcher_emails = forms.CharField(
        label=_("Others, by e-mail address"),
        help_text=_("One address on each line. They must belong to the organization."),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def defaults(self) -> Answers:
        user = self.offer.actor.user
        return {
            "phone": user.phone,
            "time_zone": user.time_zone,
            "contact_from": "09:00",
            "contact_to": "17:00",
        }

    def ask(self) -> None:
        self.fields["watchers"].choices = self._people  # type: ignore[attr-defined]
        own = self.offer.actor.user.time_zone_or_default
        self.fields["time_zone"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose a time zone")),
            *time_zones(own),
        ]

    def _people(self) -> list[tuple[int, str]]:
        """Asked when the list is drawn, and only then."""
        people = self.offer.people(self.answers.get("watchers", []))
        return [(person.pk, str(person)) for person in people]

    def clean_contact_from(self) -> time:
        return _within(self.cleaned_data["contact_from"])

    def clean_contact_to(self) -> time:
        return _within(self.cleaned_data["contact_to"])

    def clean(self) -> None:
        begins, ends = (self.cleaned_data.get(name) for name in ("contact_from", "contact_to"))
        if begins and ends and begins >= ends:
            self.add_error("contact_to", _("Choose a time after the one it begins with."))
        self._clean_watchers()

    def _clean_watchers(self) -> None:
        """Duplicates and the requester collapse; strangers are refused in the same words."""
        for email in self._typed:
            if email not in self._found:
                refusal = stranger(self.offer.actor.organization, email)
                self.add_error("watcher_emails", ValidationError(str(refusal), refusal.code))
        people = {person.pk for person in self._found.values()}
        if not people >= {int(pk) for pk in self._picked}:
            words = _("Somebody whom you picked does not belong to the organization any more.")
            self.add_error("watchers", ValidationError(words, "gone"))
        if len(self.people) > MAX_WATCHERS:
            self.add_error("watchers", _("A case has ten watchers at most."))

    @property
    def _picked(self) -> list[str]:
        return self.cleaned_data.get("watchers", [])

    @cached_property
    def _typed(self) -> list[str]:
        text = self.cleaned_data.get("watcher_emails", "").casefold()
        return list(dict.fromkeys(filter(None, re.split(r"[\s,;<>]+", text))))

    @cached_property
    def _found(self) -> dict[str, User]:
        """By address, those picked or typed who have a tie to the organization; one query."""
        if not (self._picked or self._typed):
            return {}
        tied = people_with_a_tie(self.offer.actor.organization).annotate(address=Lower("email"))
        rows = tied.filter(Q(pk__in=self._picked) | Q(address__in=self._typed))
        return {person.address: person for person in rows}  # type: ignore[attr-defined]

    @property
    def people(self) -> tuple[User, ...]:
        """The watchers, each once, without the requester, who hears of everything anyway."""
        requester = self.offer.actor.user
        return tuple(person for person in self._found.values() if person.pk != requester.pk)

    @property
    def review(self) -> list[Line]:
        hours = _("%(start)s to %(end)s") % {
            "start": time_format(self.cleaned_data["contact_from"]),
            "end": time_format(self.cleaned_data["contact_to"]),
        }
        lines = [
            Line(_("E-mail"), self.offer.actor.user.email),
            Line(_("Phone"), self.cleaned_data["phone"]),
            Line(_("Your time zone"), self.cleaned_data["time_zone"].replace("_", " ")),
            Line(_("Best time to contact"), hours),
            Line(_("Watchers"), ", ".join(map(str, self.people))),
        ]
        return [line for line in lines if line.text]

    @property
    def values(self) -> dict[str, Any]:
        answers = self.cleaned_data
        return {
            "contact_phone": answers["phone"],
            "contact_time_zone": answers["time_zone"],
            "contact_from": answers["contact_from"],
            "contact_to": answers["contact_to"],
            "watchers": self.people,
        }


def _within(moment: time) -> time:
    if not EARLIEST <= moment <= LATEST:
        raise ValidationError(OUTSIDE, code="hours")
    return moment
