"""Articles and their versions: nothing that was written is lost (HOME-2)."""

from django.db import transaction
from django.utils.translation import gettext as _

from knowledge.models import Article, ArticleVersion
from orgs.models import User
from portal.problems import Conflict


@transaction.atomic
def write(*, actor: User | None, article: Article, seen: int = 0) -> ArticleVersion:
    """Save what the article says, as its next version; `seen` is the number of the one that the
    writer began with. Raises Conflict if somebody else wrote meanwhile."""
    newest = 0
    if article.pk:
        newest = demand_newest(article=article, seen=seen)
        article.refresh_from_db(fields=["helped"])  # readers judge meanwhile
    article.save()
    return article.versions.create(
        number=newest + 1, title=article.title, body=article.body, written_by=actor
    )


@transaction.atomic
def restore(*, actor: User, article: Article, number: int, seen: int) -> ArticleVersion:
    """Write again what an earlier version said. Raises Conflict, or ArticleVersion.DoesNotExist."""
    demand_newest(article=article, seen=seen)
    wanted = article.versions.get(number=number)
    article.refresh_from_db()
    article.title, article.body = wanted.title, wanted.body
    return write(actor=actor, article=article, seen=seen)


def demand_newest(*, article: Article, seen: int) -> int:
    """Lock the article; answers the number of its newest version. Raises Conflict if that is not
    the one seen. To be called in the transaction that writes."""
    Article.objects.select_for_update().only("pk").get(pk=article.pk)
    newest = article.versions.select_related("written_by").first()
    if newest is None or newest.number == seen:
        return seen
    words = _(
        "%(person)s wrote version %(number)s meanwhile. Compare it with yours, then save again."
    )
    person = newest.written_by or _("Somebody")
    raise Conflict(words % {"person": person, "number": newest.number}, code="edited-meanwhile")
