"""What vendor administrators look after: customers, people, the catalogue."""

from orgs.admin import accounts, catalogue, customers, people, plans, roles

__all__ = ["accounts", "catalogue", "customers", "people", "plans", "roles"]
