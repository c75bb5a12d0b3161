"""When support is open in each region, and on which days it stays closed (SLA-2).

The hours of the Americas are those of the west coast: 06:00 there is 09:00 in the east. EMEA keeps
the holidays of France, Asia-Pacific those of Singapore whose days are certain years ahead.
"""

from typing import NamedTuple

from django.utils.translation import gettext_noop as _

from orgs.models import Region


class Hours(NamedTuple):
    """From Monday to Friday. A holiday has one day or more for each year, where it is observed."""

    region: Region
    zone: str
    opens: str
    closes: str
    holidays: dict[str, str]


AMERICAS = {
    _("New Year’s Day"): "2026-01-01 2027-01-01 2027-12-31",
    _("Martin Luther King Jr. Day"): "2026-01-19 2027-01-18 2028-01-17",
    _("Presidents’ Day"): "2026-02-16 2027-02-15 2028-02-21",
    _("Memorial Day"): "2026-05-25 2027-05-31 2028-05-29",
    _("Juneteenth"): "2026-06-19 2027-06-18 2028-06-19",
    _("Independence Day"): "2026-07-03 2027-07-05 2028-07-04",
    _("Labor Day"): "2026-09-07 2027-09-06 2028-09-04",
    _("Columbus Day"): "2026-10-12 2027-10-11 2028-10-09",
    _("Veterans Day"): "2026-11-11 2027-11-11 2028-11-10",
    _("Thanksgiving Day"): "2026-11-26 2027-11-25 2028-11-23",
    _("Christmas Day"): "2026-12-25 2027-12-24 2028-12-25",
}
EMEA = {
    _("New Year’s Day"): "2026-01-01 2027-01-01 2028-01-01",
    _("Easter Monday"): "2026-04-06 2027-03-29 2028-04-17",
    _("Labour Day"): "2026-05-01 2027-05-01 2028-05-01",
    _("Victory in Europe Day"): "2026-05-08 2027-05-08 2028-05-08",
    _("Ascension Day"): "2026-05-14 2027-05-06 2028-05-25",
    _("Whit Monday"): "2026-05-25 2027-05-17 2028-06-05",
    _("Bastille Day"): "2026-07-14 2027-07-14 2028-07-14",
    _("Assumption Day"): "2026-08-15 2027-08-15 2028-08-15",
    _("All Saints’ Day"): "2026-11-01 2027-11-01 2028-11-01",
    _("Armistice Day"): "2026-11-11 2027-11-11 2028-11-11",
    _("Christmas Day"): "2026-12-25 2027-12-25 2028-12-25",
}
APAC = {
    _("New Year’s Day"): "2026-01-01 2027-01-01 2028-01-01",
    _("Chinese New Year"): "2026-02-17 2026-02-18 2027-02-06 2027-02-08 2028-01-26 2028-01-27",
    _("Good Friday"): "2026-04-03 2027-03-26 2028-04-14",
    _("Labour Day"): "2026-05-01 2027-05-01 2028-05-01",
    _("National Day of Singapore"): "2026-08-10 2027-08-09 2028-08-09",
    _("Christmas Day"): "2026-12-25 2027-12-25 2028-12-25",
}
JAPAN = {
    _("New Year’s Day"): "2026-01-01 2027-01-01 2028-01-01",
    _("Coming of Age Day"): "2026-01-12 2027-01-11 2028-01-10",
    _("National Foundation Day"): "2026-02-11 2027-02-11 2028-02-11",
    _("The Emperor’s Birthday"): "2026-02-23 2027-02-23 2028-02-23",
    _("Vernal Equinox Day"): "2026-03-20 2027-03-22 2028-03-20",
    _("Shōwa Day"): "2026-04-29 2027-04-29 2028-04-29",
    _("Constitution Memorial Day"): "2026-05-06 2027-05-03 2028-05-03",
    _("Greenery Day"): "2026-05-04 2027-05-04 2028-05-04",
    _("Children’s Day"): "2026-05-05 2027-05-05 2028-05-05",
    _("Marine Day"): "2026-07-20 2027-07-19 2028-07-17",
    _("Mountain Day"): "2026-08-11 2027-08-11 2028-08-11",
    _("Respect for the Aged Day"): "2026-09-21 2027-09-20 2028-09-18",
    _("Day between two holidays"): "2026-09-22",
    _("Autumnal Equinox Day"): "2026-09-23 2027-09-23 2028-09-22",
    _("Sports Day"): "2026-10-12 2027-10-11 2028-10-09",
    _("Culture Day"): "2026-11-03 2027-11-03 2028-11-03",
    _("Labour Thanksgiving Day"): "2026-11-23 2027-11-23 2028-11-23",
}

CALENDARS = (
    Hours(Region.AMERICAS, "America/Los_Angeles", "06:00", "17:30", AMERICAS),
    Hours(Region.EMEA, "Europe/Paris", "09:00", "17:00", EMEA),
    Hours(Region.APAC, "Asia/Singapore", "09:00", "17:00", APAC),
    Hours(Region.JAPAN, "Asia/Tokyo", "09:00", "17:00", JAPAN),
)
