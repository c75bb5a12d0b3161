"""What holds for every address and every line, so that nobody has to remember it (design §18)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.permissions import IsAuthenticated
from rest_framework.views import APIView

from orgs.actor import requirement
from orgs.tokens import WithinScope
from sharedaccess.api import OrganizationAPIView

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("portal", "orgs", "sharedaccess", "knowledge", "cases")

ORGANIZATION_PAGES = "o/<slug:org>/"
ORGANIZATION_API = "api/v1/organizations/<slug:org>"

OPEN_TO_ALL = {
    "admin:login",
    "api:docs",
    "api:schema",
    "cases:unsubscribe",
    "knowledge:robots",
    "knowledge:sitemap",
    "portal:healthz",
    "portal:home",
    "portal:readyz",
    "set_language",
}
"""What anybody may ask for, signed in or not."""

OPEN_FOLDERS = ("accounts/", "help/", "hotline/", "events/", "invitations/", "_mail/", "scim/")
"""Where allauth, the public knowledge base and SCIM decide for themselves."""


class Address(NamedTuple):
    route: str
    name: str
    view: object

    @property
    def api(self) -> type[APIView] | None:
        cls = getattr(self.view, "cls", None)
        return cls if cls and issubclass(cls, APIView) else None


def addresses(resolver=None, prefix: str = "", space: str = "") -> Iterator[Address]:
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry, route, inner)
        elif isinstance(entry, URLPattern):
            yield Address(route, f"{space}{entry.name}", entry.callback)


ADDRESSES = list(addresses())
PAGES = [address for address in ADDRESSES if address.api is None]
API = [address for address in ADDRESSES if address.api is not None]


def test_every_page_of_an_organization_names_a_capability():
    pages = [page for page in PAGES if page.route.startswith(ORGANIZATION_PAGES)]

    assert pages
    assert [page.route for page in pages if requirement(page.view) is None] == []


def test_nothing_of_an_organization_strays_from_its_two_folders():
    stray = [
        address.route
        for address in ADDRESSES
        if "org>" in address.route
        and not address.route.startswith((ORGANIZATION_PAGES, ORGANIZATION_API))
    ]

    assert stray == []


def test_pages_without_an_organization_need_a_sign_in_unless_named_here():
    unguarded = [
        page.name
        for page in PAGES
        if not getattr(page.view, "login_required", True)
        and not page.route.startswith(OPEN_FOLDERS)
    ]

    assert set(unguarded) - OPEN_TO_ALL == set()


def test_every_address_of_the_api_authenticates():
    open_ones = [
        address.name
        for address in API
        if IsAuthenticated not in address.api.permission_classes
        or WithinScope not in address.api.permission_classes
        or not address.api.authentication_classes
    ]

    assert set(open_ones) == {"api:schema", "api:docs"}


def test_every_address_of_an_organization_in_the_api_stands_behind_its_door():
    below = [address for address in API if "org>" in address.route]

    assert below
    assert [one.route for one in below if not issubclass(one.api, OrganizationAPIView)] == []


def test_a_method_of_the_api_without_a_declared_right_cannot_even_be_written():
    with pytest.raises(ImproperlyConfigured):

        class Forgetful(OrganizationAPIView):
            def get(self, request, org): ...


def test_addresses_of_pages_end_with_a_slash_and_those_of_the_api_do_not():
    fetched = {
        "portal:home",
        "portal:healthz",
        "portal:readyz",
        "cases:contact",
        "cases:export",
        "cases:export-inbox",
        "orgs:audit-export",
        "knowledge:calendar",
        "knowledge:event-calendar",
        "knowledge:series-calendar",
        "knowledge:robots",
        "knowledge:sitemap",
    }
    ours = [page for page in PAGES if not page.route.startswith(("accounts/", "admin/", "scim/"))]

    assert {page.name for page in ours if not page.route.endswith("/")} <= fetched
    assert [address.route for address in API if address.route.endswith("/")] == []


def test_every_address_of_scim_asks_for_the_token_of_an_organization():
    ours = [page for page in PAGES if page.route.startswith("scim/")]

    assert len(ours) == 13
    assert {page.view.__qualname__ for page in ours} == {"endpoint.<locals>.view"}


# --- Lines


def modules() -> Iterator[tuple[str, ast.Module]]:
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


MODULES = dict(modules())


def places(found) -> list[str]:
    """`file:line` of the nodes that `found` picks, with each node's parent at hand."""
    hits = []
    for name, tree in MODULES.items():
        parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        hits += [f"{name}:{n.lineno}" for n in ast.walk(tree) if found(name, n, parents.get(n))]
    return hits


