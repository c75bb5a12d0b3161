"""The addresses of this floor's API."""

from django.urls import path

from cases.api.cases import CasesView, CaseView
from cases.api.comments import CommentsView
from cases.api.products import ProductsView

CASES = "organizations/<slug:org>/cases"

urlpatterns = [
    path("organizations/<slug:org>/products", ProductsView.as_view(), name="products"),
    path(CASES, CasesView.as_view(), name="cases"),
    path(f"{CASES}/<str:number>", CaseView.as_view(), name="case"),
    path(f"{CASES}/<str:number>/comments", CommentsView.as_view(), name="comments"),
]
