"""The account page: the profile, the product account, the tokens."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from orgs import actions
from orgs.access import linkable_accounts
from orgs.actor import UserRequest
from orgs.forms import LinkForm, ProfileForm, TokenForm
from orgs.models import ProductAccount, User
from orgs.views.redirects import back
from portal.problems import Problem


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: UserRequest) -> HttpResponse:
    if request.method != "POST":
        return show_account(request)
    form = ProfileForm(request.POST, instance=request.user)
    if not form.is_valid():
        return show_account(request, form=form, status=422)
    actions.save_profile(user=request.user, **form.cleaned_data)
    messages.success(request, _("Your profile is saved."))
    return redirect("orgs:account")


@require_POST
def verify_email(request: UserRequest) -> HttpResponse:
    """Send the mail of ID-3 again, as often as allauth's limit allows."""
    address = actions.ensure_email_address(user=request.user)
    words = {"address": address.email}
    if address.verified:
        messages.info(request, _("%(address)s is verified.") % words)
    elif ratelimit.consume(request, action="confirm_email", key=address.email.lower()):
        address.send_confirmation(request)
        messages.success(request, _("A mail is on its way to %(address)s: open its link.") % words)
    else:
        sorry = _("We sent a mail to %(address)s just now. Look in the spam folder too.")
        messages.warning(request, sorry % words)
    return back(request, "portal:home")


@require_POST
def link_account(request: UserRequest) -> HttpResponse:
    """One click with the same verified address; a refusal says why (ID-4)."""
    form = LinkForm(request.POST)
    if not form.is_valid():
        return show_account(request, link_form=form, status=422)
    try:
        linked = actions.link_account(user=request.user, number=form.cleaned_data["number"])
    except Problem as problem:
        form.add_error("number", str(problem))
        return show_account(request, link_form=form, status=problem.status)
    messages.success(request, _linked(linked))
    return redirect("portal:home")


@require_POST
def refresh(request: UserRequest) -> HttpResponse:
    """Look for organizations again (ENT-14)."""
    if linked := actions.refresh_organizations(user=request.user):
        messages.success(request, _linked(linked))
    else:
        messages.info(request, _("We looked again, and there is nothing new for your address."))
    return redirect("portal:home")


def show_account(
    request: UserRequest, *, status: int = 200, secret: str = "", **forms: Any
) -> HttpResponse:
    """The page with the forms as they stand; `secret` is a token to be shown this once."""
    user: User = request.user
    account = ProductAccount.objects.filter(user=user).first()
    context = {
        "form": ProfileForm(instance=user),
        "link_form": LinkForm(),
        "token_form": TokenForm(),
        "account": account,
        "owned": account.organizations.all() if account else (),
        "linkable": None if account else linkable_accounts(user).first(),
        "tokens": user.api_tokens.all(),
        "now": timezone.now(),
        "secret": secret,
        **forms,
    }
    return render(request, "orgs/account.html", context, status=status)


def _linked(account: ProductAccount) -> str:
    count = account.organizations.count()
    words = ngettext(
        "%(number)s is linked, and with it %(count)d organization.",
        "%(number)s is linked, and with it %(count)d organizations.",
        count,
    )
    return words % {"number": account.number, "count": count}
