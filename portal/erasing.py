"""What the ground erases of a person: mails to them, and their address in what the log shows."""

from django.db.models import Q
from django.db.models.functions import Now

from portal import pseudonyms
from portal.erasure import Erased
from portal.models import OutboxMessage


def erase(person: Erased) -> None:
    """Behind all other floors: what those promised them is dropped too."""
    said = Q(payload__user=person.user.pk, payload__has_key="address")
    for address in person.addresses:
        said |= Q(payload__address__iexact=address)
        said |= Q(payload__old__iexact=address) | Q(payload__new__iexact=address)
        complaints = OutboxMessage.objects.filter(last_error__icontains=address)
        complaints.update(last_error="")
    OutboxMessage.objects.filter(said).delete()
    theirs = Q(payload__recipient=person.user.pk) | Q(payload__user=person.user.pk)
    waiting = OutboxMessage.objects.filter(theirs, state=OutboxMessage.State.PENDING)
    waiting.update(state=OutboxMessage.State.DROPPED, settled_at=Now())
    pseudonyms.hide(person)
