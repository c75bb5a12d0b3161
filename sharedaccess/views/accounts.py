"""The accounts of a person: what others share, and which one to work in (SHA-1, SHA-9)."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from orgs.access import explain_lapse
from orgs.actor import UserRequest
from orgs.models import ProductAccount
from sharedaccess.doors import accounts_of, enter, lapses_of
from sharedaccess.lists import grants_with, page_of
from sharedaccess.middleware import fall_back, remember
from sharedaccess.views.entrance import landing


@require_safe
def shared_with_me(request: UserRequest) -> HttpResponse:
    search = request.GET.get("q", "")
    page, notes = page_of(grants_with(request.user, search), request.GET)
    lapses = [explain_lapse(lapse) for lapse in lapses_of(request.user)]
    context = {"page": page, "notes": notes, "q": search, "lapses": lapses}
    return render(request, "sharedaccess/shared_with_me.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def switch_account(request: UserRequest) -> HttpResponse:
    """Choose the account to work in: what one sees next is what it opens (SHA-9)."""
    if request.method != "POST":
        own = ProductAccount.objects.filter(user=request.user).first()
        context = {"accounts": list(accounts_of(request.user)), "own": own}
        return render(request, "sharedaccess/switch_account.html", context)
    slug = request.POST.get("organization", "").replace("\0", " ")
    try:
        actor = enter(request.user, slug)
    except Http404:
        return fall_back(request, slug)
    remember(request, actor)
    return redirect(landing(actor))
