"""What the palette offers, gathered when it is wanted, and where it leads."""

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
from viewer.callbacks import CancelCheck, ProgressCallback
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
#: Commands offered while nothing is typed, behind the places visited last.
_SUGGESTED_COMMANDS = ("search", "import", "next", "read", "find", "keys")
_COMMAND_WEIGHT, _CHAPTER_WEIGHT, _ISSUE_WEIGHT, _ARTICLE_WEIGHT, _TERM_WEIGHT = (
    12.0,
    6.0,
    4.0,
    0.0,
    -4.0,
)


class PaletteController(QObject):
    """Opens the palette over ``window`` and keeps what it offers in step with ``library``.

    ``show_setting`` opens the preferences at the setting of a name.
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
        """The palette, made when it is first wanted."""
        if self._palette is None:
            from viewer.ui.dialogs.command_palette import CommandPalette

            self._palette = CommandPalette(self._window)
            self._palette.search_requested.connect(self._search)
        return self._palette

    def open(self) -> None:
        """Bring the palette up; articles join as soon as they are read."""
        self.palette.set_theme(self._appearance.theme)
        self._update_entries()
        self.palette.open()
        if self._task is None:
            self._load_entries()

    def close(self) -> None:
        """The program ends."""
        if self._task is not None:
            self._task.cancel()

    def _update_entries(self) -> None:
        from viewer.ui.dialogs.command_palette import PaletteEntry

        own = self._command_entries()
        recent = [
            PaletteEntry(
                title,
                self.tr("Recent"),
                partial(self._navigator.go_to, place),
                issue,
                language=language,
            )
            for place, (title, issue, language) in list(self._recent.items())[:_MAX_RECENT]
        ]
        usual = [own[name] for name in _SUGGESTED_COMMANDS if name in own]
        self.palette.set_entries(
            [*own.values(), *self._setting_entries(), *self._library_entries], [*recent, *usual]
        )

    def _command_entries(self) -> dict[str, PaletteEntry]:
        from viewer.ui.dialogs.command_palette import PaletteEntry

        kind = self.tr("Command")
        english = {one.name: one.text for one in commands(_untranslated)}
        made = {}
        for command in commands():
            action = self._menu_actions[command.name]
            if command.name == "palette" or not action.isEnabled():
                continue
            keys = command.shortcuts[0] if command.shortcuts else ""
            also = text_without_mnemonic(english[command.name])
            made[command.name] = PaletteEntry(
                text_without_mnemonic(command.text),
                kind,
                action.trigger,
                keys,
                also,
                _COMMAND_WEIGHT,
            )
        return made

    def _setting_entries(self) -> list[PaletteEntry]:
        """The themes, chosen at once, and every setting of the preferences."""
        from viewer.ui.dialogs.command_palette import PaletteEntry
        from viewer.ui.dialogs.preferences import setting_labels

        kind = self.tr("Setting")
        made = []
        for action in self._menu_actions.theme_group.actions():
            title = self.tr("Theme: {name}").format(name=text_without_mnemonic(action.text()))
            also = f"theme {action.data()}"
            made.append(PaletteEntry(title, kind, action.trigger, "", also, _COMMAND_WEIGHT))
        english = setting_labels(_untranslated)
        return made + [
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

    # Places

    def _load_entries(self) -> None:
        """Gather articles, chapters and terms off the main thread, if there are others by now."""
        words = (self.tr("Article"), self.tr("Issue"), self.tr("Chapter"), self.tr("Term"))
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
            return fingerprint, _build_entries(titles, publications, words, go, search)

        task = BackgroundTask(work, self)
        task.done.connect(self._on_loaded)
        task.failed.connect(lambda _error: self._on_loaded(None))
        self._task = task.start()

    def _on_loaded(self, found: tuple[str, list[PaletteEntry]] | None) -> None:
        self._task = None
        if found is not None:
            self._fingerprint, self._library_entries = found
            self._update_entries()

    def _add_recent(self, address: Address) -> None:
        page = self._navigator.page
        if page is not None:
            place = address.without_anchor
            self._recent = {
                place: (page.entry.title, page.issue_title, page.language),
                **{other: words for other, words in self._recent.items() if other != place},
            }

    def _search(self, words: str) -> None:
        self._search_controller.focus_search_box()
        self._search_controller.search(words)


def _build_entries(
    titles: list[tuple[Address, str, str]],
    publications: tuple[PublicationEntry, ...],
    words: tuple[str, str, str, str],
    go: Callable[[Address], object],
    search: Callable[[str], object],
) -> list[PaletteEntry]:
    from viewer.search.language.glossary import GLOSSARY_FILE, load_glossary
    from viewer.ui.dialogs.command_palette import PaletteEntry

    article, issue, chapter, term = words
    languages = {one.id: one.language for one in publications}
    made = [
        PaletteEntry(
            title, article, partial(go, address), detail, weight=_ARTICLE_WEIGHT,
            language=languages.get(address.publication, ""),
        )
        for address, title, detail in titles
    ]  # fmt: skip
    for publication in publications:
        made += [
            PaletteEntry(
                one.title, issue, partial(go, Address(publication.id, one.number)),
                short_date(one.date), weight=_ISSUE_WEIGHT, language=publication.language,
            )
            for one in publication.issues
        ]  # fmt: skip
        made += [
            PaletteEntry(
                f"{told.number}. {told.title}", chapter, partial(go, told.address), series.title,
                aliases=told.title, weight=_CHAPTER_WEIGHT, language=publication.language,
            )
            for series in publication.series
            for told in series.chapters
            if told.address is not None
        ]  # fmt: skip
    for entry in load_glossary(paths.resources_folder() / GLOSSARY_FILE).entries:
        others = [name for name in entry.names if name != entry.term]
        made.append(
            PaletteEntry(
                entry.term, term, partial(search, entry.term), ", ".join(others[:2]),
                aliases="\n".join(others), weight=_TERM_WEIGHT,
            )
        )  # fmt: skip
    return made


def _untranslated(_context: str, text: str) -> str:
    return text
