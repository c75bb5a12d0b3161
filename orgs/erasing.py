"""What this floor erases of a person: how they signed in, where they were asked to come."""

from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.db.models.functions import Coalesce, Lower, Now

from orgs.models import Invitation, ProductAccount
from portal.erasure import Erased


def erase(person: Erased) -> None:
    user = person.user
    for session in UserSession.objects.filter(user=user):
        session.end()
    for ties in (user.support_teams, user.groups, user.user_permissions):
        ties.clear()
    for address in person.addresses:
        invitations = Invitation.objects.filter(email__iexact=address)
        invitations.filter(accepted_at=None).update(revoked_at=Coalesce("revoked_at", Now()))
        invitations.update(email=person.new_address)
    named = Q(user=user) | Q(address__in=person.addresses)
    accounts = ProductAccount.objects.annotate(address=Lower("email")).filter(named).order_by("pk")
    for account in accounts:
        if account.user_id == user.pk:
            account.user, account.linked_at = None, None
        account.email = f"account-{account.pk}@{person.new_address.partition('@')[2]}"
        account.save(update_fields=["user", "linked_at", "email"])
