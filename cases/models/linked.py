"""Where a case comes from: an earlier one that it follows up, or one filed in the wrong place."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Linked(models.Model):
    """Set when the case is filed, and never after; the other side is read through the wall."""

    follow_up_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="follow_ups",
        verbose_name=_("follow-up of"),
    )
    follow_up_of_legacy = models.ForeignKey(
        "cases.LegacyCase",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="follow_ups",
        verbose_name=_("follow-up of the historical case"),
    )
    refiled_from = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="refiled_as",
        verbose_name=_("refiled from"),
    )

    class Meta:
        abstract = True
