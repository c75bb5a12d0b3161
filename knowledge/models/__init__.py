"""What customers read, and whom they call when production is down."""

from knowledge.models.announcement import Announcement, AnnouncementQuerySet, AnnouncementUpdate
from knowledge.models.article import LANGUAGES, Article, ArticleImage, ArticleVersion, Tag
from knowledge.models.event import Event, EventQuerySet, EventSeries
from knowledge.models.hotline import HotlineAdvice, HotlineNumber
from knowledge.models.reading import FruitlessSearch, Opinion, Synonyms
from knowledge.models.wall import ArticleQuerySet

__all__ = [
    "LANGUAGES",
    "Announcement",
    "AnnouncementQuerySet",
    "AnnouncementUpdate",
    "Article",
    "ArticleImage",
    "ArticleQuerySet",
    "ArticleVersion",
    "Event",
    "EventQuerySet",
    "EventSeries",
    "FruitlessSearch",
    "HotlineAdvice",
    "HotlineNumber",
    "Opinion",
    "Synonyms",
    "Tag",
]
