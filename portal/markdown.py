"""Text that people typed, as HTML that can do no harm: Markdown without HTML, then an allow-list."""

import re
from collections.abc import Sequence
from typing import Any

import nh3
from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

TAGS = set(
    "a blockquote br code em h1 h2 h3 h4 h5 h6 hr li ol p pre s strong "
    "table tbody td th thead tr ul".split()
)
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}

BARE_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\"'.,;:!?)\]}*_~]")


def render(text: str, *, shift: int = 2) -> str:
    """Safe HTML of a Markdown text.

    `shift` lowers its headings, so that they stand under those of the page. Line breaks are kept,
    bare links become links, images only their description, HTML is shown as it was typed.
    """
    html = _parser.render(text, {"shift": shift})
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )


def _lower_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + state.env.get('shift', 0), 6)}"


def _link_bare_addresses(state: StateCore) -> None:
    for block in state.tokens:
        inside_link = 0
        children: list[Token] = []
        for token in block.children or ():
            inside_link += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            linkable = token.type == "text" and not inside_link
            children += _split_at_links(token) if linkable else [token]
        if block.type == "inline":
            block.children = children


def _split_at_links(token: Token) -> list[Token]:
    pieces: list[Token] = []
    end = 0
    for match in BARE_LINK.finditer(token.content):
        pieces += _text(token.content[end : match.start()])
        pieces.append(Token("link_open", "a", 1, attrs={"href": match.group()}))
        pieces += _text(match.group())
        pieces.append(Token("link_close", "a", -1))
        end = match.end()
    return pieces + _text(token.content[end:])


def _text(content: str) -> list[Token]:
    return [Token("text", "", 0, content=content)] if content else []


def _describe_image(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return escape(tokens[index].content)


def _build_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    parser.enable(["table", "strikethrough"])
    parser.core.ruler.push("lower_headings", _lower_headings)
    parser.core.ruler.push("link_bare_addresses", _link_bare_addresses)
    parser.renderer.rules["image"] = _describe_image  # type: ignore[attr-defined]
    return parser


_parser = _build_parser()
