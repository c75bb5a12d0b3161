"""The application's name, and what of the work ends with a tie."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from cases.actions import (  # noqa: PLC0415 - models are not loaded before
            end_watches,
            erasing,
            held,
            name_open_cases,
        )
        from orgs.endings import at_the_end, lists_open_work  # noqa: PLC0415
        from orgs.holdings import holds  # noqa: PLC0415
        from portal.erasure import erases  # noqa: PLC0415

        at_the_end(end_watches)
        lists_open_work(name_open_cases)
        erases(erasing.erase)
        holds(held.ROWS, held.files)
