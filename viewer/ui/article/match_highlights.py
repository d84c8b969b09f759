"""Search matches highlighted on the page, and which of them is the current one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from viewer.color_themes import LIGHT
from viewer.ui.article.incremental_build import IncrementalBuild
from viewer.ui.article.page_scroller import PageScroller
from viewer.ui.document.built_page import utf16_length

Span = tuple[int, int]
_MAX_FORMATTED_MATCHES = 400


class MatchHighlights:
    """Holds the matches in ``view`` and sets their ink; the pane paints their background."""

    def __init__(
        self,
        view: QTextBrowser,
        build: IncrementalBuild,
        scroller: PageScroller,
        open_folded: Callable[[tuple[Span, ...]], None],
    ) -> None:
        """``open_folded`` opens what is folded at spans of the plain text."""
        self._view = view
        self._open_folded = open_folded
        self._build = build
        self._scroller = scroller
        self.theme = LIGHT
        self._spans: list[Span] = []
        self._current = -1
        self._fractions: tuple[float, list[float]] | None = None  # for this height of the page

    def forget(self) -> None:
        """Drop all matches: another page is shown."""
        self._spans, self._current, self._fractions = [], -1, None

    def show(self, title: tuple[Span, ...], text: tuple[Span, ...]) -> int:
        """Highlight spans (code points) of the title and the plain text; returns their count."""
        if text:
            self._open_folded(text)
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
        """Set matches, also in links, in an ink that is legible on their background."""
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
        """The matches as spans of title (negative) and text, and the current one's number."""
        title_end = self._title_end
        text_map = self._build.built.text_map
        spans = [
            (start - title_end - 1, end - title_end - 1)
            if start < title_end
            else (text_map.to_offset(start), text_map.to_offset(end - 1) + 1)
            for start, end in self._spans
        ]
        return spans, self._current

    def restore(self, saved: tuple[list[Span], int]) -> None:
        """Set the matches that ``save`` returned again, after the page was rebuilt."""
        spans, self._current = saved
        if spans:
            self._build.finish()
        title_end = self._title_end
        self._spans = [
            (start + title_end + 1, end + title_end + 1)
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
        """The document positions of all matches."""
        return tuple(self._spans)

    @property
    def current(self) -> int:
        """The number of the current match, from 0; -1 for none."""
        return self._current

    def texts(self) -> list[str]:
        """The text of all matches, as the reader sees it."""
        result = []
        for start, end in self._spans:
            cursor = QTextCursor(self._view.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            result.append(cursor.selectedText())
        return result

    def go_to(self, number: int) -> None:
        """Make match ``number`` (modulo their count) the current one, and scroll to it."""
        if not self._spans:
            return
        self._current = number % len(self._spans)
        self._scroller.scroll_to(self._spans[self._current][0], at_top=False)
        self._view.viewport().update()

    def go_to_first_from(self, offset: int) -> None:
        """Go to the first match at or after ``offset`` of the plain text, else to the first."""
        position = self._build.built.text_map.to_position(offset) if offset >= 0 else 0
        for number, (start, _) in enumerate(self._spans):
            if start >= position:
                self.go_to(number)
                return
        self.go_to(0)

    def fractions(self) -> list[float]:
        """How far down the page the matches are, 0 to 1, sorted; one for each line at most."""
        height = max(1.0, self._view.document().documentLayout().documentSize().height())
        if self._fractions is None or self._fractions[0] != height:
            tops = {self._scroller.line_rect(start).top() for start, _ in self._spans}
            self._fractions = (height, sorted(top / height for top in tops))
        return self._fractions[1]
