"""An organization's directory adds, changes and removes its people (SCIM)."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404
from django.utils.translation import gettext as _

from orgs.actions.base import authority, record
from orgs.actions.leaving import demand_whole, leave, owns
from orgs.actor import Actor
from orgs.models import Membership, Organization, ScimIdentity, User
from portal.problems import Conflict, Unprocessable


@dataclass(frozen=True)
class Profile:
    """What the directory says of a person."""

    address: str
    first_name: str = ""
    last_name: str = ""
    external_id: str = ""
    active: bool = True


Revision = Callable[[Profile], Profile]


def profile_of(identity: ScimIdentity) -> Profile:
    user = identity.user
    names = {"first_name": user.first_name, "last_name": user.last_name}
    return Profile(user.email, **names, external_id=identity.external_id, active=identity.active)


def add_person(*, actor: Actor, profile: Profile, token: str) -> ScimIdentity:
    """Make a person known to the directory a member; an account that exists is used.

    Raises Unprocessable for an address of a domain that the organization has not proved, Conflict
    for somebody it knows already, or who works for the vendor.
    """
    with authority(actor, profile.address) as reach:
        organization = demand_whole(actor, reach)
        _demand_sound(profile)
        _demand_owned(organization, profile.address)
        user = _find_or_make(organization, profile)
        member = Membership.objects.filter(organization=organization, user=user).first()
        identity = ScimIdentity.objects.create(
            organization=organization, user=user, membership=member, external_id=profile.external_id
        )
        record(actor, "member.provisioned", user.email, after={"token": token})
        _write_names(
            user, profile.first_name or user.first_name, profile.last_name or user.last_name
        )
        _set_active(actor, identity, profile.active, token)
        return identity


def change_person(
    *, actor: Actor, identity: ScimIdentity, revise: Revision, token: str
) -> ScimIdentity:
    """Make of the person what `revise` makes of the profile as it is behind the lock.

    Raises what `add_person` raises, Http404 for who is gone, Conflict for the last system admin.
    """
    with authority(actor, identity.user.email) as reach:
        organization = demand_whole(actor, reach)
        identity = _find_again(organization, identity)
        before = profile_of(identity)
        after = revise(before)
        if before != after:
            _rewrite(organization, identity, before, after)
            _record_change(actor, before, after, token)
            _set_active(actor, identity, after.active, token)
        return identity


def remove_person(*, actor: Actor, identity: ScimIdentity, token: str) -> None:
    """The directory forgets the person, who leaves. Raises Http404, Conflict like the above."""
    with authority(actor, identity.user.email) as reach:
        identity = _find_again(demand_whole(actor, reach), identity)
        _set_active(actor, identity, False, token)
        identity.delete()


def _find_again(organization: Organization, identity: ScimIdentity) -> ScimIdentity:
    rows = ScimIdentity.objects.select_related("user", "membership__user", "organization")
    found = rows.filter(organization=organization, pk=identity.pk).first()
    if found is None:
        raise Http404
    return found


def _demand_sound(profile: Profile) -> None:
    user, identity = User._meta, ScimIdentity._meta
    try:
        validate_email(profile.address)
        user.get_field("email").run_validators(profile.address)
        user.get_field("first_name").run_validators(profile.first_name)
        user.get_field("last_name").run_validators(profile.last_name)
        identity.get_field("external_id").run_validators(profile.external_id)
    except ValidationError as error:
        raise Unprocessable(" ".join(error.messages), code="invalid-value") from error


def _demand_owned(organization: Organization, address: str) -> None:
    if not owns(organization, address):
        reason = _("%(organization)s has not proved the domain of %(address)s.")
        names = {"organization": organization, "address": address}
        raise Unprocessable(reason % names, code="foreign-domain")


def _find_or_make(organization: Organization, profile: Profile) -> User:
    user = User.objects.filter(email__iexact=profile.address).first()
    if user is None:
        user = User.objects.create_user(profile.address)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    elif user.is_staff or not user.is_active or _knows(organization, user):
        raise _taken()
    return user


def _knows(organization: Organization, user: User) -> bool:
    return organization.scim_identities.filter(user=user).exists()


def _taken() -> Conflict:
    return Conflict(_("There is a user with this address already."), code="uniqueness")


def _move(organization: Organization, user: User, address: str) -> None:
    """Another address of the same company; what was proved of the old one proves nothing more."""
    if address == user.email:
        return
    if user.is_staff or not owns(organization, user.email):
        raise Conflict(_("Only the person can change this address."), code="foreign-address")
    if User.objects.filter(email__iexact=address).exclude(pk=user.pk).exists():
        raise _taken()
    was_verified = user.has_verified_email
    EmailAddress.objects.filter(user=user, email__iexact=user.email).delete()
    user.email = address
    user.save(update_fields=["email"])
    EmailAddress.objects.create(user=user, email=address, verified=was_verified, primary=True)


def _rewrite(
    organization: Organization, identity: ScimIdentity, before: Profile, after: Profile
) -> None:
    _demand_sound(after)
    if after.address != before.address or (after.active and not before.active):
        _demand_owned(organization, after.address)
    _move(organization, identity.user, after.address)
    _write_names(identity.user, after.first_name, after.last_name)
    identity.external_id = after.external_id
    identity.save(update_fields=["external_id", "changed_at"])


def _write_names(user: User, first: str, last: str) -> None:
    user.first_name, user.last_name = first, last
    user.save(update_fields=["first_name", "last_name"])


def _record_change(actor: Actor, before: Profile, after: Profile, token: str) -> None:
    was, is_now = asdict(before), asdict(after)
    changed = sorted(name for name in was if was[name] != is_now[name])
    record(
        actor,
        "member.changed",
        after.address,
        before={"address": before.address},
        after={"address": after.address, "changed": changed, "token": token},
    )


def _set_active(actor: Actor, identity: ScimIdentity, active: bool, token: str) -> None:
    if active and identity.membership is None:
        identity.membership, _made = Membership.objects.get_or_create(
            organization=identity.organization, user=identity.user
        )
        identity.save(update_fields=["membership", "changed_at"])
    elif not active and identity.membership:
        leave(actor, identity, token)
