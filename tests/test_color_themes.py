"""Every text is legible in every theme, and drawings follow the theme."""

from __future__ import annotations

import re

import pytest

from tests.contrast import contrast_ratio
from viewer import paths
from viewer.color_themes import (
    DARK,
    DRAWING_TOKENS,
    LIGHT,
    THEMES,
    Theme,
    recolour_svg,
)

LEAST = 4.5
#: Which ink stands on which ground somewhere in the window or in a drawing.
PAIRS = [
    ("ink", "page"), ("dim", "page"), ("accent", "page"),
    ("ink", "side"), ("dim", "side"), ("accent", "side"),
    ("ink", "tint"), ("dim", "tint"), ("accent", "tint"),
    ("ink", "note"), ("dim", "note"), ("accent", "note"),
    ("ink", "chip"), ("dim", "chip"),
    ("page", "accent"), ("page", "dim"), ("page", "ink"),
    ("ink", "line"),
    ("on_match", "match"), ("on_match", "current_match"),
    ("accent", "chip"),
]  # fmt: skip
#: What is drawn on which ground and tells something: bars, ticks, frames, lines, discs. WCAG 2.2
#: asks 3 : 1 of it (1.4.11).
LEAST_OF_GRAPHICS = 3.0
GRAPHICS = [
    ("accent", "page"), ("accent", "side"), ("accent", "tint"), ("accent", "line"),
    ("accent", "chip"),  # the row that is current, ticks of what was found, focus, progress
    ("dim", "page"), ("dim", "side"),  # words that were found, discs, ticks of what was read
    ("on_match", "current_match"), ("on_match", "page"),  # the one that is stood on
    ("ink", "side"), ("ink", "tint"),  # focus on a choice
]  # fmt: skip


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_is_legible(theme: Theme, ink: str, ground: str) -> None:
    colours = theme.colours()
    assert contrast_ratio(colours[ink], colours[ground]) >= LEAST


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize(("ink", "ground"), GRAPHICS)
def test_what_is_drawn_can_be_seen(theme: Theme, ink: str, ground: str) -> None:
    colours = theme.colours()
    assert contrast_ratio(colours[ink], colours[ground]) >= LEAST_OF_GRAPHICS


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_colours_are_written_in_full(theme: Theme) -> None:
    for name, colour in theme.colours().items():
        assert re.fullmatch("#[0-9A-F]{6}", colour), name


def test_a_dark_theme_says_so() -> None:
    for theme in THEMES.values():
        assert theme.dark == (
            contrast_ratio(theme.page, "#000000") < contrast_ratio(theme.page, "#FFFFFF")
        )


def test_contrast_as_the_guidelines_reckon_it() -> None:
    assert contrast_ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast_ratio("#FFFFFF", "#FFFFFF") == pytest.approx(1)
    assert contrast_ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast_ratio("#FFFFFF", "#777777") == contrast_ratio("#777777", "#FFFFFF")


def test_drawings_take_the_colours_of_the_theme() -> None:
    light = "".join(f'<path fill="{getattr(LIGHT, token)}"/>' for token in DRAWING_TOKENS)
    dark = "".join(f'<path fill="{getattr(DARK, token)}"/>' for token in DRAWING_TOKENS)
    assert recolour_svg(light, DARK) == dark
    assert recolour_svg(light, LIGHT) == light
    assert recolour_svg('<path fill="#123456"/>', DARK) == '<path fill="#123456"/>'


def test_our_drawings_use_the_colours_of_the_theme_alone() -> None:
    """Any other colour would stay as it is on a dark page."""
    known = {getattr(LIGHT, token) for token in DRAWING_TOKENS}
    for drawing in sorted(paths.bundled_issues().glob("*/figures/**/*.svg")):
        used = set(re.findall(r"#[0-9A-Fa-f]{3,8}\b", drawing.read_text(encoding="utf-8")))
        assert used <= known, drawing.name
