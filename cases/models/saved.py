"""A list of cases that somebody comes back to (LIST-3)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from orgs.actor import Actor
from orgs.models import Organization

MAX_SAVED_VIEWS = 20


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def of(self, actor: Actor) -> Self:
        return self.filter(user=actor.user, organization=actor.organization)


class SavedView(models.Model):
    """A name for the query of a list, as it stands in the address; its owner alone sees it."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1_000)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "user",
                "organization",
                Lower("name"),
                name="saved_view_name",
                violation_error_message=_("You have a view of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
