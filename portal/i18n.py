"""Words kept as data, in English and in French."""

from typing import Any

from django.utils.translation import get_language


class Translated:
    """What a row says in the reader's language: the columns `name_en` and `name_fr` as `name`.

    An empty French text falls back to the English one.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, row: Any, owner: type) -> Any:
        if row is None:
            return self
        language = (get_language() or "en")[:2]
        return getattr(row, f"{self.name}_{language}", "") or getattr(row, f"{self.name}_en")
