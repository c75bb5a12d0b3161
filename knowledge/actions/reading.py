"""What readers leave behind: whether an article helped, and what nobody has written yet."""

import hashlib
import re
from datetime import timedelta

import structlog
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.db.models import F
from django.db.models.functions import Now

from knowledge.models import Article, FruitlessSearch, Opinion
from knowledge.synonyms import fold
from orgs.models import User
from portal.throttling import spend

log = structlog.get_logger(__name__)

PERSONAL = re.compile(r"@|://|\d{6}")
"""An address, a link, a number of somebody: not for others to read."""

AN_HOUR, A_DAY = 3_600, 86_400
NOTED_PER_HOUR = 30
RARE, REMEMBERED = timedelta(days=30), timedelta(days=365)


@transaction.atomic
def judge(*, actor: User, article: Article, is_helpful: bool, words: str = "") -> Opinion:
    """Say whether an article helped; once per person, who may think better of it."""
    Article.objects.select_for_update().only("pk").get(pk=article.pk)
    opinion, _made = Opinion.objects.update_or_create(
        article=article,
        user=actor,
        defaults={"is_helpful": is_helpful, "words": words.strip(), "given_at": Now()},
    )
    helped = article.opinions.filter(is_helpful=True).count()
    Article.objects.filter(pk=article.pk).update(helped=helped)
    return opinion


def note_fruitless(*, text: str, language: str, asker: str) -> None:
    """Count a search that found nothing, once a day for each who asks; for those who write.

    Kept without whoever asked, and without what may tell of somebody. The page that found nothing
    never fails or waits for this.
    """
    words = fold(text)[: FruitlessSearch._meta.get_field("words").max_length]
    if len(words) < 3 or PERSONAL.search(text) or not _is_new(words, asker):
        return
    try:
        with transaction.atomic():
            _count(words, language)
    except DatabaseError as error:
        log.warning("fruitless_search_not_noted", error=type(error).__name__)


def forget_rare_searches() -> None:
    """What one person typed once is no wish of many; what nobody typed for a year is none."""
    FruitlessSearch.objects.filter(times=1, last_at__lt=Now() - RARE).delete()
    FruitlessSearch.objects.filter(last_at__lt=Now() - REMEMBERED).delete()


def _is_new(words: str, asker: str) -> bool:
    digest = hashlib.sha256(f"{asker}\n{words}".encode()).hexdigest()
    if not cache.add(f"fruitless:{digest}", 1, timeout=A_DAY):
        return False
    return not spend("fruitless", asker, limit=NOTED_PER_HOUR, window=AN_HOUR)


def _count(words: str, language: str) -> None:
    """A row that another request counts at this moment is left to it."""
    rows = FruitlessSearch.objects.filter(words=words, language=language)
    free = rows.select_for_update(skip_locked=True).order_by()
    if not rows.filter(pk__in=free.values("pk")).update(times=F("times") + 1, last_at=Now()):
        row = FruitlessSearch(words=words, language=language)
        FruitlessSearch.objects.bulk_create([row], ignore_conflicts=True)
