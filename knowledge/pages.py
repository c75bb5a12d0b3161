"""An article as a page: its text with pictures and headings."""

from collections.abc import Callable, Iterable

from knowledge.models import Article, ArticleImage
from portal.markdown import PICTURE, Page, Picture, render_page


def page_of(
    article: Article, address: Callable[[ArticleImage], str] = ArticleImage.get_absolute_url
) -> Page:
    """`address` says where its pictures are shown."""
    return render_page(article.body, _pictures(article.images.all(), address))


def preview_of(text: str, address: Callable[[ArticleImage], str]) -> Page:
    """A text that is not saved yet, with the pictures that it names."""
    images = ArticleImage.objects.filter(pk__in={*PICTURE.findall(text)})
    return render_page(text, _pictures(images, address))


def _pictures(
    images: Iterable[ArticleImage], address: Callable[[ArticleImage], str]
) -> dict[str, Picture]:
    return {
        str(image.pk): Picture(address(image), image.description, image.width, image.height)
        for image in images
    }
