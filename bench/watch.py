"""Times what the database does."""

from statistics import quantiles
from time import perf_counter
from typing import Any


class Stopwatch:
    """Used with `connection.execute_wrapper`: how long each statement took."""

    def __init__(self) -> None:
        self.spans: list[float] = []

    def __call__(self, execute: Any, *statement: Any) -> Any:
        begun = perf_counter()
        try:
            return execute(*statement)
        finally:
            self.spans.append((perf_counter() - begun) * 1000)

    def __str__(self) -> str:
        cuts = quantiles(self.spans, n=100, method="inclusive")
        return f"p50 {cuts[49]:6.1f} ms   p95 {cuts[94]:6.1f} ms   max {max(self.spans):6.1f} ms"
