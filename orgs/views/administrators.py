"""The people of an organization, and what each may do there (ROLE-1 to ROLE-9)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from orgs import actions
from orgs.actor import ActorRequest, requires
from orgs.authority import Authority, authority_of
from orgs.invitations import describe_all, pending_invitations
from orgs.members import count_support_admins, cut_by_name, members_of
from orgs.models import Membership
from orgs.role_forms import MemberRolesForm
from orgs.roles import Capability
from portal.problems import NotAllowed, Problem

HIERARCHY = (Capability.ASSIGN_ROLES, Capability.MANAGE_BRANCH)
"""Who gives and takes any role, or those of the own branch."""


@requires(*HIERARCHY)
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    organization, reach = request.actor.organization, reach_of(request)
    search, after, before = (request.GET.get(name, "") for name in ("q", "after", "before"))
    page = cut_by_name(members_of(organization, search, reach), after=after, before=before)
    context = {
        "organization": organization,
        "page": page,
        "rows": [(member, reach.seen_of(member)) for member in page.rows],
        "invitations": describe_all(pending_invitations(organization, reach)),
        "q": search,
        "reach": reach,
        "used": count_support_admins(organization),
        "limit": organization.plan.contact_limit if organization.plan else None,
    }
    return render(request, "orgs/administrators.html", context)


@requires(*HIERARCHY)
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: ActorRequest, pk: int) -> HttpResponse:
    """All roles of one member that are within reach, on one page."""
    membership, reach = find_member(request, pk), reach_of(request)
    if request.method != "POST":
        return _show(request, MemberRolesForm(membership=membership, reach=reach))
    form = MemberRolesForm(request.POST, membership=membership, reach=reach)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        actions.change_roles(actor=request.actor, membership=membership, **form.cleaned_changes)
    except NotAllowed:
        raise
    except Problem as problem:
        form.add_error(None, str(problem))
        form.renew()
        return _show(request, form, status=problem.status)
    messages.success(request, _("The roles of %(person)s are saved.") % {"person": membership.user})
    is_own = membership.user == request.user  # who may have given up the right to be here
    place = "sharedaccess:organization" if is_own else "orgs:administrators"
    return redirect(place, request.actor.organization.slug)


def reach_of(request: ActorRequest) -> Authority:
    return authority_of(request.actor.user, request.actor.organization)


def find_member(request: ActorRequest, pk: int) -> Membership:
    """Raises Http404 for who is none, NotAllowed for those of other branches (ROLE-6)."""
    membership = get_object_or_404(members_of(request.actor.organization), pk=pk)
    if reach_of(request).knows(membership):
        return membership
    is_try = request.method == "POST"
    raise actions.refuse(actor=request.actor, about=membership.user.email, on_record=is_try)


def _show(request: ActorRequest, form: MemberRolesForm, status: int = 200) -> HttpResponse:
    member = form.membership
    context = {
        "member": member,
        "roles": form.reach.seen_of(member),
        "organization": member.organization,
        "form": form,
        "reach": form.reach,
    }
    return render(request, "orgs/administrator.html", context, status=status)
