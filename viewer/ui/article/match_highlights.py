"""What is marked on the page: the words of a search, and which of them the reader stands on."""

from __future__ import annotations

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from viewer.color_themes import LIGHT
from viewer.ui.article.incremental_build import IncrementalBuild
from viewer.ui.article.page_scroller import PageScroller
from viewer.ui.document.built_page import utf16_length

Span = tuple[int, int]
_MAX_FORMATTED_MATCHES = 400


class MatchHighlights:
    """Marks stretches of the page in ``view``; the ground under them is painted by the pane."""

    def __init__(self, view: QTextBrowser, build: IncrementalBuild, scroller: PageScroller) -> None:
        self._view = view
        self._build = build
        self._scroller = scroller
        self.theme = LIGHT
        self._spans: list[Span] = []
        self._current = -1
        self._fractions: tuple[float, list[float]] | None = None  # for this height of the page

    def forget(self) -> None:
        """Another page comes."""
        self._spans, self._current, self._fractions = [], -1, None

    def show(self, title: tuple[Span, ...], text: tuple[Span, ...]) -> int:
        """Mark stretches of the title and of the plain text; returns how many there are."""
        if text:
            self._build.finish()
        spans: list[Span] = []
        run = self._build.built.text_map.title
        if run is not None:
            for start, end in title:
                spans.append(
                    (
                        run.position + utf16_length(run.text[:start]),
                        run.position + utf16_length(run.text[:end]),
                    )
                )
        spans.extend(self._build.built.text_map.to_positions(start, end) for start, end in text)
        self._spans = [span for span in spans if span[1] > span[0]]
        self._current = -1
        self._apply_format()
        return len(self._spans)

    def _apply_format(self) -> None:
        """Marked words take the ink that is legible on the mark, links among them too."""
        style = QTextCharFormat()
        style.setForeground(QColor(self.theme.on_match))
        self._fractions = None
        selections = []
        for start, end in self._spans[:_MAX_FORMATTED_MATCHES]:
            selection = QTextEdit.ExtraSelection()
            selection.cursor = QTextCursor(self._view.document())
            selection.cursor.setPosition(start)
            selection.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            selection.format = style
            selections.append(selection)
        self._view.setExtraSelections(selections)
        self._view.verticalScrollBar().update()
        self._view.viewport().update()

    def save(self) -> tuple[list[Span], int]:
        """The marks as spans of title (negative) and text, and the current one, for ``restore``."""
        behind = self._title_end
        map_ = self._build.built.text_map
        spans = [
            (start - behind - 1, end - behind - 1)
            if start < behind
            else (map_.to_offset(start), map_.to_offset(end - 1) + 1)
            for start, end in self._spans
        ]
        return spans, self._current

    def restore(self, saved: tuple[list[Span], int]) -> None:
        """Set the marks again after a new layout."""
        spans, self._current = saved
        if spans:
            self._build.finish()
        behind = self._title_end
        self._spans = [
            (start + behind + 1, end + behind + 1)
            if start < 0
            else self._build.built.text_map.to_positions(start, end)
            for start, end in spans
        ]
        self._apply_format()

    @property
    def _title_end(self) -> int:
        run = self._build.built.text_map.title
        return run.position + utf16_length(run.text) if run is not None else 0

    @property
    def positions(self) -> tuple[Span, ...]:
        """Positions of everything that is marked."""
        return tuple(self._spans)

    @property
    def current(self) -> int:
        """The number of the mark the reader stands on, -1 for none."""
        return self._current

    def texts(self) -> list[str]:
        """What is marked, as the reader sees it."""
        found = []
        for start, end in self._spans:
            cursor = QTextCursor(self._view.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            found.append(cursor.selectedText())
        return found

    def go_to(self, number: int) -> None:
        """Stand on mark ``number`` (it wraps around) and bring it into view."""
        if not self._spans:
            return
        self._current = number % len(self._spans)
        self._scroller.scroll_to(self._spans[self._current][0], at_top=False)
        self._view.viewport().update()

    def go_to_first_from(self, offset: int) -> None:
        """Stand on the first mark at or behind ``offset`` of the plain text."""
        position = self._build.built.text_map.to_position(offset) if offset >= 0 else 0
        for number, (start, _) in enumerate(self._spans):
            if start >= position:
                self.go_to(number)
                return
        self.go_to(0)

    def fractions(self) -> list[float]:
        """How far down the whole page each mark stands, 0 to 1, a tick for each line at most."""
        height = max(1.0, self._view.document().documentLayout().documentSize().height())
        if self._fractions is None or self._fractions[0] != height:
            tops = {self._scroller.line_rect(start).top() for start, _ in self._spans}
            self._fractions = (height, sorted(top / height for top in tops))
        return self._fractions[1]
