"""Text that people typed, as HTML that does no harm: Markdown without HTML, then an allow-list."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import nh3
from django.utils.html import escape, format_html
from django.utils.text import Truncator, slugify
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

INLINE_TAGS = {"a", "br", "code", "em", "s", "strong"}
BLOCK_TAGS = {"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
TABLE_TAGS = {"table", "tbody", "td", "th", "thead", "tr"}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
PAGE_ATTRIBUTES = ATTRIBUTES | {
    "img": {"alt", "height", "loading", "src", "width"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
SCHEMES = {"http", "https", "mailto"}
# What nobody writes by hand, and what takes the parser longer than a page may.
MAX_LINES, MAX_BRACKETS, MAX_CELLS = 10_000, 5_000, 20_000
DELIMITERS = re.compile(r"[-:|>\s]+")
HEADING = ("heading_open", "heading_close")
# Wide code and wide tables scroll, so a keyboard must be able to reach them.
FOCUSABLE = {"pre": {"tabindex": "0"}, "table": {"tabindex": "0"}}

# Up to a blank, without the sentence's own punctuation; brackets only in pairs.
BARE_LINK = re.compile(
    r"""https?://(?:\([^\s<>"()]*\)|[^\s<>"()])*(?:\([^\s<>"()]*\)|[^\s<>"()'.,;:!?\[\]{}*_~])"""
)


class Picture(NamedTuple):
    """Of a known size, so that nothing moves when it comes."""

    src: str
    description: str
    width: int
    height: int


class Heading(NamedTuple):
    level: int
    anchor: str
    words: str


class Page(NamedTuple):
    """A long text with its headings, to each of which an address leads."""

    html: str
    headings: list[Heading]


PICTURE = re.compile(r"/help/[\w-]+/images/([0-9a-f-]{36})/")


def render(text: str, *, shift: int = 2) -> str:
    """Safe HTML of a Markdown text.

    Its headings stand under those of the page: the highest of them, whichever that is, comes
    `shift` levels below a first one. Line breaks are kept, bare links become links, images only
    their description, HTML is shown as it was typed; so is a whole text that would take long.
    """
    return _clean(_html(text, {"shift": shift}), ATTRIBUTES)


def render_page(text: str, pictures: Mapping[str, Picture]) -> Page:
    """As `render`, for a text that is a page of its own: its headings can be linked to, and of the
    images those are shown that `pictures` knows, by the key in their address."""
    headings: list[Heading] = []
    html = _html(text, {"shift": 1, "pictures": pictures, "headings": headings})
    return Page(_clean(html, PAGE_ATTRIBUTES), headings)


def _html(text: str, env: dict[str, Any]) -> str:
    return f"<pre>{escape(text)}</pre>" if _takes_long(text) else str(_parser.render(text, env))


def _clean(html: str, attributes: dict[str, set[str]]) -> str:
    return nh3.clean(
        html,
        tags=INLINE_TAGS | BLOCK_TAGS | TABLE_TAGS | ({"img"} & attributes.keys()),
        attributes=attributes,
        set_tag_attribute_values=FOCUSABLE,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )


def gist(text: str, length: int) -> str:
    """The beginning of the first paragraph, as plain words."""
    tokens = _parser.parse(text[: length * 4], {"shift": 0})
    for before, token in pairwise(tokens):
        if before.type == "paragraph_open":
            return Truncator(" ".join(_words(token).split())).chars(length)
    return ""


def _words(block: Token) -> str:
    """Of one block, without any mark."""
    return "".join(
        " " if one.type.endswith("break") else one.content for one in block.children or ()
    )


def _takes_long(text: str) -> bool:
    """Each `[` may begin a link, each line a list; each line of a table has cells for all columns,
    also where none was typed."""
    lines = text.splitlines()
    widths = (line.count("|") + 1 for line in lines if DELIMITERS.fullmatch(line))
    cells = len(lines) * max(widths, default=0)
    return text.count("[") > MAX_BRACKETS or len(lines) > MAX_LINES or cells > MAX_CELLS


def _lower_headings(state: StateCore) -> None:
    headings = [token for token in state.tokens if token.type in HEADING]
    highest = min((int(token.tag[1]) for token in headings), default=1)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) - highest + 1 + state.env['shift'], 6)}"


def _anchor_headings(state: StateCore) -> None:
    headings = state.env.get("headings")
    if headings is None:
        return
    for opening, inline in pairwise(state.tokens):
        if opening.type == "heading_open":
            words = _words(inline)
            anchor = f"s{len(headings) + 1}-{slugify(words)[:60]}".rstrip("-")
            opening.attrSet("id", anchor)
            headings.append(Heading(int(opening.tag[1]), anchor, words))


def _link_bare_addresses(state: StateCore) -> None:
    for block in state.tokens:
        if block.children:
            block.children = _with_links(block.children)


def _with_links(tokens: list[Token]) -> list[Token]:
    linked: list[Token] = []
    inside = False
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            inside = token.type == "link_open"
        linked += [token] if inside or token.type != "text" else _split_at_links(token.content)
    return linked


def _split_at_links(content: str) -> list[Token]:
    pieces: list[Token] = []
    end = 0
    for match in BARE_LINK.finditer(content):
        pieces += [
            Token("text", "", 0, content=content[end : match.start()]),
            Token("link_open", "a", 1, attrs={"href": match.group()}),
            Token("text", "", 0, content=match.group()),
            Token("link_close", "a", -1),
        ]
        end = match.end()
    return [*pieces, Token("text", "", 0, content=content[end:])]


def _draw_image(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """One of our own; of others only what they show."""
    words, found = tokens[index].content, PICTURE.fullmatch(str(tokens[index].attrs["src"]))
    picture = env.get("pictures", {}).get(found[1]) if found else None
    if picture is None:
        return escape(words)
    return format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        picture.src,
        words or picture.description,
        picture.width,
        picture.height,
    )


def _build_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    parser.enable(["table", "strikethrough"])
    parser.core.ruler.push("lower_headings", _lower_headings)
    parser.core.ruler.push("anchor_headings", _anchor_headings)
    parser.core.ruler.push("link_bare_addresses", _link_bare_addresses)
    parser.renderer.rules["image"] = _draw_image  # type: ignore[attr-defined]
    return parser


_parser = _build_parser()
