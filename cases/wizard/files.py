"""The files of the second step."""

from collections.abc import Iterable

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cases.attachments import attach_to_draft
from cases.wizard.wizard import Wizard
from portal.problems import Unprocessable


class UploadForm(forms.Form):
    """Says what is wrong with files that were not kept."""

    files = forms.Field(label=_("Attachments"), required=False)  # type: ignore[assignment]


def keep(wizard: Wizard, uploads: Iterable[UploadedFile]) -> UploadForm:
    """Attach to the draft what is accepted, one file after the other (WIZ-9)."""
    form = UploadForm({})
    form.full_clean()
    for upload in uploads:
        try:
            file = attach_to_draft(wizard.actor.user, wizard.draft, upload)
        except Unprocessable as refusal:
            form.add_error("files", str(refusal))
        else:
            wizard.offer.files.append(file)
    return form
