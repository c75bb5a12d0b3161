"""One shape for all log lines: readable on a laptop, JSON elsewhere, never with a secret."""

import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

SECRET_PATHS = re.compile(
    r"(/accounts/confirm-email/|/accounts/password/reset/key/|/unsubscribe/|/invitations/)[^/ ?']+"
)
"""Addresses whose last part lets its bearer in: it stays out of the logs."""

QUIET = ("/healthz", "/readyz")


def tidy(logger: Any, method: str, event: EventDict) -> EventDict:
    """Cut secrets out of the request's address; leave out the probes' noise."""
    request = str(event.get("request", ""))
    if request.endswith(QUIET):
        raise structlog.DropEvent
    if request:
        event["request"] = SECRET_PATHS.sub(r"\1…", request)
    return event


COMMON: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    tidy,
]


def configure(*, level: str, readable: bool) -> dict[str, Any]:
    """Set structlog up; answers Django's LOGGING."""
    structlog.configure(
        processors=[*COMMON, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    last: list[Processor] = (
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if readable
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": COMMON,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
    }
