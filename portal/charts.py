"""Charts as SVG without a script: their geometry, for the templates of `portal/charts` to draw.

Lengths are in units of a drawing that is `WIDTH` wide; the page scales it to its column.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import ClassVar, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

WIDTH = 280
BASE = 128
"""Where lines and columns stand; their labels stand below."""
TOP = 10
CEILING = 26
"""Where lines and columns end at most: the words of columns stand above."""
BAR_STEP = 38
NICE = (1, 2, 3, 4, 5, 6, 8)
DIGIT = 8
LEAST = 3
"""What is not nothing is seen, however little it is."""


class Datum(NamedTuple):
    """`value` is None where there is nothing to measure."""

    label: str
    value: float | None
    text: str


class Bar(NamedTuple):
    label: str
    text: str
    y: int
    length: int


class Column(NamedTuple):
    label: str
    text: str
    x: int
    y: int
    height: int
    is_measured: bool
    """What is not has no track either: it is not nothing."""


class Tick(NamedTuple):
    at: int
    text: str
    anchor: str = "end"


class Dot(NamedTuple):
    x: int
    y: int


@dataclass(frozen=True)
class Bars:
    """Lying, the words above each."""

    template: ClassVar[str] = "portal/charts/_bars.html"
    bars: Sequence[Bar]

    @property
    def height(self) -> int:
        return BAR_STEP * len(self.bars)


@dataclass(frozen=True)
class Columns:
    """Standing, each on a track that is as high as can be."""

    template: ClassVar[str] = "portal/charts/_columns.html"
    columns: Sequence[Column]


@dataclass(frozen=True)
class Line:
    """Over time; the area below it is filled, and where it ends is marked."""

    template: ClassVar[str] = "portal/charts/_line.html"
    left: int
    points: Sequence[Dot]
    scale: Sequence[Tick]
    times: Sequence[Tick]

    @property
    def path(self) -> str:
        return " ".join(f"{dot.x},{dot.y}" for dot in self.points)

    @property
    def area(self) -> str:
        return f"{self.points[0].x},{BASE} {self.path} {self.end.x},{BASE}"

    @property
    def end(self) -> Dot:
        return self.points[-1]


@dataclass(frozen=True)
class Chart:
    """A drawing, in a sentence for those who do not see it, and as a table for everybody."""

    key: str
    title: str
    description: str
    drawing: Bars | Columns | Line
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def bars(data: Sequence[Datum]) -> Bars:
    """The longest is as wide as the drawing."""
    most = max((datum.value or 0 for datum in data), default=0)
    return Bars(
        [
            Bar(datum.label, datum.text, BAR_STEP * place, _length(datum.value, most, WIDTH))
            for place, datum in enumerate(data)
        ]
    )


def columns(data: Sequence[Datum], *, most: float) -> Columns:
    """`most` is the value of a full track."""
    step = WIDTH / max(len(data), 1)
    heights = [_length(datum.value, most, BASE - CEILING) for datum in data]
    return Columns(
        [
            Column(
                datum.label,
                datum.text,
                round(step * (place + 0.5)),
                BASE - height,
                height,
                datum.value is not None,
            )
            for place, (datum, height) in enumerate(zip(data, heights, strict=True))
        ]
    )


def line(data: Sequence[Datum]) -> Line:
    """At least one; from zero to a round number, with the first, the middle and the last named."""
    values = [datum.value or 0 for datum in data]
    step = half_of_scale(max(values))
    scale = [Tick(_y(level, 2 * step), figure(level)) for level in (0, step, 2 * step)]
    left = DIGIT * max(len(tick.text) for tick in scale) + DIGIT
    places = _spread(left, len(data))
    points = [Dot(x, _y(value, 2 * step)) for x, value in zip(places, values, strict=True)]
    return Line(left, points, scale, _times(data, points))


def half_of_scale(most: float) -> int:
    """A round number of which two are enough: scales have a bottom, a middle and a top."""
    return next(
        nice * 10**power for power in count() for nice in NICE if 2 * nice * 10**power >= most
    )


def figure(number: float) -> str:
    """As the language writes it, with its thousands apart."""
    return number_format(number, force_grouping=True)


def share(part: int, whole: int) -> int | None:
    """In hundredths, rounded down: all but one is never all. None of nothing."""
    return part * 100 // whole if whole else None


def percent(hundredths: int | None) -> str:
    return "–" if hundredths is None else _("%(number)d%%") % {"number": hundredths}


def _length(value: float | None, most: float, whole: int) -> int:
    if not value or not most:
        return 0
    return max(LEAST, round(whole * value / most))


def _y(value: float, most: float) -> int:
    return BASE - round((BASE - TOP) * value / most)


def _spread(left: int, number: int) -> list[int]:
    """Places from the scale to the right edge, where the mark of the end still fits; a single
    value stands at the end."""
    right = WIDTH - 6
    if number == 1:
        return [right]
    return [round(left + (right - left) * place / (number - 1)) for place in range(number)]


def _times(data: Sequence[Datum], points: Sequence[Dot]) -> list[Tick]:
    """The first, the middle and the last, as far as they differ."""
    places = {0: "start", (len(data) - 1) // 2: "middle"} if len(data) > 2 else {}
    places |= {len(data) - 1: "end"}
    return [Tick(points[at].x, data[at].label, anchor) for at, anchor in places.items()]
