"""Looks at a page as it stands in the browser, and says in words what is wrong with it."""

import gzip
import json
from collections.abc import Container, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.staticfiles import finders
from playwright.sync_api import ConsoleMessage, Page, Request, Response, ViewportSize

MOST_BYTES = 100_000
"""Compressed, with everything that a page needs on a cold cache (USE-3)."""

DESKTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=360, height=780)

NARROW = (
    ViewportSize(width=640, height=450),  # a desktop at 200 %
    ViewportSize(width=320, height=640),  # the narrowest screen
)

# Rows and options like those before them are skipped. axe would fetch the style sheets once more,
# which the policy refuses; it reads them anyway.
PARTS = {"exclude": [["tbody tr:nth-child(n+7)"], ["option:nth-child(n+4)"]]}
RULES = {
    "preload": False,
    "resultTypes": ["violations"],
    "runOnly": [
        *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"),
        "best-practice",
    ],
}
# What depends on colours and on the width; both schemes and both widths are seen once.
LOOKS = {
    "preload": False,
    "resultTypes": ["violations"],
    "runOnly": ["color-contrast", "target-size", "scrollable-region-focusable"],
}
Pass = tuple[str, ViewportSize, dict]
PASSES: tuple[Pass, ...] = (("light", DESKTOP, RULES), ("dark", PHONE, LOOKS))

WATCH = """
    window.seen = {violations: [], shifts: []};
    document.addEventListener("securitypolicyviolation", ({violatedDirective, blockedURI}) =>
        seen.violations.push(`${violatedDirective} ${blockedURI}`));
    new PerformanceObserver((list) => seen.shifts.push(...list.getEntries())).observe(
        {type: "layout-shift", buffered: true});
"""

# The page does not scroll sideways; what is cut off says so; what scrolls in itself has a name.
NARROWLY = """() => {
    const named = (one) => `${one.localName}.${one.className} ${one.textContent.slice(0, 40)}`;
    const {scrollWidth, clientWidth} = document.scrollingElement;
    const all = [...document.querySelectorAll("body *")];
    const wide = all.filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1);
    const flow = (one) => getComputedStyle(one).overflowX;
    const types = (one) => ["INPUT", "TEXTAREA", "SELECT"].includes(one.tagName);
    const hides = (one) => getComputedStyle(one).clipPath !== "none";
    const cut = wide.filter((one) => ["hidden", "clip"].includes(flow(one))
        && one.localName !== "svg" && getComputedStyle(one).textOverflow !== "ellipsis"
        && !types(one) && !hides(one));
    const nameless = wide.filter((one) => ["auto", "scroll"].includes(flow(one))
        && !types(one) && one.tagName !== "DIALOG"
        && !(one.tabIndex === 0 && (one.ariaLabel || one.getAttribute("aria-labelledby"))));
    const ends = (one) => one.getBoundingClientRect().left + one.scrollWidth + scrollX;
    const past = scrollWidth <= clientWidth ? [] : all.filter((one) => ends(one) > clientWidth);
    return [["wider than", past], ["cut off at", cut], ["scrolls without a name at", nameless]]
        .flatMap(([words, found]) => found.slice(-3).map((one) => [words, named(one)]));
}"""

MOVING = """() => [...document.querySelectorAll("*")].filter((one) => {
    const {transitionDuration, animationDuration} = getComputedStyle(one);
    return [transitionDuration, animationDuration].join().split(",").some(
        (time) => parseFloat(time) > 0.001);
}).map((one) => `${one.localName}.${one.className}`).slice(0, 5)"""

# While a page still arrives, its right edge and its columns may settle a little, but no more. A
# busy browser paints that late: a hair's breadth of it counts as arriving too.
SHIFTING = """() => {
    const [{domInteractive}] = performance.getEntriesByType("navigation");
    const own = seen.shifts.filter(({hadRecentInput}) => !hadRecentInput);
    const total = own.reduce((sum, {value}) => sum + value, 0);
    const isLate = ({startTime, value}) => startTime > domInteractive && value > 0.002;
    return own.filter((shift) => isLate(shift) || total > 0.01)
        .flatMap(({sources}) => sources.map(({node}) => node?.outerHTML.slice(0, 90)));
}"""

