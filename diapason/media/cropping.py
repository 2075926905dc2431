"""Crops: shares of the original (0 to 1), and the ratios that networks ask for. Pure."""

from collections.abc import Sequence
from typing import Any

Crop = tuple[float, float, float, float]  # left, top, width, height
Box = tuple[int, int, int, int]  # left, top, right, bottom, in pixels

SMALLEST = 0.01


def read(value: Any) -> Crop | None:
    """A crop as it was stored or sent; None for no crop. Raises ValueError for what is not one."""
    if not value:
        return None
    if isinstance(value, dict):
        value = [value.get(key) for key in ("left", "top", "width", "height")]
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != 4:
        raise ValueError("A crop is four numbers.")
    try:
        left, top, width, height = (float(number) for number in value)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError("A crop is four numbers.") from error
    if not (0 <= left < 1 and 0 <= top < 1 and SMALLEST <= width <= 1 and SMALLEST <= height <= 1):
        raise ValueError("A crop lies within the image.")
    width, height = min(width, 1 - left), min(height, 1 - top)
    return None if (left, top, width, height) == (0, 0, 1, 1) else (left, top, width, height)


def box(crop: Crop | None, width: int, height: int) -> Box:
    """The crop in whole pixels, never empty."""
    if crop is None:
        return 0, 0, width, height
    left = min(round(crop[0] * width), width - 1)
    top = min(round(crop[1] * height), height - 1)
    return (
        left,
        top,
        max(left + 1, min(width, round((crop[0] + crop[2]) * width))),
        max(top + 1, min(height, round((crop[1] + crop[3]) * height))),
    )


def ratio_of(text: str) -> float:
    """`4:5` is 0.8. Raises ValueError."""
    across, _, down = text.partition(":")
    value = float(across) / float(down or 1)
    if not 0 < value < 100:
        raise ValueError(text)
    return value


def centred(ratio: float, width: int, height: int) -> Crop:
    """The largest crop of that ratio (width ÷ height), in the middle."""
    actual = width / height
    if actual > ratio:
        share = ratio / actual
        return (1 - share) / 2, 0.0, share, 1.0
    share = actual / ratio
    return 0.0, (1 - share) / 2, 1.0, share
