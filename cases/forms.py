"""What people type about cases."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cases import attachments, legacy
from cases.models import Comment, Escalation, EscalationReason, SavedView, StandingWatch
from orgs.actor import Actor
from orgs.models import Product
from portal.problems import Unprocessable

MAX_COMMENT = Comment._meta.get_field("body").max_length
MAX_NAME = SavedView._meta.get_field("name").max_length


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, each looked at by name and by content (WIZ-9)."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        uploads = [super(FilesField, self).clean(upload, initial) for upload in data or ()]
        try:
            attachments.check_room([], uploads)
            for upload in uploads:
                attachments.check(upload.name, upload.size, upload.file)
        except Unprocessable as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal
        return uploads


class SeenField(forms.IntegerField):
    """The version of the case that a page showed to who writes on it (CASE-8)."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> int | None:
        """Whoever spoils it has seen none."""
        try:
            return super().clean(value)
        except ValidationError:
            return 0


class CommentForm(forms.Form):
    body = forms.CharField(
        label=_("Your comment"),
        max_length=MAX_COMMENT,
        help_text=_("You can use Markdown."),
        error_messages={"required": _("Write something first.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    files = FilesField(  # type: ignore[assignment]
        label=_("Attachments"),
        required=False,
        help_text=_("Up to 10 files, 20 MB each; no programs."),
    )
    version = SeenField()


class ReasonForm(forms.Form):
    """Closing and reopening: the words become a comment."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=MAX_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = SeenField()


class EscalationForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=EscalationReason.choices,
        error_messages={"required": _("Choose a reason.")},
        widget=forms.RadioSelect,
    )
    details = forms.CharField(
        label=_("Details"),
        max_length=Escalation._meta.get_field("details").max_length,
        help_text=_("What happened, and what would help now? The support managers read it."),
        error_messages={"required": _("Say what happened.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class WatcherForm(forms.Form):
    email = forms.EmailField(
        label=_("Add a watcher"),
        help_text=_("Type a name or an address; people of the organization only."),
        widget=forms.EmailInput(attrs={"list": "people", "autocomplete": "off"}),
    )


class StandingWatchForm(forms.Form):
    """Of which new cases somebody wants to hear."""

    product = forms.ModelChoiceField(
        label=_("Product"),
        queryset=Product.objects.none(),
        required=False,
        empty_label=_("All products"),
        widget=forms.Select(attrs={"data-width": "medium"}),
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("Any")), *StandingWatch.LEVELS],
        widget=forms.Select(attrs={"data-width": "medium"}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Product.objects.sold_to(actor.organization).reached_by(actor)
        choice: Any = self.fields["product"]
        choice.queryset = offered.order_by("name")
        for field in self.fields.values():
            field.conditional = True  # type: ignore[attr-defined]  # “all” is an answer


class LegacyFilters(forms.Form):
    """The query of the historical cases; as `CaseFilters`."""

    q = forms.CharField(label=_("Search"), max_length=200, required=False)
    sort = forms.ChoiceField(
        label=_("Sort"), choices=[(sort, sort) for sort in legacy.SORTS], required=False
    )

    @cached_property
    def wanted(self) -> dict[str, str]:
        self.full_clean()
        given = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return given | {"sort": given["sort"] or legacy.DEFAULT_SORT}

    @property
    def ignored(self) -> list[str]:
        return [str(self[name].label) for name in self.errors]


class ViewNameForm(forms.Form):
    """Saves a list under a name; over it, if it is taken, once one has said so."""

    name = forms.CharField(
        label=_("Name of the view"),
        max_length=MAX_NAME,
        error_messages={"required": _("Give the view a name.")},
        widget=forms.TextInput(attrs={"data-width": "medium", "autocomplete": "off"}),
    )
    query = forms.CharField(required=False, widget=forms.HiddenInput)
