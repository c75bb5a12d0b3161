"""What templates say often: icons, times, tags, page links, initials, sizes, Markdown."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField, Field
from django.http import HttpRequest
from django.template.defaultfilters import stringfilter
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from heroicons.templatetags.heroicons import heroicon_mini, heroicon_outline

from portal import markdown as safe_markdown

register = template.Library()

FORMATS = {"date": "DATE_FORMAT", "time": "DATETIME_FORMAT"}
EXACT = "l j F Y, H:i T"
RECENT = timedelta(days=7)


@register.simple_tag
def icon(name: str, *, label: str = "", size: int = 20) -> str:
    """A heroicon of `size` pixels: decoration, unless `label` says what it means."""
    draw = heroicon_outline if size >= 24 else heroicon_mini
    attrs = {"class": "icon"}
    if label:
        attrs |= {"aria-hidden": "false", "aria-label": label, "role": "img"}
    return draw(name, size=size, **attrs)


@register.simple_tag
def when(moment: datetime | date | None, style: str = "time") -> str:
    """A moment in the reader's time zone, or nothing.

    `style` is "time" (21 Nov 2026, 07:41), "date" (21 Nov 2026) or "ago" (3 hours ago; after a week
    the date). A plain date is never moved between zones.
    """
    if not moment:
        return ""
    if not isinstance(moment, datetime):
        return _time_tag(moment, date_format(moment))
    local = timezone.localtime(moment)
    text = _ago(local) if style == "ago" else date_format(local, FORMATS[style])
    return _time_tag(local, text, title=date_format(local, EXACT))


def _ago(moment: datetime) -> str:
    age = timezone.now() - moment
    if not timedelta() <= age < RECENT:
        return date_format(moment)
    if age < timedelta(minutes=1):
        return _("just now")
    return _("%(age)s ago") % {"age": timesince(moment, depth=1)}


def _time_tag(moment: datetime | date, text: str, title: str = "") -> SafeString:
    attrs = format_html(' title="{}"', title) if title else ""
    return format_html('<time datetime="{}"{}>{}</time>', moment.isoformat(), attrs, text)


@register.simple_tag
def vendor_contact() -> str:
    """Who helps where nobody of the organization can."""
    return settings.VENDOR_CONTACT_EMAIL


@register.simple_tag
def status(thing: Any) -> str:
    """The tag of a thing with a status; `data-status` carries the value, the model the words."""
    label = thing.get_status_display()
    return format_html('<span class="tag" data-status="{}">{}</span>', thing.status, label)


@register.simple_tag
def priority(thing: Any, *, short: bool = False) -> str:
    """The tag of a thing with a priority; `short` shows only its first word, P1."""
    code, _space, name = str(thing.get_priority_display()).partition(" ")
    rest = format_html('<span class="{}"> {}</span>', "visually-hidden" if short else "", name)
    tag = '<span class="tag" data-priority="{}"><span>{}{}</span></span>'
    return format_html(tag, thing.priority, code, rest)


@register.inclusion_tag("_partials/page_links.html", takes_context=True)
def page_links(context: template.Context, page: Any) -> dict[str, str]:
    """Links to pages before and after: `page.previous` and `page.next` are cursors, or empty."""
    request = context["request"]
    return {
        "previous": _page_url(request, "before", page.previous),
        "next": _page_url(request, "after", page.next),
    }


def _page_url(request: HttpRequest, name: str, cursor: str) -> str:
    """This page's address with another cursor, the rest of it kept."""
    if not cursor:
        return ""
    kept = {key: values for key, values in request.GET.lists() if key not in ("after", "before")}
    return "?" + urlencode(kept | {name: cursor}, doseq=True)


@register.filter
@stringfilter
def initials(name: str) -> str:
    """Two letters for a person: of the first and the last word, or of an e-mail address."""
    words = re.findall(r"\w+", name.partition("@")[0])
    letters = words[0][0] + words[-1][0] if len(words) > 1 else "".join(words)[:2]
    return letters.upper()


@register.filter
def filesize(size: int) -> str:
    """47 kB, 1.4 MB: the unit and the decimal sign follow the language."""
    kilobytes = -(-size // 1024)
    if kilobytes < 1024:
        return _("%(size)s kB") % {"size": kilobytes}
    megabytes = round(size / 1024**2, 1)
    return _("%(size)s MB") % {"size": number_format(megabytes, 0 if megabytes % 1 == 0 else 1)}


@register.filter(is_safe=True)
@stringfilter
def colon(label: str) -> str:
    """“Product:”, as the language sets it: French puts a narrow space in between."""
    return _("%(label)s:") % {"label": label}


@register.filter
@stringfilter
def markdown(text: str, shift: int = 2) -> SafeString:
    """Text that somebody typed, as safe HTML: `portal.markdown` has cleaned it with nh3."""
    return mark_safe(safe_markdown.render(text, shift=shift))  # noqa: S308 # nosec B308, B703


@register.filter
def cleaned(page: safe_markdown.Page) -> SafeString:
    """A text that is a page of its own: likewise cleaned when it was rendered."""
    return mark_safe(page.html)  # noqa: S308 # nosec B308, B703


@register.filter
@stringfilter
def gist(text: str, length: int) -> str:
    return safe_markdown.gist(text, length)


@register.simple_tag
def wrong_fields(
    form: BaseForm | None = None, forms: Iterable[BaseForm] | None = None
) -> list[tuple[str, str]]:
    """What is wrong in one form, or in several: pairs of a control's id (or nothing) and words."""
    given = [one for one in (form, *(forms or ())) if one and one.is_bound]
    return [pair for one in given for pair in _wrong_fields_of(one)]


def _wrong_fields_of(form: BaseForm) -> Iterator[tuple[str, str]]:
    for message in form.non_field_errors():
        yield "", str(message)
    for field in form:
        for message in problems(field):
            yield _first_control(field), message


def _first_control(field: BoundField) -> str:
    """A group of radio buttons has no id of its own: its first button has."""
    if field.is_hidden:
        return ""
    return field.id_for_label or field.subwidgets[0].id_for_label


@register.filter
def problems(field: BoundField) -> list[str]:
    """The words for what is wrong in a field. A bare "required" names the field."""
    required = str(Field.default_error_messages["required"])
    answer = _("“%(label)s” needs an answer") % {"label": field.label}
    return [answer if message == required else str(message) for message in field.errors]
