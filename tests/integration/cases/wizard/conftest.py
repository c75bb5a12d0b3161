"""What the tests of the wizard lean on."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from cases.models import CaseDraft, IssueType
from orgs.models import User
from tests.factories import IssueTypeFactory

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32

SENSIBLE = {
    "type": {"issue_type": "broken"},
    "issue": {
        "title": "Checkout fails",
        "description": "Orders stop at the payment step.",
        "priority": "3",
    },
    "contact": {
        "phone": "",
        "time_zone": "Europe/Paris",
        "contact_from": "09:00",
        "contact_to": "17:00",
    },
}


def picture(name: str = "screen.png", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


class Guide:
    """Somebody at a browser, on the way through the wizard of an organization."""

    def __init__(self, user: User, slug: str = "acme") -> None:
        self.user, self.slug, self.client = user, slug, Client()
        self.client.force_login(user)

    def url(self, name: str, *args: object) -> str:
        return reverse(f"cases:{name}", args=[self.slug, *args])

    def step(self, step: str) -> str:
        return self.url("step", self.draft.pk, step)

    def begin(self, **named: object) -> CaseDraft:
        """Press Start; the draft that comes of it."""
        answer = self.client.post(self.url("start"), named)
        assert answer.status_code == 302, answer.status_code
        self.draft = CaseDraft.objects.get(pk=answer.url.split("/")[-3])
        return self.draft

    def look(self, step: str):
        return self.client.get(self.step(step))

    def answer(self, step: str, **changes: object):
        """Post the step as a browser would, sensibly but for the changes."""
        return self.client.post(self.step(step), SENSIBLE.get(step, {}) | changes)

    def reach(self, step: str, **changes: object) -> None:
        """Answer all that comes before the step."""
        if not hasattr(self, "draft"):
            self.begin()
        for before in ("type", "issue", "contact"):
            if before == step:
                return
            answer = self.answer(before, **changes)
            assert answer.status_code == 302, errors(answer)

    def submit(self):
        return self.client.post(self.step("review"))

    def upload(self, *files: SimpleUploadedFile, **typed: object):
        return self.client.post(self.url("upload", self.draft.pk), {"files": files} | typed)

    @property
    def answers(self) -> dict:
        return CaseDraft.objects.get(pk=self.draft.pk).answers


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each gets, done at the same moment in threads of their own."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def errors(answer) -> dict[str, list[str]]:
    """What the page says is wrong, by field."""
    return {**answer.context["form"].errors}


def labels(answer) -> set[str]:
    """The questions on the page."""
    return set(answer.context["form"].fields)


@pytest.fixture
def types(db) -> SimpleNamespace:
    """The cards of the first step."""
    return SimpleNamespace(
        broken=IssueTypeFactory(key="broken", samples_en="Customers see an error page\nA job"),
        marketplace=IssueTypeFactory(
            key="marketplace", label_en="Marketplace", kind=IssueType.Kind.MARKETPLACE
        ),
    )


@pytest.fixture
def sue(cast, types) -> Guide:
    """The support admin of acme, which has one product."""
    return Guide(cast.sue)
