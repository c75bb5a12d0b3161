"""The content security policy: strict, and only as much wider as two tools need."""

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase

ADMIN_POLICY = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}
DOCS_POLICY = {
    "style-src": [SELF, UNSAFE_INLINE],
    "script-src": [SELF],
    "img-src": [SELF, "data:"],
}
"""Swagger UI writes styles into its elements; its script comes from us."""


class ContentPolicyMiddleware(CSPMiddleware):
    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path.startswith("/admin/"):
            response._csp_replace = ADMIN_POLICY  # type: ignore[attr-defined]
        elif request.path == "/api/v1/docs":
            response._csp_replace = DOCS_POLICY  # type: ignore[attr-defined]
        return super().process_response(request, response)
