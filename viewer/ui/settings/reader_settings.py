"""Every setting of the reader: its type, its default, and what it is stored under."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar, overload

from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.address import Address
from viewer.color_themes import THEMES
from viewer.translation import LANGUAGES
from viewer.ui.settings.settings_file import SettingsFile
from viewer.ui.theme.fonts import UI_SCALES
from viewer.ui.theme.typesetting import Typesetting, typesetting_from_settings

#: The choice that takes light or dark from the system.
SYSTEM_THEME = "system"
#: Longer queries are not remembered.
_MAX_QUERY = 1000

T = TypeVar("T")


class LastPosition(NamedTuple):
    """The reading position when the program was closed; ``offset`` is in the plain text."""

    address: Address
    offset: int


class Setting(Generic[T]):
    """A descriptor: an attribute of ``ReaderSettings`` that is stored as ``key``.

    ``load`` turns the stored JSON value into the setting's, ``dump`` does the reverse. If ``load``
    raises ValueError, the setting has its default.
    """

    def __init__(
        self,
        key: str,
        default: T,
        load: Callable[[Any], T],
        dump: Callable[[T], Any] = lambda value: value,
    ) -> None:
        self._key = key
        self._default = default
        self._load = load
        self._dump = dump

    @overload
    def __get__(self, settings: None, owner: type) -> Setting[T]: ...
    @overload
    def __get__(self, settings: ReaderSettings, owner: type) -> T: ...
    def __get__(self, settings: ReaderSettings | None, owner: type) -> Setting[T] | T:
        if settings is None:
            return self
        stored = settings.file.get(self._key)
        try:
            return self._default if stored is None else self._load(stored)
        except ValueError:
            return self._default

    def __set__(self, settings: ReaderSettings, value: T) -> None:
        settings.file.set(self._key, self._dump(value))


class SearchList:
    """A descriptor: queries in the library's reader data, the latest first.

    Each is a key of its own, so that those of two machines are all there; its value is its rank.
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def _ranks(self, data: ReaderData) -> dict[str, int]:
        ranks = {query: data.get(self._kind, query) for query in data.keys(self._kind)}
        return {query: rank for query, rank in ranks.items() if type(rank) is int}

    @overload
    def __get__(self, settings: None, owner: type) -> SearchList: ...
    @overload
    def __get__(self, settings: ReaderSettings, owner: type) -> tuple[str, ...]: ...
    def __get__(self, settings: ReaderSettings | None, owner: type) -> SearchList | tuple[str, ...]:
        if settings is None:
            return self
        ranks = self._ranks(settings.reader_data)
        return tuple(sorted(ranks, key=lambda query: (-ranks[query], query)))

    def __set__(self, settings: ReaderSettings, queries: Sequence[str]) -> None:
        ranks = self._ranks(settings.reader_data)
        items: list[tuple[str, str, int | None]] = [
            (self._kind, query, None) for query in ranks if query not in queries
        ]
        rank = 0
        for query in reversed([q for q in queries if len(q) <= _MAX_QUERY]):
            rank = max(rank + 1, ranks.get(query, 0))
            items.append((self._kind, query, rank))
        settings.reader_data.set_all(items)


def _instance_of(kind: type[T]) -> Callable[[Any], T]:
    def load(stored: Any) -> T:
        if type(stored) is not kind:
            raise ValueError(stored)
        return stored

    return load


def _one_of(*choices: T) -> Callable[[Any], T]:
    def load(stored: Any) -> T:
        # As JSON, true is no number.
        for choice in choices:
            if type(stored) is type(choice) and stored == choice:
                return choice
        raise ValueError(stored)

    return load


def _texts(stored: Any) -> tuple[str, ...]:
    """The strings of a stored list; other values in it are skipped."""
    if not isinstance(stored, list):
        raise ValueError(stored)
    return tuple(text for text in stored if isinstance(text, str))


def _pane_widths(stored: Any) -> tuple[int, ...]:
    if (
        isinstance(stored, list)
        and len(stored) == 3
        and all(type(width) is int for width in stored)
    ):
        return tuple(stored)
    raise ValueError(stored)


