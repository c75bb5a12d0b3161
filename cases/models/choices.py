"""The words that a case chooses from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Priority(models.IntegerChoices):
    P1 = 1, _("P1 Critical")
    P2 = 2, _("P2 Urgent")
    P3 = 3, _("P3 Important")
    P4 = 4, _("P4 Minor")


class Impact(models.TextChoices):
    SMALL = "small", _("Small: one or two users")
    MEDIUM = "medium", _("Medium: a group of users")
    LARGE = "large", _("Large: most users")


class Environment(models.TextChoices):
    PRODUCTION = "production", _("Production")
    STAGING = "staging", _("Staging")
    DEVELOPMENT = "development", _("Development")
