"""Charts for paper: the same data as on screen, drawn as SVG with names beside the lines and a zero at the bottom."""

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from diapason.core import numbers

WIDTH, HEIGHT = 680, 190
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 10, 24
INK, LINE, ACCENT = "#5b564d", "#e2dfd8", "#0b5e6b"
FONT = 'font-family="Libertinus Serif" font-size="12"'


def line(heads: Sequence[str], values: Sequence[Decimal | None]) -> str:
    """One line; a missing value leaves a gap."""
    top = ceiling(max((value for value in values if value is not None), default=Decimal(1)))
    step = (WIDTH - LEFT - RIGHT) / max(1, len(values) - 1)
    points = [None if value is None else (LEFT + index * step, height(value, top)) for index, value in enumerate(values)]
    parts = [
        *grid(top),
        *names(heads, step),
        f'<path d="{path(points)}" fill="none" stroke="{ACCENT}" stroke-width="2" stroke-linejoin="round"/>',
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">{"".join(parts)}</svg>'
    )


def height(value: Decimal, top: Decimal) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - float(max(value, Decimal()) / top))


def ceiling(value: Decimal) -> Decimal:
    """The next round number: 1, 2, 4, 5 or 8 times a power of ten."""
    if value <= 0:
        return Decimal(1)
    power = Decimal(10) ** value.adjusted()
    return next(step * power for step in map(Decimal, (1, 2, 4, 5, 8, 10)) if step * power >= value)


def grid(top: Decimal) -> list[str]:
    found = []
    for quarter in range(5):
        value = top * quarter / 4
        y = height(value, top)
        found.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{LINE}"/>')
        if value == round(value):
            found.append(
                f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" fill="{INK}" {FONT}>{escape(numbers.grouped(value))}</text>'
            )
    return found


def names(heads: Sequence[str], step: float) -> list[str]:
    """As many heads as fit, the first one always."""
    every = max(1, -(-len(heads) // 8))
    return [
        f'<text x="{LEFT + index * step:.1f}" y="{HEIGHT - 6}" text-anchor="middle" fill="{INK}" {FONT}>{escape(head)}</text>'
        for index, head in enumerate(heads)
        if index % every == 0
    ]


def path(points: Sequence[tuple[float, float] | None]) -> str:
    parts, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        parts.append(f"{pen}{point[0]:.1f} {point[1]:.1f}")
        pen = "L"
    return "".join(parts)
