"""The audit log keeps the addresses of people who were forgotten, and shows none of them.

Nothing in the log can be changed. What is kept beside it is a keyed digest of each address, which
says what to show instead and cannot be read back without the secret key.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from portal.erasure import Erased
from portal.models import AuditEntry, Pseudonym

ADDRESS = re.compile(r"[^\s@,;:<>()\"]+@[^\s@,;:<>()\"]+")


def hide(person: Erased) -> None:
    """From now on their addresses are shown by the new name, where they stand up to now."""
    Pseudonym.objects.bulk_create(
        Pseudonym(digest=_digests(address)[0], name=person.new_name, actor=person.user)
        for address in sorted(person.addresses)
    )


def forgotten_at(address: str) -> datetime | None:
    """Up to when entries that name the address are nobody's business any more."""
    rows = Pseudonym.objects.filter(digest__in=_digests(address))
    return rows.order_by("-at").values_list("at", flat=True).first()


def veiled(entries: Iterable[AuditEntry]) -> Iterator[AuditEntry]:
    """The entries as they may be shown; one query for all of them, and none is to be saved."""
    listed = list(entries)
    found = {address for entry in listed for text in _texts(_said(entry)) for address in text}
    digests = {one: address.lower() for address in found for one in _digests(address)}
    names: dict[str, list[Pseudonym]] = {}
    for row in Pseudonym.objects.filter(digest__in=digests).order_by("at"):
        names.setdefault(digests[row.digest], []).append(row)
    for entry in listed:
        yield _veil(entry, names) if names else entry


def _said(entry: AuditEntry) -> list[Any]:
    return [entry.actor_name, entry.target, entry.before, entry.after]


def _texts(value: Any) -> Iterator[list[str]]:
    """The addresses in each text of a JSON value."""
    if isinstance(value, str):
        yield ADDRESS.findall(value)
    elif isinstance(value, dict):
        yield from _texts([*value, *value.values()])
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _veil(entry: AuditEntry, names: dict[str, list[Pseudonym]]) -> AuditEntry:
    """Somebody else may have the address now: what is younger is about them."""

    def instead(match: re.Match[str]) -> str:
        known = names.get(match[0].lower(), ())
        return next((row.name for row in known if row.at >= entry.at), match[0])

    entry.actor_name = ADDRESS.sub(instead, entry.actor_name)
    entry.target = ADDRESS.sub(instead, entry.target)
    entry.before, entry.after = _replaced(entry.before, instead), _replaced(entry.after, instead)
    return entry


def _replaced(value: Any, instead: Any) -> Any:
    if isinstance(value, str):
        return ADDRESS.sub(instead, value)
    if isinstance(value, dict):
        return {_replaced(key, instead): _replaced(one, instead) for key, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, instead) for one in value]
    return value


def _digests(address: str) -> list[str]:
    """By the key of today, then by those before it."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [
        salted_hmac("portal.pseudonym", address.lower(), secret=key, algorithm="sha256").hexdigest()
        for key in keys
    ]
