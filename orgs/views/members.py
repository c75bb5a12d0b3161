"""Somebody comes to an organization, and somebody leaves it (ROLE-8)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from orgs import actions
from orgs.actor import ActorRequest, requires
from orgs.models import Invitation, Membership
from orgs.role_forms import InvitationForm
from orgs.roles import Capability
from orgs.views.administrators import HIERARCHY, find_member, reach_of
from portal.problems import NotAllowed, Problem


@requires(*HIERARCHY)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ActorRequest) -> HttpResponse:
    """A member gets the roles at once; anybody else an invitation, account or not."""
    organization, reach = request.actor.organization, reach_of(request)
    if request.method != "POST":
        return _show(request, InvitationForm(organization=organization, reach=reach))
    form = InvitationForm(request.POST, organization=organization, reach=reach)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        messages.success(request, _add(request, form))
    except NotAllowed:
        raise
    except Problem as problem:
        form.add_error("email", str(problem))
        return _show(request, form, status=problem.status)
    return redirect("orgs:administrators", organization.slug)


def _add(request: ActorRequest, form: InvitationForm) -> str:
    given, members = form.cleaned_data, Membership.objects.select_related("user")
    member = members.filter(
        organization=request.actor.organization, user__email__iexact=given["email"]
    ).first()
    if member and given["roles"]:
        actions.assign_roles(actor=request.actor, membership=member, roles=given["roles"])
        return _("The roles of %(person)s are saved.") % {"person": member.user}
    invitation = actions.invite(
        actor=request.actor,
        email=given["email"],
        language=given["language"],
        roles=given["roles"],
    )
    return _("An invitation is on its way to %(email)s.") % {"email": invitation.email}


@requires(Capability.MANAGE_MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: ActorRequest, pk: int) -> HttpResponse:
    """Asked once more, because the roles do not come back by themselves."""
    membership, organization = find_member(request, pk), request.actor.organization
    if request.method != "POST":
        context = {"member": membership, "organization": organization}
        return render(request, "orgs/remove_member.html", context)
    actions.remove_member(actor=request.actor, membership=membership)
    words = _("%(person)s does not belong to %(organization)s any more.")
    messages.success(request, words % {"person": membership.user, "organization": organization})
    if membership.user == request.user:
        return redirect("portal:home")
    return redirect("orgs:administrators", organization.slug)


@requires(*HIERARCHY)
@require_POST
def resend(request: ActorRequest, pk: str) -> HttpResponse:
    invitation = _find(request, pk)
    actions.resend_invitation(actor=request.actor, invitation=invitation)
    words = _("An invitation is on its way to %(email)s.")
    messages.success(request, words % {"email": invitation.email})
    return redirect("orgs:administrators", request.actor.organization.slug)


@requires(*HIERARCHY)
@require_POST
def revoke(request: ActorRequest, pk: str) -> HttpResponse:
    invitation = _find(request, pk)
    actions.revoke_invitation(actor=request.actor, invitation=invitation)
    words = _("The invitation to %(email)s is revoked: its link opens nothing any more.")
    messages.success(request, words % {"email": invitation.email})
    return redirect("orgs:administrators", request.actor.organization.slug)


def _find(request: ActorRequest, pk: str) -> Invitation:
    rows = Invitation.objects.select_related("invited_by")
    return get_object_or_404(rows, organization=request.actor.organization, pk=pk)


def _show(request: ActorRequest, form: InvitationForm, status: int = 200) -> HttpResponse:
    context = {"organization": request.actor.organization, "form": form}
    return render(request, "orgs/add_member.html", context, status=status)
