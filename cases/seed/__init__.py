"""Reference data that any installation begins with, in English and in French."""

from cases.seed.loader import seed

__all__ = ["seed"]
