"""Caret browsing: a text cursor in the page, for keyboards and screen readers."""

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
    """Turns the page's text cursor on and off; without it arrow keys scroll.

    On Linux it is on while a screen reader runs, unless the reader chose otherwise; elsewhere
    many programs use the accessibility interface that are no screen readers.
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
        """Turn the text cursor on or off, by the setting or a running screen reader."""
        setting = self._settings.text_cursor
        has_listener = sys.platform == "linux" and QAccessible.isActive()
        self._set_enabled(has_listener if setting is None else setting)

    def toggle(self) -> None:
        """Turn the text cursor on or off as the action says, and store that as a setting."""
        enabled = self._action.isChecked()
        self._settings.text_cursor = enabled
        self._set_enabled(enabled)

    def _set_enabled(self, enabled: bool) -> None:
        self._action.setChecked(enabled)
        flags = Qt.TextInteractionFlag.TextBrowserInteraction
        if enabled:
            flags |= Qt.TextInteractionFlag.TextSelectableByKeyboard
        if flags != self._pane.textInteractionFlags():
            self._pane.setTextInteractionFlags(flags)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Check for a screen reader on focus; bring the caret into view before it moves."""
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
        """Move a caret that was scrolled out of view to the top of the view."""
        pane = self._pane
        view = pane.viewport().rect()
        if not view.intersects(pane.cursorRect()):
            pane.scroller.set_cursor_position(
                pane.cursorForPosition(QPoint(2, _FROM_TOP)).position()
            )

    def _announce_picture(self) -> None:
        """Announce the picture at the cursor, for which Qt has no words."""
        pane = self._pane
        if pane.has_text_cursor and pane.hasFocus():
            next_character = pane.textCursor()
            if next_character.movePosition(QTextCursor.MoveOperation.NextCharacter):
                announce(pane, self._picture_text(next_character.charFormat()))

    def _announce_link(self) -> None:
        """Announce the link or picture that Tab has selected."""
        pane, cursor = self._pane, self._pane.textCursor()
        link_text = cursor.selectedText().replace("\ufffc", "").strip()
        if link_text:
            announce(pane, self.tr("Link: {words}").format(words=link_text))
        else:
            announce(pane, self._picture_text(cursor.charFormat()))

    def _picture_text(self, style: QTextCharFormat) -> str:
        """The announcement for a picture or slideshow; empty for anything else."""
        if not style.isImageFormat():
            return ""
        kind, _, number = style.anchorHref().partition(":")
        if kind == SLIDESHOW_SCHEME:
            shows = self._pane.slideshows
            # While a page is written its slideshows are not on it yet.
            return shows[int(number)].accessibleName() if int(number) < len(shows) else ""
        alt = style.property(QTextImageFormat.Property.ImageAltText)
        return self.tr("Picture: {words}").format(words=alt) if alt else ""
