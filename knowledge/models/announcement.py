"""What the vendor tells its customers: incidents, maintenance, news (HOME-6)."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from orgs.models import Organization, Product
from portal.i18n import Translated


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def current(self) -> Self:
        """Shown now."""
        begun = self.filter(shown_from__lte=Now())
        return begun.filter(Q(shown_until=None) | Q(shown_until__gt=Now()))

    def open(self) -> Self:
        """Those of which something is still to come."""
        return self.filter(resolved_at=None)

    def resolved(self) -> Self:
        return self.exclude(resolved_at=None)

    def troubles(self) -> Self:
        """What may stand in the way of work, as news does not."""
        return self.exclude(kind=Announcement.Kind.NEWS)

    def concerning(self, organization: Organization) -> Self:
        """Those of everything, and those of a product that it is entitled to today: the one wall.

        Who has a tie to the organization reads them; nobody else does.
        """
        products = Product.objects.filter(announcements=OuterRef("pk"))
        entitled = products.entitled_in(organization)
        return self.filter(~Exists(products) | Exists(entitled))

    def about(self, product: Product | OuterRef) -> Self:
        """Those of everything, and those of this product."""
        bound = Announcement.products.through.objects.filter(announcement=OuterRef("pk"))
        return self.filter(~Exists(bound) | Exists(bound.filter(product=product)))

    def told(self) -> Self:
        """With the names of their products, and the number of the latest update in `edition`."""
        products = Product.objects.filter(announcements=OuterRef("pk")).order_by("name")
        updates = AnnouncementUpdate.objects.filter(announcement=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            product_names=ArraySubquery(products.values("name")),
            edition=Coalesce(Subquery(updates.values("pk")[:1]), Value(0)),
        )


class Announcement(models.Model):
    """Of some products, or without any: of everything."""

    class Kind(models.TextChoices):
        INCIDENT = "incident", _("Incident")
        MAINTENANCE = "maintenance", _("Maintenance")
        NEWS = "news", _("News")

    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    title_en = models.CharField(_("title, English"), max_length=200)
    title_fr = models.CharField(_("title, French"), max_length=200, blank=True)
    text_en = models.TextField(_("text, English"), blank=True, help_text="Markdown")
    text_fr = models.TextField(_("text, French"), blank=True, help_text="Markdown")
    title = Translated()
    text = Translated()
    products = models.ManyToManyField(
        Product, blank=True, related_name="announcements", verbose_name=_("products")
    )
    shown_from = models.DateTimeField(_("shown from"), db_default=Now())
    shown_until = models.DateTimeField(_("shown until"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-shown_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_until=None) | Q(shown_until__gt=F("shown_from")),
                name="announcement_shown_for_a_while",
                violation_error_message=_("It is shown until a time after it begins."),
            ),
        ]
        indexes = [models.Index(F("shown_from").desc(), F("id").desc(), name="announcement_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> str:
        """How it is coloured; said in words too."""
        return "positive" if self.resolved_at else TONES[self.Kind(self.kind)]

    @property
    def heard_at(self) -> datetime:
        """When customers heard of it last."""
        written = [update.written_at for update in self.updates.all()]
        return max(self.shown_from, self.resolved_at or self.shown_from, *written)


TONES = {
    Announcement.Kind.INCIDENT: "negative",
    Announcement.Kind.MAINTENANCE: "warning",
    Announcement.Kind.NEWS: "info",
}


class AnnouncementUpdate(models.Model):
    """What became known later."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="updates")
    text_en = models.TextField(_("text, English"), help_text="Markdown")
    text_fr = models.TextField(_("text, French"), blank=True, help_text="Markdown")
    text = Translated()
    written_at = models.DateTimeField(_("written"), db_default=Now())

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return str(self.written_at)
