"""The people of an organization, and who of them may use support (ROLE-1 to ROLE-9)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from orgs import actions
from orgs.actor import ActorRequest, requires
from orgs.forms import SupportRoleForm
from orgs.members import count_support_admins, cut_by_name, members_of
from orgs.models import Membership
from orgs.roles import Capability
from portal.problems import Problem


@requires(Capability.ASSIGN_ROLES)
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    organization = request.actor.organization
    search, after, before = (request.GET.get(name, "") for name in ("q", "after", "before"))
    context = {
        "organization": organization,
        "page": cut_by_name(members_of(organization, search), after=after, before=before),
        "q": search,
        "used": count_support_admins(organization),
        "limit": organization.plan.contact_limit if organization.plan else None,
    }
    return render(request, "orgs/administrators.html", context)


@requires(Capability.ASSIGN_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: ActorRequest, pk: int) -> HttpResponse:
    """Give, change or take away the support admin role of one member."""
    membership = get_object_or_404(members_of(request.actor.organization), pk=pk)
    if request.method != "POST":
        return _show(request, membership, SupportRoleForm(membership=membership))
    form = SupportRoleForm(request.POST, membership=membership)
    if not form.is_valid():
        return _show(request, membership, form, status=422)
    try:
        _apply(request, membership, form)
    except Problem as problem:
        form.add_error(None, str(problem))
        return _show(request, membership, form, status=problem.status)
    return redirect("orgs:administrators", request.actor.organization.slug)


def _apply(request: ActorRequest, membership: Membership, form: SupportRoleForm) -> None:
    actor, given = request.actor, form.cleaned_data
    if given["support_admin"]:
        actions.give_support_admin(actor=actor, membership=membership, products=given["products"])
        words = _("%(person)s is a support admin.")
    else:
        actions.remove_support_admin(actor=actor, membership=membership)
        words = _("%(person)s is no support admin.")
    messages.success(request, words % {"person": membership.user})


def _show(
    request: ActorRequest, membership: Membership, form: SupportRoleForm, status: int = 200
) -> HttpResponse:
    context = {"member": membership, "organization": membership.organization, "form": form}
    return render(request, "orgs/administrator.html", context, status=status)
