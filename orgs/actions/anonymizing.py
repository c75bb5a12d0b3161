"""A person is forgotten; what they did stays, by a former user."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from orgs import endings
from orgs.actions.assigning import other_system_admins
from orgs.models import Membership, Organization, ProductAccount, User
from orgs.roles import Role
from portal import audit
from portal.erasure import Erased, erase
from portal.problems import Conflict, NotAllowed

FORMER = "Former user"
NOWHERE = "example.invalid"
"""No mail server ever answers for it (RFC 2606)."""


@transaction.atomic
def anonymize_user(*, by: User | None, user: User) -> User:
    """Erase who somebody was, for good; by None where the machine's keeper does it.

    Raises NotAllowed for all but those who manage users, and for the vendor's people all but
    superusers; Conflict for an account owner, a last system admin, an agent with open cases,
    oneself and somebody who is forgotten already.
    """
    _demand_manager(by, user)
    members = _lock(user)
    user = User.objects.select_for_update().get(pk=user.pk)
    _demand_free(by, user, members)
    person = _described(by, user)
    for member in members:
        member.delete()
        endings.end(user=user, organization=member.organization)
    erase(person)
    _rewrite(user, person)
    for pk in [*(member.organization_id for member in members), None]:
        audit.record(actor=by, verb="member.anonymized", target=person.new_name, organization_id=pk)
    return user


def _demand_manager(by: User | None, user: User) -> None:
    if by is None or (by.is_active and by.is_superuser):
        return
    is_manager = by.is_active and by.is_staff and by.has_perm("orgs.change_user")
    if not is_manager or user.is_staff or user.is_superuser:
        words = _("Vendor administrators anonymize customers, superusers the vendor’s people.")
        raise NotAllowed(words, code="not-user-manager")


def _lock(user: User) -> list[Membership]:
    """The ties, behind the locks of their organizations, in the order of all who lock several."""
    rows = Organization.objects.filter(memberships__user=user).order_by("pk")
    list(rows.select_for_update(no_key=True, of=("self",)))
    members = Membership.objects.select_related("organization__account", "user")
    return list(members.filter(user=user).order_by("organization"))


def _demand_free(by: User | None, user: User, members: list[Membership]) -> None:
    if user.anonymized_at or user == by:
        words = (
            _("This person is anonymized already.")
            if user.anonymized_at
            else _("Nobody anonymizes themselves: ask another superuser.")
        )
        raise Conflict(words, code="not-to-be-anonymized")
    if account := _accounts(user).filter(organizations__isnull=False).first():
        words = _("%(number)s has organizations: a superuser links it to another owner first.")
        raise Conflict(words % {"number": account.number}, code="owns-account")
    for member in members:
        is_admin = member.roles.filter(role=Role.SYSTEM_ADMIN).exists()
        if is_admin and not other_system_admins(member).exists():
            words = _(
                "The last system admin of %(organization)s appoints another one first; where that"
                " is not possible, ask a superuser."
            )
            raise Conflict(words % {"organization": member.organization}, code="last-system-admin")


def _accounts(user: User) -> QuerySet[ProductAccount]:
    """With those that wait for the address; one that is linked to another owner is not theirs."""
    waiting = Q(user=None, email__iexact=user.email)
    return ProductAccount.objects.filter(Q(user=user) | waiting)


def _described(by: User | None, user: User) -> Erased:
    known = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return Erased(
        user=user,
        by=by,
        addresses=frozenset(address.lower() for address in [user.email, *known]),
        full_name=user.get_full_name(),
        new_name=f"{FORMER} {user.pk}",
        new_address=f"former-user-{user.pk}@{NOWHERE}",
    )


def _rewrite(user: User, person: Erased) -> None:
    User.objects.filter(pk=user.pk).update(
        first_name=FORMER,
        last_name=str(user.pk),
        email=person.new_address,
        password=make_password(None),
        phone="",
        language="",
        time_zone="",
        last_organization=None,
        last_login=None,
        is_active=False,
        is_staff=False,
        is_superuser=False,
        anonymized_at=timezone.now(),
    )
    user.refresh_from_db()
