"""What this floor erases of a person; cases and comments stay, by a former user."""

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.attachments import remove
from cases.models import Case, DraftFile, LegacyCase, LegacyComment
from portal.erasure import Erased
from portal.problems import Conflict


def erase(person: Erased) -> None:
    """Raises Conflict for an agent who has open cases."""
    if Case.objects.open().filter(assignee=person.user).exists():
        words = _("%(person)s has open cases: a support manager assigns them to somebody else.")
        raise Conflict(words % {"person": person.full_name}, code="has-open-cases")
    Case.objects.filter(requester=person.user).update(contact_phone="")
    for file in DraftFile.objects.filter(draft__author=person.user):
        remove(file)
    _erase_historical(person)


def _erase_historical(person: Erased) -> None:
    theirs = Q(pk__in=[])
    for address in person.addresses:
        theirs |= Q(requester_email__iexact=address)
    for case in LegacyCase.objects.filter(theirs).defer("search", "description"):
        comments = LegacyComment.objects.filter(case=case, author_name=case.requester_name)
        comments.exclude(author_name="").update(author_name=person.new_name)
    LegacyCase.objects.filter(theirs).update(requester_name=person.new_name, requester_email="")
