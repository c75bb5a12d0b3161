"""Reads an organization's entries, by filters, for people and for programs."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django import forms
from django.core.validators import MaxValueValidator
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from orgs.models import Organization
from orgs.trail.words import GROUPS, in_words, label
from portal.keyset import Key
from portal.models import AuditEntry
from portal.pseudonyms import forgotten_at, veiled

PAGE_SIZE = 50
BATCH = 1_000
NEWEST_FIRST = Key(F("sequence"), read=int, write=int)


class Line(NamedTuple):
    """An entry for people."""

    entry: AuditEntry
    what: str
    before: str
    after: str


class AuditFilters(forms.Form):
    """The query of the page. What it does not know is left out, never an error."""

    what = forms.ChoiceField(
        label=gettext_lazy("What"),
        required=False,
        choices=[("", gettext_lazy("Any")), *((key, one.label) for key, one in GROUPS.items())],
    )
    who = forms.CharField(label=gettext_lazy("E-mail address"), max_length=254, required=False)
    since = forms.DateField(
        label=gettext_lazy("From day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("To day"),
        required=False,
        validators=[MaxValueValidator(date(9998, 12, 31))],  # there is no day after the last one
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @cached_property
    def wanted(self) -> dict[str, Any]:
        self.full_clean()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}

    @property
    def ignored(self) -> list[str]:
        """The names of the filters whose values make no sense."""
        return [str(self[name].label) for name in self.errors]

    @property
    def is_set(self) -> bool:
        return any(self.wanted.values())


def entries_of(organization: Organization, wanted: Mapping[str, Any]) -> QuerySet[AuditEntry]:
    """The organization's entries, narrowed by group, person and days of the reader's zone."""
    entries = AuditEntry.objects.filter(organization_id=organization.pk)
    if wanted["what"]:
        begins = (Q(verb__startswith=text) for text in GROUPS[wanted["what"]].begins)
        entries = entries.filter(Q(*begins, _connector=Q.OR))
    if who := wanted["who"]:
        entries = entries.filter(Q(actor_name__iexact=who) | Q(target__iexact=who))
        if moment := forgotten_at(who):
            entries = entries.filter(at__gt=moment)
    if wanted["since"]:
        entries = entries.filter(at__gte=_midnight(wanted["since"]))
    if wanted["until"]:
        entries = entries.filter(at__lt=_midnight(wanted["until"] + timedelta(days=1)))
    return entries


def lines(entries: Iterable[AuditEntry]) -> list[Line]:
    return [
        Line(entry, label(entry.verb), in_words(entry.before), in_words(entry.after))
        for entry in veiled(entries)
    ]


def in_batches(entries: QuerySet[AuditEntry]) -> Iterator[AuditEntry]:
    """All of them, newest first; each batch is a statement of its own, so none takes long."""
    rest = entries.order_by("-sequence")
    while rows := list(rest[:BATCH]):
        yield from veiled(rows)
        rest = rest.filter(sequence__lt=rows[-1].sequence)


ATTRIBUTES = {
    "sequence": "sequence",
    "at": "at",
    "actor": "actor_name",
    "verb": "verb",
    "target": "target",
    "before": "before",
    "after": "after",
    "address": "address",
    "previous": "previous",
    "hash": "hash",
}
"""What a program reads, by the names that it reads."""


def records(entries: QuerySet[AuditEntry]) -> Iterator[dict[str, Any]]:
    return map(_record, in_batches(entries))


def as_json_lines(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    for record in records(entries):
        yield json.dumps(record, ensure_ascii=False) + "\n"


def as_rows(entries: QuerySet[AuditEntry]) -> Iterator[list[Any]]:
    """For a spreadsheet; the first row names the columns."""
    yield list(ATTRIBUTES)
    for entry in in_batches(entries):
        values = _record(entry)
        texts = {name: json.dumps(values[name], ensure_ascii=False) for name in ("before", "after")}
        yield list((values | texts).values())


def _record(entry: AuditEntry) -> dict[str, Any]:
    """The entry for programs, with its link of the chain."""
    values = {name: getattr(entry, attribute) for name, attribute in ATTRIBUTES.items()}
    return values | {"at": entry.at.isoformat()}


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
