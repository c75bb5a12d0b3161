"""Answers a repeated POST with what the first one made, instead of doing it again."""

import hashlib
import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from portal.models import IdempotencyKey
from portal.problems import Unprocessable

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(days=1)
MAX_LENGTH = 255

KEY = OpenApiParameter(
    HEADER,
    location=OpenApiParameter.HEADER,
    description=(
        "Any text of yours. Within a day, the same request with the same key is done once: its"
        " repetition is answered 200 with what the first one made."
    ),
)
"""For the schema."""


@transaction.atomic
def once(request: Request, make: Callable[[uuid.UUID], Model]) -> tuple[str, bool]:
    """Make it, unless the same request with the same key did; answers its primary key, and if new.

    `make` gets an id that stands for the request. A second request waits until the first one is
    done. Raises Unprocessable for a key that came with another request, or is none.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return str(make(uuid.uuid4()).pk), True
    row, is_new = _claim(request, key)
    if is_new:
        row.made = str(make(row.pk).pk)
        row.save(update_fields=["made"])
    return row.made, is_new


def _claim(request: Request, key: str) -> tuple[IdempotencyKey, bool]:
    if not 0 < len(key) <= MAX_LENGTH:
        raise Unprocessable(_("A key has 1 to 255 characters."), code="idempotency-key-invalid")
    user: Any = request.user
    keys = IdempotencyKey.objects.filter(user=user)
    keys.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
    digest = _digest(request)
    row, is_new = keys.get_or_create(user=user, key=key, defaults={"digest": digest})
    if row.digest != digest:
        reason = _("This key came with another request before.")
        raise Unprocessable(reason, code="idempotency-key-reused")
    return row, is_new


def _digest(request: Request) -> str:
    body = json.dumps(request.data, sort_keys=True, default=_fingerprint)
    return hashlib.sha256(f"{request.path}\n{body}".encode()).hexdigest()


def _fingerprint(file: UploadedFile) -> list[str]:
    """Of what is no JSON: an uploaded file stands for its name and its content."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return [file.name or "", digest.hexdigest()]
