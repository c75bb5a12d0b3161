"""The shipped articles as they lie in files: a head in TOML, then Markdown."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
FENCE = "+++\n"


@dataclass(frozen=True)
class Text:
    """One article in one language; the names are those of the model."""

    topic: str
    slug: str
    language: str
    title: str
    body: str
    audience: str
    tags: list[str]
    products: list[str]


def texts() -> list[Text]:
    """All of them, by language and topic."""
    return [_read(path) for path in sorted(FOLDER.glob("??/*.md"))]


def tags() -> dict[str, dict[str, str]]:
    """By slug the name of each tag, by language."""
    return tomllib.loads((FOLDER / "tags.toml").read_text(encoding="utf-8"))


def _read(path: Path) -> Text:
    _nothing, head, body = path.read_text(encoding="utf-8").split(FENCE, 2)
    return Text(body=body.strip() + "\n", **tomllib.loads(head))
