"""A mailbox for a laptop: each mail is a file in a folder."""

import email
import re
import time
import uuid
from collections.abc import Iterator, Sequence
from email.message import EmailMessage as ParsedMail
from email.policy import default
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

STEM = re.compile(r"[0-9]{1,20}-[0-9a-f]{8}")


class FolderBackend(BaseEmailBackend):
    """One `.eml` file for each mail in `settings.MAIL_DIR`; the name sorts by time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            path = folder / f"{time.time_ns()}-{uuid.uuid4().hex[:8]}.eml"
            partial = path.with_suffix(".part")
            partial.write_bytes(message.message().as_bytes(linesep="\r\n"))  # type: ignore[call-arg]
            partial.rename(path)
        return len(email_messages)


def newest(limit: int = 100) -> Iterator[tuple[str, ParsedMail]]:
    """The last mails, newest first, each with its file's stem."""
    for path in sorted(Path(settings.MAIL_DIR).glob("*.eml"), reverse=True)[:limit]:
        yield path.stem, _read(path)


def find(stem: str) -> ParsedMail | None:
    """One mail by its file's stem, or None."""
    path = Path(settings.MAIL_DIR) / f"{stem}.eml"
    if not STEM.fullmatch(stem) or not path.is_file():
        return None
    return _read(path)


def _read(path: Path) -> ParsedMail:
    return email.message_from_bytes(path.read_bytes(), policy=default)
