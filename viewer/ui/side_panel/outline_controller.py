"""Keeps the outline in step with the page: its lines, where the reader is, and going there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from viewer.archive.model.address import Address
from viewer.ui.article.article_pane import ArticlePane
from viewer.ui.navigation.navigator import Navigator
from viewer.ui.side_panel.outline_model import (
    OutlineLine,
    build_issue_outline,
    build_outline,
    last_row_above,
)
from viewer.ui.side_panel.outline_panel import OutlinePanel
from viewer.ui.side_panel.side_panel import SidePanel

#: The delay between scrolling and marking the current line.
_UPDATE_DELAY_MS = 30


class OutlineController(QObject):
    """Connects the outline with the page. ``panel_requested`` asks to show the side panel."""

    panel_requested = Signal()
    address_requested = Signal(object)

    def __init__(
        self,
        pane: ArticlePane,
        navigator: Navigator,
        panel: OutlinePanel,
        side_panel: SidePanel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._article_pane = pane
        self._navigator = navigator
        self._panel = panel
        self._side_panel = side_panel
        self._line_tops: list[float] | None = None
        # The row the reader chose and the scroll bar's value there: current until she scrolls on.
        self._requested_row: tuple[int, int] | None = None
        self._update_timer = QTimer(self)
        self._update_timer.setSingleShot(True)
        self._update_timer.setInterval(_UPDATE_DELAY_MS)
        self._update_timer.timeout.connect(self.update_current_line)
        panel.line_requested.connect(self._go_to_line)
        pane.page_scrolled.connect(self._schedule_update)
        pane.document().documentLayout().documentSizeChanged.connect(self._invalidate_line_tops)
        side_panel.changed.connect(self._schedule_update)

    def show_outline(self, address: Address) -> None:
        """List the headings of the page, which shows the article at ``address``."""
        page, issue = self._article_pane.page, self._navigator.whole_issue
        if page is not None:
            lines = build_outline(page) if issue is None else build_issue_outline(issue)
            self._panel.set_lines(lines, page.language)
        self._side_panel.refresh()
        self._invalidate_line_tops()
        row = self._panel.model.row_of(address)
        self._requested_row = (
            (row, self._article_pane.verticalScrollBar().value()) if row > 0 else None
        )

    def toggle(self) -> None:
        """Show the outline and give it the focus, or put it away again."""
        if self._side_panel.shown is self._panel and self._panel.isVisible():
            self._side_panel.choose(self._side_panel.panels[0])
            self._article_pane.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._side_panel.choose(self._panel)
        self.panel_requested.emit()
        if self._panel.isVisible():
            self.update_current_line()
            self._panel.focus_list()

    def update_current_line(self) -> None:
        """Mark the line the reader is in."""
        self._update_timer.stop()
        lines = self._panel.model.lines
        if not lines or not self._panel.isVisible():
            return
        if (
            self._requested_row is not None
            and self._requested_row[1] == self._article_pane.verticalScrollBar().value()
        ):
            self._panel.set_current_row(self._requested_row[0])
            return
        self._requested_row = None
        if self._line_tops is None:
            # The first line is the top of the page, whatever stands there.
            self._line_tops = [
                0.0,
                *self._article_pane.scroller.line_tops([line.offset for line in lines[1:]]),
            ]
        self._panel.set_current_row(
            last_row_above(self._line_tops, self._article_pane.scroller.reading_line_y())
        )

    def _go_to_line(self, line: OutlineLine) -> None:
        self.address_requested.emit(line.address)
        if not line.address.anchor and line.offset:
            self._article_pane.scroller.go_to_offset(line.offset, at_top=True)
        self._requested_row = (
            self._panel.model.lines.index(line),
            self._article_pane.verticalScrollBar().value(),
        )

    def _schedule_update(self) -> None:
        if not self._update_timer.isActive():
            self._update_timer.start()

    def _invalidate_line_tops(self) -> None:
        """Forget where the lines are on the page: its layout changed."""
        self._line_tops = None
        self._schedule_update()
