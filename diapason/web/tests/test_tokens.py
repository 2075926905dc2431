"""The colours of both themes are readable together: WCAG 2.2 AA, computed from tokens.css itself."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = (Path(settings.BASE_DIR) / "frontend/styles/tokens.css").read_text()
BLOCKS = re.findall(r":root[^{]*\{([^{}]*)\}", TOKENS)

INKS = ["ink", "ink-2", "ink-3", "accent", "accent-strong", "ok", "warn", "bad", "info"]
GROUNDS = ["bg", "surface"]
TEXT = [(ink, ground) for ink in INKS for ground in GROUNDS]
TEXT += [(ink, "surface-2") for ink in ("ink", "ink-2", "ink-3", "accent", "bad")]
TEXT += [(tone, f"{tone}-soft") for tone in ("ok", "warn", "bad", "info", "accent")]
TEXT += [("ink", f"{tone}-soft") for tone in ("ok", "warn", "bad", "info", "accent")]
TEXT += [("accent-ink", "accent"), ("accent-ink", "accent-strong"), ("bad-ink", "bad"), ("bg", "ink"), ("ink-2", "accent-soft")]
# What is not text but must be seen: borders of controls, the focus, bars, lines of charts, marks.
SHAPES = [(shape, ground) for shape in ("line-control", "accent", "bad", "warn", "ok") for ground in GROUNDS]
SHAPES += [(f"series-{number}", "surface") for number in range(1, 6)]
SHAPES += [("accent", "surface-2"), ("line-control", "surface-2")]


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\s*;", block))


THEMES = {"light": tokens(BLOCKS[0]), "dark": tokens(BLOCKS[0]) | tokens(BLOCKS[1]), "chosen dark": tokens(BLOCKS[0]) | tokens(BLOCKS[2])}


def luminance(colour: str) -> float:
    """Relative luminance, as https://www.w3.org/TR/WCAG22/#dfn-relative-luminance defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_text_is_read_on_every_ground_it_is_used_on(theme):
    colours = THEMES[theme]
    weak = {pair: round(ratio, 2) for pair in TEXT if (ratio := contrast(colours[pair[0]], colours[pair[1]])) < 4.5}
    assert weak == {}


@pytest.mark.parametrize("theme", THEMES)
def test_controls_and_marks_are_seen(theme):
    colours = THEMES[theme]
    weak = {pair: round(ratio, 2) for pair in SHAPES if (ratio := contrast(colours[pair[0]], colours[pair[1]])) < 3}
    assert weak == {}


def test_dark_is_the_same_chosen_or_given_by_the_system():
    assert tokens(BLOCKS[1]) == tokens(BLOCKS[2])
    assert set(tokens(BLOCKS[1])) == set(tokens(BLOCKS[0]))


def test_no_colour_is_written_outside_the_tokens():
    """Save white behind a code that must be scanned, and black on the ground of a network's mark."""
    allowed = {"#fff", "#ffffff", "#1d1b18"}
    styles = [path for path in (Path(settings.BASE_DIR) / "frontend/styles").rglob("*.css") if path.name != "tokens.css"]
    stray = {
        path.name: found - allowed for path in styles if (found := set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s,)])", path.read_text())))
    }
    assert {name: found for name, found in stray.items() if found} == {}
