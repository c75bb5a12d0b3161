"""Every scene of every walk: what people did to a page left it accessible, still, narrow enough,
light, and silent in the console. In both themes every address is looked at elsewhere."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser import walks
from tests.browser.inspection import PASSES, Inspector
from tests.browser.walks import Guide, Walk


@pytest.fixture
def guide(demo_world, live_server, page: Page, sign_in) -> Guide:
    return Guide(page, live_server.url, sign_in)


def follow(guide: Guide, walk: Walk, look: Callable[[str], None]) -> None:
    for scene in walk(guide):
        look(scene)


@pytest.mark.rule("USE-2", "USE-3")
@pytest.mark.parametrize("walk", walks.CUSTOMERS, ids=lambda walk: walk.__name__)
def test_no_page_has_a_fault(guide, walk):
    inspector = Inspector(guide.page, PASSES[:1])

    follow(guide, walk, inspector.look)

    assert not inspector.faults, "\n".join(inspector.faults)


@pytest.mark.rule("USE-2")
@pytest.mark.parametrize("walk", walks.DESK, ids=lambda walk: walk.__name__)
def test_the_desk_has_no_fault_either(guide, walk):
    inspector = Inspector(guide.page, PASSES[:1])

    follow(guide, walk, inspector.look_at_desk)

    assert not inspector.faults, "\n".join(inspector.faults)
