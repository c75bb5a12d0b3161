"""Read-only cases of the previous system (LIST-6)."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.wall import LegacyCaseQuerySet
from orgs.models import Organization
from portal.words import vector


class LegacyCase(models.Model):
    """In the words of the system it comes from; only the import writes it."""

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="legacy_cases",
        verbose_name=_("organization"),
    )
    reference = models.CharField(_("reference"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    status = models.CharField(_("status"), max_length=40, blank=True)
    priority = models.CharField(_("priority"), max_length=40, blank=True)
    product_name = models.CharField(_("product"), max_length=120, blank=True)
    requester_name = models.CharField(_("requester"), max_length=160, blank=True)
    requester_email = models.EmailField(_("requester's e-mail"), blank=True)
    opened_at = models.DateTimeField(_("opened"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    imported_at = models.DateTimeField(_("imported"), db_default=Now(), editable=False)
    search = models.GeneratedField(
        expression=vector(A="reference title", B="description"),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )

    objects = LegacyCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("historical case")
        verbose_name_plural = _("historical cases")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "reference"], name="legacy_case_reference"
            ),
            # The composite foreign key of follow-ups points here: none of another organization.
            models.UniqueConstraint(
                fields=["organization", "id"], name="legacy_case_of_its_organization"
            ),
            models.CheckConstraint(
                condition=~Q(reference="") & ~Q(title=""), name="legacy_case_says_what_it_is"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
                name="legacy_case_closes_after_it_opens",
            ),
        ]
        indexes = [
            models.Index(
                F("organization"), F("opened_at").desc(), F("id").desc(), name="legacy_by_opening"
            ),
            GinIndex("search", name="legacy_search"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        """Needs `organization`: select it along."""
        return reverse("cases:legacy-case", args=[self.organization.slug, self.reference])


class LegacyComment(models.Model):
    case = models.ForeignKey(LegacyCase, models.CASCADE, related_name="comments")
    position = models.PositiveIntegerField()
    author_name = models.CharField(_("author"), max_length=160, blank=True)
    body = models.TextField(_("comment"))
    created_at = models.DateTimeField(_("written"), null=True, blank=True)

    class Meta:
        verbose_name = _("comment of a historical case")
        verbose_name_plural = _("comments of historical cases")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="legacy_comment_position")
        ]

    def __str__(self) -> str:
        return self.body[:80]
