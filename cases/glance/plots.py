"""How the cases of an organization go, as charts: by priority, over time, first responses."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import NamedTuple

from django.db.models import Count, Value
from django.db.models.functions import TruncMonth, TruncWeek
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.glance.counts import Counts
from cases.lists import COLUMNS, months_before
from cases.models import Case
from cases.models.case import NEVER
from cases.models.promised import MET, MISSED
from orgs.actor import Actor
from portal.charts import Chart, Datum, bars, columns, figure, line, percent, share

WEEKS = 12
MONTHS = 6
WEEK = timedelta(days=7)


def plots(actor: Actor, counts: Counts) -> list[Chart]:
    """Two queries, over the last months only. Weeks and months are those of the reader's zone."""
    return [_by_priority(counts), _over_time(actor, counts), _responses(actor)]


def _by_priority(counts: Counts) -> Chart:
    data = [Datum(str(each.label), n, figure(n)) for each, n in counts.by_priority]
    return Chart(
        "by-priority",
        _("Open by priority"),
        _("Open cases: %(parts)s.") % {"parts": ", ".join(f"{d.label} {d.text}" for d in data)},
        bars(data),
        (_("Priority"), _("Open cases")),
        [(datum.label, datum.text) for datum in data],
    )


def _over_time(actor: Actor, counts: Counts) -> Chart:
    weeks = _last_weeks(timezone.localtime())
    levels = open_at(weeks, counts.open, _changes(actor, weeks[0]))
    labels = [date_format(week, "DAY_FORMAT") for week in weeks] + [_("Now")]
    data = [Datum(label, n, figure(n)) for label, n in zip(labels, levels, strict=True)]
    told = {"then": data[0].text, "now": data[-1].text, "most": figure(max(levels))}
    words = _("%(then)s open cases twelve weeks ago, %(now)s now, %(most)s at most.")
    return Chart(
        "over-time",
        _("Open over the last 12 weeks"),
        words % told,
        line(data),
        (_("Monday"), _("Open cases")),
        [(datum.label, datum.text) for datum in data],
    )


def open_at(weeks: list[datetime], now: int, changes: Counter[date]) -> list[int]:
    """How many were open as each week began, and are now: counted backwards from now."""
    latest_first = accumulate((-changes[week.date()] for week in reversed(weeks)), initial=now)
    return list(latest_first)[::-1]


def _last_weeks(now: datetime) -> list[datetime]:
    """The Mondays, by the clock on the wall."""
    monday = datetime.combine(now.date() - timedelta(days=now.weekday()), time(), now.tzinfo)
    return [monday - WEEK * back for back in reversed(range(WEEKS))]


def _changes(actor: Actor, since: datetime) -> Counter[date]:
    """How many more are open at the end of each week than at its start; one query.

    By the last closing of each case: one that was reopened counts as open in between.
    """
    cases = Case.objects.visible_to(actor).order_by()
    opened = cases.filter(opened_at__gte=since).annotate(week=TruncWeek("opened_at"))
    ended = cases.annotate(ended=COLUMNS["closed"]).filter(ended__gte=since, ended__lt=NEVER)
    rows = (
        opened.values("week")
        .annotate(n=Count("pk"))
        .values_list("week", "n")
        .union(
            ended.annotate(week=TruncWeek("closed_at"))
            .values("week")
            .annotate(n=Value(0) - Count("pk"))
            .values_list("week", "n"),
            all=True,
        )
    )
    changes: Counter[date] = Counter()
    for week, number in rows:
        changes[timezone.localtime(week).date()] += number
    return changes


class Month(NamedTuple):
    """Promises of a first answer, kept and broken, for the cases opened in it."""

    label: str
    met: int = 0
    missed: int = 0

    @property
    def share(self) -> int | None:
        return share(self.met, self.met + self.missed)

    @property
    def row(self) -> tuple[str, ...]:
        return self.label, figure(self.met), figure(self.missed), percent(self.share)


def _responses(actor: Actor) -> Chart:
    months = _last_months(timezone.localtime())
    kept = _kept(actor, months[0])
    data = [Month(date_format(m, "MONTH_FORMAT"), *kept.get(m.date(), ())) for m in months]
    met = sum(month.met for month in data)
    due = met + sum(month.missed for month in data)
    words = ngettext(
        "%(met)s of %(due)s first response in time over the last six months.",
        "%(met)s of %(due)s first responses in time over the last six months.",
        due,
    )
    return Chart(
        "first-responses",
        _("First responses in time"),
        words % {"met": figure(met), "due": figure(due)},
        columns([Datum(m.label, m.share, percent(m.share)) for m in data], most=100),
        (_("Opened in"), _("Met"), _("Missed"), _("In time")),
        [month.row for month in data],
    )


def _last_months(now: datetime) -> list[datetime]:
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return [months_before(first, back) for back in reversed(range(MONTHS))]


def _kept(actor: Actor, since: datetime) -> dict[date, tuple[int, int]]:
    """By the month in which a case was opened: promises of a first answer kept and broken."""
    cases = Case.objects.visible_to(actor).filter(opened_at__gte=since).order_by()
    months = cases.annotate(month=TruncMonth("opened_at")).values("month")
    rows = months.annotate(met=Count("pk", filter=MET), missed=Count("pk", filter=MISSED))
    return {timezone.localtime(row["month"]).date(): (row["met"], row["missed"]) for row in rows}
