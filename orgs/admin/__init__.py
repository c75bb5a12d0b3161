"""What vendor administrators look after: customers, people, the catalogue."""

from orgs.admin import accounts, assets, calendars, catalogue, customers, people, plans, roles

__all__ = ["accounts", "assets", "calendars", "catalogue", "customers", "people", "plans", "roles"]
