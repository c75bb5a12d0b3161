"""What the style sheets and templates promise: readable colours, no inline code, small files."""

import math
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "static" / "css"
COMPONENTS = sorted((CSS / "components").glob("*.css"))
TEMPLATES = [
    path
    for path in sorted((ROOT / "templates").rglob("*.html"))
    if not {"email", "admin"} & set(path.relative_to(ROOT / "templates").parts)
]
PAIR = re.compile(r"--([\w-]+): light-dark\(oklch\(([^)]+)\), oklch\(([^)]+)\)\)")
TOKENS = {name: pair for name, *pair in PAIR.findall((CSS / "tokens.css").read_text())}


def luminance(oklch: str) -> float:
    """The relative luminance of WCAG for an opaque `oklch()` colour."""
    lightness, chroma, hue = (float(part.rstrip("%")) for part in oklch.split())
    a, b = (chroma * turn(math.radians(hue)) for turn in (math.cos, math.sin))
    long, medium, short = (
        (lightness / 100 + p * a + q * b) ** 3
        for p, q in (
            (0.3963377774, 0.2158037573),
            (-0.1055613458, -0.0638541728),
            (-0.0894841775, -1.291485548),
        )
    )
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short
    return 0.2126 * max(red, 0) + 0.7152 * max(green, 0) + 0.0722 * max(blue, 0)


def contrast(front: str, back: str, scheme: int) -> float:
    bright, dark = sorted((luminance(TOKENS[name][scheme]) for name in (front, back)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.rule("USE-2")
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("back", ["canvas", "surface", "raised", "accent-wash"])
@pytest.mark.parametrize(
    "front",
    ["ink", "ink-muted", "accent", "accent-strong", "info", "positive", "warning", "negative"],
)
def test_words_can_be_read_on_every_ground(front, back, scheme):
    assert contrast(front, back, scheme) >= 4.5


@pytest.mark.rule("USE-2")
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("on-accent", "accent", 4.5),
        ("on-accent", "accent-strong", 4.5),
        ("on-negative", "negative", 4.5),
        ("line-strong", "surface", 3),
        ("line-strong", "field", 3),
        ("focus", "surface", 3),
        ("focus", "canvas", 3),
    ],
)
def test_controls_can_be_seen(front, back, least, scheme):
    assert contrast(front, back, scheme) >= least


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_is_one_small_file_in_its_layer(path):
    sheet = path.read_text()

    assert f'@import "components/{path.name}" layer(components);' in (CSS / "app.css").read_text()
    assert len(sheet.splitlines()) <= 80
    assert "!important" not in sheet
    assert not re.search(r"(margin|padding)-(left|right|top|bottom)|[^-]#[a-z]", sheet)


def test_all_styles_stay_within_their_budget():
    assert sum(len(path.read_text().splitlines()) for path in CSS.rglob("*.css")) <= 1632


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_has_no_inline_style_or_script(path):
    source = path.read_text()

    assert not re.search(r"\sstyle=|<style|\son\w+=", source)
    assert all("src=" in tag or "json" in tag for tag in re.findall(r"<script[^>]*>", source))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_is_short(path):
    assert len(path.read_text().splitlines()) <= (30 if path.name.startswith("_") else 80)
