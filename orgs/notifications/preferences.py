"""Who wants to hear of roles and shared access (NOTE-6)."""

from collections.abc import Iterable

from django.core.mail import EmailMultiAlternatives

from orgs.models import Delivery, NotificationPreference, Topic, User
from portal import unsubscribing

ACCESS_NEWS = "access"
"""What the link in these mails ends."""


def wanting_news(people: Iterable[User], *, concerned: User | None = None) -> list[User]:
    """Without those who turned the topic off. Whom it is about hears in any case: nobody gets or
    loses access unheard."""
    listed = list(people)
    wanted = NotificationPreference.objects.deliveries(
        (person.pk for person in listed), Topic.ACCESS
    )
    return [person for person in listed if person == concerned or wanted[person.pk] != Delivery.OFF]


def stop_news_url(recipient: User) -> str:
    """For the footer; with `stop_by_button` also for the mail program."""
    return unsubscribing.stop_url(ACCESS_NEWS, recipient.pk)


def stop_by_button(mail: EmailMultiAlternatives, recipient: User) -> EmailMultiAlternatives:
    unsubscribing.make_stoppable(mail, stop_news_url(recipient))
    return mail
