"""How the page is set: size, measure, distance of lines, and the faces of both scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

#: Times the normal size.
ZOOMS = (0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.4, 1.6, 1.8, 2.0, 2.4, 3.0)
#: The widest measure, in ideographs of the body's size.
MEASURES = (30, 34, 38, 44, 52)
#: From line to line, times the body's size.
LEADINGS = (1.45, 1.55, 1.65, 1.8, 2.0)
FACES = ("sans", "serif")
#: Latin letters may also be those of the Chinese face.
LATIN_FACES = ("same", *FACES)

_CHOICES: Mapping[str, tuple[Any, ...]] = {
    "zoom": ZOOMS,
    "measure": MEASURES,
    "leading": LEADINGS,
    "han": FACES,
    "latin": LATIN_FACES,
}


@dataclass(frozen=True, slots=True)
class Typesetting:
    """What the reader chose; every value is one of those that are offered."""

    zoom: float = 1.0
    measure: int = 38
    leading: float = 1.65
    han: str = "sans"
    latin: str = "same"

    def to_settings(self) -> dict[str, Any]:
        """As kept with the reader's settings."""
        return asdict(self)


def typesetting_from_settings(saved: Any) -> Typesetting:
    """What ``Typesetting.to_settings`` gave; whatever is not offered becomes the normal one."""
    known = saved if isinstance(saved, dict) else {}
    names = {one.name for one in fields(Typesetting)}
    return Typesetting(
        **{name: value for name, value in known.items()
           if name in names and value in _CHOICES[name]}
    )  # fmt: skip


def step_choice(values: tuple[Any, ...], value: Any, steps: int, default: Any) -> Any:
    """The value ``steps`` places after ``value`` (after ``default`` if it is not among them)."""
    at = values.index(value if value in values else default)
    return values[min(len(values) - 1, max(0, at + steps))]