class ReaderSettings:
    """Settings in this machine's ``file`` (None: in memory), stored as soon as they are set.

    What belongs to a library, such as searches and the last position, is in its ``reader_data``.
    It has no state of its own, so that any number of instances agree.
    """

    def __init__(self, reader_data: ReaderData, file: SettingsFile | None = None) -> None:
        self.reader_data = reader_data
        self.file = file if file is not None else SettingsFile(None)

    #: A locale of ``LANGUAGES``, empty for the system's.
    language = Setting("language", "", _one_of("", *LANGUAGES))
    #: A theme of ``THEMES`` or ``SYSTEM_THEME``.
    theme = Setting("theme", SYSTEM_THEME, _one_of(SYSTEM_THEME, *THEMES))
    #: The window's own text, times its usual size: one of ``UI_SCALES``.
    window_text_size = Setting("window text", 1.0, _one_of(*UI_SCALES))
    #: Whether issues are shown as a whole.
    shows_whole_issues = Setting("whole issue", False, _instance_of(bool))
    #: Whether the page has a text cursor; None where the reader never said.
    text_cursor = Setting[bool | None]("text cursor", None, _instance_of(bool))
    #: Whether newer articles come first among equally good hits.
    prefers_newer = Setting("prefer newer", True, _instance_of(bool))
    #: What was searched for, the latest first.
    recent_searches = SearchList("recent search")
    saved_searches = SearchList("saved search")
    #: The name of the chosen side panel, empty for the first.
    side_panel = Setting("beside", "", _instance_of(str))
    #: The names of the panes that are hidden.
    hidden_panes = Setting[tuple[str, ...]]("hidden", (), _texts, list)
    #: The widths of contents, page and side panel, in pixels; empty for the usual ones.
    pane_widths = Setting[tuple[int, ...]]("panes", (), _pane_widths, list)
    #: What QWidget.saveGeometry gave, in base 64; empty for none.
    window_geometry = Setting("geometry", "", _instance_of(str))
    #: The names of the commands whose hints are gone.
    dismissed_hints = Setting[frozenset[str]](
        "hints gone", frozenset(), lambda stored: frozenset(_texts(stored)), sorted
    )
    #: Whether the hint on how to leave distraction-free reading was shown.
    knows_distraction_free_exit = Setting("quiet hint", False, _instance_of(bool))

    @property
    def typesetting(self) -> Typesetting:
        """How the page is typeset; early versions stored its zoom alone."""
        stored = self.file.get("typesetting")
        if stored is None:
            stored = {"zoom": self.file.get("zoom", 1.0)}
        return typesetting_from_settings(stored)

    @typesetting.setter
    def typesetting(self, typesetting: Typesetting) -> None:
        self.file.set("typesetting", typesetting.to_settings())

    @property
    def last_position(self) -> LastPosition | None:
        """Where the reader was when the program was closed last; None if that is not known."""
        stored = self.reader_data.get("last", "position")
        if isinstance(stored, list) and [type(value) for value in stored] == [str, int, str, int]:
            publication, issue, article, offset = stored
            return LastPosition(Address(publication, issue, article), offset)
        return None

    @last_position.setter
    def last_position(self, position: LastPosition) -> None:
        address, offset = position
        value = [address.publication, address.issue, address.article, offset]
        self.reader_data.set_all([("last", "position", value)], durable=False)

    def last_chapter(self, publication: str, series: str) -> Address | None:
        """The chapter of a series that the reader had open last; None if there is none."""
        stored = self.reader_data.get("chapter", f"{publication}/{series}")
        if isinstance(stored, list) and [type(value) for value in stored] == [int, str]:
            return Address(publication, *stored)
        return None

    def set_last_chapter(self, series: str, chapter: Address) -> None:
        """Remember that the article ``chapter`` of ``series`` is open."""
        value = [chapter.issue, chapter.article]
        key = f"{chapter.publication}/{series}"
        self.reader_data.set_all([("chapter", key, value)], durable=False)
