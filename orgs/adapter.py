"""What allauth asks us: where to go, in what language to write, how a new user begins."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Mails of allauth go out as it renders them, in the language of the page that asked."""
