"""The environment in which the portal runs on a laptop."""

import os
from pathlib import Path

from devstack import places


def portal(folder: Path, site_url: str) -> dict[str, str]:
    """The caller's environment, with everything of ours in it but the addresses of the servers."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DEBUG": "1",
        "STAFF_NEEDS_MFA": "0",  # the demo's agents sign in with a password that everybody knows
        "SECURE": "0",
        "SECRET_KEY": places.secret(folder / "secret-key"),
        "SITE_URL": site_url,
        "MAIL_DIR": str(places.private(folder / "mail")),
        "MEDIA_ROOT": str(places.private(folder / "files")),
        "PYTHONUNBUFFERED": "1",
        # Celery does not like root, who may have nobody else to be on a laptop.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
    }
