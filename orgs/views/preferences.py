"""How soon somebody wants to hear of what (NOTE-6)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from orgs import actions
from orgs.actor import UserRequest
from orgs.forms import PreferencesForm
from orgs.models import NotificationPreference


@require_http_methods(["GET", "HEAD", "POST"])
def notifications(request: UserRequest) -> HttpResponse:
    said = NotificationPreference.objects.filter(user=request.user)
    now = dict(said.values_list("topic", "delivery"))
    form = PreferencesForm(request.POST if request.method == "POST" else None, initial=now)
    if form.is_valid():
        actions.save_preferences(user=request.user, wanted=form.cleaned_data)
        messages.success(request, _("Your choice is saved."))
        return redirect(request.path)
    status = 422 if form.errors else 200
    return render(request, "orgs/notifications.html", {"form": form}, status=status)
