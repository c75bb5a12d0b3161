"""Why what somebody shared opens nothing any more, and who can share it again (SHA-12)."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from orgs.access.decision import Cause, Decision, Helper, Lapse, refuse
from orgs.access.people import owner_helpers


def explain_lapse(lapse: Lapse) -> Decision:
    """The refusal for somebody who goes on where shared access ended."""
    cause = _cause(lapse)
    return refuse(None, cause, helpers=owner_helpers(lapse.organization))


def lapse_causes(lapses: Sequence[Lapse]) -> tuple[tuple[Cause, ...], tuple[Helper, ...]]:
    """What to say of them beside other causes, and the owners who can help."""
    helpers = {helper: None for lapse in lapses for helper in owner_helpers(lapse.organization)}
    return tuple(_cause(lapse) for lapse in lapses), tuple(helpers)


def _cause(lapse: Lapse) -> Cause:
    reason = {
        "revoked": _(
            "The access to %(organization)s that was shared with you was taken back on %(day)s. Its"
            " account owner can share it again."
        ),
        "expired": _(
            "The access to %(organization)s that was shared with you expired on %(day)s. Its"
            " account owner can extend it."
        ),
        "empty": _(
            "The access to %(organization)s that was shared with you opens nothing since %(day)s."
            " Its account owner can change that."
        ),
    }[lapse.why]
    day = date_format(timezone.localtime(lapse.at).date())
    return Cause(f"grant-{lapse.why}", reason % {"organization": lapse.organization, "day": day})
