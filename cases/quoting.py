"""Writes down comments as quotations: who said what, and when."""

from collections.abc import Iterable, Iterator
from datetime import UTC

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import Comment

MAX_COMMENT = Comment._meta.get_field("body").max_length or 0


def quoted(comments: Iterable[Comment], *, size: int = MAX_COMMENT) -> Iterator[str]:
    """In parts of at most `size` characters; nothing is left out."""
    part = ""
    for line in _lines(comments, size // 2):
        if len(part) + len(line) + 1 > size:
            yield part.strip()
            part = ""
        part += line + "\n"
    if part.strip():
        yield part.strip()


def _lines(comments: Iterable[Comment], longest: int) -> Iterator[str]:
    """A line that is longer is broken: no comment has room for it otherwise."""
    for comment in comments:
        yield _byline(comment)
        yield ""
        for line in comment.body.splitlines():
            for start in range(0, len(line) or 1, longest):
                yield f"> {line[start : start + longest]}"
        yield ""


def _byline(comment: Comment) -> str:
    words = _("**%(person)s** (%(side)s), %(moment)s UTC:")
    moment = date_format(comment.created_at.astimezone(UTC), "DATETIME_FORMAT")
    side = comment.get_side_display()
    return words % {"person": comment.author, "side": side, "moment": moment}
