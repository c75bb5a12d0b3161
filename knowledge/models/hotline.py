"""Whom customers call when production is down (HOME-3)."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

from orgs.models import Region
from portal.i18n import Translated


class HotlineNumber(models.Model):
    """The telephone for P1 cases of one region."""

    region = models.CharField(_("region"), max_length=8, choices=Region)
    country_en = models.CharField(_("country, English"), max_length=80)
    country_fr = models.CharField(_("country, French"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=24)
    country = Translated()

    class Meta:
        verbose_name = _("hotline number")
        verbose_name_plural = _("hotline numbers")
        ordering = ["region", "country_en"]
        constraints = [
            models.UniqueConstraint(fields=["region", "phone"], name="hotline_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.country}: {self.phone}"

    @property
    def dialled(self) -> str:
        """As a telephone takes it: `+33199002741`."""
        return re.sub(r"[^+\d]", "", self.phone)


class HotlineAdvice(models.Model):
    """What people are told before they call; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    first_en = models.TextField(_("do this first, English"), help_text="Markdown")
    first_fr = models.TextField(_("do this first, French"), blank=True, help_text="Markdown")
    ready_en = models.TextField(_("what to have ready, English"), help_text="Markdown")
    ready_fr = models.TextField(_("what to have ready, French"), blank=True, help_text="Markdown")
    first = Translated()
    ready = Translated()

    class Meta:
        verbose_name = _("words of the hotline")
        verbose_name_plural = _("words of the hotline")
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="hotline_advice_only_one")
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
