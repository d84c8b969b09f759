"""Keeps the outline in step with the page: its lines, where the reader is, and going there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from viewer.archive.model.address import Address
from viewer.ui.article.article_pane import ArticlePane
from viewer.ui.navigation.navigator import Navigator
from viewer.ui.side_panel.outline_model import OutlineLine, outline_of, outline_of_issue, row_at
from viewer.ui.side_panel.outline_panel import OutlinePanel
from viewer.ui.side_panel.side_panel import CHAPTERS_TAB, OUTLINE_TAB, SidePanel

#: The outline follows the scrolling this far behind it.
_FOLLOW_MS = 30


class OutlineControl(QObject):
    """Joins the outline to the page. ``wanted`` asks for the pane it stands in."""

    wanted = Signal()
    address_requested = Signal(object)

    def __init__(
        self,
        pane: ArticlePane,
        reading: Navigator,
        panel: OutlinePanel,
        beside: SidePanel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._pane = pane
        self._reading = reading
        self._panel = panel
        self._beside = beside
        self._tops: list[float] | None = None
        # The row the reader went to, and the scrolling it took: it is hers until she scrolls on.
        self._held: tuple[int, int] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_FOLLOW_MS)
        self._soon.timeout.connect(self.follow)
        panel.line_requested.connect(self._go)
        pane.page_scrolled.connect(self._follow_soon)
        pane.document().documentLayout().documentSizeChanged.connect(self._moved)
        beside.changed.connect(self._follow_soon)

    def arrive(self, address: Address) -> None:
        """The page shows what stands at ``address``."""
        page, whole = self._pane.page, self._reading.whole_issue
        if page is not None:
            lines = outline_of(page) if whole is None else outline_of_issue(whole)
            self._panel.set_lines(lines, page.language)
        self._beside.refresh()
        self._moved()
        row = self._panel.model.row_of(address)
        self._held = (row, self._pane.verticalScrollBar().value()) if row > 0 else None

    def toggle(self) -> None:
        """Bring the outline beside the page and the reader into it, or take it away again."""
        if self._beside.shows_outline and self._panel.isVisible():
            self._beside.select_tab(CHAPTERS_TAB)
            self._pane.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._beside.select_tab(OUTLINE_TAB)
        self.wanted.emit()
        if self._panel.isVisible():
            self.follow()
            self._panel.take_focus()

    def follow(self) -> None:
        """See which line the reader is in."""
        self._soon.stop()
        lines = self._panel.model.lines
        if not lines or not self._panel.isVisible():
            return
        if self._held is not None and self._held[1] == self._pane.verticalScrollBar().value():
            self._panel.set_here(self._held[0])
            return
        self._held = None
        if self._tops is None:
            # The first line is the top of the page, whatever stands there.
            self._tops = [0.0, *self._pane.line_tops([line.offset for line in lines[1:]])]
        self._panel.set_here(row_at(self._tops, self._pane.reading_line_y()))

    def _go(self, line: OutlineLine) -> None:
        self.address_requested.emit(line.address)
        if not line.address.anchor and line.offset:
            self._pane.go_to_offset(line.offset, at_top=True)
        self._held = (self._panel.model.lines.index(line), self._pane.verticalScrollBar().value())

    def _follow_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _moved(self) -> None:
        """Lines stand elsewhere on the page by now."""
        self._tops = None
        self._follow_soon()
