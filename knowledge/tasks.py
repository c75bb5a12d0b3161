"""What time does to the notes for writers: rare ones fade."""

from celery import shared_task

from knowledge import actions


@shared_task
def forget_rare_searches() -> None:
    """Run daily; twice is once."""
    actions.forget_rare_searches()
