"""Somebody who gets the notifications of one case."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case

MAX_WATCHERS = 10


class Watcher(models.Model):
    case = models.ForeignKey(Case, models.CASCADE, related_name="watchers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="watches", verbose_name=_("user")
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("watcher")
        verbose_name_plural = _("watchers")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"],
                name="watcher_unique",
                violation_error_message=_("This person watches the case already."),
            ),
        ]
        indexes = [models.Index("user", "case", name="watcher_by_user")]

    def __str__(self) -> str:
        return str(self.user)
