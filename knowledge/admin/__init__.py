"""What customers read is written here."""

from knowledge.admin import articles, hotline

__all__ = ["articles", "hotline"]
