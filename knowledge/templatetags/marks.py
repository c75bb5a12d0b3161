"""The words of a search, marked where they stand."""

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.safestring import SafeString

from knowledge.marks import show

register = template.Library()


@register.filter
@stringfilter
def marked(text: str) -> SafeString:
    """What `knowledge.marks` found."""
    return show(text)
