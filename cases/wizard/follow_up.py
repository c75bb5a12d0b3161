"""What a follow-up takes over from the case that it follows up: where it happens, and how to reach
the person (CASE-4)."""

from collections.abc import Mapping

from cases.models import Case, LegacyCase
from cases.wizard.steps import Answers, Step
from cases.wizard.steps.issue import NOT_LISTED
from orgs.actor import Actor
from orgs.models import Product

Given = Mapping[Step, Answers]


def answers_of(actor: Actor, case: Case) -> Given:
    """Whoever did not submit the earlier case is reached in another way."""
    own = case.requester_id == actor.user.pk
    return {Step.ISSUE: place_of(case), Step.CONTACT: contact_of(case) if own else {}}


def answers_of_legacy(actor: Actor, legacy: LegacyCase) -> Given:
    """The product of that name, if a case can be filed for it."""
    named = Product.objects.supported_for(actor).filter(name__iexact=legacy.product_name.strip())
    product = named.first()
    return {Step.ISSUE: {"product": str(product.pk)} if product else {}}


def place_of(case: Case) -> Answers:
    """The product, and the project as it was given."""
    project = case.project_id or (NOT_LISTED if case.project_note else "")
    answers = {
        "product": str(case.product_id),
        "project": str(project),
        "project_note": case.project_note,
        "project_url": case.project_url,
    }
    return {name: answer for name, answer in answers.items() if answer}


def contact_of(case: Case) -> Answers:
    return {
        "phone": case.contact_phone,
        "time_zone": case.contact_time_zone,
        "contact_from": f"{case.contact_from:%H:%M}",
        "contact_to": f"{case.contact_to:%H:%M}",
    }
