"""The application's name."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgsConfig(AppConfig):
    name = "orgs"
    verbose_name = _("People and rights")

    def ready(self) -> None:
        from allauth.account.signals import user_logged_in  # noqa: PLC0415 - models come first
        from django.contrib.auth.signals import user_login_failed  # noqa: PLC0415

        from orgs import erasing, held  # noqa: PLC0415
        from orgs.holdings import holds  # noqa: PLC0415
        from orgs.sign_ins import note_failure, note_sign_in  # noqa: PLC0415
        from orgs.sso import take_for_proved  # noqa: PLC0415
        from portal.erasure import erases  # noqa: PLC0415

        erases(erasing.erase)
        holds(held.ROWS, held.files)
        user_logged_in.connect(note_sign_in, dispatch_uid="orgs.note_sign_in")
        user_login_failed.connect(note_failure, dispatch_uid="orgs.note_failure")
        user_logged_in.connect(take_for_proved, dispatch_uid="orgs.take_for_proved")
