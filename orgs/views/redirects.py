"""Where a form that stands on many pages returns to."""

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme


def back(request: HttpRequest, default: str, *args: str) -> HttpResponseRedirect:
    """To the page that the field `next` names, if it is one of ours; else to the view `default`."""
    page = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(page, allowed_hosts=None):
        return HttpResponseRedirect(page)
    return redirect(default, *args)
