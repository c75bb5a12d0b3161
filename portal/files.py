"""Hands files out."""

import re
from typing import Any

from django.db.models.fields.files import FieldFile
from django.http import FileResponse

NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]")
"""What a system of files takes for a folder, a drive or a pattern."""


def file_name(name: str) -> str:
    """A name that leads nowhere, wherever it is unpacked."""
    return NOT_IN_NAMES.sub("_", name).strip(" .") or "file"


def hand_out(file: FieldFile, *, name: str, content_type: str) -> FileResponse:
    """A file to be saved under that name: never run, never sniffed, never shown in the page."""
    return _guarded(file, as_attachment=True, filename=name, content_type=content_type)


def show(file: FieldFile, *, content_type: str) -> FileResponse:
    """A picture of a type that browsers draw and never run, for a page of ours."""
    return _guarded(file, content_type=content_type)


def _guarded(file: FieldFile, **options: Any) -> FileResponse:
    response = FileResponse(file.open("rb"), **options)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
