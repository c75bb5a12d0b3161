"""The only writers of people and rights; what the vendor alone begins is in `orgs.appointments`."""

from orgs.actions.accounts import (
    ensure_email_address,
    link_account,
    refresh_organizations,
    save_profile,
)
from orgs.actions.preferences import save_preferences, stop_access_news, stop_digest
from orgs.actions.roles import (
    give_support_admin,
    remove_support_admin,
    request_access,
)
from orgs.actions.tokens import issue_token, revoke_token

__all__ = [
    "ensure_email_address",
    "give_support_admin",
    "issue_token",
    "link_account",
    "refresh_organizations",
    "remove_support_admin",
    "request_access",
    "revoke_token",
    "save_preferences",
    "save_profile",
    "stop_access_news",
    "stop_digest",
]
