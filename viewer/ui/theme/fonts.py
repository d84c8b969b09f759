"""Font families by language, and the sizes of the window's own text.

A Traditional Chinese family is named first: left to itself, the system may pick a Japanese one,
whose commas sit in the wrong corner.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics, QGuiApplication

#: The usual size of the window's own text, in device-independent pixels.
_BASE_PIXELS = 13
#: The sizes of the window's own text that can be chosen, times the usual one.
UI_SCALES = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
#: The size of Windows' own font before the user asks for larger text, in points.
_WINDOWS_DEFAULT_POINTS = 9.0

_TRADITIONAL = (
    "Noto Sans CJK TC",
    "Noto Sans TC",
    "Source Han Sans TC",
    "PingFang TC",
    "Microsoft JhengHei UI",
    "Microsoft JhengHei",
)
#: For Latin quotation marks and apostrophes inside Chinese text.
LATIN_SANS = ("Source Sans 3", "Noto Sans", "Helvetica Neue", "Segoe UI", "DejaVu Sans", "Arial")
_SIMPLIFIED = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei UI",
    "Microsoft YaHei",
)
_JAPANESE = ("Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic UI")
_KOREAN = ("Noto Sans CJK KR", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic")
_SANS = {"hant": _TRADITIONAL, "hans": _SIMPLIFIED, "ja": _JAPANESE, "ko": _KOREAN}
_SERIF = {
    "hant": ("Noto Serif CJK TC", "Noto Serif TC", "Source Han Serif TC", "Songti TC", "PMingLiU"),
    "hans": ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Songti SC", "SimSun"),
    "ja": ("Noto Serif CJK JP", "Noto Serif JP", "Hiragino Mincho ProN", "Yu Mincho"),
    "ko": ("Noto Serif CJK KR", "Noto Serif KR", "AppleMyungjo", "Batang"),
}
_LATIN_SERIF = ("Source Serif 4", "Noto Serif", "Charter", "Georgia", "DejaVu Serif", "serif")
_MONOSPACE = ("Noto Sans Mono", "DejaVu Sans Mono", "SF Mono", "Menlo", "Cascadia Mono", "Consolas")


@cache
def open_type_features() -> dict[QFont.Tag, int]:
    """OpenType features that all text is set with.

    Qt shapes text in the language of the system: left to itself, a face for one script takes the
    glyphs of another where the system speaks that one (OpenType's ``locl``).
    """
    return {QFont.Tag("locl"): 0}


def insert_substitutions() -> None:
    """Register substitutes for the one Traditional Chinese family that SVG drawings can name."""
    QFont.insertSubstitutions(_TRADITIONAL[0], list(_TRADITIONAL[1:]))


def families(language: str = "zh-Hant", face: str = "sans") -> list[str]:
    """Families for text in ``language`` (BCP 47), best first; ``face`` is ``sans`` or ``serif``."""
    tag = language.lower()
    if tag.startswith(("zh-hans", "zh-cn", "zh-sg")):
        order = ["hans", "hant"]
    elif tag.startswith("ja"):
        order = ["ja", "hant"]
    elif tag.startswith("ko"):
        order = ["ko", "hant"]
    else:
        order = ["hant", "hans"]
    sans = [name for script in order for name in _SANS[script]]
    if face == "serif":
        # Where a system has no serif face of this script, its sans is better than another script's.
        return [name for script in order for name in _SERIF[script]] + sans + ["serif"]
    return [*sans, "sans-serif"]


def latin_families(face: str = "sans") -> list[str]:
    """Families for Latin letters that do not use the Chinese font; ``face`` as in ``families``."""
    return list(LATIN_SANS if face == "sans" else _LATIN_SERIF)


def monospace_families(language: str = "zh-Hant") -> list[str]:
    """Fixed-pitch families, with those for ``language`` behind them for Han characters."""
    return [*_MONOSPACE, *families(language)]


def font(pixels: int, *, weight: int = 400, language: str = "zh-Hant") -> QFont:
    """A font of ``pixels`` height (device-independent pixels) for text in ``language``."""
    result = QFont()
    result.setFamilies(families(language))
    for tag, value in open_type_features().items():
        result.setFeature(tag, value)
    result.setPixelSize(max(6, pixels))
    result.setWeight(QFont.Weight(weight))
    return result


def system_text_scale() -> float:
    """The text size set in the system, times the usual one, 1 to 3.

    Qt scales the whole window where the system's resolution says so. Only Windows has a size for
    text alone, which its own font has.
    """
    if sys.platform != "win32":
        return 1.0
    points = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).pointSizeF()
    return min(UI_SCALES[-1], max(1.0, points / _WINDOWS_DEFAULT_POINTS))


def ui_font_at_scale(size: float) -> QFont:
    """The application's font if the window's own text is ``size`` times as large as usual."""
    return font(round(_BASE_PIXELS * min(UI_SCALES[-1], size * system_text_scale())))


def ui_scale() -> float:
    """The size of the window's own text, times the usual one, after the application's font."""
    pixels = QGuiApplication.font().pixelSize()
    return pixels / _BASE_PIXELS if pixels > 0 else 1.0


def scaled_px(pixels: float) -> int:
    """A length that grows with the window's own text: a row, an indent, a box around words."""
    return round(pixels * ui_scale())


def icon_size(pixels: float) -> int:
    """The size of an icon: grows with the window's own text, but at most 1.6 times."""
    return round(pixels * min(1.6, ui_scale()))


def ui_font(pixels: int, *, weight: int = 400, language: str = "zh-Hant") -> QFont:
    """A font for the window's own text, ``pixels`` high at the usual size and scaled with it."""
    return font(scaled_px(pixels), weight=weight, language=language)


def line_height(face: QFont, min_pixels: float) -> int:
    """The height of a line of ``face``: at least ``min_pixels`` pixels at the usual size."""
    return max(scaled_px(min_pixels), QFontMetrics(face).height())


#: The language whose font families the window itself uses.
UI_FONT_LANGUAGE = "zh-Hant"


class TitleFonts:
    """The window's own fonts for titles of publications in other languages than its own."""

    def __init__(self) -> None:
        self._languages: dict[str, str] = {}
        self._cache: dict[tuple[str, str], QFont] = {}

    def set_languages(self, languages: Mapping[str, str]) -> None:
        """Set the language (BCP 47) of each publication, by its id."""
        self._languages = dict(languages)

    def for_publication(self, base: QFont, publication: str) -> QFont:
        """``base`` with the font families for a title of ``publication`` (an id)."""
        language = self._languages.get(publication, "")
        return self.for_language(base, language) if language else base

    def for_language(self, base: QFont, language: str) -> QFont:
        """``base`` with the font families for text in ``language`` (BCP 47)."""
        key = (base.key(), language)
        adapted = self._cache.get(key)
        if adapted is None:
            adapted = self._cache[key] = QFont(base)
            adapted.setFamilies(families(language))
        return adapted
