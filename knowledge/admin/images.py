"""The pictures of an article, with the Markdown that shows them."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from knowledge import actions
from knowledge.admin.forms import ImageForm
from knowledge.models import Article, ArticleImage
from portal.files import show
from portal.problems import Unprocessable


class Images:
    """Pages of the article's admin."""

    admin_site: Any
    find: Any
    has_change_permission: Any
    has_view_or_change_permission: Any
    log_change: Any

    def image_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        name = "knowledge_article_%s"
        return [
            path("<int:pk>/images/", wrap(self.images), name=name % "images"),
            path("images/<uuid:pk>/", wrap(require_safe(self.image)), name=name % "image"),
            path(
                "images/<uuid:pk>/removal/",
                wrap(require_POST(self.remove_image)),
                name=name % "image_removal",
            ),
        ]

    def images(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self.find(request, pk)
        form = ImageForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and self._add(request, article, form):
            return redirect(request.path)
        images = [(image, image_address(image)) for image in article.images.all()]
        context = self.admin_site.each_context(request) | {
            "title": _("Images of “%(article)s”") % {"article": article},
            "article": article,
            "images": images,
            "form": form,
            "may_change": self.has_change_permission(request, article),
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(
            request, "admin/knowledge/article/images.html", context, status=status
        )

    def image(self, request: HttpRequest, pk: uuid.UUID) -> FileResponse:
        """For writers, whether the article is published or not."""
        image = self._find_image(request, pk)
        return show(image.file, content_type=image.content_type)

    def remove_image(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        image = self._find_image(request, pk)
        self._demand_change(request, image.article)
        actions.remove_image(image=image)
        self.log_change(request, image.article, {"before": {"image": image.description}})
        return redirect("admin:knowledge_article_images", image.article_id)

    def _add(self, request: HttpRequest, article: Article, form: ImageForm) -> bool:
        self._demand_change(request, article)
        if not form.is_valid():
            return False
        try:
            image = actions.add_image(article=article, **form.cleaned_data)
        except Unprocessable as refusal:
            form.add_error("upload", str(refusal))
            return False
        self.log_change(request, article, {"after": {"image": image.description}})
        messages.success(request, _("Kept. Paste its line where the picture is to stand."))
        return True

    def _demand_change(self, request: HttpRequest, article: Article) -> None:
        if not self.has_change_permission(request, article):
            raise PermissionDenied

    def _find_image(self, request: HttpRequest, pk: uuid.UUID) -> ArticleImage:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        images = ArticleImage.objects.select_related("article").defer("article__search")
        return get_object_or_404(images, pk=pk)


def image_address(image: ArticleImage) -> str:
    """Where writers see it."""
    return reverse("admin:knowledge_article_image", args=[image.pk])
