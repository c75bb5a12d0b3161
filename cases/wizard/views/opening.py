"""Before the first step: begin a draft, or go on with one."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from cases.models import CaseDraft
from cases.wizard.fields import is_key
from cases.wizard.steps import Step
from cases.wizard.views.gate import refuse
from cases.wizard.wizard import begin
from orgs.actor import Actor, ActorRequest, requires
from orgs.models import Product, Project
from orgs.roles import Capability
from sharedaccess.doors import decide_for


@requires(Capability.OPEN_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: ActorRequest) -> HttpResponse:
    """Says what will happen and lists the drafts; the button begins one, with what the address
    names filled in: `?product=…&project=…`."""
    product, project = _named(request)
    decision = decide_for(request.actor, product, project)
    if not decision.allowed:
        return refuse(request, decision)
    named = {"product": product, "project": project}
    if request.method == "POST":
        issue = {name: str(one.pk) for name, one in named.items() if one}
        draft = begin(request.actor, {Step.ISSUE: issue})
        return redirect("cases:step", request.actor.organization.slug, draft.pk, "type")
    context = named | {"drafts": _drafts(request.actor)}
    return render(request, "cases/wizard/start.html", context)


def _named(request: ActorRequest) -> tuple[Product | None, Project | None]:
    """A project names its product too. Raises Http404 for what does not exist."""
    named = request.POST if request.method == "POST" else request.GET
    organization = request.actor.organization
    if "project" in named:
        projects = Project.objects.filter(organization=organization).select_related("product")
        project = get_object_or_404(projects, pk=_key(named, "project"))
        return project.product, project
    if "product" in named:
        return get_object_or_404(Product, pk=_key(named, "product")), None
    return None, None


def _key(named: QueryDict, name: str) -> str:
    if not is_key(key := named.get(name, "")):
        raise Http404
    return key


def _drafts(actor: Actor) -> QuerySet[CaseDraft]:
    drafts = CaseDraft.objects.owned_by(actor).exclude(answers={}).select_related("organization")
    return drafts.order_by("-updated_at")
