"""21 nov. 2026, 07:41: months are small, and shortened where the French shorten them."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j N Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j N Y, H:i"
WEEKDAY_FORMAT = "D j N"
WEEKDAY_TIME_FORMAT = "D j N, H:i"
WEEKDAY_ZONE_FORMAT = "D j N Y, H:i T"
