"""The geometry of charts, and what is drawn of it."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from portal.charts import (
    BASE,
    WIDTH,
    Chart,
    Datum,
    bars,
    columns,
    figure,
    half_of_scale,
    line,
    percent,
    share,
)


def data(*values):
    return [Datum(f"n{place}", value, str(value)) for place, value in enumerate(values)]


@pytest.mark.rule("HOME-1")
@pytest.mark.parametrize(
    ("values", "lengths"),
    [
        ([], []),
        ([7], [WIDTH]),
        ([0, 0], [0, 0]),
        ([5, 10, 0], [140, 280, 0]),
        ([1, 1_000_000], [3, 280]),
        ([None, 2], [0, 280]),
    ],
    ids=["none", "one", "all zero", "some", "big", "unmeasured"],
)
def test_bars_are_as_long_as_they_count(values, lengths):
    drawing = bars(data(*values))

    assert [bar.length for bar in drawing.bars] == lengths
    assert [bar.y for bar in drawing.bars] == [38 * place for place in range(len(values))]
    assert drawing.height == 38 * len(values)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        ([100], [(140, 26, 102, True)]),
        ([0, None, 50], [(47, 128, 0, True), (140, 128, 0, False), (233, 77, 51, True)]),
        ([1], [(140, 125, 3, True)]),
    ],
    ids=["none", "full", "nothing and unmeasured", "little"],
)
def test_columns_stand_on_their_base(values, expected):
    drawing = columns(data(*values), most=100)

    assert [(c.x, c.y, c.height, c.is_measured) for c in drawing.columns] == expected


@pytest.mark.parametrize(
    ("values", "scale", "ends"),
    [
        ([4], ["0", "2", "4"], (274, 10)),
        ([0, 0, 0], ["0", "1", "2"], (274, BASE)),
        ([0, 14], ["0", "8", "16"], (274, 25)),
        ([0, 99_000], ["0", "50,000", "100,000"], (274, 11)),
    ],
    ids=["one", "all zero", "two", "big"],
)
def test_a_line_fits_its_scale(values, scale, ends):
    drawing = line(data(*values))

    assert [tick.text for tick in drawing.scale] == scale
    assert [tick.at for tick in drawing.scale] == [BASE, 69, 10]
    assert tuple(drawing.end) == ends
    assert drawing.points[0].x == (drawing.left if len(values) > 1 else 274)
    assert drawing.left == 8 * (1 + len(scale[-1]))


def test_a_line_names_its_first_middle_and_last_moment():
    named = {
        number: [(tick.text, tick.anchor) for tick in line(data(*range(number))).times]
        for number in (1, 2, 13)
    }

    assert named == {
        1: [("n0", "end")],
        2: [("n1", "end")],
        13: [("n0", "start"), ("n6", "middle"), ("n12", "end")],
    }


@pytest.mark.parametrize(
    ("most", "half"), [(0, 1), (2, 1), (3, 2), (14, 8), (17, 10), (160, 80), (161, 100)]
)
def test_a_scale_is_round(most, half):
    assert half_of_scale(most) == half


def test_all_but_one_is_never_all():
    assert [share(999, 1000), share(5, 5), share(0, 3), share(0, 0)] == [99, 100, 0, None]


@pytest.mark.rule("USE-1")
def test_numbers_are_written_as_the_language_does():
    with translation.override("fr"):
        assert [figure(12_345), percent(85), percent(None)] == ["12\xa0345", "85\u202f%", "–"]
    with translation.override("en"):
        assert [figure(12_345), percent(85)] == ["12,345", "85%"]


@pytest.mark.rule("HOME-1", "USE-2")
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "drawing",
    [bars(data(1, 2)), columns(data(1, None), most=3), line(data(1, 2500))],
    ids=["bars", "columns", "line"],
)
def test_a_chart_is_told_drawn_and_tabled(drawing, language):
    chart = Chart("c", "Cases <all>", "Two.", drawing, ("Name", "Number"), [("n0", "1")])

    with translation.override(language):
        html = render_to_string("portal/charts/_chart.html", {"chart": chart})

    assert 'role="img" aria-labelledby="c-title" aria-describedby="c-words"' in html
    assert '<title id="c-title">Cases &lt;all&gt;</title>' in html
    assert '<desc id="c-words">Two.</desc>' in html
    assert '<th scope="col">Number</th>' in html
    assert '<th scope="row">n0</th><td>1</td>' in html
    numbers = re.findall(r' (?:x|y|cx|cy|r|dy|width|height|rx|points|d)="([^"]*)"', html)
    assert all(re.fullmatch(r"[-MH\d,. ]+", number) for number in numbers), numbers
    assert "style=" not in html
