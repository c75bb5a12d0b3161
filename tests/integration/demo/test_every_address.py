"""Every page of the resolver answers, and whoever reads French meets no English there.

Nor in what they refuse: each form is sent with nothing in it. What people typed stays as it is.
"""

import re
from html.parser import HTMLParser

import pytest
from django.db import transaction

from tests import urls
from tests.french import Ear, english_in

FRENCH, ENGLISH = ({"accept-language": language} for language in ("fr", "en"))
FAULTS = range(500, 600)
PARTS = 6
"""So that no test takes long; each looks at every sixth page."""


@pytest.fixture(scope="module")
def stops(loaded, django_db_blocker):
    with django_db_blocker.unblock():
        urls.furnish(loaded)
        return list(urls.stops())


@pytest.fixture(scope="module")
def ears(stops, django_db_blocker):
    with django_db_blocker.unblock():
        return {desk: Ear(desk=desk) for desk in (False, True)}


@pytest.mark.rule("USE-1")
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_answers_in_the_language_of_its_reader(demo, stops, ears, part):
    clients = {person: urls.visitor(demo, person) for person in {stop.person for stop in stops}}
    found = {}

    for stop in stops[part::PARTS]:
        client, ear = clients[stop.person], ears[is_desk(stop.path)]
        french = read(client, stop.path, FRENCH)
        wrong = faults_of(ear, stop.path, french) if french else set()
        wrong |= ear.same_in_both(french, read(client, stop.path, ENGLISH)) if french else set()
        for path, fields in forms_of(french):
            wrong |= faults_of(ear, stop.path, send(client, path or stop.path, fields))
        if wrong:
            found[stop.path] = wrong

    assert not found, "\n".join(f"{path}: {wrong}" for path, wrong in found.items())


def is_desk(path: str) -> bool:
    return path.startswith("/admin/")


def faults_of(ear: Ear, path: str, html: str) -> set[str]:
    """Not what our libraries say at the desk: there is no French typography in it."""
    if is_desk(path):
        return ear.sounds_english(html)
    ours = {words for words in english_in(html) if not ear.may_stay(words)}
    return ours | ear.sounds_english(html) | ear.set_wrongly(html)


def read(client, path: str, headers) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code not in FAULTS, path
    return text_of(answer)


def send(client, path: str, fields: dict[str, str]) -> str:
    """What a form answers; nothing comes of it, and the sender stays signed in."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = client.post(path, fields, headers=FRENCH)
        transaction.set_rollback(True)
    client.cookies = cookies
    assert answer.status_code not in FAULTS, path
    return text_of(answer)


def text_of(answer) -> str:
    return answer.text if "html" in answer.get("Content-Type", "") else ""


def forms_of(html: str) -> list[tuple[str, dict[str, str]]]:
    """The forms of a page's own, but for those in its frame: where they go, and nothing typed."""
    frame = re.compile(r"/(i18n|accounts/logout|switch-account|o/[^/]+/announcements/\d)")
    return [(path, fields) for path, fields in Forms(html).found if not frame.match(path)]


class Forms(HTMLParser):
    """What is hidden goes along as it stands, all else is left empty or unticked."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found, self.inside = [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag == "form":
            self.inside = (named.get("method") or "").lower() == "post"
            if self.inside:
                self.found.append(((named.get("action") or "").partition("#")[0], {}))
        elif self.inside and tag in {"input", "textarea"} and named.get("name"):
            kind = named.get("type", "text")
            if kind not in {"checkbox", "radio", "submit", "file"}:
                value = named.get("value") or "" if kind == "hidden" else ""
                self.found[-1][1][named["name"]] = value

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
