"""May this person file a case here, and if not: why, who can help, what to do next?

The gates stand in the order of ID-6 and nowhere else. Bars, 403 pages, the wizard, problem details
of the API and "Check my access" render the decision made here (ACC-2).
"""

from orgs.access.decision import Cause, Decision, Facts, Gate, Helper, Lapse, Remedy
from orgs.access.gates import check, decide, walk
from orgs.access.identity import linkable_accounts
from orgs.access.lapses import explain_lapse
from orgs.access.people import (
    admin_helpers,
    owner_helpers,
    owners,
    role_helpers,
    system_admins,
    vendor_desk,
)
from orgs.access.refusals import explain, only_admins, only_owner, only_owner_shares

__all__ = [
    "Cause",
    "Decision",
    "Facts",
    "Gate",
    "Helper",
    "Lapse",
    "Remedy",
    "admin_helpers",
    "check",
    "decide",
    "explain",
    "explain_lapse",
    "linkable_accounts",
    "only_admins",
    "only_owner",
    "only_owner_shares",
    "owner_helpers",
    "owners",
    "role_helpers",
    "system_admins",
    "vendor_desk",
    "walk",
]
