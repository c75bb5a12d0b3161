"""Pictures of articles: looked at before they are kept."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from knowledge.models import Article, ArticleImage
from portal.problems import Unprocessable

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
"""What browsers draw and never run; no SVG."""

UNREADABLE = (UnidentifiedImageError, OSError, SyntaxError, ValueError)
MAX_SIZE, MAX_SIDE = 5 * 1024**2, 6_000


def add_image(*, article: Article, upload: UploadedFile, description: str) -> ArticleImage:
    """Keep a picture with the article. Raises Unprocessable.

    The bytes are written first and go again if the row cannot be: none are left behind.
    """
    row = ArticleImage(article=article, description=description, **_properties(upload))
    row.file.save("", upload, save=False)
    try:
        row.save()
    except BaseException:
        row.file.storage.delete(str(row.file.name))
        raise
    return row


@transaction.atomic
def remove_image(*, image: ArticleImage) -> None:
    """Its bytes go when the transaction holds."""
    storage, name = image.file.storage, str(image.file.name)
    image.delete()
    transaction.on_commit(lambda: storage.delete(name), robust=True)


def _properties(upload: UploadedFile) -> dict[str, Any]:
    """By its content, whatever its name says; only the head is read before its size is known."""
    if (upload.size or 0) > MAX_SIZE:
        raise _refused(_("The picture is larger than 5 MB."))
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            if max(picture.size) > MAX_SIDE:
                raise _refused(_("The picture is wider or higher than 6,000 pixels."))
            width, height, kind = *picture.size, str(picture.format)
            picture.verify()
    except (*UNREADABLE, Image.DecompressionBombError) as error:
        raise _refused(_("This is no PNG, JPEG, GIF or WebP picture.")) from error
    finally:
        upload.seek(0)
    return {"width": width, "height": height, "content_type": Image.MIME[kind]}


def _refused(words: str) -> Unprocessable:
    return Unprocessable(words, code="picture-refused")
