"""What becomes of words when the case moved on while they were typed: they are kept (CASE-8)."""

from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases import policy
from cases.forms import CommentForm, ReasonForm
from cases.lifecycle import Verb
from cases.models import Case
from orgs.actor import Actor


@dataclass(frozen=True)
class Kept:
    """The words, in a form that takes them as the case stands now, if there is one."""

    words: str
    form: forms.Form | None = None
    url: str = ""
    button: str | Promise = ""


def keep(actor: Actor, case: Case, words: str) -> Kept:
    """As a comment while the case is open, to reopen with when it is not, else to be copied."""
    if not words.strip():
        return Kept("")
    initial = {"body": words, "reason": words, "version": case.version}
    address = [case.organization.slug, case.number]
    if policy.may_comment(actor, case):
        form: forms.Form = CommentForm(initial=initial, auto_id="kept-%s")
        return Kept(words, form, reverse("cases:create-comment", args=address), _("Add comments"))
    if policy.find_rule(actor, case, Verb.REOPEN):
        form = ReasonForm(initial=initial, auto_id="kept-%s")
        return Kept(words, form, reverse("cases:reopening", args=address), _("Reopen case"))
    return Kept(words)
