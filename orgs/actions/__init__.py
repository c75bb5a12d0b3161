"""The only writers of people and rights; what the vendor alone begins is in `orgs.appointments`."""

from orgs.actions.accounts import (
    ensure_email_address,
    link_account,
    refresh_organizations,
    save_profile,
)
from orgs.actions.anonymizing import anonymize_user
from orgs.actions.base import refuse
from orgs.actions.building import build_export, sweep_exports
from orgs.actions.data_exports import ask_export, take_export
from orgs.actions.federation import (
    add_domain,
    prove_domain,
    remove_domain,
    remove_provider,
    save_provider,
    use_provider,
)
from orgs.actions.groups import change_group
from orgs.actions.invitations import (
    accept_invitation,
    demand_invited,
    invite,
    resend_invitation,
    revoke_invitation,
)
from orgs.actions.members import remove_member
from orgs.actions.preferences import save_preferences, stop_access_news, stop_digest
from orgs.actions.proofs import ask_again, ask_domains_again
from orgs.actions.provisioning import (
    Profile,
    add_person,
    change_person,
    profile_of,
    remove_person,
)
from orgs.actions.roles import (
    assign_role,
    assign_roles,
    change_roles,
    remove_role,
    request_access,
)
from orgs.actions.scim_tokens import issue_scim_token, revoke_scim_token
from orgs.actions.tokens import issue_token, revoke_token

__all__ = [
    "Profile",
    "accept_invitation",
    "add_domain",
    "add_person",
    "anonymize_user",
    "ask_again",
    "ask_domains_again",
    "ask_export",
    "assign_role",
    "assign_roles",
    "build_export",
    "change_group",
    "change_person",
    "change_roles",
    "demand_invited",
    "ensure_email_address",
    "invite",
    "issue_scim_token",
    "issue_token",
    "link_account",
    "profile_of",
    "prove_domain",
    "refresh_organizations",
    "refuse",
    "remove_domain",
    "remove_member",
    "remove_person",
    "remove_provider",
    "remove_role",
    "request_access",
    "resend_invitation",
    "revoke_invitation",
    "revoke_scim_token",
    "revoke_token",
    "save_preferences",
    "save_profile",
    "save_provider",
    "stop_access_news",
    "stop_digest",
    "sweep_exports",
    "take_export",
    "use_provider",
]
