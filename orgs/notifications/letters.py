"""What the mails about signing in say; allauth names them, we word them."""

from enum import StrEnum, auto
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Link(StrEnum):
    """Where the mail leads."""

    VERIFY = auto()
    RESET = auto()
    ASK_RESET = auto()
    SIGN_UP = auto()
    ACCOUNT = auto()


class Letter(NamedTuple):
    """`sentence` may name %(address)s, and with a notice %(old)s and %(new)s."""

    heading: Promise
    sentence: Promise
    label: Promise
    link: Link


def _notice(sentence: Promise) -> Letter:
    """Something about the account changed; with when and from where, so that a thief is noticed."""
    heading = _("Your account was changed")
    return Letter(heading, sentence, _("Look at your account"), Link.ACCOUNT)


VERIFY = Letter(
    _("Please verify your email address"),
    _("Open the link to show that %(address)s is your address. Until then you can read, no more."),
    _("Verify the address"),
    Link.VERIFY,
)

LETTERS = {
    "account/email/email_confirmation": VERIFY,
    "account/email/email_confirmation_signup": VERIFY,
    "account/email/password_reset_key": Letter(
        _("Choose a new password"),
        _(
            "Somebody, probably you, asked for a new password for %(address)s. If it was not you,"
            " do nothing: the old one stays."
        ),
        _("Choose a new password"),
        Link.RESET,
    ),
    "account/email/unknown_account": Letter(
        _("There is no account with this address"),
        _(
            "Somebody, probably you, asked for a new password for %(address)s, but no account has"
            " this address. Perhaps you signed up with another one."
        ),
        _("Create an account"),
        Link.SIGN_UP,
    ),
    "account/email/account_already_exists": Letter(
        _("You have an account already"),
        _(
            "Somebody, probably you, wanted to create an account with %(address)s, which has one"
            " already. If you forgot its password, ask for a new one."
        ),
        _("Ask for a new password"),
        Link.ASK_RESET,
    ),
    "account/email/email_changed": _notice(
        _("The e-mail address changed from %(old)s to %(new)s.")
    ),
    "account/email/email_confirm": _notice(_("The e-mail address %(address)s was verified.")),
    "account/email/email_deleted": _notice(_("The e-mail address %(old)s was removed.")),
    "account/email/password_changed": _notice(_("The password was changed.")),
    "account/email/password_reset": _notice(_("A new password was chosen by a link in a mail.")),
    "account/email/password_set": _notice(_("A password was chosen.")),
    "mfa/email/recovery_codes_generated": _notice(_("New recovery codes were made.")),
    "mfa/email/totp_activated": _notice(_("An authenticator app was added.")),
    "mfa/email/totp_deactivated": _notice(_("The authenticator app was removed.")),
    "mfa/email/webauthn_added": _notice(_("A passkey or security key was added.")),
    "socialaccount/email/account_connected": _notice(
        _("The sign-in of your organization was connected.")
    ),
    "socialaccount/email/account_disconnected": _notice(
        _("The sign-in of your organization was disconnected.")
    ),
    "mfa/email/webauthn_removed": _notice(_("A passkey or security key was removed.")),
}
