"""The mark in lists: until when the first answer comes, or since when it is late."""

from django import template

from cases.models import Case
from cases.response import Response

register = template.Library()


@register.inclusion_tag("cases/_mark.html")
def first_answer(case: Case) -> dict[str, Response]:
    """Nothing once it is answered."""
    return {"response": Response(case)}
