"""A portal of six short files, on which the runner can be tried without the real one."""

import shutil
from pathlib import Path

from devstack.places import CHECKOUT

SETTINGS = """
import os
import dj_database_url
SECRET_KEY, DEBUG, USE_TZ = os.environ["SECRET_KEY"], True, True
ROOT_URLCONF, WSGI_APPLICATION = "portal.urls", "portal.wsgi.application"
INSTALLED_APPS = ["django.contrib.contenttypes", "portal"]
DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"])}
CELERY_BROKER_URL = os.environ["REDIS_URL"]
"""
URLS = """
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("healthz", lambda request: HttpResponse("ok"))]
"""
WSGI = """
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""
CELERY = """
from celery import Celery
app = Celery("scratch")
app.config_from_object("django.conf:settings", namespace="CELERY")
"""
DEMO = """
from django.core.management.base import BaseCommand
class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("--sign-ins", action="store_true")
    def handle(self, *, sign_ins, **options):
        self.stdout.write("olga@acme.example.com" if sign_ins else "The world is there.")
"""
MANAGE = """
from django.core.management import execute_from_command_line
import sys
execute_from_command_line(sys.argv)
"""
FILES = {
    "manage.py": MANAGE,
    "portal/__init__.py": "",
    "portal/settings.py": SETTINGS,
    "portal/urls.py": URLS,
    "portal/wsgi.py": WSGI,
    "portal/celery.py": CELERY,
    "portal/management/__init__.py": "",
    "portal/management/commands/__init__.py": "",
    "portal/management/commands/demo.py": DEMO,
}


def build(folder: Path) -> Path:
    """Write it here, with a copy of our `devstack` beside it."""
    shutil.copytree(CHECKOUT / "devstack", folder / "devstack")
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip())
    return folder
