"""The demo world as it comes into being: its rows by the short names that the tables use."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from cases.models import IssueReason, IssueType
from orgs.models import Organization, Product, Project, SupportTeam, User


@dataclass
class World:
    """`now` is the moment of loading, from which all dates are counted."""

    now: datetime
    people: dict[str, User] = field(default_factory=dict)
    teams: dict[str, SupportTeam] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    issue_types: dict[str, IssueType] = field(default_factory=dict)
    issue_reasons: dict[str, IssueReason] = field(default_factory=dict)

    def day(self, offset: int) -> date:
        return self.now.date() + timedelta(days=offset)

    def ago(self, days: int) -> datetime:
        return self.now - timedelta(days=days)
