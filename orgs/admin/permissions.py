"""What a group of the vendor's people may do, in the reader's words: Django keeps it in English."""

from django.apps import apps
from django.contrib.auth.models import Permission
from django.utils.translation import gettext_lazy as _

WORKED_WITH = ("cases", "knowledge", "orgs", "portal", "sharedaccess")
ACTS = {"add": _("add"), "change": _("change"), "delete": _("delete"), "view": _("view")}
NAMED = {
    "view_all_cases": _("see the cases of all teams"),
    "handle_escalations": _("take and answer escalations"),
}


def in_words(permission: Permission) -> str:
    """«Cases · draft · change»."""
    kind = permission.content_type
    model, act = kind.model_class(), permission.codename.partition("_")[0]
    noun = model._meta.verbose_name if model else kind.model
    floor = apps.get_app_config(kind.app_label).verbose_name
    return f"{floor} · {noun} · {NAMED.get(permission.codename) or ACTS.get(act, act)}"
