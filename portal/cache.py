"""A cache that nobody waits for: without Redis nothing is remembered, and pages still come."""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


class ForgivingRedisCache(RedisCache):
    """Redis where it answers; otherwise rates are not counted, and signing in works (NOTE-3)."""

    def add(self, *args: Any, **options: Any) -> bool:
        return self._try(super().add, True, *args, **options)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._try(super().get, default, key, default, version)

    def set(self, *args: Any, **options: Any) -> None:
        self._try(super().set, None, *args, **options)

    def touch(self, *args: Any, **options: Any) -> bool:
        return self._try(super().touch, False, *args, **options)

    def delete(self, *args: Any, **options: Any) -> bool:
        return self._try(super().delete, False, *args, **options)

    def get_many(self, *args: Any, **options: Any) -> dict[str, Any]:
        return self._try(super().get_many, {}, *args, **options)

    def has_key(self, *args: Any, **options: Any) -> bool:
        return self._try(super().has_key, False, *args, **options)

    def incr(self, *args: Any, **options: Any) -> int:
        return self._try(super().incr, 0, *args, **options)

    def _try(self, ask: Callable[..., Any], otherwise: Any, *args: Any, **options: Any) -> Any:
        try:
            return ask(*args, **options)
        except RedisError as error:
            log.warning("cache_unreachable", error=type(error).__name__)
            return otherwise
