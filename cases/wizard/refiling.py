"""A case on its way to another organization: what goes along, what is asked there, who sees it then
(ENT-8)."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases import audience
from cases.actions import NewCase
from cases.models import Case
from cases.wizard.fields import PickField
from cases.wizard.follow_up import contact_of
from cases.wizard.offer import Offer, OfferedProduct, offer_for
from cases.wizard.steps import Answers, ContactStep, IssueStep, StepForm
from cases.wizard.steps.issue import NOT_LISTED
from orgs.actor import Actor
from orgs.models import Organization, ProductField, User
from sharedaccess.doors import find_actor, people_with_a_tie

PLACE = ("organization", "product", "project")
CONTENT = ("title", "description", "priority", "impact_statement", "project_note", "project_url")
"""What goes along into any product; the rest as far as the product asks for it."""


class PlaceForm(forms.Form):
    """Where the case belongs. What is offered below depends on what is chosen above."""

    use_required_attribute = False
    organization = PickField(label=_("Right organization"))
    product = PickField(label=_("Product"))
    project = PickField(label=_("Project ID"))


class Refiling:
    """`chosen` is the query of the page, or what its form posts: there too the answers to questions
    that the case has none for. What is posted stands for itself: nothing is guessed."""

    def __init__(
        self,
        case: Case,
        places: Iterable[Organization],
        chosen: Mapping[str, str],
        *,
        is_posted: bool,
    ) -> None:
        self.case, self.is_posted = case, is_posted
        self.typed = chosen if is_posted else {}
        self.places = {place.slug: place for place in places}
        self.chosen = {name: chosen.get(name, "") for name in PLACE}

    @cached_property
    def organization(self) -> Organization | None:
        """The chosen one; where there is one only, the page shows it by itself."""
        shown = next(iter(self.places)) if len(self.places) == 1 and not self.is_posted else ""
        return self.places.get(self.chosen["organization"] or shown)

    @cached_property
    def actor(self) -> Actor | None:
        """Who the requester is there."""
        return find_actor(self.case.requester, self.organization) if self.organization else None

    @cached_property
    def offer(self) -> Offer | None:
        return offer_for(self.actor) if self.actor else None

    @cached_property
    def product(self) -> OfferedProduct | None:
        """The chosen one; else the page shows that of the case, if it is offered there, or the
        only one."""
        offered = self.offer.products if self.offer else {}
        likely = [str(self.case.product_id), *(offered if len(offered) == 1 else ())]
        keys = [self.chosen["product"], *(() if self.is_posted else likely)]
        return next((offered[key] for key in keys if key in offered), None)

    @cached_property
    def place(self) -> PlaceForm:
        """As far as it is chosen; what was chosen before and is not offered here is left out."""
        picked = self._picked()
        form = PlaceForm(initial=picked)
        form.fields["organization"].offer(self.places, empty=_("Choose an organization"))  # type: ignore[attr-defined]
        offered = self.offer.products if self.offer else {}
        products = {key: one.product for key, one in offered.items()}
        form.fields["product"].offer(products, empty=_("Choose a product"))  # type: ignore[attr-defined]
        if self.product and self.product.asks_project:
            projects = self.product.projects | {NOT_LISTED: _("It is not listed")}
            form.fields["project"].offer(projects, empty=_("Choose a project"))  # type: ignore[attr-defined]
        else:
            del form.fields["project"]
        if not self.offer:
            del form.fields["product"]
        return form

    def _picked(self) -> dict[str, str]:
        project = self.chosen["project"] if self.product and self.product.asks_project else ""
        known = self.product and (project in self.product.projects or project == NOT_LISTED)
        return {
            "organization": self.organization.slug if self.organization else "",
            "product": str(self.product.product.pk) if self.product else "",
            "project": project if known else "",
        }

    @property
    def is_placed(self) -> bool:
        """Whether nothing is left to choose."""
        return self.product is not None and not {*self._judged.errors} & {*PLACE}

    @cached_property
    def _content(self) -> Answers:
        """The answers of the case, as if they were typed into the form of the other product."""
        case = self.case
        answers = {name: getattr(case, name) for name in (*CONTENT, *ProductField.Name.values)}
        answers["issue_reason"] = case.issue_reason.key if case.issue_reason else ""
        return {name: str(answer) for name, answer in answers.items()} | self._picked()

    @cached_property
    def _judged(self) -> StepForm:
        """What the case says, by the rules of the other product."""
        return self._issue(self._content, bound=True)

    @cached_property
    def questions(self) -> list[str]:
        """What is asked there, and the case does not say."""
        return [name for name in self._judged.errors if name not in PLACE]

    @cached_property
    def form(self) -> StepForm:
        """The questions, and once they were answered, what is wrong with the answers."""
        typed = {name: self.typed.get(name, "").replace("\0", "") for name in self.questions}
        return self._issue(self._content | typed, bound=self.is_posted)

    @property
    def fields(self) -> list[forms.BoundField]:
        return [self.form[name] for name in self.questions]

    def _issue(self, answers: Answers, *, bound: bool) -> StepForm:
        """Without the scripts of the wizard's page."""
        form = IssueStep(self.offer, answers, bound=bound)  # type: ignore[arg-type]
        for field in form.fields.values():
            attrs = field.widget.attrs
            field.widget.attrs = {k: attrs[k] for k in attrs if not k.startswith("hx-")}
        return form

    @cached_property
    def left_behind(self) -> list[str]:
        """The questions that the case answers, and that nobody asks there."""
        names = [name for name in ProductField.Name.values if self._content[name]]
        lost = [name for name in names if name not in self._judged.fields]
        return [str(IssueStep.base_fields[name].label) for name in lost]

    @cached_property
    def watchers(self) -> tuple[User, ...]:
        """Those of the case who have a tie to the other organization too."""
        tied = people_with_a_tie(self.organization)  # type: ignore[arg-type]
        return tuple(tied.filter(watches__case=self.case))

    @cached_property
    def readers(self) -> audience.Change:
        """Who gains and who loses sight of it."""
        after = audience.who_sees(
            self.organization,  # type: ignore[arg-type]
            self.product.product,  # type: ignore[union-attr]
            requester=self.case.requester,
            watchers=self.watchers,
        )
        return audience.change(audience.who_sees_case(self.case), after)

    @property
    def new(self) -> NewCase:
        """Of a valid form."""
        known = self.offer.issue_types if self.offer else {}
        kind = self.case.issue_type
        values: dict[str, Any] = self.form.values | self._contact
        kept = kind if kind and kind.key in known else None
        return NewCase(**values | {"issue_type": kept, "watchers": self.watchers})

    @property
    def _contact(self) -> dict[str, Any]:
        step = ContactStep(self.offer, contact_of(self.case), bound=True)  # type: ignore[arg-type]
        step.is_valid()
        return step.values
