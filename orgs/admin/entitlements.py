"""Entitlements as they are typed on an organization's page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.utils.translation import gettext as _
from unfold.forms import PaginationInlineFormSet

from orgs.models import Entitlement

STATE_COLOURS = {
    Entitlement.State.ACTIVE: "success",
    Entitlement.State.SUSPENDED: "warning",
    Entitlement.State.EXPIRED: "danger",
    Entitlement.State.FUTURE: "info",
}


class EntitlementFormSet(PaginationInlineFormSet):
    """The constraint sees only rows that are saved; here two new ones may overlap each other."""

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if _is_kept(form)]
        for index, form in enumerate(kept):
            if any(_overlap(form.cleaned_data, other.cleaned_data) for other in kept[:index]):
                form.add_error(
                    "starts_on", ValidationError(_("This product stands twice in these days."))
                )


def _is_kept(form: ModelForm) -> bool:
    data = getattr(form, "cleaned_data", {})
    return bool(data.get("product") and data.get("starts_on") and not data.get("DELETE"))


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if one["product"] != other["product"]:
        return False
    ends = [row.get("ends_on") for row in (other, one)]
    starts = [row["starts_on"] for row in (one, other)]
    return all(end is None or start <= end for start, end in zip(starts, ends, strict=True))
