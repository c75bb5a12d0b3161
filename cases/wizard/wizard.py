"""Leads one person through one draft: which step comes next, and the case at the end."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.actions import NewCase, open_case
from cases.models import Case, CaseDraft, EndedDraft, LegacyCase
from cases.models.draft import MAX_DRAFTS
from cases.wizard.endings import end
from cases.wizard.files import UploadForm
from cases.wizard.offer import Offer
from cases.wizard.steps import FORMS, Answers, Step, StepForm, TypeStep
from orgs.actor import Actor
from orgs.models import User
from portal.problems import Conflict

LINKS = ("follow_up_of", "follow_up_of_legacy")
"""What a draft may follow up; `open_case` looks through the wall whether it may."""


@transaction.atomic
def begin(
    actor: Actor,
    given: Mapping[Step, Answers],
    *,
    follow_up_of: Case | None = None,
    follow_up_of_legacy: LegacyCase | None = None,
) -> CaseDraft:
    """A fresh draft, or the one begun before and never written in. Raises Conflict for too many.

    Whoever starts twice at once waits, so that none escapes the count.
    """
    User.objects.select_for_update(no_key=True).get(pk=actor.user.pk)
    answers = {step.value: answered for step, answered in given.items() if answered}
    drafts = CaseDraft.objects.owned_by(actor)
    linked = {"follow_up_of": follow_up_of, "follow_up_of_legacy": follow_up_of_legacy}
    draft = drafts.filter(answers__in=[{}, answers], answered=[], **linked).first()
    if draft is None and drafts.count() >= MAX_DRAFTS:
        raise Conflict(_("You have twenty drafts here. Continue or discard one of them first."))
    draft = draft or CaseDraft(organization=actor.organization, author=actor.user, **linked)
    draft.answers = answers
    draft.save()
    return draft


class Wizard:
    """For the actor, a draft found by `find_draft`, and the files that were just uploaded to it."""

    def __init__(self, actor: Actor, draft: CaseDraft, uploads: UploadForm) -> None:
        self.actor, self.draft, self.uploads = actor, draft, uploads
        self.offer = Offer(actor, draft)
        self._judged: dict[Step, StepForm] = {}

    def form(self, step: Step, *, bound: bool) -> StepForm:
        """The step as it stands in the draft; bound, it says what is wrong."""
        return FORMS[step](self.offer, self.draft.answers.get(step, {}), bound=bound)

    def judged(self, step: Step) -> StepForm:
        """The bound form, made once: rights lapse and watchers leave, but not in between."""
        if step not in self._judged:
            self._judged[step] = self.form(step, bound=True)
        return self._judged[step]

    def is_complete(self, step: Step) -> bool:
        """Whether it was answered, and would be accepted still."""
        return step in self.draft.answered and self.judged(step).leads_on

    @property
    def current(self) -> Step:
        """The first incomplete step; the review if there is none."""
        return next((step for step in FORMS if not self.is_complete(step)), Step.REVIEW)

    def may_show(self, step: Step) -> bool:
        """No jumping ahead (WIZ-11)."""
        before = list(Step)[: list(Step).index(step)]
        return all(self.is_complete(one) for one in before)

    def take(self, step: Step, posted: Mapping[str, Any]) -> None:
        """Note what was typed, right or wrong: nothing is lost (WIZ-10, WIZ-14)."""
        if step in FORMS:
            noted = self.draft.answers.get(step, {})
            self.draft.answers[step.value] = noted | FORMS[step].read(posted)

    def answer(self, step: Step) -> StepForm:
        """Judge what was taken. An accepted step keeps only what applies to it."""
        form = self.judged(step)
        if form.is_valid():
            noted = self.draft.answers[step]
            self.draft.answers[step.value] = {
                name: noted[name] for name in form.fields if name in noted
            }
            self.draft.answered = sorted({*self.draft.answered, step.value})
        return form

    def save(self) -> None:
        self.draft.save(update_fields=["answers", "answered", "suggested", "updated_at"])

    def submit(self) -> Case:
        """File the case and let the draft go. The caller holds the draft's row.

        The files are read now, not with the draft: an upload may have held the row before us.
        Raises what `open_case` raises.
        """
        linked = {name: getattr(self.draft, name) for name in LINKS}
        case = open_case(
            actor=self.actor,
            new=NewCase(**self.values, **linked),
            submission=self.draft.pk,
            files=list(self.draft.files.all()),
        )
        end(self.draft, EndedDraft.Way.SUBMITTED)
        return case

    @property
    def values(self) -> dict[str, Any]:
        """What the case will hold, of complete steps."""
        values: dict[str, Any] = {}
        for step in FORMS:
            values |= self.judged(step).values
        return values

    @property
    def is_follow_up(self) -> bool:
        return bool(self.draft.follow_up_of_id or self.draft.follow_up_of_legacy_id)

    @property
    def leads_elsewhere(self) -> bool:
        """Whether the answers lead to the marketplace's desk, and to no case (ENT-10)."""
        form = self.judged(Step.TYPE)
        return isinstance(form, TypeStep) and form.leads_elsewhere

    @property
    def way_on(self) -> str:
        if self.leads_elsewhere:
            return self._reverse("marketplace")
        return self.address(self.current)

    @property
    def stepper(self) -> list[tuple[Step, str, bool]]:
        """Each step with its address, and whether it was answered once."""
        return [(step, self.address(step), step in self.draft.answered) for step in Step]

    def back(self, step: Step) -> str:
        """The page before a step."""
        before = list(Step).index(step) - 1
        if before < 0:
            return reverse("cases:start", args=[self.actor.organization.slug])
        return self.address(list(Step)[before])

    def address(self, step: Step) -> str:
        return self._reverse("step", step)

    def _reverse(self, name: str, *args: str) -> str:
        return reverse(f"cases:{name}", args=[self.actor.organization.slug, self.draft.pk, *args])
