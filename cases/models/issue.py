"""What kind of problem, and for what reason: both are data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from orgs.models import ProductFamily
from portal.i18n import Translated


class IssueType(models.Model):
    """A card of the wizard's first step (WIZ-1); without families it fits all of them."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("ordinary")
        MARKETPLACE = "marketplace", _("marketplace: asks one more question")

    key = models.SlugField(_("key"), unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.ORDINARY)
    label_en = models.CharField(_("label, English"), max_length=120)
    label_fr = models.CharField(_("label, French"), max_length=120, blank=True)
    samples_en = models.TextField(
        _("sample issues, English"), blank=True, help_text=_("One on each line.")
    )
    samples_fr = models.TextField(
        _("sample issues, French"), blank=True, help_text=_("One on each line.")
    )
    families = models.ManyToManyField(ProductFamily, blank=True, verbose_name=_("product families"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    label = Translated()
    samples = Translated()

    class Meta:
        verbose_name = _("issue type")
        verbose_name_plural = _("issue types")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label


class IssueReason(models.Model):
    """Why the case is filed, with what the reason is for and not for (WIZ-7)."""

    key = models.SlugField(_("key"), unique=True)
    label_en = models.CharField(_("label, English"), max_length=120)
    label_fr = models.CharField(_("label, French"), max_length=120, blank=True)
    is_for_en = models.TextField(_("is for, English"), blank=True)
    is_for_fr = models.TextField(_("is for, French"), blank=True)
    not_for_en = models.TextField(_("is not for, English"), blank=True)
    not_for_fr = models.TextField(_("is not for, French"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    label = Translated()
    is_for = Translated()
    not_for = Translated()

    class Meta:
        verbose_name = _("issue reason")
        verbose_name_plural = _("issue reasons")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label
