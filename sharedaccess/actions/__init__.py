"""The only writers of shared access."""

from sharedaccess.actions.cloud import sync_cloud_grant
from sharedaccess.actions.departing import revoke_all
from sharedaccess.actions.expiry import end_expired_grant
from sharedaccess.actions.grants import (
    change_grant,
    demand_deletable,
    grant_access,
    revoke_grant,
)

__all__ = [
    "change_grant",
    "demand_deletable",
    "end_expired_grant",
    "grant_access",
    "revoke_all",
    "revoke_grant",
    "sync_cloud_grant",
]
