"""The application's name."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharedAccessConfig(AppConfig):
    name = "sharedaccess"
    verbose_name = _("Shared access")
