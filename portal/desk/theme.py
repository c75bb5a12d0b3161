"""The desk in the colours of the house; the whole configuration of unfold."""

from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _


def _shades(*values: str) -> dict[str, str]:
    steps = ("50", *(str(step) for step in range(100, 1000, 100)), "950")
    return {step: f"oklch({value})" for step, value in zip(steps, values, strict=True)}


COLOURS = {
    "base": _shades(
        "97.6% .006 212",
        "95.6% .008 212",
        "90.5% .011 215",
        "84% .014 216",
        "70% .02 222",
        "51% .022 225",
        "42% .025 228",
        "36% .026 228",
        "29% .025 221",
        "21.5% .021 218",
        "16.5% .018 218",
    ),
    "primary": _shades(
        "97% .014 205",
        "94% .028 206",
        "88% .05 207",
        "82% .08 206",
        "76% .095 207",
        "72% .1 208",
        "44% .09 212",
        "38% .078 213",
        "32% .065 214",
        "27% .05 216",
        "20% .035 218",
    ),
}
"""Of the hues and accents in `static/css/tokens.css`: 600 stands on white, 500 on black."""


def _from_static(path: str) -> Any:
    """The address is known only once the static files are collected."""
    return lambda request: static(path)


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Guichet",
    "SITE_HEADER": "Guichet",
    "SITE_SUBHEADER": _("Support desk"),
    "SITE_ICON": _from_static("favicon.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": _from_static("favicon.svg")}
    ],
    "STYLES": [_from_static("css/admin.css")],
    "COLORS": COLOURS,
    "BORDER_RADIUS": "0.375rem",
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_LANGUAGES": False,
    "SIDEBAR": {"navigation": "portal.desk.navigation.sections"},
}
