"""How support does: what is open and how old, first responses, what was reopened (AGENT-4)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import Count, F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.glance.plots import by_month, first_responses, last_months, shares
from cases.lifecycle import OPEN
from cases.models.promised import MET, MISSED
from cases.models.wall import CaseQuerySet
from portal.charts import Chart, Datum, bars, figure, percent, share

DAY = timedelta(days=1)


class Age(NamedTuple):
    """Since a case was opened: from–to."""

    label: Promise
    least: timedelta
    most: timedelta | None = None


AGES = {
    "day": Age(gettext_lazy("Less than a day"), timedelta(), DAY),
    "days": Age(gettext_lazy("1 to 3 days"), DAY, 3 * DAY),
    "week": Age(gettext_lazy("3 to 7 days"), 3 * DAY, 7 * DAY),
    "month": Age(gettext_lazy("1 to 4 weeks"), 7 * DAY, 28 * DAY),
    "older": Age(gettext_lazy("More than 4 weeks"), 28 * DAY),
}

REOPENED = Q(opening__gt=1)
STAYED_CLOSED = Q(opening=1, closed_at__isnull=False)

GROUPS = {
    "team": (gettext_lazy("By team"), F("team__name")),
    "product": (gettext_lazy("By product"), F("product__name")),
    "plan": (gettext_lazy("By support plan"), F("organization__plan__name")),
}


@dataclass(frozen=True)
class Line:
    """Of one team, product or plan, or of all."""

    name: str
    counts: Counter[str]

    @property
    def cells(self) -> list[str]:
        """Open, older than a week, first responses in time, reopened."""
        counts = self.counts
        old = counts["month"] + counts["older"]
        kept = share(counts["met"], counts["met"] + counts["missed"])
        again = share(counts["reopened"], counts["reopened"] + counts["closed"])
        return [figure(counts["open"]), figure(old), percent(kept), percent(again)]


@dataclass
class Report:
    """Of the cases that somebody sees: those open now, and those opened in the last months."""

    charts: list[Chart]
    total: Line
    tables: list[tuple[str, str, list[Line]]] = field(default_factory=list)
    """Each with its key and its title."""


def report_on(cases: CaseQuerySet) -> Report:
    """Three queries."""
    rows = list(_rows(cases))
    total = Line(_("All"), _sum(rows))
    tables = [
        (key, str(title), [Line(name, _sum(_of(rows, key, name))) for name in _names(rows, key)])
        for key, (title, _name) in GROUPS.items()
    ]
    charts = [_by_age(total.counts), first_responses(cases), _reopened(cases)]
    return Report(charts, total, tables)


def _rows(cases: CaseQuerySet) -> Any:
    """One for each team, product and plan that occur together."""
    since = last_months(timezone.localtime())[0]
    recent = Q(opened_at__gte=since)
    meanings = {key: _aged(age) for key, age in AGES.items()} | {
        "open": Q(status__in=OPEN),
        "met": recent & MET,
        "missed": recent & MISSED,
        "reopened": recent & REOPENED,
        "closed": recent & STAYED_CLOSED,
    }
    counts: Any = {key: Count("pk", filter=meaning) for key, meaning in meanings.items()}
    groups: Any = {key: name for key, (_title, name) in GROUPS.items()}
    shown = cases.filter(recent | Q(status__in=OPEN)).order_by()
    return shown.values(**{f"by_{key}": name for key, name in groups.items()}).annotate(**counts)


def _aged(age: Age) -> Q:
    """Open, and so old; what is as old as a limit is of the older ones."""
    old = Q(status__in=OPEN, opened_at__lte=Now() - age.least)
    return old & Q(opened_at__gt=Now() - age.most) if age.most else old


def _names(rows: list[dict[str, Any]], key: str) -> list[str]:
    return sorted({_name(row, key) for row in rows}, key=str.casefold)


def _of(rows: list[dict[str, Any]], key: str, name: str) -> Iterator[dict[str, Any]]:
    return (row for row in rows if _name(row, key) == name)


def _name(row: dict[str, Any], key: str) -> str:
    return row[f"by_{key}"] or _("None")


def _sum(rows: Any) -> Counter[str]:
    total: Counter[str] = Counter()
    for row in rows:
        total.update({key: number for key, number in row.items() if isinstance(number, int)})
    return total


def _by_age(counts: Counter[str]) -> Chart:
    data = [Datum(str(age.label), counts[key], figure(counts[key])) for key, age in AGES.items()]
    return Chart(
        "by-age",
        _("Open by age"),
        _("Open cases: %(parts)s.") % {"parts": ", ".join(f"{d.label} {d.text}" for d in data)},
        bars(data),
        (_("Age"), _("Open cases")),
        [(datum.label, datum.text) for datum in data],
    )


def _reopened(cases: CaseQuerySet) -> Chart:
    months = by_month(cases, REOPENED, STAYED_CLOSED)
    again = sum(month.part for month in months)
    words = _("%(again)s of %(closed)s cases closed over the last six months were reopened.")
    closed = again + sum(month.rest for month in months)
    return Chart(
        "reopened",
        _("Reopened after closing"),
        words % {"again": figure(again), "closed": figure(closed)},
        shares(months),
        (_("Opened in"), _("Reopened"), _("Stayed closed"), _("Share")),
        [month.row for month in months],
    )
