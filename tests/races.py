"""Two who do something at the same moment."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction


def second_of_two(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """What the second gets, or raises, who begins before the first one commits."""

    def run() -> Any:
        try:
            return second()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            later = pool.submit(run)
            wait_until_somebody_waits()
        return later.result()


def wait_until_somebody_waits() -> None:
    """For a lock."""
    end = time.monotonic() + 5
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
