"""The question of who could see a case at a moment, as it stands in an address."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.hindsight import look_back
from cases.models import Case

EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)


class MomentForm(forms.Form):
    """A moment on the reader's clock, or with an offset of its own."""

    on = forms.DateTimeField(
        label=gettext_lazy("At this moment"),
        required=False,
        validators=[MinValueValidator(EARLIEST)],
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "data-width": "medium"}, format="%Y-%m-%dT%H:%M"
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on: Any = self.fields["on"]
        on.conditional = True  # now is an answer
        zone = timezone.get_current_timezone_name()
        on.help_text = _("On the clock of %(zone)s.") % {"zone": zone}


def then(case: Case, query: QueryDict) -> dict[str, Any]:
    """For the page: what the history tells of the moment asked for, or of now."""
    now = timezone.now()
    form = MomentForm(query)
    asked = form.cleaned_data["on"] if form.is_valid() else None
    moment = asked if asked and asked <= now else now
    seen = look_back(case, moment)
    return {
        "case": case,
        "moment": moment,
        "form": MomentForm(initial={"on": moment}),
        "seen": seen,
        "notes": _notes(case, moment, asked, unknown=bool(form.errors)),
        "is_patchy": seen.complete_since is None or moment < seen.complete_since,
    }


def _notes(case: Case, moment: datetime, asked: datetime | None, *, unknown: bool) -> list[str]:
    """In words what of the question could not be answered as it was asked."""
    notes = []
    if unknown:
        notes.append(_("The moment is unknown; this is now."))
    if asked and asked > moment:
        notes.append(_("That moment has not come yet; this is now."))
    if moment < case.opened_at:
        notes.append(_("The case was not opened yet."))
    return notes
