"""The case as agents see it: one page, and small forms that call the actions."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import actions, attachments
from cases.admin.arrivals import arrivals, tag_of
from cases.admin.badges import queue_of
from cases.admin.forms import FORMS, CaseForm
from cases.admin.page import context
from cases.models import Case
from cases.moments import then
from cases.reports import report_on
from cases.versions import answer_version
from portal import audit
from portal.desk.base import ReadOnlyAdmin
from portal.models import OutboxMessage
from portal.problems import Problem
from sharedaccess.doors import agent

BACK = "_changelist_filters"
"""Where Django's admin keeps how the list was filtered."""


class CaseDesk(ReadOnlyAdmin):
    def get_urls(self) -> list[URLPattern]:
        """Before Django's own, whose last one takes everything."""
        urls = [
            self._url(f"<int:pk>/{noun}/", require_POST(self.act), f"cases_case_{noun}", noun=noun)
            for noun in FORMS
        ]
        urls += [
            self._url(
                "<int:pk>/watchers/<int:watcher>/removal/",
                require_POST(self.unwatch),
                "cases_case_unwatch",
            ),
            self._url("reports/", self.reports, "cases_case_reports"),
            self._url("<int:pk>/readers/", self.readers, "cases_case_readers"),
            self._url("<int:pk>/version/", self.version, "cases_case_version"),
            self._url("<int:pk>/files/<uuid:file>/", self.download, "cases_case_file"),
            self._url(
                "<int:pk>/redelivery/", require_POST(self.redeliver), "cases_case_redelivery"
            ),
        ]
        return [*urls, *super().get_urls()]

    def _url(self, route: str, view: Any, name: str, **kwargs: Any) -> URLPattern:
        return path(route, self.admin_site.admin_view(view), kwargs, name=name)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Nothing is saved here: each form has an address of its own. Customers see who looked."""
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET"])
        if not object_id.isdecimal():
            raise Http404
        return self._show(request, self._open(request, int(object_id)))

    def _open(self, request: HttpRequest, pk: int) -> Case:
        """A case to be read, which goes on record."""
        case = self._find(request, pk)
        audit.record(
            actor=request.user,  # type: ignore[arg-type]
            verb="case.read",
            target=case.number,
            organization_id=case.organization_id,
        )
        return case

    def act(self, request: HttpRequest, pk: int, noun: str) -> HttpResponse:
        """Do what the form of that noun asks for, or show the page with what is wrong."""
        case = self._find_to_work(request, pk)
        form = FORMS[noun](request.POST, request.FILES, case=case)
        if not form.is_valid():
            return self._show(request, case, form, status=422)
        try:
            form.act(agent(request.user, case.organization))  # type: ignore[arg-type]
        except Problem as refusal:
            form.add_error(None, str(refusal))
            return self._show(request, self._find(request, pk), form, status=refusal.status)
        messages.success(request, str(form.done))
        return self._back_to(request, pk)

    def version(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asked by open pages from time to time."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if (tag := tag_of(queue_of(request), pk)) is None:
            raise Http404
        return answer_version(request, tag)

    def readers(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who of the customer could see the case at a moment gone by."""
        case = self._open(request, pk)
        page = self.admin_site.each_context(request) | {
            "title": f"{case.number} {case.title}",
            "keep": self._kept(request),
            **then(case, request.GET),
        }
        return TemplateResponse(request, "admin/cases/case/readers.html", page)

    def reports(self, request: HttpRequest) -> HttpResponse:
        """For support managers, of the cases that they see (AGENT-4)."""
        if not request.user.has_perm("orgs.handle_escalations"):
            raise PermissionDenied
        page = self.admin_site.each_context(request) | {
            "title": _("Reports"),
            "report": report_on(queue_of(request)),
        }
        return TemplateResponse(request, "admin/cases/reports.html", page)

    def unwatch(self, request: HttpRequest, pk: int, watcher: int) -> HttpResponse:
        case = self._find_to_work(request, pk)
        row = get_object_or_404(case.watchers, pk=watcher)
        actions.unwatch(actor=agent(request.user, case.organization), case=case, watcher=row)  # type: ignore[arg-type]
        messages.success(request, _("The watcher was removed."))
        return self._back_to(request, pk)

    def download(self, request: HttpRequest, pk: int, file: Any) -> Any:
        """Internal files too: nobody but agents comes this way."""
        case = self._find(request, pk)
        return attachments.serve(get_object_or_404(case.attachments, pk=file))

    def redeliver(self, request: HttpRequest, pk: int) -> HttpResponse:
        case = self._find_to_work(request, pk)
        if OutboxMessage.objects.filter(reference=case.number).retry():
            messages.success(request, _("What failed will be tried again within a minute."))
        return self._back_to(request, pk)

    def _find(self, request: HttpRequest, pk: int) -> Case:
        """404 for what is not in the agent's queue, as for what never was."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = queue_of(request).defer("search")
        related = ("organization__plan", "organization__account", "product__family", "team")
        people = ("requester", "assignee", "project", "issue_type", "issue_reason", "contact_slot")
        return get_object_or_404(rows.select_related(*related, *people), pk=pk)

    def _find_to_work(self, request: HttpRequest, pk: int) -> Case:
        if not self.has_work_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        return self._find(request, pk)

    def _show(
        self, request: HttpRequest, case: Case, tried: CaseForm | None = None, status: int = 200
    ) -> HttpResponse:
        actor = agent(request.user, case.organization)  # type: ignore[arg-type]
        may_work = self.has_work_permission(request)  # type: ignore[attr-defined]
        page = self.admin_site.each_context(request) | {
            "title": f"{case.number} {case.title}",
            "back": request.GET.get(BACK, ""),
            "keep": self._kept(request),
            "may_work": may_work,
            **arrivals(request, case),
            **context(actor, case, queue_of(request), may_work=may_work, tried=tried),
        }
        return TemplateResponse(request, "admin/cases/case/page.html", page, status=status)

    def _kept(self, request: HttpRequest) -> str:
        back = request.GET.get(BACK)
        return f"?{urlencode({BACK: back})}" if back else ""

    def _back_to(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect(reverse("admin:cases_case_change", args=[pk]) + self._kept(request))
