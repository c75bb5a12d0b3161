"""How the cases of an organization go, as charts: by priority, over time, first responses."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import NamedTuple

from django.db.models import Count, Q, Value
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
from cases.models.wall import CaseQuerySet
from orgs.actor import Actor
from portal.charts import Chart, Columns, Datum, bars, columns, figure, line, percent, share

WEEKS = 12
MONTHS = 6
WEEK = timedelta(days=7)


def plots(actor: Actor, counts: Counts) -> list[Chart]:
    """Two queries, over the last months only. Weeks and months are those of the reader's zone."""
    return [
        _by_priority(counts),
        _over_time(actor, counts),
        first_responses(Case.objects.visible_to(actor)),
    ]


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
    """Of the cases opened in it: how many are of a kind, and how many could be and are not."""

    label: str
    part: int = 0
    rest: int = 0

    @property
    def share(self) -> int | None:
        return share(self.part, self.part + self.rest)

    @property
    def row(self) -> tuple[str, ...]:
        return self.label, figure(self.part), figure(self.rest), percent(self.share)


def first_responses(cases: CaseQuerySet) -> Chart:
    """Promises of a first answer, kept and broken; one query."""
    months = by_month(cases, MET, MISSED)
    met = sum(month.part for month in months)
    due = met + sum(month.rest for month in months)
    words = ngettext(
        "%(met)s of %(due)s first response in time over the last six months.",
        "%(met)s of %(due)s first responses in time over the last six months.",
        due,
    )
    return Chart(
        "first-responses",
        _("First responses in time"),
        words % {"met": figure(met), "due": figure(due)},
        shares(months),
        (_("Opened in"), _("Met"), _("Missed"), _("In time")),
        [month.row for month in months],
    )


def shares(months: list[Month]) -> Columns:
    return columns([Datum(m.label, m.share, percent(m.share)) for m in months], most=100)


def by_month(cases: CaseQuerySet, part: Q, rest: Q) -> list[Month]:
    months = last_months(timezone.localtime())
    recent = cases.filter(opened_at__gte=months[0]).annotate(month=TruncMonth("opened_at"))
    rows = recent.order_by().values("month")
    rows = rows.annotate(part=Count("pk", filter=part), rest=Count("pk", filter=rest))
    found = {
        timezone.localtime(month).date(): numbers
        for month, *numbers in rows.values_list("month", "part", "rest")
    }
    return [Month(date_format(m, "MONTH_FORMAT"), *found.get(m.date(), ())) for m in months]


def last_months(now: datetime) -> list[datetime]:
    """The first moments of them, by the clock on the wall."""
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return [months_before(first, back) for back in reversed(range(MONTHS))]
