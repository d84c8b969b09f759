"""Messages in the reader's language, for the window and the command line; knows no Qt.

The translations are in ``resources/i18n/messages_*.ts``, which Qt Linguist edits. The file is read
when the first message is translated, never at the start, and not at all in English.
"""

from __future__ import annotations

import functools
import os
import re
import sys
from pathlib import Path
from typing import Any

from viewer import paths
from viewer.messages import Message, SystemText

#: The languages of the program by locale, each with its own name. The source is in English.
LANGUAGES = {"en": "English", "zh_TW": "繁體中文"}

#: Longer texts are not matched against patterns: they may hold arbitrary text.
_LONGEST_SYSTEM_TEXT = 500
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def nearest_language(locale_name: str) -> str:
    """The language of ``LANGUAGES`` nearest to the locale ``locale_name``, such as ``zh_HK.UTF-8``.

    The very same, else the first of the same language, else English.
    """
    locale = re.split(r"[.@:]", locale_name.replace("-", "_"), maxsplit=1)[0]
    by_locale = {name.lower(): name for name in LANGUAGES}
    by_language = {name.partition("_")[0]: name for name in reversed(LANGUAGES)}
    fallback = by_language.get(locale.partition("_")[0].lower(), "en")
    return by_locale.get(locale.lower(), fallback)


def terminal_language() -> str:
    """The language of the command line: that of DOSUDO_LANGUAGE, else the locale's."""
    names = ("DOSUDO_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    chosen = next((value for name in names if (value := os.environ.get(name))), "")
    if not chosen and sys.platform == "win32":
        import ctypes
        import locale

        chosen = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return nearest_language(chosen)


def translate(message: str, language: str) -> str:
    """``message`` in ``language``; in English where it has no translation or is no ``Message``."""
    if language == "en" or not isinstance(message, Message):
        return str(message)
    return str(_translations(language).translate(message))


def is_complete(language: str) -> bool:
    """Whether the translations into ``language`` are installed."""
    return language == "en" or bool(_translations(language).messages)


@functools.cache
def _translations(language: str) -> Translations:
    return Translations(paths.resources_folder() / "i18n" / f"messages_{language}.ts")


class Translations:
    """The translations of one .ts file; without any where it is missing or damaged."""

    def __init__(self, path: Path) -> None:
        contexts = _read_ts_file(path)
        self.messages = contexts.get("Messages", {})
        # Texts of the system are looked up exactly, or by pattern where they hold values.
        self._system = contexts.get("System", {})
        self._patterns = [
            (re.compile("(.+?)".join(map(re.escape, _PLACEHOLDER.split(source)[::2]))), source)
            for source in self._system
            if _PLACEHOLDER.search(source)
        ]

    def translate(self, value: Any) -> Any:
        """``value`` translated: a message, a text of the system, or a list; others as they are."""
        match value:
            case SystemText():
                return self._translate_system_text(value.template)
            case Message():
                translation = self.messages.get(value.template)
                if translation is None:
                    return str(value)
                values = {name: self.translate(item) for name, item in value.values.items()}
                return translation.format(**values)
            case tuple():
                return self.messages.get(", ", ", ").join(str(self.translate(v)) for v in value)
        return value

    def _translate_system_text(self, text: str) -> str:
        if text in self._system:
            return self._system[text]
        if len(text) > _LONGEST_SYSTEM_TEXT:
            return text
        for pattern, source in self._patterns:
            if match := pattern.fullmatch(text):
                values = map(self._translate_system_text, match.groups())
                names = _PLACEHOLDER.findall(source)
                return self._system[source].format(**dict(zip(names, values, strict=True)))
        return text


def _read_ts_file(path: Path) -> dict[str, dict[str, str]]:
    """The translations by source text, by context; those that are unfinished are left out."""
    from xml.etree import ElementTree

    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError):
        return {}
    return {
        context.findtext("name", ""): {
            source: translation
            for message in context.iter("message")
            if (source := message.findtext("source"))
            and (translation := message.findtext("translation"))
        }
        for context in root.iter("context")
    }
