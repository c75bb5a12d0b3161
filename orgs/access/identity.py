"""The gates about the person: signed in, address verified, product account linked."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from orgs.access.decision import Cause, Decision, Facts, Gate, Remedy, refuse
from orgs.access.people import vendor_desk
from orgs.models import ProductAccount, User


def check_signed_in(facts: Facts) -> Decision | None:
    if facts.user is not None:
        return None
    cause = Cause("not-signed-in", _("You are not signed in."))
    sign_in = Remedy(_("Sign in"), reverse("account_login"))
    return refuse(Gate.SIGNED_IN, cause, remedies=(sign_in,))


def check_email(facts: Facts) -> Decision | None:
    actor, user = facts.actor, facts.user
    if user is None or (actor.email_verified if actor else user.has_verified_email):
        return None
    reason = _("Your e-mail address %(email)s is not verified yet.") % {"email": user.email}
    again = Remedy(_("Send the verification e-mail again"), reverse("orgs:verify-email"), post=True)
    return refuse(
        Gate.EMAIL_VERIFIED,
        Cause("email-not-verified", reason),
        helpers=(vendor_desk(),),
        remedies=(again,),
    )


def check_account(facts: Facts) -> Decision | None:
    """The remedy has two steps: an account with the same address, then the link (ID-4)."""
    actor, user = facts.actor, facts.user
    if user is None or (actor.account_linked if actor else hasattr(user, "product_account")):
        return None
    reason = _("Your user is not linked to a product account, where licences live.")
    remedy = Remedy(_("Link your product account"), reverse("orgs:link-account"), post=True)
    if not linkable_accounts(user).exists():
        first = _(
            "First create a product account with the address %(email)s, or verify that address"
            " there; then link it."
        )
        reason = f"{reason} {first % {'email': user.email}}"
        remedy = Remedy(_("See how to link it"), reverse("orgs:account") + "#product-account")
    return refuse(
        Gate.ACCOUNT_LINKED,
        Cause("account-not-linked", reason),
        helpers=(vendor_desk(),),
        remedies=(remedy,),
    )


def linkable_accounts(user: User) -> QuerySet[ProductAccount]:
    """The product account with the user's own address, as long as it is nobody's (ID-4).

    Whether that address is verified is not asked here.
    """
    return ProductAccount.objects.filter(email__iexact=user.email, user=None)
