"""Files of drafts and of cases, under random keys; the name given is for showing only (WIZ-9)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.comment import Comment
from cases.models.draft import CaseDraft


def storage_key(instance: models.Model, filename: str) -> str:
    """Nothing of the name given by the uploader reaches the disk."""
    key = uuid.uuid4().hex
    return f"{key[:2]}/{key}"


class StoredFile(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to=storage_key, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200, editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False)
    content_type = models.CharField(_("type"), max_length=120, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("added"), db_default=Now(), editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class DraftFile(StoredFile):
    """Uploaded to a draft; becomes an attachment when the case is submitted."""

    draft = models.ForeignKey(CaseDraft, models.CASCADE, related_name="files")

    class Meta:
        verbose_name = _("file of a draft")
        verbose_name_plural = _("files of drafts")
        ordering = ["created_at"]


class Attachment(StoredFile):
    """Belongs to the case, and to a comment if it came with one. Agents keep what is internal."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="attachments")
    comment = models.ForeignKey(
        Comment, models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    is_internal = models.BooleanField(_("internal"), default=False)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_internal=False) | Q(comment=None),
                name="attachment_internal_has_no_public_comment",
            ),
        ]
