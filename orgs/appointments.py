"""What the vendor alone can begin in an organization: its owner, its first system admin."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orgs.models import Membership, Organization, ProductAccount, RoleAssignment, User
from orgs.roles import Role
from portal import audit
from portal.problems import Conflict, NotAllowed, Unprocessable


@transaction.atomic
def appoint_owner(*, by: User, account: ProductAccount, person: User | None) -> ProductAccount:
    """Link a product account, and with it all its organizations, to a user; None unlinks it.

    Raises NotAllowed unless `by` is a superuser, Unprocessable for somebody with another account.
    """
    _demand_superuser(by)
    if person:  # appointments, and links of their own, come one after the other
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
    rows = ProductAccount.objects.select_related("user").select_for_update(of=("self",))
    account = rows.get(pk=account.pk)
    before = account.user
    if person:
        _demand_verified(person)
        if ProductAccount.objects.filter(user=person).exclude(pk=account.pk).exists():
            raise Unprocessable(_("This user has a product account already."), code="has-account")
    account.user = person
    account.linked_at = timezone.now() if person else None
    account.save(update_fields=["user", "linked_at"])
    audit.record(
        actor=by,
        verb="owner.appointed",
        target=account.number,
        before={"owner": before.email if before else None},
        after={"owner": person.email if person else None},
    )
    return account


@transaction.atomic
def appoint_first_system_admin(
    *, by: User, organization: Organization, person: User
) -> RoleAssignment:
    """Give an organization its first system admin, who then appoints all others (ROLE-1).

    Raises NotAllowed unless `by` is a superuser, Conflict when there is one already, Unprocessable
    for somebody who may not be given anything (ID-3).
    """
    _demand_superuser(by)
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    if has_system_admin(organization):
        raise Conflict(
            _("%(organization)s has a system admin, who appoints the others.")
            % {"organization": organization},
            code="not-the-first",
        )
    _demand_verified(person)
    membership, _made = Membership.objects.get_or_create(organization=organization, user=person)
    role = RoleAssignment.objects.create(
        membership=membership, role=Role.SYSTEM_ADMIN, assigned_by=by
    )
    audit.record(
        actor=by,
        verb="role.assigned",
        target=person.email,
        organization_id=organization.pk,
        after={"role": Role.SYSTEM_ADMIN},
    )
    return role


def has_system_admin(organization: Organization) -> bool:
    rows = RoleAssignment.objects.filter(
        membership__organization=organization,
        membership__user__is_active=True,
        role=Role.SYSTEM_ADMIN,
    )
    return rows.exists()


def _demand_superuser(person: User) -> None:
    if not (person.is_active and person.is_superuser):
        raise NotAllowed(_("Only superusers appoint owners and first system admins."))


def _demand_verified(person: User) -> None:
    """Nobody is given anything before the address is proved (ID-3)."""
    if not (person.is_active and person.has_verified_email):
        raise Unprocessable(
            _("%(person)s has no verified e-mail address yet.") % {"person": person},
            code="email-not-verified",
        )
