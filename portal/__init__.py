"""The ground: it runs the house and keeps its promises."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
