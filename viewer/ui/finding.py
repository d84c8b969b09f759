"""Finding: the search over all issues and the search in the page share the marks on the page."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from viewer.search import Hit, Results, marks
from viewer.ui.article_pane import ArticlePane
from viewer.ui.bar import SearchBox
from viewer.ui.find_bar import FindBar
from viewer.ui.history import Visit
from viewer.ui.reading import Reading
from viewer.ui.search_lane import SearchLane
from viewer.ui.search_panel import SearchPanel


class Finding(QObject):
    """Joins the search box, the lane, the hits, the find bar and the marks on the page."""

    changed = Signal()  # a search has begun, was answered, or has ended

    def __init__(
        self,
        box: SearchBox,
        panel: SearchPanel,
        bar: FindBar,
        pane: ArticlePane,
        lane: SearchLane,
        reading: Reading,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._box = box
        self._panel = panel
        self._bar = bar
        self._pane = pane
        self._lane = lane
        self._reading = reading
        self._query = ""
        self._origin: Visit | None = None
        self._ready = False
        box.textChanged.connect(self._typed)
        box.stepped.connect(panel.step)
        box.opened.connect(lambda: self.open_hit(panel.current_hit()))
        box.left.connect(self._leave)
        box.scrolled.connect(pane.keyPressEvent)
        panel.hit_chosen.connect(self.open_hit)
        panel.query_chosen.connect(box.setText)
        lane.answered.connect(self._answered)
        lane.ready.connect(self._search_ready)
        bar.text_changed.connect(self._find_typed)
        bar.stepped.connect(self.step)
        bar.closed.connect(self.close_find)
        reading.page_changed.connect(self.mark)

    @property
    def is_searching(self) -> bool:
        """Whether the reader is looking for something in all issues."""
        return bool(self._query)

    @property
    def is_finding(self) -> bool:
        """Whether the find bar is open."""
        return not self._bar.isHidden()

    # All issues

    def focus(self) -> None:
        """Put the reader into the search box."""
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._box.selectAll()

    def end(self) -> None:
        """End the search and stay where the reader is."""
        self._origin = None
        self._box.clear()

    def open_hit(self, hit: Hit | None) -> None:
        """Show the article of ``hit`` at its best passage, everything found marked."""
        if hit is None or not self._reading.go_to(hit.address):
            return
        if hit.position >= 0:
            self._pane.go_to_mark_at(hit.position)
        elif self._pane.marks:
            self._pane.go_to_mark(0)
        self._count()
        self._pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, text: str) -> None:
        query = text.strip()
        if not query:
            self._lane.drop()
            self._query = ""
            self.mark()
            self.changed.emit()
            return
        if not self._query:
            self._origin = self._reading.here
        self._query = query
        if not self._ready:
            self._panel.show_waiting(self.tr("The search is getting ready…"))
            self.changed.emit()
        self._lane.ask(query)

    def _search_ready(self) -> None:
        self._ready = True
        if self._query:
            self._lane.ask(self._query)

    def _answered(self, results: Results) -> None:
        if self._query:
            self._panel.show_results(results)
            self.changed.emit()
            self.mark()

    def _leave(self) -> None:
        """Esc in the box: back to where the reader was before she began to search."""
        origin, searched = self._origin, bool(self._query)
        self.end()
        if searched and origin is not None and self._reading.here != origin:
            self._reading.return_to(origin)
        self._pane.setFocus(Qt.FocusReason.OtherFocusReason)

    # This page

    def find(self) -> None:
        """Open the find bar, with the selected words in it."""
        selected = self._pane.textCursor().selectedText()
        self._bar.open(selected if 0 < len(selected) <= 100 else "")

    def close_find(self) -> None:
        """Close the find bar; the marks of the search come back."""
        self._bar.hide()
        self.mark()
        self._pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int) -> None:
        """Walk to the next (1) or previous (-1) mark."""
        found, current = len(self._pane.marks), self._pane.current_mark
        if found:
            first = 0 if by > 0 else found - 1
            self._pane.go_to_mark(current + by if current >= 0 else first)
            self._count()

    def mark(self) -> None:
        """Mark what is looked for: in the find bar if it is open, else in the search box."""
        page = self._pane.page
        query = self._bar.box.text().strip() if self.is_finding else self._query
        if page is None or not query:
            self._pane.mark((), ())
        else:
            self._pane.mark(marks(query, page.entry.title), marks(query, page.text))
        self._count()

    def _find_typed(self, _text: str) -> None:
        self.mark()
        if self._pane.marks:
            self._pane.go_to_mark_at(self._pane.place())
        self._count()

    def _count(self) -> None:
        self._bar.set_count(self._pane.current_mark, len(self._pane.marks))
