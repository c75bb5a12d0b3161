"""What people attach in the demo world: texts from a folder, pictures drawn on the spot."""

from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from cases import attachments

TEXTS = Path(__file__).parent / "attachments"
SIZE = (640, 360)
PAPER, LINE, GREY, INK, RED, BLUE = "#ffffff", "#d8dce3", "#eceff4", "#31384a", "#c8322d", "#3460c8"
CHARTS = {
    "revenue-by-month": (4, 5, 5, 6, 7, 7, 8, 12, 12),
    "search-latency": (1, 1, 1, 12, 1, 1, 1, 12, 1, 1, 1, 12),
    "newsletter-load": (1, 1, 1, 12, 10, 7, 4, 2, 1, 1),
    "disk-on-sundays": (8, 8, 9, 9, 9, 10, 12, 8, 8, 9, 9, 9, 10, 12),
}
"""What is a chart among the pictures, with the height of its bars in twelfths."""


def attach(name: str) -> dict[str, Any]:
    """The columns of an attachment with this file, which has passed the check of any upload."""
    data = _picture(name) if name.endswith(".png") else (TEXTS / name).read_bytes()
    return {
        "file": ContentFile(data, name=name),
        "name": name,
        "size": len(data),
        "content_type": attachments.check(name, len(data), BytesIO(data)),
    }


@cache
def _picture(name: str) -> bytes:
    """A screenshot of a browser window that shows a chart, or a page with an error on it."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    stem = name.removesuffix(".png")
    _window(draw, stem.replace("-", " "))
    if stem in CHARTS:
        _chart(draw, CHARTS[stem])
    else:
        _page(draw, stem.replace("-", " ").capitalize())
    picture = BytesIO()
    image.save(picture, "PNG")
    return picture.getvalue()


def _window(draw: ImageDraw.ImageDraw, title: str) -> None:
    draw.rectangle((0, 0, 639, 359), outline=LINE)
    draw.rectangle((0, 0, 639, 36), fill=GREY)
    for left in (14, 32, 50):
        draw.ellipse((left, 13, left + 10, 23), fill=LINE)
    draw.rounded_rectangle((80, 8, 625, 28), 10, fill=PAPER)
    draw.text((94, 10), title, INK, font=_font(14))


def _chart(draw: ImageDraw.ImageDraw, heights: tuple[int, ...]) -> None:
    width = 560 / len(heights)
    for place, height in enumerate(heights):
        left = 40 + place * width
        colour = RED if height == max(heights) else BLUE
        draw.rectangle((left, 330 - 22 * height, left + width * 0.7, 330), fill=colour)
    draw.line((40, 331, 600, 331), INK, width=2)


def _page(draw: ImageDraw.ImageDraw, message: str) -> None:
    bar = partial(draw.rounded_rectangle, radius=6, fill=GREY)
    bar((40, 60, 240, 84))
    for top, right in ((104, 600), (126, 560), (148, 590), (170, 380)):
        bar((40, top, right, top + 12))
    draw.rounded_rectangle((40, 204, 600, 254), 6, outline=RED, width=2)
    draw.text((60, 219), message, RED, font=_font(18))
    bar((40, 284, 160, 316), fill=BLUE)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
