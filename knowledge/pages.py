"""An article as a page: its text with pictures and headings."""

from collections.abc import Callable

from knowledge.models import Article, ArticleImage
from portal.markdown import Page, Picture, render_page


def page_of(
    article: Article, address: Callable[[ArticleImage], str] = ArticleImage.get_absolute_url
) -> Page:
    """`address` says where its pictures are shown."""
    pictures = {
        str(image.pk): Picture(address(image), image.description, image.width, image.height)
        for image in (article.images.all() if article.pk else ())
    }
    return render_page(article.body, pictures)
