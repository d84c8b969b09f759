"""Gathers the entries of the command palette when it opens, and runs the chosen one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from viewer import paths
from viewer.archive.library.library import Library
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import PublicationEntry
from viewer.errors import CatalogueError
from viewer.progress_and_cancel import CancelCheck, ProgressCallback
from viewer.ui.background_task import BackgroundTask
from viewer.ui.commands.command_table import commands
from viewer.ui.i18n.dates_and_numbers import short_date
from viewer.ui.navigation.navigator import Navigator
from viewer.ui.search.search_controller import SearchController
from viewer.ui.settings.appearance import Appearance
from viewer.ui.window.menu_actions import MenuActions, text_without_mnemonic

if TYPE_CHECKING:
    from viewer.ui.dialogs.command_palette import CommandPalette, PaletteEntry

_MAX_RECENT = 8
#: Commands offered while nothing is typed, after the articles visited last.
_SUGGESTED_COMMANDS = ("search", "import", "next", "read", "find", "keys")
_COMMAND_WEIGHT, _CHAPTER_WEIGHT, _ISSUE_WEIGHT, _ARTICLE_WEIGHT, _TERM_WEIGHT = (
    12.0,
    6.0,
    4.0,
    0.0,
    -4.0,
)


class PaletteController(QObject):
    """Opens the palette over ``window`` and keeps its entries in step with ``library``.

    ``show_setting`` opens the preferences at the setting with the name it is given.
    """

    def __init__(
        self,
        library: Library,
        navigator: Navigator,
        search_controller: SearchController,
        appearance: Appearance,
        actions: MenuActions,
        show_setting: Callable[[str], object],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._show_setting = show_setting
        self._library = library
        self._navigator = navigator
        self._search_controller = search_controller
        self._appearance = appearance
        self._menu_actions = actions
        self._window = window
        self._palette: CommandPalette | None = None
        self._library_entries: list[PaletteEntry] = []
        self._fingerprint = ""
        self._recent: dict[Address, tuple[str, str, str]] = {}  # title, issue, language
        self._task: BackgroundTask | None = None
        navigator.arrived.connect(self._add_recent)

    @property
    def palette(self) -> CommandPalette:
        """The palette, created at its first use."""
        if self._palette is None:
            from viewer.ui.dialogs.command_palette import CommandPalette

            self._palette = CommandPalette(self._window)
            self._palette.search_requested.connect(self._search)
        return self._palette

    def open(self) -> None:
        """Open the palette; articles are added as soon as they are loaded."""
        self.palette.set_theme(self._appearance.theme)
        self._update_entries()
        self.palette.open()
        if self._task is None:
            self._load_entries()

    def close(self) -> None:
        """Stop loading entries; the program ends."""
        if self._task is not None:
            self._task.cancel()

    def _update_entries(self) -> None:
        from viewer.ui.dialogs.command_palette import PaletteEntry

        by_name = self._command_entries()
        recent = [
            PaletteEntry(
                title,
                self.tr("Recent"),
                partial(self._navigator.go_to, address),
                issue,
                language=language,
            )
            for address, (title, issue, language) in list(self._recent.items())[:_MAX_RECENT]
        ]
        suggested = [by_name[name] for name in _SUGGESTED_COMMANDS if name in by_name]
        self.palette.set_entries(
            [*by_name.values(), *self._setting_entries(), *self._library_entries],
            [*recent, *suggested],
        )

    def _command_entries(self) -> dict[str, PaletteEntry]:
        from viewer.ui.dialogs.command_palette import PaletteEntry

        kind = self.tr("Command")
        english = {command.name: command.text for command in commands(_untranslated)}
        entries = {}
        for command in commands():
            action = self._menu_actions[command.name]
            if command.name == "palette" or not action.isEnabled():
                continue
            keys = command.shortcuts[0] if command.shortcuts else ""
            alias = text_without_mnemonic(english[command.name])
            entries[command.name] = PaletteEntry(
                text_without_mnemonic(command.text),
                kind,
                action.trigger,
                keys,
                alias,
                _COMMAND_WEIGHT,
            )
        return entries

    def _setting_entries(self) -> list[PaletteEntry]:
        """The themes, applied at once, and the other settings, opened in the preferences."""
        from viewer.ui.dialogs.command_palette import PaletteEntry
        from viewer.ui.dialogs.preferences import setting_labels

        kind = self.tr("Setting")
        entries = []
        for action in self._menu_actions.theme_group.actions():
            title = self.tr("Theme: {name}").format(name=text_without_mnemonic(action.text()))
            alias = f"theme {action.data()}"
            entries.append(PaletteEntry(title, kind, action.trigger, "", alias, _COMMAND_WEIGHT))
        english = setting_labels(_untranslated)
        return entries + [
            PaletteEntry(
                label,
                kind,
                partial(self._show_setting, name),
                aliases=english[name],
                weight=_COMMAND_WEIGHT,
            )
            for name, label in setting_labels().items()
            if name != "theme"
        ]

    # Articles, issues, chapters and terms

    def _load_entries(self) -> None:
        """Load articles, chapters and terms in the background, if the catalogue has changed."""
        kinds = (self.tr("Article"), self.tr("Issue"), self.tr("Chapter"), self.tr("Term"))
        go, search, known = self._navigator.go_to, self._search, self._fingerprint
        library = self._library

        def work(
            _progress: ProgressCallback, _cancelled: CancelCheck
        ) -> tuple[str, list[PaletteEntry]] | None:
            with library.open_catalogue() as catalogue:
                fingerprint = catalogue.fingerprint()
                if fingerprint == known:
                    return None
                titles = catalogue.article_titles()
                publications = catalogue.publications()
            return fingerprint, _build_entries(titles, publications, kinds, go, search)

        task = BackgroundTask(work, self)
        task.done.connect(self._on_loaded)
        task.failed.connect(self._on_load_failed)
        self._task = task.start()

    def _on_loaded(self, loaded: tuple[str, list[PaletteEntry]] | None) -> None:
        self._task = None
        if loaded is not None:
            self._fingerprint, self._library_entries = loaded
            self._update_entries()

    def _on_load_failed(self, error: Exception) -> None:
        self._on_loaded(None)
        # The page that is read next finds a damaged catalogue out.
        if not isinstance(error, CatalogueError):
            raise error

    def _add_recent(self, address: Address) -> None:
        page = self._navigator.page
        if page is not None:
            article = address.without_anchor
            earlier = [(one, labels) for one, labels in self._recent.items() if one != article]
            self._recent = {
                article: (page.entry.title, page.issue_title, page.language),
                **dict(earlier[: _MAX_RECENT - 1]),
            }

    def _search(self, words: str) -> None:
        self._search_controller.focus_search_box()
        self._search_controller.search(words)


def _build_entries(
    titles: list[tuple[Address, str, str]],
    publications: tuple[PublicationEntry, ...],
    kinds: tuple[str, str, str, str],
    go: Callable[[Address], object],
    search: Callable[[str], object],
) -> list[PaletteEntry]:
    from viewer.search.language.glossary import GLOSSARY_FILE, load_glossary
    from viewer.ui.dialogs.command_palette import PaletteEntry

    article, issue, chapter, term = kinds
    languages = {publication.id: publication.language for publication in publications}
    # Only of publications that share a name; the detail says nothing else of the publication.
    labels = {one.id: f"{one.label} · " for one in publications if one.label not in ("", one.name)}
    entries = [
        PaletteEntry(
            title, article, partial(go, address), labels.get(address.publication, "") + detail,
            weight=_ARTICLE_WEIGHT,
            language=languages.get(address.publication, ""),
        )
        for address, title, detail in titles
    ]  # fmt: skip
    for publication in publications:
        entries += [
            PaletteEntry(
                issue_entry.title, issue, partial(go, Address(publication.id, issue_entry.number)),
                labels.get(publication.id, "") + short_date(issue_entry.date),
                weight=_ISSUE_WEIGHT, language=publication.language,
            )
            for issue_entry in publication.issues
        ]  # fmt: skip
        entries += [
            PaletteEntry(
                f"{chapter_entry.number}. {chapter_entry.title}", chapter,
                partial(go, chapter_entry.address), series.title, aliases=chapter_entry.title,
                weight=_CHAPTER_WEIGHT, language=publication.language,
            )
            for series in publication.series
            for chapter_entry in series.chapters
            if chapter_entry.address is not None
        ]  # fmt: skip
    for entry in load_glossary(paths.resources_folder() / GLOSSARY_FILE).entries:
        others = [name for name in entry.names if name != entry.term]
        entries.append(
            PaletteEntry(
                entry.term, term, partial(search, entry.term), ", ".join(others[:2]),
                aliases="\n".join(others), weight=_TERM_WEIGHT,
            )
        )  # fmt: skip
    return entries


def _untranslated(_context: str, text: str) -> str:
    return text
