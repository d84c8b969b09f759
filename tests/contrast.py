"""How well one colour is told from another, for the tests of what is drawn."""

from __future__ import annotations


def _linear_channel(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def contrast_ratio(one: str, other: str) -> float:
    """The contrast ratio of two ``#RRGGBB`` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lights = []
    for colour in (one, other):
        red, green, blue = (_linear_channel(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
        lights.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(lights) + 0.05) / (min(lights) + 0.05)
