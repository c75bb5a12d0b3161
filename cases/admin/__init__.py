"""The agents' desk: the queue, the case, the catalogue of issues."""

from cases.admin import catalogue, legacy, queue

__all__ = ["catalogue", "legacy", "queue"]
