"""What users change about themselves: the profile, and the link to the product account."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orgs.access import Facts, Gate, check, linkable_accounts
from orgs.models import ProductAccount, User
from portal import audit
from portal.problems import Conflict, NotAllowed, Unprocessable


def save_profile(*, user: User, **fields: str) -> None:
    """Names, phone, language, time zone; validated by the form."""
    User.objects.filter(pk=user.pk).update(**fields)


def ensure_email_address(*, user: User) -> EmailAddress:
    """The row in which allauth notes whether the address is proved; made if it is missing."""
    address = EmailAddress.objects.filter(user=user, email__iexact=user.email).first()
    return address or EmailAddress.objects.add_email(None, user, user.email)


def link_account(*, user: User, number: str = "") -> ProductAccount:
    """Link the product account that has the user's own verified address (ID-4).

    With `number`, only if it has that number. Raises NotAllowed for an unverified address, Conflict
    for a user who has an account, Unprocessable where nothing can be linked; the words are the same
    for a number that does not exist, has another address, or is somebody else's.
    """
    demand_verified(user)
    with transaction.atomic():
        _lock(user)
        if linked := ProductAccount.objects.filter(user=user).first():
            raise Conflict(
                _("Your user is linked to %(number)s already.") % {"number": linked.number},
                code="has-account",
            )
        accounts = linkable_accounts(user).select_for_update()
        account = (accounts.filter(number=number) if number else accounts).first()
        if account is None:
            raise Unprocessable(_why_not(user, number), code="not-linkable")
        return _link(account, user)


def refresh_organizations(*, user: User) -> ProductAccount | None:
    """Look again for a product account with the verified address (ENT-14); what was linked, if any.

    Raises NotAllowed for an unverified address.
    """
    demand_verified(user)
    with transaction.atomic():
        _lock(user)
        account = linkable_accounts(user).select_for_update().first()
        if account is None or ProductAccount.objects.filter(user=user).exists():
            return None
        return _link(account, user)


def _link(account: ProductAccount, user: User) -> ProductAccount:
    account.user, account.linked_at = user, timezone.now()
    account.save(update_fields=["user", "linked_at"])
    audit.record(
        actor=user,
        verb="account.linked",
        target=account.number,
        before={"user": None},
        after={"user": user.email},
    )
    return account


def _lock(user: User) -> None:
    """Two clicks at once link once."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def demand_verified(user: User) -> None:
    """Raises NotAllowed for an address that is not proved (ID-3)."""
    decision = check(Gate.EMAIL_VERIFIED, Facts(user=user))
    if not decision.allowed:
        raise NotAllowed(decision.reason, code=decision.code, decision=decision)


def _why_not(user: User, number: str) -> str:
    if number:
        words = _(
            "%(number)s cannot be linked: there is no free product account of this number with the"
            " address %(email)s. Both must have the same address."
        )
    else:
        words = _("There is no free product account with the address %(email)s.")
    return words % {"number": number, "email": user.email}
