"""The agents' desk: the queue, the case, the catalogue of issues, a report."""

from cases.admin import catalogue, deflection, legacy, queue

__all__ = ["catalogue", "deflection", "legacy", "queue"]