def calls(node: ast.AST) -> str:
    """The name that a call calls, without what stands before the last dot."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", "") or getattr(node.func, "id", "")


def is_manager(node: ast.AST, model: str) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr in {"objects", "_default_manager", "_base_manager"}
        and getattr(node.value, "id", "") == model
    )


def test_cases_are_read_through_the_wall_only():
    behind_it = ("cases/models/", "cases/admin/", "cases/actions/", "cases/demo/", "cases/seed/")

    def around_the_wall(name, node, parent):
        return (
            is_manager(node, "Case")
            and not name.startswith(behind_it)
            and getattr(parent, "attr", "") not in {"visible_to", "visible_to_any"}
        )

    assert places(around_the_wall) == []


def test_internal_notes_are_named_only_where_agents_are_at_work():
    agents = ("cases/models/", "cases/admin/", "cases/actions/", "cases/demo/", "cases/seed/")

    def elsewhere(name, node, parent):
        mentioned = {getattr(node, "id", ""), getattr(node, "attr", "")}
        mentioned |= {alias.name for alias in getattr(node, "names", ()) if hasattr(alias, "name")}
        return bool({"InternalNote", "internal_notes"} & mentioned) and not name.startswith(agents)

    assert places(elsewhere) == []


def test_only_the_ground_hands_work_to_celery_and_mail_to_the_server():
    sending = {
        "delay",
        "delay_on_commit",
        "apply_async",
        "send_task",
        "send_mail",
        "send_mass_mail",
    }
    sending |= {"mail_admins", "mail_managers", "EmailMessage.send"}

    def sends(name, node, parent):
        return calls(node) in sending and not name.startswith("portal/")

    assert places(sends) == []


def test_the_status_of_a_case_and_its_times_are_written_in_one_function():
    written = {"status", "status_since", "closed_at", "reopen_until"}
    written |= {"first_response_due_at", "response_clock", "first_responded_at"}

    def writes(name, node, parent):
        if not name.startswith("cases/") or name.startswith(("cases/demo/", "cases/seed/")):
            return False
        targets = node.targets if isinstance(node, ast.Assign) else []
        names = [target for some in targets for target in getattr(some, "elts", [some])]
        assigned = {getattr(target, "attr", "") for target in names}
        updated = {word.arg for word in node.keywords} if calls(node) == "update" else set()
        return bool(written & (assigned | updated))

    files = {place.partition(":")[0] for place in places(writes)}

    assert files == {"cases/actions/base.py"}


def test_only_one_filter_calls_data_safe():
    def trusts(name, node, parent):
        return calls(node) in {"mark_safe", "SafeString"}

    assert {place.partition(":")[0] for place in places(trusts)} == {"portal/templatetags/ui.py"}


def test_no_template_calls_data_safe():
    trusting = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|{%\s*autoescape\s+off")
    html = (ROOT / "templates").rglob("*.html")

    assert [str(path) for path in html if trusting.search(path.read_text())] == []


def test_no_answer_is_kept_by_a_cache_of_ours(settings):
    def keeps(name, node, parent):
        return calls(node) in {"cache_page", "cache_control"}

    assert places(keeps) == []
    assert not [name for name in settings.MIDDLEWARE if "CacheMiddleware" in name]


def test_only_the_one_click_of_mails_and_programs_with_tokens_need_no_form_of_ours():
    def exempts(name, node, parent):
        return getattr(node, "id", "") == "csrf_exempt" and not isinstance(parent, ast.ImportFrom)

    files = {place.partition(":")[0] for place in places(exempts)}

    assert files <= {"cases/views/unsubscribing.py", "orgs/scim/endpoint.py"}
