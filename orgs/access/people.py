"""Who can change a decision: by name, and never the person who asks."""

from collections.abc import Iterable
from urllib.parse import quote

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from orgs.access.decision import Helper, Remedy
from orgs.models import Organization, RoleAssignment, User
from orgs.roles import Role


def admin_helpers(organization: Organization, *, besides: User | None = None) -> tuple[Helper, ...]:
    """The system admins, who give roles; without any, the vendor, who appoints the first."""
    return _helpers(system_admins(organization), besides) or (vendor_desk(),)


def owner_helpers(organization: Organization, *, besides: User | None = None) -> tuple[Helper, ...]:
    """The account owner, who grants shared access and pays the bills; for the owner, the vendor."""
    return _helpers(owners(organization), besides) or (vendor_desk(),)


def role_helpers(organization: Organization, *, besides: User | None = None) -> tuple[Helper, ...]:
    """Who can change what people may do here: the system admins, then the owner (ENT-3)."""
    admin = RoleAssignment.objects.filter(
        role=Role.SYSTEM_ADMIN,
        membership__user=OuterRef("pk"),
        membership__organization=organization,
    )
    people = User.objects.filter(is_active=True).alias(is_admin=Exists(admin))
    people = people.filter(Q(is_admin=True) | Q(pk=organization.account.user_id))
    return _helpers(people.order_by("-is_admin", "first_name", "last_name", "pk"), besides) or (
        vendor_desk(),
    )


def system_admins(organization: Organization) -> QuerySet[User]:
    return User.objects.filter(
        is_active=True,
        memberships__roles__role=Role.SYSTEM_ADMIN,
        memberships__organization=organization,
    ).order_by("first_name", "last_name", "pk")


def owners(organization: Organization) -> QuerySet[User]:
    """The one user linked to the product account; none, as long as nobody is."""
    return User.objects.filter(product_account__organizations=organization, is_active=True)


def vendor_desk() -> Helper:
    name = _("%(vendor)s support") % {"vendor": settings.VENDOR_NAME}
    return Helper(name, settings.VENDOR_CONTACT_EMAIL)


def partner_desk() -> Helper:
    return Helper(_("Partner desk"), settings.PARTNER_CONTACT_EMAIL)


def write_to(helpers: Iterable[Helper], about: str) -> Remedy:
    """A button that opens a mail to those who can help, with the reason in it (ACC-1)."""
    addresses = ",".join(quote(helper.email, safe="@") for helper in helpers)
    subject, body = quote(_("Access to support")), quote(about)
    return Remedy(_("Write to them"), f"mailto:{addresses}?subject={subject}&body={body}")


def _helpers(people: Iterable[User], besides: User | None) -> tuple[Helper, ...]:
    found = {user.pk: Helper(str(user), user.email) for user in people if user != besides}
    return tuple(found.values())
