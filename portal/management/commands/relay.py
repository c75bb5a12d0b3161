"""Carries the outbox without a broker; production runs one beside the workers."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from portal.tasks import sweep_outbox

PAUSE = 60.0


class Command(BaseCommand):
    help = "Deliver what the outbox promises, each minute until stopped; needs no broker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Sweep once and end.")

    def handle(self, *, once: bool, **options: Any) -> None:
        sweep_outbox()
        if once:
            return
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        while not stopped.wait(PAUSE):
            close_old_connections()
            sweep_outbox()
