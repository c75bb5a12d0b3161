"""Whom customers call when production is down (HOME-3)."""

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
