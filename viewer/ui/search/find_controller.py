"""Find in page: the find bar, the highlighted matches and going from one to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer

from viewer.archive.model.issue import Link
from viewer.search.query.results import Spans
from viewer.ui.article.article_pane import ArticlePane
from viewer.ui.navigation.navigator import Navigator
from viewer.ui.search.find_bar import FindBar

#: Highlighting the page takes longer than showing the hits: it waits for a pause in the typing.
_HIGHLIGHT_DELAY_MS = 120

FindInText = Callable[[str, Sequence[Link]], Spans]


class FindController(QObject):
    """Highlights the text of the find bar if it is open, else the query of the search."""

    def __init__(
        self, find_bar: FindBar, article_pane: ArticlePane, navigator: Navigator, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._find_bar = find_bar
        self._pane = article_pane
        self._find_in_text: FindInText = lambda _text, _links: ()
        self._go_to_next_hit: Callable[[int], bool] = lambda _by: False
        self._highlight_timer = QTimer(self)
        self._highlight_timer.setSingleShot(True)
        self._highlight_timer.setInterval(_HIGHLIGHT_DELAY_MS)
        self._highlight_timer.timeout.connect(self.highlight_matches)
        find_bar.text_changed.connect(self._on_text_changed)
        find_bar.step_requested.connect(self.go_to_next_match)
        find_bar.close_requested.connect(self.close_find_bar)
        navigator.page_changed.connect(self.highlight_matches)

    def set_search(self, find_in_text: FindInText, go_to_next_hit: Callable[[int], bool]) -> None:
        """Highlight what ``find_in_text`` finds in a text while the find bar is closed.

        It gets the links of the text as well. Beyond the last match ``go_to_next_hit(1)`` goes on,
        before the first ``go_to_next_hit(-1)``; it is False where there is no other hit.
        """
        self._find_in_text = find_in_text
        self._go_to_next_hit = go_to_next_hit

    @property
    def is_find_bar_open(self) -> bool:
        """Whether the find bar is open."""
        return not self._find_bar.isHidden()

    def open_find_bar(self) -> None:
        """Open the find bar, with the text selected in the page (up to 100 characters) in it."""
        selected = self._pane.textCursor().selectedText()
        self._find_bar.open(selected if 0 < len(selected) <= 100 else "")

    def close_find_bar(self) -> None:
        """Close the find bar; the matches of the search are highlighted again."""
        self._find_bar.hide()
        self.highlight_matches()
        self._pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_next_match(self, by: int) -> None:
        """Go to the next (1) or previous (-1) match in the page, beyond its last to the next hit.

        In the find bar, and where there is one hit only, the first follows the last.
        """
        self._highlight_now()
        count, current = len(self._pane.matches.positions), self._pane.matches.current
        first = 0 if by > 0 else count - 1
        target = current + by if current >= 0 else first
        leaves_page = not 0 <= target < count and not self.is_find_bar_open
        if not (leaves_page and self._go_to_next_hit(by)):
            self.go_to_match(target)

    def go_to_match(self, number: int) -> None:
        """Go to match ``number`` (modulo their count) in the page; -1 is the last."""
        self._highlight_now()
        self._pane.matches.go_to(number)
        self._update_match_count()

    def go_to_match_at(self, offset: int) -> None:
        """Go to the first match from ``offset`` in the page on."""
        self._highlight_now()
        self._pane.matches.go_to_first_from(offset)
        self._update_match_count()

    def highlight_later(self) -> None:
        """Highlight once there is a pause in the typing."""
        self._highlight_timer.start()

    def highlight_matches(self) -> None:
        """Highlight now."""
        self._highlight_timer.stop()
        page, typed = self._pane.page, self._find_bar.find_box.text()
        if page is None or (self.is_find_bar_open and not typed):
            self._pane.matches.show((), ())
        elif self.is_find_bar_open:
            from viewer.search.query.find_in_page import find_occurrences

            self._pane.matches.show(
                find_occurrences(typed, page.entry.title), find_occurrences(typed, page.text)
            )
        else:
            self._pane.matches.show(
                self._find_in_text(page.entry.title, ()),
                self._find_in_text(page.text, page.links),
            )
        self._update_match_count()

    def _highlight_now(self) -> None:
        """Highlight at once if that still waits for a pause in the typing."""
        if self._highlight_timer.isActive():
            self.highlight_matches()

    def _on_text_changed(self, _text: str) -> None:
        self.highlight_matches()
        if self._pane.matches.positions:
            # At the very top matches in the title, which come before the text, are in view.
            offset = (
                self._pane.scroller.top_offset() if self._pane.verticalScrollBar().value() else -1
            )
            self._pane.matches.go_to_first_from(offset)
        self._update_match_count()

    def _update_match_count(self) -> None:
        self._find_bar.set_match_count(
            self._pane.matches.current, len(self._pane.matches.positions)
        )
