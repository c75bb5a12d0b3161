"""The mail that tells the owner that all of the organization's data can be fetched."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from orgs.access import owners
from orgs.models import DataExport
from orgs.notifications.base import compose
from portal import emails, outbox

KIND = "orgs.data_export"


def tell_export_ready(export: DataExport) -> None:
    outbox.enqueue(KIND, key=f"{KIND}:{export.pk}", payload={"export": str(export.pk)})


@emails.renders(KIND)
def render_export_ready(payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    """None once it expired, or for who asked and is not the owner any more."""
    rows = DataExport.objects.usable().select_related("organization", "made_by")
    export = rows.filter(pk=payload["export"]).first()
    if export is None or export.made_by not in owners(export.organization):
        return None
    path = reverse("sharedaccess:data", args=[export.organization.slug])
    context = {
        "organization": export.organization,
        "expires_at": export.expires_at,
        "action_url": emails.absolute(path),
        "action_label": _("Fetch the export"),
    }
    return compose("data_export", export.made_by, context)
