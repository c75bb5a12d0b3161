"""The articles that come with the portal, in English and in French (HOME-5)."""

from knowledge.content.loader import Report, load
from knowledge.content.shelf import Text, texts

__all__ = ["Report", "Text", "load", "texts"]
