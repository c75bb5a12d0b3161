"""How soon somebody wants to hear of what (NOTE-6)."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """Kinds of events that people tell apart."""

    NEW_CASES = "new_cases", _("New cases and follow-ups")
    COMMENTS = "comments", _("Comments and attachments")
    STATUS = "status", _("Changes of status and priority")
    REMINDERS = "reminders", _("Reminders")
    ESCALATIONS = "escalations", _("Escalations")
    ACCESS = "access", _("Roles and shared access")


class Delivery(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Daily digest")
    OFF = "off", _("Off")


class PreferenceQuerySet(models.QuerySet["NotificationPreference"]):
    def deliveries(self, people: Iterable[int], topic: Topic) -> dict[int, Delivery]:
        """How each of these, by primary key, wants to hear of the topic; one query."""
        asked = list(people)
        said = dict(self.filter(user__in=asked, topic=topic).values_list("user", "delivery"))
        return {pk: Delivery(said.get(pk, Delivery.AT_ONCE)) for pk in asked}


class NotificationPreference(models.Model):
    """What differs from “at once”."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_preferences"
    )
    topic = models.CharField(_("topic"), max_length=16, choices=Topic)
    delivery = models.CharField(_("delivery"), max_length=8, choices=Delivery)

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification preference")
        verbose_name_plural = _("notification preferences")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "topic"], name="notification_preference_unique"
            ),
            models.CheckConstraint(
                condition=Q(topic__in=Topic.values, delivery__in=Delivery.values),
                name="notification_preference_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}: {self.get_delivery_display()}"
