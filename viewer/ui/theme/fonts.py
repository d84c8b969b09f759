"""Type families. A Traditional Chinese family is named first: left to itself, the system may pick
a Japanese one, whose commas sit in the wrong corner."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics, QGuiApplication

#: The usual size of the window's own text, in device-independent pixels.
_BASE_PIXELS = 13
#: Times the usual size that the window's own text can have.
UI_SCALES = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
#: What Windows writes its own windows in, in points, before it is asked for larger text.
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
    """Features of OpenType that text is set with.

    Qt shapes text in the language of the system: left to itself, a face for one script takes the
    glyphs of another where the system speaks that one (OpenType's ``locl``).
    """
    return {QFont.Tag("locl"): 0}


def insert_substitutions() -> None:
    """Let drawings, which can name one family only, find their Traditional one on any system."""
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
    """Families for Latin letters that are not to be those of the Chinese face."""
    return list(LATIN_SANS if face == "sans" else _LATIN_SERIF)


def monospace_families(language: str = "zh-Hant") -> list[str]:
    """Fixed-pitch families, with those for ``language`` behind them for Han characters."""
    return [*_MONOSPACE, *families(language)]


def font(pixels: int, *, weight: int = 400, language: str = "zh-Hant") -> QFont:
    """A font of ``pixels`` height (device-independent pixels) for text in ``language``."""
    made = QFont()
    made.setFamilies(families(language))
    for tag, value in open_type_features().items():
        made.setFeature(tag, value)
    made.setPixelSize(max(6, pixels))
    made.setWeight(QFont.Weight(weight))
    return made


def system_text_scale() -> float:
    """How many times as large as usual the system wants text to be, 1 to 3.

    Qt scales the whole window where the system's resolution says so. Only Windows has a size for
    text alone, which its own font has.
    """
    if sys.platform != "win32":
        return 1.0
    points = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).pointSizeF()
    return min(UI_SCALES[-1], max(1.0, points / _WINDOWS_DEFAULT_POINTS))


def ui_font_at_scale(size: float) -> QFont:
    """The application's font where the window's own text is ``size`` times as large as usual."""
    return font(round(_BASE_PIXELS * min(UI_SCALES[-1], size * system_text_scale())))


def ui_scale() -> float:
    """How many times as large as usual the window's own text is: the application's font says so."""
    pixels = QGuiApplication.font().pixelSize()
    return pixels / _BASE_PIXELS if pixels > 0 else 1.0


def scaled_px(pixels: float) -> int:
    """A length that goes with the window's own text: a row, an indent, a box around words."""
    return round(pixels * ui_scale())


def icon_size(pixels: float) -> int:
    """The length of a sign without words: grows with the text, but not so that no room is left."""
    return round(pixels * min(1.6, ui_scale()))


def ui_font(pixels: int, *, weight: int = 400, language: str = "zh-Hant") -> QFont:
    """A font of the window's own, ``pixels`` high where the reader wants text of the usual size."""
    return font(scaled_px(pixels), weight=weight, language=language)


def line_height(face: QFont, min_pixels: float) -> int:
    """The height of a line of ``face``: at least ``min_pixels`` pixels at the usual size."""
    return max(scaled_px(min_pixels), QFontMetrics(face).height())


#: The language whose faces the window itself is written in.
UI_FONT_LANGUAGE = "zh-Hant"


class TitleFonts:
    """The window's own fonts for titles of publications in other languages than its own."""

    def __init__(self) -> None:
        self._languages: dict[str, str] = {}
        self._cache: dict[tuple[str, str], QFont] = {}

    def set_languages(self, languages: Mapping[str, str]) -> None:
        """By the id of each publication, its language (BCP 47)."""
        self._languages = dict(languages)

    def for_publication(self, base: QFont, publication: str) -> QFont:
        """``base`` for a title of ``publication``."""
        language = self._languages.get(publication, "")
        return self.for_language(base, language) if language else base

    def for_language(self, base: QFont, language: str) -> QFont:
        """``base`` for text in ``language``."""
        key = (base.key(), language)
        made = self._cache.get(key)
        if made is None:
            made = self._cache[key] = QFont(base)
            made.setFamilies(families(language))
        return made
