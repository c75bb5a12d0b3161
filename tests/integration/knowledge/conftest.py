"""Pictures, and programs that read."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.integration.api.conftest import program

__all__ = ["picture", "program"]


def picture(size=(4, 3), kind="PNG") -> SimpleUploadedFile:
    """Under a name and a type that say something else."""
    content = BytesIO()
    Image.new("RGB", size).save(content, kind)
    return SimpleUploadedFile("x.exe", content.getvalue(), "text/html")
