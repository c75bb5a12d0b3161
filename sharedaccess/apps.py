"""The application's name, and what of shared access ends with a departure."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharedAccessConfig(AppConfig):
    name = "sharedaccess"
    verbose_name = _("Shared access")

    def ready(self) -> None:
        from orgs.endings import at_departure  # noqa: PLC0415 - models are not loaded before
        from orgs.holdings import holds  # noqa: PLC0415
        from portal.erasure import erases  # noqa: PLC0415
        from sharedaccess import erasing, held  # noqa: PLC0415
        from sharedaccess.actions import revoke_all  # noqa: PLC0415

        at_departure(revoke_all)
        erases(erasing.erase)
        holds(held.ROWS)
