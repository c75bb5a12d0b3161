"""Hands files out."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse


def hand_out(file: FieldFile, *, name: str, content_type: str) -> FileResponse:
    """A file to be saved under that name: never run, never sniffed, never shown in the page."""
    response = FileResponse(
        file.open("rb"), as_attachment=True, filename=name, content_type=content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
