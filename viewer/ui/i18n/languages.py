"""Chooses the language of the window, and installs its translators."""

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
    """The language of ``LANGUAGES`` that was installed last; English before."""
    app = QCoreApplication.instance()
    # Newest first: replaced translators stay children until they are deleted.
    translators = [] if app is None else app.findChildren(QTranslator)[::-1]
    return next((t.language() for t in translators if t.language() in LANGUAGES), "en")


def install_translators(app: QApplication, language: str) -> None:
    """Switch to ``language`` (of ``LANGUAGES``); empty means the system's."""
    for old_translator in app.findChildren(QTranslator):
        app.removeTranslator(old_translator)
        old_translator.deleteLater()
    name = resolve_language(language)
    # Dates and numbers follow the language of the window, not the system's locale.
    QLocale.setDefault(QLocale(name))
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    own_folder = str(paths.resources_folder() / "i18n")
    for folder, part in ((qt_folder, "qtbase"), (own_folder, "viewer")):
        translator = QTranslator(app)
        if translator.load(f"{part}_{name}", folder):
            app.installTranslator(translator)
