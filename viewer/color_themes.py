"""Colour themes: the colours of the window, the page and our own drawings, by name."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Theme:
    """The colour tokens of one theme, as ``#RRGGBB``."""

    name: str
    dark: bool
    page: str
    side: str
    line: str
    ink: str
    dim: str
    accent: str
    tint: str
    chip: str
    note: str
    match: str
    on_match: str
    current_match: str

    def colours(self) -> dict[str, str]:
        """Every colour token by name."""
        return {
            item.name: getattr(self, item.name)
            for item in fields(self)
            if item.name not in {"name", "dark"}
        }


LIGHT = Theme(
    name="light",
    dark=False,
    page="#FFFFFF",
    side="#F6F5F2",
    line="#E4E2DC",
    ink="#1F2328",
    dim="#666A71",
    accent="#A84A22",
    tint="#F7E9E2",
    chip="#F1F0EC",
    note="#FBF6EE",
    match="#FFE39A",
    on_match="#1F2328",
    current_match="#F5B84B",
)

SEPIA = Theme(
    name="sepia",
    dark=False,
    page="#FBF3E4",
    side="#F3E9D6",
    line="#E2D5BC",
    ink="#3B3126",
    dim="#6E604A",
    accent="#9A4A1F",
    tint="#F2DDC4",
    chip="#EEE2CC",
    note="#F5E9D2",
    match="#F6D27A",
    on_match="#3B3126",
    current_match="#EBAF45",
)

DARK = Theme(
    name="dark",
    dark=True,
    page="#17181A",
    side="#1E2022",
    line="#2E3134",
    ink="#E4E4E1",
    dim="#9A9EA5",
    accent="#F0935F",
    tint="#3A2A22",
    chip="#26292C",
    note="#221F1A",
    match="#6B5412",
    on_match="#FFF3D0",
    current_match="#8A4B14",
)

THEMES = {theme.name: theme for theme in (LIGHT, SEPIA, DARK)}

#: The tokens our drawings are made of; they are drawn in the light theme's.
DRAWING_TOKENS = ("ink", "dim", "accent", "tint", "line", "page")
_TOKEN_OF = {getattr(LIGHT, token): token for token in DRAWING_TOKENS}
_DRAWING_COLOURS = re.compile("|".join(_TOKEN_OF))


def recolour_svg(svg: str, theme: Theme) -> str:
    """One of our own drawings with the light theme's colours replaced by those of ``theme``."""
    if theme is LIGHT:
        return svg
    # One pass, so that a colour that one token becomes is not taken for another token.
    return _DRAWING_COLOURS.sub(lambda match: getattr(theme, _TOKEN_OF[match[0]]), svg)
