"""What may stand in a grant: who, under which name, for what, until when (SHA-3)."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from orgs.models import User
from orgs.roles import Resource
from portal.problems import Unprocessable
from sharedaccess.expiry import end_of, zone_of
from sharedaccess.models import Grant
from sharedaccess.names import is_reserved

LONGEST = timedelta(days=3653)
MAX_NAME = Grant._meta.get_field("share_name").max_length or 0


def find_grantee(owner: User, number: str, email: str) -> User:
    """The user whose own account number and verified address these are.

    One query and the same words, whichever of the two is wrong, unknown or unverified.
    """
    people = User.objects.filter(
        product_account__number=number.strip().upper(),
        email__iexact=email.strip(),
        is_active=True,
    )
    person = people.verified().first()
    if person is None:
        raise Unprocessable(
            _(
                "There is no user with this account number and this verified e-mail address. Both"
                " stand on the person’s own account page."
            ),
            code="unknown-user",
        )
    if person == owner:
        raise Unprocessable(_("You cannot share access with yourself."), code="self-grant")
    return person


def judge_name(name: str) -> str:
    """The share name to keep."""
    name = " ".join(name.split())
    if not name:
        raise Unprocessable(_("Give the share a name."), code="no-name")
    if len(name) > MAX_NAME:
        raise Unprocessable(_("A share name has 120 characters at most."), code="name-too-long")
    if is_reserved(name):
        raise Unprocessable(
            _("Names like this one are reserved for cloud projects. Choose another."),
            code="reserved-name",
        )
    return name


def judge_resources(names: Collection[str]) -> list[str]:
    """The resources, each once, in the order of the table."""
    if not set(names) <= set(Resource.values):
        raise Unprocessable(_("Choose resources of the list."), code="unknown-resource")
    return [name for name in Resource.values if name in names]


def judge_expiry(owner: User, day: date | None) -> datetime | None:
    """The end of that day in the owner's zone."""
    if day is None:
        return None
    today = timezone.localdate(timezone=zone_of(owner))
    if day < today:
        raise Unprocessable(_("The expiry date lies in the past."), code="past-expiry")
    if day > today + LONGEST:
        raise Unprocessable(_("The expiry date is more than ten years away."), code="far-expiry")
    return end_of(day, zone_of(owner))
