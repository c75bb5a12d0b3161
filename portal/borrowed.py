"""Words of our libraries whose French is missing or wrong; listed for our own catalogue to say."""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

DESK = (
    _("After you've created a user, you’ll be able to edit more user options."),
    _("All applications"),
    _("Apply Filters"),
    _("Choose file to upload"),
    _("Click to cancel"),
    _("Click to download"),
    _("Date"),
    _("Date from"),
    _("Date to"),
    _("Expand row"),
    _("False"),
    _("Forgotten your password or username?"),
    _("General"),
    _("Go back"),
    _("Image preview"),
    _("Loading more results..."),
    _("More actions"),
    _("Next"),
    _("No data"),
    _("No recent searches"),
    _("No results matching your query"),
    _("Not enough data."),
    _(
        "Raw passwords are not stored, so there is no way to see this user’s password, but you can "
        'change the password using <a href="{}" class="text-primary-600 dark:text-primary-500">'
        "this form</a>."
    ),
    _("Recent searches"),
    _("Record picture"),
    _("Return to site"),
    _("Run"),
    _("Search apps and models..."),
    _("Select action"),
    _("Select action to run"),
    _("Select all rows"),
    _("Select record"),
    _("Select value"),
    _("Submit"),
    _("This item will be deleted."),
    _("Toggle password visibility"),
    _("True"),
    _("Type to search"),
    _("Value"),
    _("Welcome back to"),
    _("You have been successfully logged out from the administration"),
    ngettext_lazy(
        "\n                Found %(counter)s result in %(time)s seconds\n            ",
        "\n                Found %(counter)s results in %(time)s seconds\n            ",
    ),
)
"""Of django-unfold, which speaks English only."""

SIGN_IN = (
    _("Added on %(created_at)s"),
    _("Alternative options"),
    _("Are you sure?"),
    _("Create Passkey"),
    _(
        "Enabling passwordless operation allows you to sign in using just this key, but imposes "
        "additional requirements such as biometrics or PIN protection."
    ),
    _("Enter Email Verification Code"),
    _("Last used %(last_used)s"),
    _("Passkey"),
    _("Passkey Sign Up"),
    _("Remove Security Key"),
    _("Request new code"),
    _("Security key"),
    _("Security key removed."),
    _("This key does not indicate whether it is a passkey."),
    _("Use a security key"),
    _("You are about to deactivate authenticator app based authentication. Are you sure?"),
    _(
        "You are about to create a passkey for your account. As you can add additional keys later "
        "on, you can use a descriptive name to tell the keys apart."
    ),
    _("You have signed out."),
    _("Authentication using an authenticator app is active."),
    _("Authenticator App"),
    _("Authenticator app activated."),
    _("Authenticator app deactivated."),
    _("Enter an authenticator code:"),
    _("Enter your password:"),
    _("Forgot your password?"),
    _("No security keys have been added."),
    _("You currently have no third-party accounts connected to this account."),
    _(
        "You decided to cancel logging in to our site using one of your existing accounts. If this"
        ' was a mistake, please proceed to <a href="%(login_url)s">sign in</a>.'
    ),
)
"""Of django-allauth, whose French takes a passkey for a security key, and sets it as English."""

FORMS = (
    _("Email"),
    _("Email address"),
    _("Enter a valid email address."),
    _("email address"),
)
"""Of Django, which says "courriel" and "adresse électronique" where the glossary says "e-mail"."""

API = (
    _('"{input}" is not a valid choice.'),
    _("Could not satisfy the request Accept header."),
    _('Expected a list of items but got type "{input_type}".'),
    _("Invalid data. Expected a dictionary, but got {datatype}."),
    _("Malformed request."),
    _("Not a valid string."),
    _("This field may not be blank."),
    _("This field may not be null."),
)
"""Of Django REST framework, whose French limps."""
