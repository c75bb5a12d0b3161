"""Pages of the admin's lists, counted only as far as people turn them."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

FARTHEST = 1000
"""Nobody turns twenty pages: one filters. What lies behind is neither counted nor reached."""


class BoundedPaginator(Paginator):
    template_name = "admin/bounded_pagination.html"
    farthest = FARTHEST

    @cached_property
    def count(self) -> int:
        """How many rows there are, or FARTHEST if there are more."""
        rows: QuerySet = self.object_list  # type: ignore[assignment]
        return rows.order_by()[:FARTHEST].count()
