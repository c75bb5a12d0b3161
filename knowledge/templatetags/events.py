"""When an event takes place, in one time zone or another."""

from datetime import datetime, tzinfo

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from knowledge.models import Event

register = template.Library()


@register.simple_tag
def period(event: Event, zone: tzinfo | None = None) -> str:
    """“Tue 24 Nov 2026, 15:00 – 16:00” by the clocks of the zone, or else by the reader's."""
    begins, ends = (timezone.localtime(moment, zone) for moment in (event.starts_at, event.ends_at))
    is_one_day = begins.date() == ends.date()
    until = date_format(ends, "TIME_FORMAT") if is_one_day else _moment(ends)
    return format_html(
        '<time datetime="{}">{}</time> – <time datetime="{}">{}</time>',
        begins.isoformat(),
        _moment(begins),
        ends.isoformat(),
        until,
    )


def _moment(moment: datetime) -> str:
    return f"{date_format(moment, 'D')} {date_format(moment, 'DATETIME_FORMAT')}"
