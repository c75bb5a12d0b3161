"""The one click in a mail that ends what sent it (NOTE-4)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cases import actions
from cases.models import Case, Watcher
from cases.notifications import digest, mails
from orgs import actions as people
from orgs.models import User
from orgs.notifications import ACCESS_NEWS
from portal.unsubscribing import read_token


@dataclass(frozen=True)
class Ending:
    """What a kind of link shows, and what it does; `find` answers None once there is nothing left.

    `end` gets what was found, and whether the second button was pressed, which ends more.
    """

    find: Callable[..., Any]
    end: Callable[[Any, bool], None]


@csrf_exempt  # the mail program posts it (RFC 8058), and the token is the proof
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, since programs follow links in mails; POST acts, as often as one likes."""
    subscription = read_token(token)
    if subscription is None:
        raise Http404
    ending = ENDINGS[subscription.noun]
    found = ending.find(*subscription.keys)
    wants_more = request.POST.get("more") == "1"
    if found and request.method == "POST":
        ending.end(found, wants_more)
    context = {
        "noun": subscription.noun,
        "number": _number(found),
        "done": found is None or request.method == "POST",
        "more": wants_more,
    }
    return render(request, "cases/unsubscribe.html", context)


def _number(found: Any) -> str:
    """Of the case it is about, if it is about one."""
    match found:
        case Watcher():
            return found.case.number
        case (Case() as case, _user):
            return case.number
    return ""


def _find_watch(pk: int) -> Watcher | None:
    return Watcher.objects.select_related("user", "case__organization").filter(pk=pk).first()


def _end_watch(watcher: Watcher, more: bool) -> None:
    actions.unsubscribe(watcher=watcher)


def _find_case(case: int, user: int) -> tuple[Case, User]:
    """Nothing of the case but its number is told here."""
    return Case(pk=case), User.objects.get(pk=user)


def _end_case(found: tuple[Case, User], more: bool) -> None:
    case, user = found
    actions.silence(user=user, case=case, watches=more)


def _find_user(pk: int) -> User:
    return User.objects.get(pk=pk)


def _end_digest(user: User, more: bool) -> None:
    people.stop_digest(user=user)


def _end_access_news(user: User, more: bool) -> None:
    people.stop_access_news(user=user)


ENDINGS = {
    mails.WATCH: Ending(_find_watch, _end_watch),
    mails.CASE: Ending(_find_case, _end_case),
    digest.NOUN: Ending(_find_user, _end_digest),
    ACCESS_NEWS: Ending(_find_user, _end_access_news),
}
