"""Leads from what a page explains to the article that explains it at length (HOME-5)."""

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import get_language

from knowledge.models import Article

register = template.Library()

TOPICS = {
    "email-not-verified": "getting-access",
    "account-not-linked": "getting-access",
    "no-organization": "getting-access",
    "no-support-role": "getting-access",
    "not-system-admin": "getting-access",
    "partner-without-access": "shared-access",
    "not-owner": "shared-access",
    "grant-revoked": "shared-access",
    "grant-expired": "shared-access",
    "grant-empty": "shared-access",
    "entitlement-suspended": "billing-faq",
}
"""What to read about a refusal, by its code; about the others why one can't submit."""


@register.inclusion_tag("knowledge/_article_link.html")
def article_link(*topics: str, new_tab: bool = False) -> dict[str, Any]:
    """The articles on these topics that everybody may read, in the reader's language, by their
    titles; nothing as long as there is none. One query."""
    language = (get_language() or "en")[:2]
    public = Article.objects.readable_by(AnonymousUser()).filter(language=language)
    found = public.filter(topic__in=topics).only("slug", "title", "topic")
    ordered = sorted(found, key=lambda article: topics.index(article.topic))
    return {"articles": ordered, "new_tab": new_tab}


@register.inclusion_tag("knowledge/_article_link.html")
def article_about(decision: Any) -> dict[str, Any]:
    """Likewise, on what a decision refuses."""
    return article_link(TOPICS.get(decision.code, "why-cant-i-submit"))
