"""The local mailbox; only with DEBUG."""

from django.urls import path

from portal import mailbox_views as views

app_name = "mailbox"

urlpatterns = [
    path("", views.index, name="index"),
    path("<str:stem>/", views.mail, name="mail"),
    path("<str:stem>/html/", views.html, name="html"),
]