# The page itself and what it fetched, with what each took on the wire.
TRANSFERS = """() => ["navigation", "resource"]
    .flatMap((type) => performance.getEntriesByType(type))
    .map(({name, transferSize}) => [name, transferSize])"""


# Refusals are looked at too; of a request that a newer one replaces htmx speaks as of a fault.
EXPECTED = ("Failed to load resource", "htmx:sendAbort", "htmx:afterRequest")


class Inspector:
    """Follows one page and keeps what is wrong with it in `faults`."""

    def __init__(
        self,
        page: Page,
        passes: tuple[Pass, ...] = PASSES,
        spared: Container[str] = (),
        within: str = "html",
    ) -> None:
        self.page = page
        self.parts = PARTS | {"include": [[within]]}
        self.passes = passes
        self.spared = spared
        self.faults: list[str] = []
        self._heard: list[str] = []
        page.add_init_script(WATCH)
        page.emulate_media(reduced_motion="reduce")
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._heard.append(f"error: {error}"))
        page.on("request", self._notice)
        page.on("response", self._judge)

    def look(self, scene: str) -> None:
        """Everything of the customers' pages."""
        self.look_at_desk(scene)
        self._blame(scene, [*self._weight(), *self._shifting(), *self._moving()])

    def look_at_desk(self, scene: str) -> None:
        """What also holds for pages whose frame is not ours."""
        self.page.locator("[aria-busy=true]").first.wait_for(state="detached")
        wrong = [*self._said(), *self._narrowly(), *self._inaccessible()]
        self._blame(scene, wrong)
        self._heard.clear()  # axe tries what the policy refuses

    def _blame(self, scene: str, faults: list[str]) -> None:
        self.faults += [f"{scene}: {fault}" for fault in faults]

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"} and not said.text.startswith(EXPECTED):
            self._heard.append(f"console: {said.text}")

    def _notice(self, request: Request) -> None:
        if not request.url.startswith(("http://localhost", "http://127.0.0.1", "data:", "blob:")):
            self._heard.append(f"another host: {request.url}")

    def _judge(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type not in {"document", "xhr"}:
            self._heard.append(f"{response.status}: {response.url}")

    def _said(self) -> list[str]:
        return self._heard + self.page.evaluate("seen.violations")

    def _shifting(self) -> list[str]:
        return [f"shifts: {part}" for part in self.page.evaluate(SHIFTING)]

    def _weight(self) -> Iterator[str]:
        sizes = dict(self.page.evaluate(TRANSFERS))
        weight = sum(compressed(urlsplit(name).path) or size for name, size in sizes.items())
        if weight > MOST_BYTES:
            yield f"{weight} bytes"

    def _moving(self) -> list[str]:
        return [f"moves: {one}" for one in self.page.evaluate(MOVING)]

    def _narrowly(self) -> list[str]:
        found = []
        for size in NARROW:
            self.page.set_viewport_size(size)
            parts = self.page.evaluate(NARROWLY)
            found += [
                f"{words} {size['width']}: {part}"
                for words, part in parts
                if words not in self.spared
            ]
        return found

    def _inaccessible(self) -> Iterator[str]:
        self.page.evaluate(AXE_SCRIPT)
        for scheme, size, rules in self.passes:
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            self.page.set_viewport_size(size)
            run = "([parts, rules]) => axe.run(parts, rules).then(({violations}) => violations)"
            for violation in self.page.evaluate(run, [self.parts, rules]):
                parts = [node["html"] for node in violation["nodes"][:3]]
                if violation["id"] not in self.spared:
                    yield f"{violation['id']}, {scheme} {size['width']}: {json.dumps(parts)}"
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        self.page.set_viewport_size(DESKTOP)


@cache
def compressed(path: str) -> int:
    """Bytes of a static file as WhiteNoise sends it to a browser; 0 for what is not one."""
    found = path.startswith("/static/") and finders.find(path.removeprefix("/static/"))
    return len(gzip.compress(Path(found).read_bytes())) if found else 0
