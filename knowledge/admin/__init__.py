"""What customers read is written here."""

from knowledge.admin import articles, hotline, reading

__all__ = ["articles", "hotline", "reading"]
