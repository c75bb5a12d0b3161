"""Who hears of roles, members and sign-in, and what the mails say."""

from orgs.notifications.data_exports import tell_export_ready
from orgs.notifications.domains import tell_domain
from orgs.notifications.members import send_invitation, tell_member_removed
from orgs.notifications.open_work import tell_of_open_work
from orgs.notifications.preferences import (
    ACCESS_NEWS,
    stop_by_button,
    stop_news_url,
    wanting_news,
)
from orgs.notifications.roles import ask_for_access, tell_role_given, tell_role_removed
from orgs.notifications.sign_in import promise_account_mail

__all__ = [
    "ACCESS_NEWS",
    "ask_for_access",
    "promise_account_mail",
    "send_invitation",
    "stop_by_button",
    "stop_news_url",
    "tell_domain",
    "tell_export_ready",
    "tell_member_removed",
    "tell_of_open_work",
    "tell_role_given",
    "tell_role_removed",
    "wanting_news",
]
