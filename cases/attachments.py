"""Files: which are taken, where they lie, how they are handed out (WIZ-9)."""

import unicodedata
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any, Self

from django.core.files.base import File
from django.core.files.storage import Storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse
from django.utils.translation import gettext as _

from cases.forbidden import is_program
from cases.models import Attachment, Case, CaseDraft, Comment, DraftFile
from cases.models.attachment import StoredFile, storage_key
from cases.uploads import MAX_FILE, MAX_TOTAL, CutUpload
from orgs.models import User
from portal.files import hand_out
from portal.problems import Unprocessable

MAX_FILES = 10
HEAD = 4096

KNOWN = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"%PDF-": "application/pdf",
}
"""What is called by its type. Everything else is plain bytes to the browser, HTML and SVG too."""

INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
"""Control characters, marks of direction, private and broken ones, line separators."""

DISPLAY_LENGTH = 200


def display_name(name: str) -> str:
    """The uploader's name for the file, made harmless: no folders, nothing that cannot be seen."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(char for char in plain if unicodedata.category(char) not in INVISIBLE)
    return visible.strip(" .")[-DISPLAY_LENGTH:].strip(" .") or "file"


def check(name: str, size: int, content: IO[bytes]) -> str:
    """Look at one file by name, size and content; answers its type, such as `image/png`.

    Raises Unprocessable with the reason in words.
    """
    label = display_name(name)
    if size > MAX_FILE:
        raise _refused(_("%(name)s is larger than 20 MB.") % {"name": label}, "file-too-large")
    content.seek(0)
    head = content.read(HEAD)
    content.seek(0)
    if not (size and head):
        raise _refused(_("%(name)s is empty.") % {"name": label}, "file-empty")
    if is_program(label, head):
        words = _("%(name)s is a program or a library; such files are not accepted.")
        raise _refused(words % {"name": label}, "file-forbidden")
    return _content_type(head)


def check_room(files: Iterable[StoredFile], uploads: Iterable[UploadedFile]) -> None:
    """At most ten files and 100 MB together. Raises Unprocessable."""
    sizes = [file.size for file in files] + [upload.size or 0 for upload in uploads]
    if len(sizes) > MAX_FILES:
        raise _refused(_("You can attach ten files at most."), "too-many-files")
    if sum(sizes) > MAX_TOTAL:
        raise _too_much()


def attach_to_draft(user: User, draft: CaseDraft, upload: UploadedFile) -> DraftFile:
    """Keep one uploaded file with the draft. Raises Unprocessable.

    The draft is locked only when the bytes are there: a slow storage holds up nobody. Two uploads
    at once share the room, and one that comes after the submission is refused.
    """
    row = DraftFile(draft=draft, **_properties(user, upload))
    check_room(draft.files.all(), [upload])
    with _kept() as keep:
        keep(row, upload)
        _enter(row, upload)
    return row


@transaction.atomic
def _enter(row: DraftFile, upload: UploadedFile) -> None:
    if CaseDraft.objects.select_for_update().filter(pk=row.draft_id).first() is None:
        raise _refused(_("The case has been submitted meanwhile."), "too-late")
    check_room(row.draft.files.all(), [upload])
    row.save()


def attach_uploads(
    user: User, case: Case, uploads: Iterable[UploadedFile], *, comment: Comment | None = None
) -> list[Attachment]:
    """Keep uploaded files with a case; all of them or none. Raises Unprocessable."""
    uploads = list(uploads)
    check_room([], uploads)
    rows = [
        Attachment(case=case, comment=comment, **_properties(user, upload)) for upload in uploads
    ]
    with _kept() as keep:
        for row, upload in zip(rows, uploads, strict=True):
            keep(row, upload)
            row.save()
    return rows


def adopt(files: Iterable[DraftFile], case: Case) -> None:
    """The draft's files become the case's; the bytes stay where they lie."""
    Attachment.objects.bulk_create(
        Attachment(
            case=case,
            file=file.file.name,
            name=file.name,
            size=file.size,
            content_type=file.content_type,
            uploaded_by_id=file.uploaded_by_id,
        )
        for file in files
    )


class Copies:
    """Copies of attachments for another case; if it does not come to be, they are gone again."""

    def __init__(self, originals: Iterable[Attachment]) -> None:
        self.originals = list(originals)
        self.keys: dict[uuid.UUID, str] = {}
        self.are_attached = False

    def __enter__(self) -> Self:
        with _kept() as keep:
            for original in self.originals:
                row = Attachment()
                with original.file.open("rb") as content:
                    keep(row, content)
                self.keys[original.pk] = str(row.file.name)
        return self

    def __exit__(self, failure: Any, *details: Any) -> None:
        if failure or not self.are_attached:
            for key in self.keys.values():
                Attachment().file.storage.delete(key)

    def attach(self, user: User, case: Case, *, said: Comment | None) -> None:
        """Those that came with comments to `said`, the others to the case itself."""
        Attachment.objects.bulk_create(
            Attachment(
                case=case,
                comment=said if original.comment_id else None,
                file=self.keys[original.pk],
                name=original.name,
                size=original.size,
                content_type=original.content_type,
                uploaded_by=user,
            )
            for original in self.originals
        )
        self.are_attached = True


def remove(file: DraftFile) -> None:
    """Take a file from a draft; its bytes go when the transaction holds."""
    storage, name = file.file.storage, str(file.file.name)
    file.delete()
    transaction.on_commit(lambda: storage.delete(name), robust=True)


def serve(attachment: Attachment) -> FileResponse:
    """Hand an attachment out to be saved."""
    return hand_out(attachment.file, name=attachment.name, content_type=attachment.content_type)


def _properties(user: User, upload: UploadedFile) -> dict[str, Any]:
    name, size = upload.name or "", upload.size or 0
    if isinstance(upload, CutUpload) and size <= MAX_FILE:
        raise _too_much()
    return {
        "name": display_name(name),
        "size": size,
        "content_type": check(name, size, upload),
        "uploaded_by": user,
    }


@contextmanager
def _kept() -> Iterator[Callable[[StoredFile, File], None]]:
    """Gives what writes the bytes of a row. Whatever fails meanwhile leaves none behind, half of
    them neither."""
    written: list[tuple[Storage, str]] = []

    def keep(row: StoredFile, upload: File) -> None:
        storage, key = row.file.storage, storage_key(row, "")
        written.append((storage, key))
        row.file.name = storage.save(key, upload)

    try:
        yield keep
    except BaseException:
        for storage, key in written:
            storage.delete(key)
        raise


def _content_type(head: bytes) -> str:
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    known = (kind for start, kind in KNOWN.items() if head.startswith(start))
    return next(known, "application/octet-stream")


def _too_much() -> Unprocessable:
    return _refused(_("The files are larger than 100 MB together."), "files-too-large")


def _refused(words: str, code: str) -> Unprocessable:
    return Unprocessable(words, code=code)
