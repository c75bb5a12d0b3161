"""Keeps one person's programs from crowding out everybody else."""

import time
from typing import Any

from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

WINDOW = 60


class PersonThrottle(BaseThrottle):
    """So many requests a minute for each person, whatever the number of tokens.

    Counted in the cache; without Redis nobody is held up.
    """

    limit = 600

    def allow_request(self, request: Request, view: Any) -> bool:
        who = request.user.pk or request.META.get("REMOTE_ADDR")
        return _count(f"api-rate:{who}:{int(time.time() // WINDOW)}") <= self.limit

    def wait(self) -> float:
        """Until the next minute begins."""
        return WINDOW - time.time() % WINDOW


def _count(key: str) -> int:
    cache.add(key, 0, timeout=2 * WINDOW)
    try:
        return cache.incr(key)
    except ValueError:  # expired between the two lines
        return 0
