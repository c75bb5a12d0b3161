"""What writers type."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from knowledge import actions
from knowledge.models import Article, ArticleImage
from portal.problems import Conflict

if TYPE_CHECKING:
    from django.http import QueryDict


class ArticleForm(forms.ModelForm):
    """Knows with which version the writer began."""

    seen = forms.IntegerField(label="", widget=forms.HiddenInput, required=False, min_value=0)

    class Meta:
        model = Article
        fields = "__all__"  # noqa: DJ007 - the admin's fieldsets name them

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = newest_of(self.instance)

    def clean(self) -> dict[str, Any]:
        """Who comes second is told once, keeps what was typed, and may then save over it: the
        other's words stay among the versions."""
        answers = super().clean() or {}
        answers["seen"] = answers.get("seen") or 0
        if self.instance.pk:
            try:
                actions.demand_newest(article=self.instance, seen=answers["seen"])
            except Conflict as conflict:
                data = cast("QueryDict", self.data).copy()
                data["seen"] = str(newest_of(self.instance))
                self.data = data
                raise ValidationError(str(conflict), code=conflict.code) from conflict
        return answers


class ImageForm(forms.Form):
    upload = forms.FileField(
        label=_("Picture"), help_text=_("PNG, JPEG, GIF or WebP, up to 5 MB and 6,000 pixels.")
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=ArticleImage._meta.get_field("description").max_length,
        help_text=_("What it shows, for those who cannot see it."),
    )


def newest_of(article: Article) -> int:
    """The number of its newest version; 0 before it is saved."""
    numbers = article.versions.values_list("number", flat=True) if article.pk else None
    return (numbers.first() or 0) if numbers is not None else 0
