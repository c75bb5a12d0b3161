"""The people of an organization, and the roles that they hold there."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from orgs.models.organization import Organization
from orgs.models.product import Product
from orgs.roles import SCOPED, Role
from portal.history import remembered


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
        triggers = [remembered("member", of="organization_id", keeps=["user_id"])]

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
            models.CheckConstraint(
                condition=Q(all_products=True) | Q(role__in=sorted(SCOPED)),
                name="role_assignment_scoped",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="only_system_admins_in_teams",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition("NEW.role <> 'system_admin'"),
                func=pgtrigger.Func(
                    """
                    IF EXISTS (
                        SELECT FROM orgs_membership AS member
                        JOIN orgs_organization AS org ON org.id = member.organization_id
                        WHERE member.id = NEW.membership_id AND org.is_teams
                    ) THEN
                        RAISE EXCEPTION 'only_system_admins_in_teams'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                    """
                ),
            ),
            remembered("role", of="membership_id", keeps=["role", "all_products"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.membership}"


class RoleProduct(RoleAssignment.products.through):  # type: ignore[misc, name-defined]
    """A chosen product of a role; Django keeps these rows, here is what watches over them."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [remembered("role product", of="roleassignment_id", keeps=["product_id"])]

    def __str__(self) -> str:
        return f"{self.product_id} · {self.roleassignment_id}"
