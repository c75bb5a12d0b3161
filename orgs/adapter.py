"""What allauth asks us: how to write to people, how a new user begins, when proof is needed."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.stages import EmailVerificationStage
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from orgs.models import User
from orgs.notifications import promise_account_mail

MANDATORY = "allauth.account.stages.EmailVerificationStage"


class ProofAtSignUp(EmailVerificationStage):
    """Signing up ends at "look in your mailbox", whether the address has an account or not (ID-2);
    who comes back later may sign in unverified, and read (ID-3)."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        return super().handle() if self.login.signup else (None, True)


class AccountAdapter(DefaultAccountAdapter):
    """Mails go through the outbox, with links to the configured origin only (NOTE-3, NOTE-4)."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        promise_account_mail(template_prefix, email, context)

    def send_account_already_exists_mail(self, email: str) -> None:
        """As slow as making an account: the time tells nothing either (ID-2)."""
        make_password(email)
        super().send_account_already_exists_mail(email)

    def get_login_stages(self) -> list[str]:
        ours = f"{ProofAtSignUp.__module__}.{ProofAtSignUp.__qualname__}"
        return [ours if stage == MANDATORY else stage for stage in super().get_login_stages()]

    def new_user(self, request: HttpRequest) -> User:
        """In the language of the page on which one signs up, and in its zone if it is known."""
        zone = timezone.get_current_timezone_name()
        return User(
            language=(translation.get_language() or "")[:2],
            time_zone="" if zone == settings.TIME_ZONE else zone,
        )
