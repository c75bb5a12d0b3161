"""What an agent says and decides on a case; each form knows the action that it asks for."""

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases import actions
from cases.forms import MAX_COMMENT, FilesField
from cases.lifecycle import Outcome, Verb
from cases.models import Case, Priority
from orgs.actor import Actor
from orgs.models import User
from orgs.staff import working_in

MAX_STATEMENT = Case._meta.get_field("impact_statement").max_length


def words(
    label: Any, *, required: bool = True, rows: int = 6, most: int | None = MAX_COMMENT
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class CaseForm(forms.Form):
    """`noun` names its address, `done` is said afterwards.

    `act` calls the action with what was typed; it raises Problem, or Http404 when the case has left
    the agent's queue.
    """

    noun: ClassVar[str]
    done: ClassVar[Promise]

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        self.case = case
        super().__init__(*args, **kwargs)
        self.auto_id = f"{self.noun}-%s"

    def act(self, actor: Actor) -> None:
        raise NotImplementedError


class VersionedForm(CaseForm):
    """For what would overwrite: the version of the case that the agent was looking at (CASE-8)."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReplyForm(CaseForm):
    noun = "comment"
    done = _("Your comment was added.")

    body = words(_("Comment, for the customer to read"))
    files = FilesField(label=_("Attachments"), required=False)  # type: ignore[assignment]

    def act(self, actor: Actor) -> None:
        actions.add_comment(actor=actor, case=self.case, **self.cleaned_data)


class TakingForm(CaseForm):
    noun = "escalation"
    done = _("The escalation is yours now.")

    def act(self, actor: Actor) -> None:
        actions.take_escalation(actor=actor, case=self.case)


class EscalationAnswerForm(CaseForm):
    noun = "escalation-answer"
    done = _("The escalation was answered.")

    body = words(_("Answer to the escalation, for the customer to read"))

    def act(self, actor: Actor) -> None:
        actions.answer_escalation(actor=actor, case=self.case, **self.cleaned_data)


class NoteForm(CaseForm):
    noun = "note"
    done = _("Your internal note was added.")

    body = words(_("Internal note, for agents only"))

    def act(self, actor: Actor) -> None:
        actions.add_internal_note(actor=actor, case=self.case, **self.cleaned_data)


class InformationRequestForm(VersionedForm):
    noun = "information-request"
    done = _("The customer was asked; the case waits for the answer.")

    body = words(_("What do you need to know?"))

    def act(self, actor: Actor) -> None:
        actions.change_status(
            actor=actor, case=self.case, verb=Verb.REQUEST_INFORMATION, **self.cleaned_data
        )


class SolutionForm(VersionedForm):
    noun = "solution"
    done = _("The solution was proposed; the case waits for the answer.")

    body = words(_("What solves it?"))

    def act(self, actor: Actor) -> None:
        actions.change_status(
            actor=actor, case=self.case, verb=Verb.PROPOSE_SOLUTION, **self.cleaned_data
        )


class ResumptionForm(VersionedForm):
    noun = "resumption"
    done = _("The case is in progress again.")

    def act(self, actor: Actor) -> None:
        actions.change_status(actor=actor, case=self.case, verb=Verb.RESUME, **self.cleaned_data)


class ClosureForm(VersionedForm):
    noun = "closure"
    done = _("The case was closed.")

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    body = words(_("Last words, for the customer to read"), required=False, rows=3)

    def act(self, actor: Actor) -> None:
        actions.conclude(actor=actor, case=self.case, **self.cleaned_data)


class AssignmentForm(VersionedForm):
    noun = "assignment"
    done = _("The case was assigned.")

    assignee = forms.ModelChoiceField(
        User.objects.none(), label=_("Agent"), empty_label=_("Choose an agent")
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        team = working_in([case.team_id])
        choice = self.fields["assignee"]
        choice.queryset = team.order_by("first_name", "last_name")  # type: ignore[attr-defined]
        choice.initial = case.assignee_id

    def act(self, actor: Actor) -> None:
        actions.assign(actor=actor, case=self.case, **self.cleaned_data)


class PriorityForm(VersionedForm):
    noun = "priority"
    done = _("The priority was changed.")

    priority = forms.TypedChoiceField(label=_("Priority"), choices=Priority.choices, coerce=int)
    statement = words(
        _("What the impact is, needed for P1"), required=False, rows=3, most=MAX_STATEMENT
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.fields["priority"].initial = case.priority

    def act(self, actor: Actor) -> None:
        actions.change_priority(actor=actor, case=self.case, **self.cleaned_data)


class CallForm(VersionedForm):
    """By the customer's clock: these are the hours that the customer gave."""

    noun = "contact"
    done = _("The time is agreed; the requester and you get it for the calendar.")

    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    start = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    end = forms.TimeField(
        label=_("To"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        """Filled in with what is proposed, or agreed."""
        super().__init__(*args, case=case, **kwargs)
        slot = getattr(case, "contact_slot", None)
        if slot:
            there = ZoneInfo(case.contact_time_zone)
            start, end = slot.starts_at.astimezone(there), slot.ends_at.astimezone(there)
            self.initial.update(day=start.date(), start=start.time(), end=end.time())

    def act(self, actor: Actor) -> None:
        actions.agree_contact(actor=actor, case=self.case, **self.cleaned_data)


class WatcherForm(CaseForm):
    noun = "watchers"
    done = _("The watcher was added.")

    email = forms.EmailField(label=_("Add a watcher by e-mail"))

    def act(self, actor: Actor) -> None:
        actions.watch(actor=actor, case=self.case, **self.cleaned_data)


FORMS: dict[str, type[CaseForm]] = {
    form.noun: form
    for form in (
        ReplyForm,
        NoteForm,
        TakingForm,
        EscalationAnswerForm,
        InformationRequestForm,
        SolutionForm,
        ResumptionForm,
        ClosureForm,
        AssignmentForm,
        PriorityForm,
        CallForm,
        WatcherForm,
    )
}
