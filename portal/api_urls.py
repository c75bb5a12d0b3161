"""The API: each floor's routes, the schema, its documentation."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from portal.api import Nowhere
from portal.schema import CachedGenerator

app_name = "api"

urlpatterns = [
    path("schema", SpectacularAPIView.as_view(generator_class=CachedGenerator), name="schema"),
    path("docs", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
    path("", include("orgs.api_urls")),
    path("", include("sharedaccess.api_urls")),
    path("", include("knowledge.api_urls")),
    path("", include("cases.api_urls")),
    path("<path:rest>", Nowhere.as_view()),
]
