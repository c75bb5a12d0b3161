"""Acting on many cases at once: each by itself, each refusal said."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action

from cases import actions
from cases.admin.forms import words
from cases.lifecycle import Outcome
from cases.models import Case
from cases.models.wall import CaseQuerySet
from cases.versions import read_version
from orgs.actor import Actor
from orgs.models import User
from orgs.staff import working_in
from portal.desk.base import ReadOnlyAdmin
from portal.problems import Conflict, Problem
from sharedaccess.doors import agent

MOST = 100
"""One request does not hold more: a list shows fewer."""

KEY = re.compile(r"[0-9]{1,18}")

Act = Callable[[Actor, Case], Any]


class AssigneeForm(forms.Form):
    assignee = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Agent"), empty_label=None
    )

    def __init__(self, *args: Any, cases: CaseQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = {case.team_id for case in cases}
        agents = working_in(teams)
        self.fields["assignee"].queryset = agents.order_by("first_name", "last_name")  # type: ignore[attr-defined]


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    body = words(gettext_lazy("Comment, for the customers to read"), required=False, rows=4)

    def __init__(self, *args: Any, cases: CaseQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class BulkActions(ReadOnlyAdmin):
    actions = ["take_selected", "assign_selected", "close_selected"]

    def response_action(self, request: HttpRequest, queryset: QuerySet[Case]) -> Any:
        """Django puts what was ticked into the query as it came: leave out what is no key."""
        posted = request.POST.copy()
        ticked = posted.getlist(ACTION_CHECKBOX_NAME)
        posted.setlist(ACTION_CHECKBOX_NAME, [key for key in ticked if KEY.fullmatch(key)])
        request.POST = posted  # type: ignore[assignment]
        return super().response_action(request, queryset)

    @action(description=gettext_lazy("Take selected cases"), permissions=["work"])
    def take_selected(self, request: HttpRequest, queryset: CaseQuerySet) -> None:
        """Nobody's cases only: to take one over from a colleague, one opens it."""
        count = self._each(request, queryset, _take)
        done = ngettext("You took %d case.", "You took %d cases.", count) % count
        self._say(request, count, done)

    @action(description=gettext_lazy("Assign selected cases to…"), permissions=["work"])
    def assign_selected(self, request: HttpRequest, queryset: CaseQuerySet) -> HttpResponse | None:
        form = self._asked(request, queryset, AssigneeForm)
        if not form.is_valid():
            return self._ask(request, queryset, form, "assign_selected", _("Assign cases"))
        count = self._each(
            request,
            queryset,
            lambda actor, case: actions.assign(
                actor=actor, case=case, version=_shown(request, case), **form.cleaned_data
            ),
        )
        text = ngettext(
            "%(count)d case is %(agent)s’s now.", "%(count)d cases are %(agent)s’s now.", count
        )
        self._say(request, count, text % {"count": count, "agent": form.cleaned_data["assignee"]})
        return None

    @action(description=gettext_lazy("Close selected cases with…"), permissions=["work"])
    def close_selected(self, request: HttpRequest, queryset: CaseQuerySet) -> HttpResponse | None:
        form = self._asked(request, queryset, OutcomeForm)
        if not form.is_valid():
            return self._ask(request, queryset, form, "close_selected", _("Close cases"))
        count = self._each(
            request,
            queryset,
            lambda actor, case: actions.conclude(
                actor=actor, case=case, version=_shown(request, case), **form.cleaned_data
            ),
        )
        self._say(
            request, count, ngettext("%d case was closed.", "%d cases were closed.", count) % count
        )
        return None

    def _asked(self, request: HttpRequest, cases: CaseQuerySet, form: Any) -> Any:
        """The form of the page in between, filled in or still to be shown."""
        data = request.POST if "apply" in request.POST else None
        return form(data, cases=cases[:MOST])

    def _ask(
        self, request: HttpRequest, cases: CaseQuerySet, form: forms.Form, name: str, title: str
    ) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "cases": cases[:MOST],
            "form": form,
            "action": name,
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/cases/case/bulk.html", context, status=status)

    def _each(self, request: HttpRequest, cases: CaseQuerySet, act: Act) -> int:
        """Do it to every one in a transaction of its own; answers how many went well."""
        count = 0
        for case in cases.select_related("organization", "assignee")[:MOST]:
            try:
                act(agent(request.user, case.organization), case)  # type: ignore[arg-type]
                count += 1
            except Problem as refusal:
                self.message_user(request, f"{case.number}: {refusal}", messages.WARNING)
            except Http404:
                gone = _("%(number)s is not in your queue any more.") % {"number": case.number}
                self.message_user(request, gone, messages.WARNING)
        return count

    def _say(self, request: HttpRequest, count: int, text: str) -> None:
        if count:
            self.message_user(request, text, messages.SUCCESS)


def _shown(request: HttpRequest, case: Case) -> int | None:
    """As of which version the page in between showed the case (CASE-8)."""
    return read_version(request.POST.get(f"version-{case.pk}", ""))


def _take(actor: Actor, case: Case) -> None:
    if case.assignee_id not in (None, actor.user.pk):
        raise Conflict(
            _("%(agent)s has it. Open the case to take it over.") % {"agent": case.assignee}
        )
    actions.assign(actor=actor, case=case, assignee=actor.user, version=case.version)
