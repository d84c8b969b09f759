"""Which of its languages the window speaks, and speaking it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from viewer import paths
from viewer.translation import LANGUAGES, nearest_language

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def resolve_language(locale_name: str = "") -> str:
    """The language of ``LANGUAGES`` nearest to ``locale_name``; empty: the system's locale."""
    return nearest_language(locale_name or next(iter(QLocale.system().uiLanguages()), "en"))


def current_language() -> str:
    """The language of ``LANGUAGES`` that ``install_translators`` was last told to speak."""
    app = QCoreApplication.instance()
    # Those of the language before stay until they are deleted.
    translators = [] if app is None else app.findChildren(QTranslator)[::-1]
    return next((t.language() for t in translators if t.language() in LANGUAGES), "en")


def install_translators(app: QApplication, language: str) -> None:
    """Speak ``language`` (of ``LANGUAGES``) from now on; empty means the system's."""
    for spoken_before in app.findChildren(QTranslator):
        app.removeTranslator(spoken_before)
        spoken_before.deleteLater()
    name = resolve_language(language)
    # Dates and counts are written as in the language around them, whatever the system's are like.
    QLocale.setDefault(QLocale(name))
    of_qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    own = str(paths.resources_folder() / "i18n")
    for folder, part in ((of_qt, "qtbase"), (own, "viewer")):
        translator = QTranslator(app)
        if translator.load(f"{part}_{name}", folder):
            app.installTranslator(translator)
