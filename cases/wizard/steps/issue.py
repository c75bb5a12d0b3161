"""What is the matter? Which questions there are is configuration of the product (WIZ-2)."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Environment, Impact, Priority
from cases.wizard.fields import Cards, PickField, WebAddressField
from cases.wizard.offer import OfferedProduct
from cases.wizard.steps.base import KEEP, REDRAW, SWAP, Answers, StepForm
from orgs.models import ProductField, Project

NOT_LISTED = "not-listed"

SUGGEST = {
    **SWAP,
    **KEEP,
    "hx-trigger": "input changed delay:600ms",
    "hx-target": "#suggestions",
    "hx-select": "#suggestions",
    "hx-select-oob": "#suggested:innerHTML",
    "hx-sync": "#suggested:replace",
}
"""Related articles follow what is typed (WIZ-8); heard is only how many there are."""

PRIORITIES = {
    "1": [_("Production is down or data is lost, and there is no workaround.")],
    "2": [_("A serious interruption: a major feature does not work.")],
    "3": [_("A minor degradation; there is a workaround.")],
    "4": [_("A question, or little impact.")],
}
"""When to choose which (WIZ-5)."""


def _length(name: str) -> int:
    return Case._meta.get_field(name).max_length or 0  # type: ignore[union-attr]


def _text(name: str, label: Any, help_text: Any = "", rows: int = 3) -> forms.CharField:
    attrs = {"rows": rows} | KEEP
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=_length(name),
        widget=forms.Textarea(attrs=attrs),
    )


class IssueStep(StepForm):
    nouns = {
        "product": _("Product"),
        "project_note": _("Project not listed"),
        "impact_statement": _("Impact on your business"),
    }

    product = PickField(label=_("Select a product"), widget=forms.Select(attrs=REDRAW))
    project = PickField(label=_("Project ID"), widget=forms.Select(attrs=REDRAW))
    project_note = forms.CharField(
        label=_("Which project is it?"),
        help_text=_("Its name or address, or what you know of it."),
        required=False,
        max_length=_length("project_note"),
        widget=forms.TextInput(attrs=KEEP),
    )
    title = forms.CharField(
        label=_("Case title"),
        help_text=_("What goes wrong, in one sentence."),
        max_length=_length("title"),
        widget=forms.TextInput(attrs=SUGGEST),
    )
    description = forms.CharField(
        label=_("Case description"),
        help_text=_("What happens, since when, and what you have tried. You can use Markdown."),
        max_length=_length("description"),
        widget=forms.Textarea(attrs={"rows": 8} | SUGGEST),
    )
    project_url = WebAddressField(
        label=_("Cloud Project URL"),
        help_text=_("Where the project is reached in the cloud console."),
        max_length=_length("project_url"),
        widget=forms.URLInput(attrs=KEEP),
    )
    issue_reason = PickField(label=_("Issue reason"), widget=forms.Select(attrs=REDRAW | KEEP))
    environment = forms.ChoiceField(
        label=_("Environment"),
        choices=Environment.choices,
        widget=forms.RadioSelect(attrs=REDRAW | KEEP),
    )
    product_version = forms.CharField(
        label=_("Product version"),
        max_length=_length("product_version"),
        widget=forms.TextInput(attrs={"data-width": "medium"} | KEEP),
    )
    affected_url = WebAddressField(
        label=_("Affected URL"),
        help_text=_("The page or the endpoint where it happens."),
        max_length=_length("affected_url"),
        widget=forms.URLInput(attrs=KEEP),
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        choices=Priority.choices,
        coerce=lambda value: Priority(int(value)),
        widget=Cards(attrs=REDRAW | KEEP),
    )
    impact = forms.ChoiceField(
        label=_("Business impact"),
        choices=Impact.choices,
        widget=forms.RadioSelect(attrs=KEEP),
    )
    impact_statement = _text(
        "impact_statement",
        _("What is the impact on your business?"),
        _("What people cannot do, and what it costs. Needed for P1."),
    )
    steps = _text("steps", _("Steps to reproduce"))
    expected = _text("expected", _("Expected result"))
    actual = _text("actual", _("Actual result"))
    recent_changes = _text(
        "recent_changes", _("Recent changes"), _("Deployments, settings, traffic.")
    )

    def defaults(self) -> Answers:
        """With one product only there is nothing to choose."""
        products = list(self.offer.products)
        return {"product": products[0]} if len(products) == 1 else {}

    def ask(self) -> None:
        products = {key: one.product for key, one in self.offer.products.items()}
        self.fields["product"].offer(  # type: ignore[attr-defined]
            products, empty=_("Choose a product"), groups=True
        )
        self._ask_project()
        self._ask_configured()
        self._ask_impact()

    def _ask_project(self) -> None:
        """A cloud project where there are several, its address where there is no list (ENT-11)."""
        chosen = self.chosen
        if chosen and chosen.asks_project:
            projects = chosen.projects | {NOT_LISTED: _("It is not listed")}
            self.fields["project"].offer(  # type: ignore[attr-defined]
                projects, empty=_("Choose a project")
            )
        else:
            self.drop("project")
        if "project" not in self.fields or self.answers.get("project") != NOT_LISTED:
            self.drop("project_note")
        if self.asks_project_url and self.is_described:
            hosts = chosen.product.project_url_hosts if chosen else ""
            self.fields["project_url"].hosts = tuple(hosts.casefold().split())  # type: ignore[attr-defined]
        else:
            self.drop("project_url")

    def _ask_configured(self) -> None:
        """The optional fields of the product, in the order of this form."""
        asks = self.chosen.asks if self.chosen else {}
        for name in ProductField.Name.values:
            if name in asks:
                self.fields[name].required = asks[name]
            else:
                self.drop(name)
        if "issue_reason" in self.fields:
            self._ask_reason()

    def _ask_reason(self) -> None:
        """The page explains all of them, and beside the field the chosen one (WIZ-7)."""
        reasons = self.offer.issue_reasons
        field = self.fields["issue_reason"]
        field.offer(reasons, empty=_("Choose a reason"))  # type: ignore[attr-defined]
        if chosen := reasons.get(self.answers.get("issue_reason", "")):
            field.help_text = chosen.is_for

    def _ask_impact(self) -> None:
        """In words where the product asks for the impact, and for P1 in any case (WIZ-5)."""
        self.fields["priority"].widget.hints = PRIORITIES  # type: ignore[attr-defined]
        statement = self.fields["impact_statement"]
        statement.required = self.is_critical
        if not self.is_critical and "impact" not in self.fields:
            self.drop("impact_statement")

    def clean_title(self) -> str:
        """One line: it becomes the subject of mails."""
        return " ".join(self.cleaned_data["title"].split())

    @property
    def place(self) -> list[forms.BoundField]:
        """Where it happens; each group as far as it is asked."""
        return self._asked("environment", "product_version", "affected_url")

    @property
    def course(self) -> list[forms.BoundField]:
        """How it comes about."""
        return self._asked("steps", "expected", "actual", "recent_changes")

    def _asked(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    @cached_property
    def chosen(self) -> OfferedProduct | None:
        return self.offer.products.get(self.answers.get("product", ""))

    @property
    def is_critical(self) -> bool:
        return self.answers.get("priority") == str(Priority.P1.value)

    @property
    def is_described(self) -> bool:
        return all(self.answers.get(name, "").strip() for name in ("title", "description"))

    @property
    def asks_project_url(self) -> bool:
        return bool(self.chosen and self.chosen.product.asks_project_url)

    @property
    def is_rehearsal(self) -> bool:
        """P1 means production: on another environment the page warns (WIZ-6)."""
        elsewhere = {Environment.STAGING.value, Environment.DEVELOPMENT.value}
        environment = self.answers.get("environment") if "environment" in self.fields else ""
        return self.is_critical and environment in elsewhere

    @property
    def values(self) -> dict[str, Any]:
        """The only project is chosen silently, and one that is not listed is none (ENT-11)."""
        only = self.chosen.only_project if self.chosen else None
        project = self.cleaned_data.get("project", only)
        return self.cleaned_data | {"project": project if isinstance(project, Project) else None}
