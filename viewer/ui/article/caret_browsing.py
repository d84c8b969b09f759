"""Reading the page line by line with a text cursor, as a screen reader does."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import (
    QAccessible,
    QAction,
    QKeyEvent,
    QTextCharFormat,
    QTextCursor,
    QTextImageFormat,
)

from viewer.ui.article.article_pane import ArticlePane
from viewer.ui.document.built_page import SLIDESHOW_SCHEME
from viewer.ui.settings.reader_settings import ReaderSettings
from viewer.ui.widgets.accessibility import announce

_FROM_TOP = 25
_CARET_KEYS = frozenset({
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
})  # fmt: skip


class CaretBrowsing(QObject):
    """Gives the page a text cursor while the reader wants one.

    Without it arrow keys scroll, as in a book. On Linux a screen reader that listens is reason
    enough, until the reader says otherwise; elsewhere many a program listens that reads nothing
    aloud.
    """

    def __init__(self, pane: ArticlePane, action: QAction, settings: ReaderSettings) -> None:
        super().__init__(pane)
        self._pane = pane
        self._action = action
        self._settings = settings
        pane.installEventFilter(self)
        pane.cursorPositionChanged.connect(self._announce_picture)
        pane.link_focused.connect(self._announce_link)
        self.refresh()

    @property
    def is_enabled(self) -> bool:
        """Whether arrow keys move a text cursor."""
        return self._action.isChecked()

    def refresh(self) -> None:
        """See anew whether there is to be one."""
        chosen = self._settings.text_cursor
        listened = sys.platform == "linux" and QAccessible.isActive()
        self._set_enabled(listened if chosen is None else chosen)

    def toggle(self) -> None:
        """Give the page a text cursor, or take it, as the action says; it stays so."""
        wanted = self._action.isChecked()
        self._settings.text_cursor = wanted
        self._set_enabled(wanted)

    def _set_enabled(self, wanted: bool) -> None:
        self._action.setChecked(wanted)
        flags = Qt.TextInteractionFlag.TextBrowserInteraction
        if wanted:
            flags |= Qt.TextInteractionFlag.TextSelectableByKeyboard
        if flags != self._pane.textInteractionFlags():
            self._pane.setTextInteractionFlags(flags)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """A screen reader may have come since the page had the keys last; and keys that move."""
        if event.type() == QEvent.Type.FocusIn:
            self.refresh()
        elif (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _CARET_KEYS
            and self._pane.has_text_cursor
        ):
            self._bring_caret_into_view()
        return False

    def _bring_caret_into_view(self) -> None:
        """Whoever scrolled away from the cursor goes on where she looks."""
        pane = self._pane
        view = pane.viewport().rect()
        if not view.intersects(pane.cursorRect()):
            pane.scroller.set_cursor_position(
                pane.cursorForPosition(QPoint(2, _FROM_TOP)).position()
            )

    def _announce_picture(self) -> None:
        """Of a picture Qt would only tell that there is something."""
        pane = self._pane
        if pane.has_text_cursor and pane.hasFocus():
            ahead = pane.textCursor()
            if ahead.movePosition(QTextCursor.MoveOperation.NextCharacter):
                announce(pane, self._picture_text(ahead.charFormat()))

    def _announce_link(self) -> None:
        """Tab goes from link to link, and each is selected."""
        pane, cursor = self._pane, self._pane.textCursor()
        words = cursor.selectedText().replace("\ufffc", "").strip()
        if words:
            announce(pane, self.tr("Link: {words}").format(words=words))
        else:
            announce(pane, self._picture_text(cursor.charFormat()))

    def _picture_text(self, style: QTextCharFormat) -> str:
        """What is to be said of a picture or slideshow; empty for anything else."""
        if not style.isImageFormat():
            return ""
        kind, _, number = style.anchorHref().partition(":")
        if kind == SLIDESHOW_SCHEME:
            return self._pane.slideshows[int(number)].accessibleName()
        words = style.property(QTextImageFormat.Property.ImageAltText)
        return self.tr("Picture: {words}").format(words=words) if words else ""
