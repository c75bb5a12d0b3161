"""Wakes a worker once the transaction holds; whatever gets lost, a sweep takes up."""

from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string


def nudge(task: str, *args: Any) -> None:
    """By the task's name: who asks for the work need not import who does it."""
    transaction.on_commit(lambda: import_string(task).delay(*args), robust=True)
