"""The files of the second step."""

from collections.abc import Iterable
from typing import Self

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cases.attachments import attach_to_draft
from cases.models import CaseDraft
from orgs.models import User
from portal.problems import Unprocessable


class UploadForm(forms.Form):
    """Says what is wrong with files that were not kept."""

    files = forms.Field(label=_("Attachments"), required=False)  # type: ignore[assignment]

    @classmethod
    def empty(cls) -> Self:
        """Bound, as only such forms tell errors; without any."""
        form = cls({})
        form.full_clean()
        return form

    def keep(self, user: User, draft: CaseDraft, uploads: Iterable[UploadedFile]) -> None:
        """Attach to the draft what is accepted, one file after the other (WIZ-9)."""
        for upload in uploads:
            try:
                attach_to_draft(user, draft, upload)
            except Unprocessable as refusal:
                self.add_error("files", str(refusal))
