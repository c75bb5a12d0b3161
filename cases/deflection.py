"""What became of the cases that people began to write: filed, or spared on the way (WIZ-8)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import CaseDraft, EndedDraft
from orgs.models import Product
from portal.charts import Chart, Datum, columns, figure, percent, share

Way = EndedDraft.Way
MOST_ARTICLES = 50


class Tally(NamedTuple):
    """How many drafts; those that were left, or are written still, are begun and nothing else."""

    begun: int = 0
    suggested: int = 0
    solved: int = 0
    watched: int = 0
    submitted: int = 0

    @property
    def rate(self) -> int | None:
        """Of those that came to an end: how many needed no case, in hundredths."""
        spared = self.solved + self.watched
        return share(spared, spared + self.submitted)

    @property
    def cells(self) -> list[str]:
        return [*map(figure, self), percent(self.rate)]


@dataclass(frozen=True)
class Span:
    """Days of the reader's zone, both included."""

    since: date
    until: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        zone = timezone.get_current_timezone()
        begin = datetime.combine(self.since, time.min, zone)
        return begin, datetime.combine(self.until, time.max, zone)


@dataclass(frozen=True)
class Report:
    """By the month in which a draft was begun and by product; and of each article shown."""

    tallies: dict[tuple[date, str], Tally]
    articles: list[Any]

    @property
    def months(self) -> list[tuple[str, Tally]]:
        return [(date_format(day, "YEAR_MONTH_FORMAT"), tally) for day, tally in self._months]

    @property
    def _months(self) -> list[tuple[date, Tally]]:
        found = _merged((month, tally) for (month, _name), tally in self.tallies.items())
        return sorted(found.items())

    @property
    def products(self) -> list[tuple[str, Tally]]:
        found = _merged((name, tally) for (_month, name), tally in self.tallies.items())
        return sorted(found.items(), key=lambda row: (-row[1].begun, row[0]))

    @property
    def total(self) -> Tally:
        return _sum(self.tallies.values())

    @property
    def chart(self) -> Chart:
        """The last six months of them."""
        rows = [(day, tally.rate, percent(tally.rate)) for day, tally in self._months[-6:]]
        data = [Datum(date_format(day, "MONTH_FORMAT"), rate, text) for day, rate, text in rows]
        told = {"rate": percent(self.total.rate), "number": figure(self.total.begun)}
        return Chart(
            "deflection",
            _("Cases spared"),
            _("%(rate)s of the drafts that came to an end needed no case; %(number)s were begun.")
            % told,
            columns(data, most=100),
            (_("Month"), _("Spared")),
            [(date_format(day, "YEAR_MONTH_FORMAT"), text) for day, _rate, text in rows],
        )

    def lines(self) -> Iterator[list[Any]]:
        """For spreadsheets."""
        for (month, name), tally in sorted(self.tallies.items()):
            yield [f"{month:%Y-%m}", name, *tally, tally.rate]


def report(span: Span, products: dict[str, str], product: Product | None) -> Report:
    """`products` are all names by primary key. Three queries."""
    ended = EndedDraft.objects.filter(begun_at__range=span.moments)
    alive = CaseDraft.objects.exclude(answered=[]).filter(created_at__range=span.moments)
    alive = alive.annotate(key=KT("answers__issue__product"))
    if product:
        ended, alive = ended.filter(product=product), alive.filter(key=str(product.pk))
    counted = ((_named(row, products), tally) for row, tally in [*_ended(ended), *_alive(alive)])
    return Report(_merged(counted), _articles(ended))


def _ended(drafts: QuerySet[EndedDraft]) -> Iterator[tuple[Any, Tally]]:
    shown = EndedDraft.articles.through.objects.filter(endeddraft=OuterRef("pk"))
    rows = drafts.annotate(month=TruncMonth("begun_at"), was_shown=Exists(shown))
    counts = {way: Count("pk", filter=Q(way=way)) for way in (Way.ARTICLE, Way.CASE, Way.SUBMITTED)}
    suggested = Count("pk", filter=Q(was_shown=True))
    grouped = rows.order_by().values("month", "product")
    for month, key, *numbers in grouped.annotate(
        begun=Count("pk"), suggested=suggested, **{f"by_{way}": n for way, n in counts.items()}
    ).values_list("month", "product", "begun", "suggested", *(f"by_{way}" for way in counts)):
        yield (month, str(key)), Tally(*numbers)


def _alive(drafts: QuerySet[CaseDraft]) -> Iterator[tuple[Any, Tally]]:
    """Written still; whose author watches another case counts as spared until it is filed."""
    grouped = drafts.annotate(month=TruncMonth("created_at")).order_by().values("month", "key")
    for month, key, begun, shown, watched in grouped.annotate(
        begun=Count("pk"),
        shown=Count("pk", filter=~Q(suggested=[])),
        watched=Count("pk", filter=Q(is_spared=True)),
    ).values_list("month", "key", "begun", "shown", "watched"):
        yield (month, key), Tally(begun, shown, watched=watched)


def _articles(drafts: QuerySet[EndedDraft]) -> list[Any]:
    links = EndedDraft.articles.through.objects.filter(endeddraft__in=drafts)
    rows = links.values(title=F("article__title"), pk=F("article"), language=F("article__language"))
    counted = rows.annotate(
        shown=Count("pk"),
        solved=Count("pk", filter=Q(endeddraft__way=Way.ARTICLE)),
        submitted=Count("pk", filter=Q(endeddraft__way=Way.SUBMITTED)),
    )
    return list(counted.order_by("-solved", "-shown", "title")[:MOST_ARTICLES])


def _named(row: tuple[datetime, str | None], products: dict[str, str]) -> tuple[date, str]:
    month, key = row
    return timezone.localtime(month).date(), products.get(key or "", "–")


def _merged(rows: Iterable[tuple[Any, Tally]]) -> dict[Any, Tally]:
    found: dict[Any, Tally] = {}
    for key, tally in rows:
        found[key] = _sum([found.get(key, Tally()), tally])
    return found


def _sum(tallies: Iterable[Tally]) -> Tally:
    return Tally(*map(sum, zip(Tally(), *tallies, strict=True)))
