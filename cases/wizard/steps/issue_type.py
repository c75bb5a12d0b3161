"""What kind of problem are you trying to solve? (WIZ-1)"""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import IssueType
from cases.wizard.fields import Cards, PickField
from cases.wizard.steps.base import REDRAW, StepForm


class Marketplace(models.TextChoices):
    """What a marketplace matter is about (ENT-10)."""

    PUBLISHING = "publishing", _("Publishing an extension")
    PURCHASE = "purchase", _("Trouble with a purchase")
    REFUND = "refund", _("A refund")
    SIGN_IN = "sign_in", _("I cannot sign in to the marketplace")
    DEPLOYMENT = "deployment", _("Deploying an extension")


ELSEWHERE = frozenset({Marketplace.PUBLISHING, Marketplace.PURCHASE, Marketplace.REFUND})
"""The business of the marketplace's own desk: no case is made."""


class TypeStep(StepForm):
    nouns = {"issue_type": _("Issue type"), "marketplace": _("Marketplace matter")}

    issue_type = PickField(
        label=_("What kind of problem are you trying to solve?"), widget=Cards(attrs=REDRAW)
    )
    marketplace = forms.ChoiceField(
        label=_("What is your marketplace matter about?"),
        choices=Marketplace.choices,
        widget=forms.RadioSelect,
    )

    def ask(self) -> None:
        types = self.offer.issue_types
        field = self.fields["issue_type"]
        field.offer(types)  # type: ignore[attr-defined]
        field.widget.hints = {  # type: ignore[attr-defined]
            key: kind.samples.splitlines() for key, kind in types.items()
        }
        if not self.asks_marketplace:
            self.drop("marketplace")

    @property
    def asks_marketplace(self) -> bool:
        chosen = self.offer.issue_types.get(self.answers.get("issue_type", ""))
        return chosen is not None and chosen.kind == IssueType.Kind.MARKETPLACE

    @property
    def leads_elsewhere(self) -> bool:
        """Whether the answers lead to the marketplace's own desk, and to no case."""
        return self.is_valid() and self.cleaned_data.get("marketplace") in ELSEWHERE

    @property
    def leads_on(self) -> bool:
        return self.is_valid() and not self.leads_elsewhere

    @property
    def values(self) -> dict[str, Any]:
        """What the case keeps of it: nothing, where the type is no row of the vendor's."""
        chosen = self.cleaned_data["issue_type"]
        return {"issue_type": chosen if chosen.pk else None}
