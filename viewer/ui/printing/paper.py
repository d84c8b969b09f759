"""Paper sizes and their margins. Lengths are points (1/72 inch)."""

from __future__ import annotations

import os
from dataclasses import dataclass

from PySide6.QtCore import QLocale
from PySide6.QtGui import QPageSize

_MM = 72 / 25.4
#: Countries that use US Letter, after Unicode's CLDR (territoryInfo, paperSize).
_LETTER_COUNTRIES = frozenset(
    {
        QLocale.Country.Belize, QLocale.Country.Canada, QLocale.Country.Chile,
        QLocale.Country.Colombia, QLocale.Country.CostaRica, QLocale.Country.ElSalvador,
        QLocale.Country.Guatemala, QLocale.Country.Mexico, QLocale.Country.Nicaragua,
        QLocale.Country.Panama, QLocale.Country.Philippines, QLocale.Country.PuertoRico,
        QLocale.Country.UnitedStates, QLocale.Country.Venezuela,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper size and its margins."""

    size: QPageSize.PageSizeId
    width: float
    height: float
    side_margin: float = 27 * _MM
    top_margin: float = 29 * _MM
    bottom_margin: float = 27 * _MM

    @property
    def text_width(self) -> float:
        """The width between the side margins."""
        return self.width - 2 * self.side_margin

    @property
    def text_height(self) -> float:
        """The height between the top and bottom margins."""
        return self.height - self.top_margin - self.bottom_margin


def paper_for_size(size: QPageSize.PageSizeId) -> Paper:
    """The paper of one of Qt's sizes."""
    points = QPageSize(size).size(QPageSize.Unit.Point)
    return Paper(size, points.width(), points.height())


def default_paper() -> Paper:
    """A4, or Letter if the system's locale is of a country that uses it."""
    # Qt does not read LC_PAPER, the locale category for this.
    locale_name = os.environ.get("LC_ALL") or os.environ.get("LC_PAPER")
    locale = QLocale(locale_name.partition(".")[0]) if locale_name else QLocale.system()
    letter = locale.territory() in _LETTER_COUNTRIES
    return paper_for_size(QPageSize.PageSizeId.Letter if letter else QPageSize.PageSizeId.A4)
