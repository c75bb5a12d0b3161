"""Customers: product accounts, organizations, and their cloud projects."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from orgs.models.plan import SupportPlan
from orgs.models.product import Product
from orgs.roles import TEAMS, Resource, Role
from portal.history import remembered


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
        triggers = [remembered("account", keeps=["user_id"])]

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
        triggers = [
            pgtrigger.Trigger(
                name="teams_has_only_system_admins",
                operation=pgtrigger.UpdateOf("is_teams"),
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__is_teams=True),
                func=pgtrigger.Func(
                    """
                    IF EXISTS (
                        SELECT FROM orgs_roleassignment AS role
                        JOIN orgs_membership AS member ON member.id = role.membership_id
                        WHERE member.organization_id = NEW.id AND role.role <> 'system_admin'
                    ) THEN
                        RAISE EXCEPTION 'teams_has_only_system_admins'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                    """
                ),
            ),
            remembered("organization", keeps=["account_id", "is_teams"]),
        ]

    def __str__(self) -> str:
        """With the product line in brackets, since names are often alike (ENT-2)."""
        return f"{self.name} ({self.product_line})" if self.product_line else self.name

    def clean(self) -> None:
        """What the trigger holds, in words (ROLE-7)."""
        others = set(Role) - TEAMS
        if self.pk and self.is_teams and self.memberships.filter(roles__role__in=others).exists():
            raise ValidationError(
                {"is_teams": _("Members hold other roles than system admin: remove those first.")}
            )


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


class ProjectMembershipQuerySet(models.QuerySet["ProjectMembership"]):
    def active(self) -> Self:
        """Of those who work there now: who is invited only, or suspended, does not."""
        return self.filter(state=ProjectMembership.State.ACTIVE)


class ProjectMembership(models.Model):
    """A user works in a cloud project; a shared access grant does not make one (ENT-13).

    `resources` is what the project opens of the account to who works in it: the synchronization
    makes a cloud-sourced grant of it (SHA-8).
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        INVITED = "invited", _("Invited")
        SUSPENDED = "suspended", _("Suspended")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="memberships", verbose_name=_("project")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="project_memberships",
        verbose_name=_("user"),
    )
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.ACTIVE)
    resources = ArrayField(
        models.CharField(max_length=16, choices=Resource),
        default=list,
        blank=True,
        verbose_name=_("resources"),
    )

    objects = ProjectMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("project member")
        verbose_name_plural = _("project members")
        constraints = [
            models.UniqueConstraint(fields=["project", "user"], name="project_membership_unique"),
            models.CheckConstraint(
                condition=Q(state__in=["active", "invited", "suspended"]),
                name="project_membership_known_state",
            ),
            models.CheckConstraint(
                condition=Q(resources__contained_by=Resource.values),
                name="project_membership_known_resources",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.project}"
