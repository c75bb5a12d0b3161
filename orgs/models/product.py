"""What is sold and supported."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from orgs.models.entitlement import Entitlement
from portal.i18n import Translated

if TYPE_CHECKING:
    from orgs.actor import Actor
    from orgs.models.organization import Organization
    from orgs.models.user import User


class SupportTeam(models.Model):
    """The vendor's people who look after some products."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    email = models.EmailField(
        _("e-mail"), help_text=_("New cases and customer comments are announced here.")
    )
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="en"
    )
    agents = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="support_teams", verbose_name=_("agents")
    )

    class Meta:
        verbose_name = _("support team")
        verbose_name_plural = _("support teams")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ProductFamily(models.Model):
    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("product family")
        verbose_name_plural = _("product families")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ProductQuerySet(models.QuerySet["Product"]):
    def entitled_in(self, organization: "Organization") -> Self:
        """Those with an active entitlement there."""
        active = Entitlement.objects.active().filter(
            organization=organization, product=OuterRef("pk")
        )
        return self.filter(Exists(active))

    def sold_to(self, organization: "Organization") -> Self:
        """Those with an entitlement there, whatever its state."""
        rows = Entitlement.objects.filter(organization=organization, product=OuterRef("pk"))
        return self.filter(Exists(rows))

    def reached_by(self, actor: "Actor") -> Self:
        """Those within the scope of the actor's role (ROLE-5)."""
        return self if actor.products is None else self.filter(pk__in=actor.products)

    def usable_by(self, user: "User", organization: "Organization") -> Self:
        """Without the cloud products in whose projects there the user is no member (ENT-4)."""
        joined = user.project_memberships.active().filter(project__organization=organization)
        in_project = joined.filter(project__product=OuterRef("pk"))
        return self.filter(Q(is_cloud=False) | Exists(in_project))

    def supported_for(self, actor: "Actor") -> Self:
        """What "Select a product" offers (ENT-4); the one place that knows."""
        entitled = self.entitled_in(actor.organization).reached_by(actor)
        return entitled.usable_by(actor.user, actor.organization)


class Product(models.Model):
    name = models.CharField(_("name"), max_length=120, unique=True)
    family = models.ForeignKey(
        ProductFamily, models.PROTECT, related_name="products", verbose_name=_("family")
    )
    team = models.ForeignKey(
        SupportTeam, models.PROTECT, related_name="products", verbose_name=_("team")
    )
    is_cloud = models.BooleanField(
        _("cloud product"),
        default=False,
        help_text=_("Only members of a cloud project of it may file cases."),
    )
    asks_project_url = models.BooleanField(_("asks for the Cloud Project URL"), default=False)
    project_url_hosts = models.CharField(
        _("hosts of the Cloud Project URL"),
        max_length=254,
        blank=True,
        help_text=_("Patterns separated by spaces, such as *.cloud.example.com"),
    )
    warning_en = models.TextField(_("warning when chosen, English"), blank=True)
    warning_fr = models.TextField(_("warning when chosen, French"), blank=True)
    warning = Translated()

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ProductField(models.Model):
    """One optional field that the wizard asks for a product; perhaps a required one (WIZ-2)."""

    class Name(models.TextChoices):
        ISSUE_REASON = "issue_reason", _("issue reason")
        ENVIRONMENT = "environment", _("environment")
        PRODUCT_VERSION = "product_version", _("product version")
        AFFECTED_URL = "affected_url", _("affected URL")
        IMPACT = "impact", _("business impact")
        STEPS = "steps", _("steps to reproduce")
        EXPECTED = "expected", _("expected result")
        ACTUAL = "actual", _("actual result")
        RECENT_CHANGES = "recent_changes", _("recent changes")

    product = models.ForeignKey(
        Product, models.CASCADE, related_name="fields", verbose_name=_("product")
    )
    name = models.CharField(_("field"), max_length=24, choices=Name)
    is_required = models.BooleanField(_("required"), default=False)

    class Meta:
        verbose_name = _("field of the form")
        verbose_name_plural = _("fields of the form")
        constraints = [
            models.UniqueConstraint(fields=["product", "name"], name="product_field_unique")
        ]

    def __str__(self) -> str:
        return self.get_name_display()
