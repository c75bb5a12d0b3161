"""Every address of the resolver that answers with a page: each is looked at, by who may open it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests import urls
from tests.browser.inspection import PASSES, Inspector
from tests.urls import OPENERS, Stop

DESK = "root"
PEOPLE = sorted({person for _begin, person in OPENERS} - {DESK})
SHOWS = {200, 400, 403, 404}

# The form of a new row is that of a row; the theme draws what is deleted, and when, alike for all.
ALIKE = ("_add", "_delete", "_history", "admin:search")
FAULTS_OF_THE_THEME = {
    "aria-input-field-name",  # the lists to choose from, which are Django's select2
    "label",  # their search
    "list",  # their chosen values
    "aria-prohibited-attr",  # the help of Django's two lists
    "empty-table-header",  # of rows within a form
    "landmark-unique",  # its scroll bars
    "cut off at",  # long words of a list on a phone
    "wider than",  # fields side by side; the queue and the case are held to it in the walk
}


@pytest.fixture
def world(demo_world):
    urls.furnish(demo_world)
    return demo_world


def pages(world, person: str) -> Iterator[Stop]:
    """The addresses that show this person something: no file, no redirection, no form's target."""
    client = urls.visitor(world, person)
    for stop in urls.stops():
        if stop.person == person:
            answer = client.get(stop.path)
            answer.close()
            is_page = answer.headers.get("Content-Type", "").startswith("text/html")
            if is_page and answer.status_code in SHOWS:
                yield stop


def enter(page: Page, site: str, world, person: str) -> None:
    cookies = urls.visitor(world, person).cookies if person else {}
    page.context.add_cookies(
        [
            {"name": name, "value": one.value, "domain": urlsplit(site).hostname, "path": "/"}
            for name, one in cookies.items()
        ]
    )


@pytest.mark.rule("USE-2", "USE-3")
@pytest.mark.parametrize("person", PEOPLE)
def test_no_address_has_a_fault(world, live_server, page: Page, person):
    inspector = Inspector(page)
    enter(page, live_server.url, world, person)
    stops = list(pages(world, person))

    for stop in stops:
        page.goto(live_server.url + stop.path)
        inspector.look(f"{stop.name} {stop.path}")

    assert stops
    assert not inspector.faults, "\n".join(inspector.faults)


@pytest.mark.rule("USE-2")
@pytest.mark.parametrize("half", [0, 1])
def test_no_address_of_the_desk_has_a_fault(world, live_server, page: Page, half):
    inspector = Inspector(page, PASSES[:1], FAULTS_OF_THE_THEME, within="main")
    enter(page, live_server.url, world, DESK)
    stops = [stop for stop in pages(world, DESK) if not stop.name.endswith(ALIKE)]

    for stop in stops[half::2]:
        page.goto(live_server.url + stop.path)
        inspector.look_at_desk(f"{stop.name} {stop.path}")

    assert stops
    assert not inspector.faults, "\n".join(inspector.faults)
