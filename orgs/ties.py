"""Which organizations a person has to do with, for floors that may not ask the doors themselves."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from orgs.models import Organization, User


def organizations_open_to(user: User) -> QuerySet[Organization]:
    """Those the user has a tie to, grants included; settings name who knows them, in a string."""
    found: QuerySet[Organization] = import_string(settings.ORGANIZATIONS_OPEN_TO)(user)
    return found
