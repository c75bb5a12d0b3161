"""What readers type about articles."""

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.models import Opinion


class OpinionForm(forms.Form):
    """Whether it helped is said by the button that is pressed."""

    is_helpful = forms.TypedChoiceField(
        label=_("Was this helpful?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
    )
    words = forms.CharField(
        label=_("In your words"),
        help_text=_("What helped, or what was missing. Our writers read it."),
        required=False,
        max_length=Opinion._meta.get_field("words").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
