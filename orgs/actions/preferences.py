"""How soon people want to hear of what (NOTE-6)."""

from collections.abc import Mapping

from django.db import transaction

from orgs.models import Delivery, NotificationPreference, Topic, User


@transaction.atomic
def save_preferences(*, user: User, wanted: Mapping[str, str]) -> None:
    """By topic; only what differs from “at once” is kept. Topics left out stay as they are."""
    rows = NotificationPreference.objects
    for topic, delivery in wanted.items():
        rows.update_or_create(user=user, topic=Topic(topic), defaults={"delivery": delivery})
    rows.filter(user=user, delivery=Delivery.AT_ONCE).delete()


@transaction.atomic
def stop_digest(*, user: User) -> None:
    """The one click in a daily digest: nothing comes daily any more (NOTE-4)."""
    daily = NotificationPreference.objects.filter(user=user, delivery=Delivery.DAILY)
    daily.update(delivery=Delivery.OFF)


def stop_access_news(*, user: User) -> None:
    """The one click in a mail about roles or shared access."""
    save_preferences(user=user, wanted={Topic.ACCESS: Delivery.OFF})
