"""Keeps one person's programs from crowding out everybody else."""

import math
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
        left = self.limit - _count(f"api-rate:{who}:{int(time.time() // WINDOW)}")
        # The answer, whatever it becomes, gets these from the view.
        view.headers |= {
            "RateLimit-Policy": f'"person";q={self.limit};w={WINDOW}',
            "RateLimit": f'"person";r={max(left, 0)};t={math.ceil(self.wait())}',
        }
        return left >= 0

    def wait(self) -> float:
        """Until the next minute begins."""
        return WINDOW - time.time() % WINDOW


def spend(what: str, who: Any, *, limit: int, window: int) -> int:
    """Count one more; answers how many seconds to wait before the next, 0 while within the limit.

    Without Redis nobody is held up.
    """
    now = int(time.time())
    count = _count(f"{what}:{who}:{now // window}", 2 * window)
    return window - now % window if count > limit else 0


def _count(key: str, timeout: int = 2 * WINDOW) -> int:
    cache.add(key, 0, timeout=timeout)
    try:
        return cache.incr(key)
    except ValueError:  # expired between the two lines
        return 0
