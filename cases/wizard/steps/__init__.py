"""The steps of the wizard, in their order."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.wizard.steps.base import Answers, StepForm
from cases.wizard.steps.contact import ContactStep
from cases.wizard.steps.issue import IssueStep
from cases.wizard.steps.issue_type import TypeStep

__all__ = ["FORMS", "Answers", "ContactStep", "IssueStep", "Step", "StepForm", "TypeStep"]


class Step(StrEnum):
    """The key of a step, as in its address and in `CaseDraft.answers`."""

    TYPE = "type"
    ISSUE = "issue"
    CONTACT = "contact"
    REVIEW = "review"

    @property
    def label(self) -> Promise:
        return LABELS[self]


LABELS = {
    Step.TYPE: _("Issue type"),
    Step.ISSUE: _("Issue"),
    Step.CONTACT: _("Contact"),
    Step.REVIEW: _("Review"),
}

FORMS: dict[Step, type[StepForm]] = {
    Step.TYPE: TypeStep,
    Step.ISSUE: IssueStep,
    Step.CONTACT: ContactStep,
}
