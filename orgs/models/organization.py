"""Customers: product accounts, organizations, and the people in them."""

from typing import Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from orgs.models.plan import SupportPlan
from orgs.models.product import Product
from orgs.roles import Role


class Region(models.TextChoices):
    """Where the contract was made: it sets business hours and the hotline (SLA-2)."""

    AMERICAS = "americas", _("Americas")
    EMEA = "emea", _("Europe, Middle East and Africa")
    APAC = "apac", _("Asia-Pacific")
    JAPAN = "japan", _("Japan")


class ProductAccount(models.Model):
    """Where licences live: a number and an e-mail, linked to at most one user (ID-4)."""

    number = models.CharField(
        _("account number"),
        max_length=13,
        unique=True,
        validators=[
            RegexValidator(r"^ACC-\d{9}$", _("An account number reads like ACC-000123456."))
        ],
    )
    email = models.EmailField(_("e-mail"))
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="product_account",
        verbose_name=_("linked user"),
    )
    linked_at = models.DateTimeField(_("linked"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("product account")
        verbose_name_plural = _("product accounts")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="product_account_email_unique",
                violation_error_message=_("Another product account has this e-mail."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def owned_by(self, user: models.Model) -> Self:
        return self.filter(account__user=user)


class Organization(models.Model):
    """One product line of one customer company. It scopes products, cases and people."""

    name = models.CharField(_("company"), max_length=120)
    product_line = models.CharField(_("product line"), max_length=80, blank=True)
    slug = models.SlugField(_("name in addresses"), max_length=80, unique=True)
    account = models.ForeignKey(
        ProductAccount,
        models.PROTECT,
        related_name="organizations",
        verbose_name=_("product account"),
    )
    plan = models.ForeignKey(
        SupportPlan,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organizations",
        verbose_name=_("support plan"),
    )
    region = models.CharField(_("region"), max_length=8, choices=Region, default=Region.EMEA)
    is_partner = models.BooleanField(
        _("partner"),
        default=False,
        help_text=_("Files cases in its customers' organizations only."),
    )
    is_teams = models.BooleanField(
        _("teams"), default=False, help_text=_("Has only system admins.")
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name", "product_line"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                Lower("product_line"),
                name="organization_name_unique",
                violation_error_message=_(
                    "There is an organization of this name and product line."
                ),
            ),
        ]

    def __str__(self) -> str:
        """With the product line in brackets, since names are often alike (ENT-2)."""
        return f"{self.name} ({self.product_line})" if self.product_line else self.name


class Membership(models.Model):
    """A user belongs to an organization."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="memberships", verbose_name=_("organization")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("user")
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user"],
                name="membership_unique",
                violation_error_message=_("This user is a member already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organization}"


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def of(self, user: models.Model, organization: Organization) -> Self:
        return self.filter(membership__user=user, membership__organization=organization)


class RoleAssignment(models.Model):
    """A role of a member, for all products or for chosen ones (ROLE-5)."""

    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="roles", verbose_name=_("member")
    )
    role = models.CharField(_("role"), max_length=24, choices=Role)
    all_products = models.BooleanField(_("all products"), default=True)
    products = models.ManyToManyField(
        Product, blank=True, related_name="+", verbose_name=_("products")
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("given by"),
    )
    assigned_at = models.DateTimeField(_("given"), db_default=Now(), editable=False)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "role"],
                name="role_assignment_unique",
                violation_error_message=_("This member holds this role already."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="role_assignment_known_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.membership}"


class Project(models.Model):
    """A cloud project of an organization, for one cloud product."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="projects", verbose_name=_("organization")
    )
    product = models.ForeignKey(
        Product,
        models.PROTECT,
        limit_choices_to={"is_cloud": True},
        related_name="projects",
        verbose_name=_("product"),
    )
    identifier = models.CharField(_("Project ID"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("cloud project")
        verbose_name_plural = _("cloud projects")
        ordering = ["name"]
        constraints = [
            # The composite foreign key of a case points here: no project of another organization.
            models.UniqueConstraint(
                fields=["organization", "id"], name="project_of_its_organization"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.identifier} · {self.name}"


class ProjectMembership(models.Model):
    """A user works in a cloud project; a shared access grant does not make one (ENT-13)."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="memberships", verbose_name=_("project")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="project_memberships",
        verbose_name=_("user"),
    )

    class Meta:
        verbose_name = _("project member")
        verbose_name_plural = _("project members")
        constraints = [
            models.UniqueConstraint(fields=["project", "user"], name="project_membership_unique")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.project}"
