"""The application's name."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("The ground")

    def ready(self) -> None:
        from portal import erasing  # noqa: PLC0415 - models are not loaded before
        from portal.erasure import erases  # noqa: PLC0415

        erases(erasing.erase)
