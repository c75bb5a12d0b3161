"""The admin site: our pages only, with the sign-in that everybody has."""

from functools import wraps
from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.views import logout
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from unfold.sites import UnfoldAdminSite

from portal.desk.base import DeskAdmin

QUEUE = "cases_case_changelist"
SECOND_FACTORS = ["totp", "webauthn"]
"""Recovery codes help who lost one of these, and are none by themselves."""


class Desk(UnfoldAdminSite):
    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Leave out the pages that packages bring along.

        They would edit proofs of addresses, second factors and sessions without a rule or a trace.
        """
        if admin_class and issubclass(admin_class, DeskAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Before any page of the desk the second factor (ID-2)."""
        return super().admin_view(_with_second_factor(view), cacheable)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """To allauth with strangers, 403 for those who do not work for the vendor."""
        return secure_admin_login(super().login)(request, extra_context)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return logout(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The day begins with the queue, for those who may see it."""
        if request.user.has_perm("cases.view_case"):
            return redirect(reverse(f"{self.name}:{QUEUE}"))
        return super().index(request, extra_context)


def _with_second_factor(view: Any) -> Any:
    """Lead who has none to the page where it is set up, and who did not use it since the sign-in
    to where it is asked for: a session may be older than the factor."""

    @wraps(view)
    def ask(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not settings.STAFF_NEEDS_MFA:
            return view(request, *args, **kwargs)
        if is_mfa_enabled(request.user, types=SECOND_FACTORS):
            used = _has_used_one(request)
            return view(request, *args, **kwargs) if used else _ask_for_it(request)
        messages.warning(
            request, _("Set up a second factor first: the desk is open with one only.")
        )
        return redirect("mfa_index")

    return ask


def _has_used_one(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return any(record["method"] == "mfa" for record in records)


def _ask_for_it(request: HttpRequest) -> HttpResponse:
    """What was posted is not done: after the code the page comes anew."""
    has_codes = is_mfa_enabled(request.user, types=["totp"])
    page = "mfa_reauthenticate" if has_codes else "mfa_reauthenticate_webauthn"
    back = request.get_full_path() if request.method == "GET" else reverse("admin:index")
    return redirect(reverse(page, query={"next": back}))
