"""Lets the sign-in page list the people of the demo world, on a laptop only."""

from django import template
from django.conf import settings

from cases.demo import is_loaded
from cases.demo.people import PASSWORD, SIGN_INS, SignIn

register = template.Library()


@register.simple_tag
def demo_sign_ins() -> list[SignIn]:
    """E-mails with what the person is; none unless DEBUG is on and the demo world is loaded."""
    return SIGN_INS if settings.DEBUG and is_loaded() else []


@register.simple_tag
def demo_password() -> str:
    return PASSWORD
