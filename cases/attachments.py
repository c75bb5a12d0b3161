"""Files: which are taken, where they lie, how they are handed out (WIZ-9)."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import IO, TypeVar

import puremagic
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse
from django.utils.translation import gettext as _

from cases.models import Attachment, Case, CaseDraft, Comment, DraftFile
from cases.models.attachment import StoredFile
from orgs.models import User
from portal.problems import Unprocessable

MEGABYTE = 1024 * 1024
MAX_FILE = 20 * MEGABYTE
MAX_FILES = 10
MAX_TOTAL = 100 * MEGABYTE

FORBIDDEN_SUFFIXES = frozenset(
    ".apk .app .appimage .bat .bin .cmd .com .cpl .deb .dll .dmg .dylib .ear .elf .exe .gadget .hta .img .inf"
    " .ins .iso .jar .jnlp .js .jse .ko .lnk .mjs .msc .msi .msix .msp .mst .ocx .out .pif .pkg .ps1 .psm1 .reg"
    " .rpm .run .scf .scr .sct .sh .so .swf .sys .vb .vbe .vbs .vhd .vhdx .vxd .war .wasm .ws .wsc .wsf .wsh .xll".split()
)
"""Executables and libraries, also when another ending stands behind them."""

FORBIDDEN_SIGNATURES = (
    b"MZ",  # Windows programs and libraries
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",  # Mach-O, and the byte orders of it
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",  # universal Mach-O, Java classes
    b"\x00asm",
    b"!<arch>",  # static libraries, Debian packages
    b"\xed\xab\xee\xdb",  # RPM
    b"dex\n",
    b"#!",  # scripts that name their interpreter
    b"L\x00\x00\x00\x01\x14\x02\x00",  # Windows shortcuts
)

IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""May be shown in the page; everything else is only downloaded."""

DISPLAY_LENGTH = 200
Row = TypeVar("Row", bound=StoredFile)
HIDDEN = re.compile(r"[\x00-\x1f\x7f/\\]")


def display_name(name: str) -> str:
    """The uploader's name for the file, made harmless: no folders, no control or direction characters."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(
        char for char in plain if unicodedata.category(char) not in {"Cc", "Cf", "Co", "Cs"}
    )
    return HIDDEN.sub("", visible).strip(" .")[-DISPLAY_LENGTH:] or "file"


def check(name: str, size: int, content: IO[bytes]) -> str:
    """Look at one file by name, size and content; answers its type, such as `image/png`.

    Raises Unprocessable with the reason in words.
    """
    label = display_name(name)
    if size > MAX_FILE:
        raise Unprocessable(
            _("%(name)s is larger than 20 MB.") % {"name": label}, code="file-too-large"
        )
    if size == 0:
        raise Unprocessable(_("%(name)s is empty.") % {"name": label}, code="file-empty")
    suffixes = {suffix.lower().strip() for suffix in PurePosixPath(label).suffixes}
    content.seek(0)
    head = content.read(4096)
    content.seek(0)
    if suffixes & FORBIDDEN_SUFFIXES or head.startswith(FORBIDDEN_SIGNATURES):
        raise Unprocessable(
            _("%(name)s is a program or a library; such files are not accepted.") % {"name": label},
            code="file-forbidden",
        )
    return _content_type(label, head)


def check_room(files: Iterable[StoredFile], uploads: Iterable[UploadedFile]) -> None:
    """At most ten files and 100 MB together. Raises Unprocessable."""
    sizes = [file.size for file in files] + [upload.size or 0 for upload in uploads]
    if len(sizes) > MAX_FILES:
        raise Unprocessable(_("You can attach ten files at most."), code="too-many-files")
    if sum(sizes) > MAX_TOTAL:
        raise Unprocessable(_("The files are larger than 100 MB together."), code="files-too-large")


def attach_to_draft(user: User, draft: CaseDraft, upload: UploadedFile) -> DraftFile:
    """Keep one uploaded file with the draft. Raises Unprocessable before anything is kept."""
    check_room(draft.files.all(), [upload])
    row = DraftFile(draft=draft, **_properties(user, upload))
    return _store(row, upload)


def attach_uploads(
    user: User, case: Case, uploads: Iterable[UploadedFile], *, comment: Comment | None = None
) -> list[Attachment]:
    """Keep uploaded files with a case; all of them or none."""
    uploads = list(uploads)
    check_room([], uploads)
    rows = [
        Attachment(case=case, comment=comment, **_properties(user, upload)) for upload in uploads
    ]
    return [_store(row, upload) for row, upload in zip(rows, uploads, strict=True)]


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


def remove(file: DraftFile) -> None:
    """Take a file from a draft; its bytes go when the transaction holds."""
    storage, name = file.file.storage, file.file.name
    file.delete()
    transaction.on_commit(lambda: storage.delete(name), robust=True)


def serve(attachment: Attachment) -> FileResponse:
    """Hand a file out: never run, never sniffed, shown in place only if it is a harmless picture."""
    response = FileResponse(
        attachment.file.open("rb"),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _properties(user: User, upload: UploadedFile) -> dict[str, object]:
    content_type = check(upload.name or "", upload.size or 0, upload.file)  # type: ignore[arg-type]
    return {
        "name": display_name(upload.name or ""),
        "size": upload.size,
        "content_type": content_type,
        "uploaded_by": user,
    }


def _store(row: Row, upload: UploadedFile) -> Row:
    """Write the bytes, then the row; a row that fails leaves no bytes behind."""
    row.file.save(upload.name or "file", upload, save=False)
    try:
        row.save()
    except Exception:
        row.file.storage.delete(row.file.name)
        raise
    return row


def _content_type(name: str, head: bytes) -> str:
    """By content; plain bytes where nothing is recognized. HTML and SVG are never called so."""
    try:
        found = puremagic.from_string(head, mime=True, filename=name)
    except (puremagic.PureError, ValueError):
        found = ""
    return found if found in IMAGES or found == "application/pdf" else "application/octet-stream"
