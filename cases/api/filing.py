"""A case from a program: the questions of the wizard, asked all at once and by the same forms."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.fields import get_error_detail

from cases.actions import NewCase
from cases.models import Case, Environment, Impact, LegacyCase, Priority
from cases.models.case import parse_number
from cases.wizard.offer import NONE, Offer, offer_for
from cases.wizard.steps import FORMS, Answers, Step, StepForm
from cases.wizard.steps.issue import NOT_LISTED
from cases.wizard.steps.issue_type import Marketplace
from orgs.actor import Actor
from portal.problems import Unprocessable
from portal.serializers import ClockField, StrictSerializer

ASKED_IN = {
    "issue_type": Step.TYPE,
    "marketplace": Step.TYPE,
    "contact_phone": Step.CONTACT,
    "contact_time_zone": Step.CONTACT,
    "contact_from": Step.CONTACT,
    "contact_to": Step.CONTACT,
    "watchers": Step.CONTACT,
}
"""All else is asked by the step of the issue."""

FORM_NAMES = {
    "contact_phone": "phone",
    "contact_time_zone": "time_zone",
    "watchers": "watcher_emails",
}
"""What the forms call a field, where the case calls it otherwise."""

CASE_NAMES = {form: name for name, form in FORM_NAMES.items()}


def _text(help_text: str = "", *, required: bool = False) -> serializers.CharField:
    """As it was written: what is too short or too long, the forms say."""
    return serializers.CharField(
        required=required, allow_blank=True, trim_whitespace=False, help_text=help_text
    )


class NewCaseSerializer(StrictSerializer[dict[str, Any]]):
    """The shape only: what is asked, required and allowed, the forms of the wizard know."""

    issue_type = serializers.SlugField(default=NONE, help_text="A key of the product's list.")
    marketplace = serializers.ChoiceField(
        Marketplace.choices, required=False, help_text="For an issue type that asks it."
    )
    product = serializers.IntegerField(min_value=1, help_text="An id of `/products`.")
    project = _text(f"An identifier of the product's projects, or `{NOT_LISTED}`.")
    project_note = _text("Which project it is that is not listed.")
    project_url = _text()
    title = _text(required=True)
    description = _text("Markdown.", required=True)
    issue_reason = _text("A key of the product's list.")
    environment = serializers.ChoiceField(Environment.choices, required=False)
    product_version = _text()
    affected_url = _text()
    priority = serializers.ChoiceField(Priority.choices)
    impact = serializers.ChoiceField(Impact.choices, required=False)
    impact_statement = _text("In words; required for P1.")
    steps = _text()
    expected = _text()
    actual = _text()
    recent_changes = _text()
    contact_phone = _text("With the country code; yours, if left out.")
    contact_time_zone = _text("Of the IANA database; yours, if left out.")
    contact_from = ClockField(required=False, help_text="From 05:00; 09:00.")
    contact_to = ClockField(required=False, help_text="To 21:00; 17:00.")
    follow_up_of = _text("The number of a case that you see: the new one is linked with it.")
    follow_up_of_legacy = _text("Instead, the reference of a historical case.")
    watchers = serializers.ListField(
        child=serializers.EmailField(),
        required=False,
        max_length=100,
        help_text="Addresses of people of the organization, ten at most.",
    )


def read_case(actor: Actor, data: Any) -> NewCase:
    """What a program wrote, judged for what its person is offered.

    Raises ValidationError, or Unprocessable for a matter of the marketplace (ENT-10).
    """
    given = NewCaseSerializer.read(data)
    linked = _linked(actor, given)
    offer = offer_for(actor)
    answers = _answers(actor, offer, given)
    forms = {step: form(offer, answers[step], bound=True) for step, form in FORMS.items()}
    if errors := _errors(forms) | _not_asked(forms, answers):
        raise serializers.ValidationError(errors)
    if not forms[Step.TYPE].leads_on:
        desk = settings.MARKETPLACE_CONTACT_EMAIL
        reason = _("The marketplace has its own desk: write to %(desk)s.") % {"desk": desk}
        raise Unprocessable(reason, code="marketplace-matter")
    values = {name: v for form in forms.values() for name, v in form.values.items()}
    return NewCase(**values, **linked)


def _linked(actor: Actor, given: dict[str, Any]) -> dict[str, Any]:
    """What it follows up, taken out of what the forms are asked. Raises ValidationError."""
    number, reference = given.pop("follow_up_of", ""), given.pop("follow_up_of_legacy", "")
    if number and reference:
        raise _wrong("follow_up_of_legacy", _("A case follows up one other."), "two-originals")
    cases = Case.objects.visible_to(actor).filter(pk=parse_number(number) or 0)
    legacy = LegacyCase.objects.visible_to(actor).filter(reference=reference)
    linked = {
        "follow_up_of": number and cases.only("pk").first(),
        "follow_up_of_legacy": reference and legacy.only("pk").first(),
    }
    for name, found in linked.items():
        if found is None:
            raise _wrong(name, _("There is no such case."), "unknown-case")
    return {name: found for name, found in linked.items() if found}


def _wrong(name: str, words: str, code: str) -> serializers.ValidationError:
    return serializers.ValidationError({name: [serializers.ErrorDetail(words, code=code)]})


def _answers(actor: Actor, offer: Offer, given: dict[str, Any]) -> dict[Step, Answers]:
    """As if it had been typed."""
    answers: dict[Step, Answers] = {step: {} for step in FORMS}
    answers[Step.CONTACT]["time_zone"] = actor.user.time_zone_or_default
    for name, value in given.items():
        raw = "\n".join(value) if isinstance(value, list) else str(value)
        answers[ASKED_IN.get(name, Step.ISSUE)][FORM_NAMES.get(name, name)] = raw
    _name_project(offer, answers[Step.ISSUE])
    return answers


def _name_project(offer: Offer, issue: Answers) -> None:
    """The forms know projects by primary key, and choose the only one themselves."""
    chosen, identifier = offer.products.get(issue["product"]), issue.get("project")
    if chosen is None or identifier in (None, "", NOT_LISTED):
        return
    if chosen.only_project and chosen.only_project.identifier == identifier:
        del issue["project"]
    else:
        keys = {project.identifier: key for key, project in chosen.projects.items()}
        issue["project"] = keys.get(identifier, "unknown")


def _errors(forms: dict[Step, StepForm]) -> dict[str, Any]:
    return {
        CASE_NAMES.get(name, name): get_error_detail(ValidationError(errors))
        for form in forms.values()
        for name, errors in form.errors.as_data().items()
    }


def _not_asked(forms: dict[Step, StepForm], answers: dict[Step, Answers]) -> dict[str, Any]:
    """An answer that nobody asked for would be lost; without a valid product nobody knows."""
    if "product" in forms[Step.ISSUE].errors:
        return {}
    refusal = serializers.ErrorDetail(_("This is not asked here."), code="not-asked")
    return {
        CASE_NAMES.get(name, name): [refusal]
        for step, form in forms.items()
        for name, answer in answers[step].items()
        if answer and name not in form.fields
    }
