"""How a page is typeset: text size, line length, line height, Han and Latin fonts, notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

#: Times the normal size.
ZOOMS = (0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.4, 1.6, 1.8, 2.0, 2.4, 3.0)
#: The longest line (measure), in ideographs of the body's size.
MEASURES = (30, 34, 38, 44, 52)
#: The line height, times the body's size.
LEADINGS = (1.45, 1.55, 1.65, 1.8, 2.0)
FACES = ("sans", "serif")
#: ``same``: Latin letters take the Chinese font.
LATIN_FACES = ("same", *FACES)
#: How the notes of an edition are shown at first.
NOTES = ("open", "folded", "hidden")

_CHOICES: Mapping[str, tuple[Any, ...]] = {
    "zoom": ZOOMS,
    "measure": MEASURES,
    "leading": LEADINGS,
    "han": FACES,
    "latin": LATIN_FACES,
    "notes": NOTES,
}


@dataclass(frozen=True, slots=True)
class Typesetting:
    """The typesetting the reader chose; every value is one of those offered above."""

    zoom: float = 1.0
    measure: int = 38
    leading: float = 1.65
    han: str = "sans"
    latin: str = "same"
    notes: str = "folded"

    def to_settings(self) -> dict[str, Any]:
        """The JSON value stored with the reader's settings."""
        return asdict(self)


def typesetting_from_settings(saved: Any) -> Typesetting:
    """The typesetting for a stored value; what is not offered becomes the default."""
    stored = saved if isinstance(saved, dict) else {}
    names = {field.name for field in fields(Typesetting)}
    return Typesetting(
        **{name: value for name, value in stored.items()
           if name in names and value in _CHOICES[name]}
    )  # fmt: skip


def step_choice(values: tuple[Any, ...], value: Any, steps: int, default: Any) -> Any:
    """The choice ``steps`` after ``value`` (after ``default`` if it is not among them)."""
    index = values.index(value if value in values else default)
    return values[min(len(values) - 1, max(0, index + steps))]
