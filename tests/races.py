"""Several who do something at the same moment."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any, NamedTuple

from django.db import connection, transaction

TURNS = 26
"""How often each of those who race does each thing."""


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


def all_at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """What each of them answers, or the exception that it raises."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=20)
            return act()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


Ways = dict[str, Callable[[], bool]]


class Use(NamedTuple):
    """One try of something; `late` began after the right to it was gone for good."""

    name: str
    late: bool
    worked: bool


def uses_while(
    take_back: Callable[[], Any], people: list[dict[str, Callable[[], bool]]]
) -> list[Use]:
    """What several get who use each thing again and again, while a right to it is taken back.

    Each of `people` has ways of their own; a way answers whether it worked.
    """
    midway, committed = Event(), Event()

    def use(ways: Ways) -> list[Use]:
        uses = []
        try:
            for turn in range(TURNS):
                if turn == TURNS // 3:
                    midway.set()
                uses += [Use(name, committed.is_set(), way()) for name, way in ways.items()]
        finally:
            midway.set()
            connection.close()
        return uses

    with ThreadPoolExecutor(len(people)) as pool:
        runs = [pool.submit(use, ways) for ways in people]
        midway.wait(timeout=60)
        take_back()
        committed.set()
    return [one for run in runs for one in run.result()]
