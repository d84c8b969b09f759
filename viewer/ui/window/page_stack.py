"""The middle of the window: the page, or another view in its place for a while."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from viewer.ui.widgets.accessibility import AccessibleStack


class PageStack(AccessibleStack):
    """Shows the page, or with ``show_replacement`` a view in its place until ``show_page``."""

    changed = Signal()

    def __init__(self, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = self._initial_focus = page
        self.addWidget(page)

    @property
    def page(self) -> QWidget:
        """The page."""
        return self._page

    def focus_shown(self) -> None:
        """Give the focus to what is shown."""
        (self._page if self.replacement is None else self._initial_focus).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    @property
    def replacement(self) -> QWidget | None:
        """The view in the place of the page; None while the page is shown."""
        shown = self.currentWidget()
        return None if shown is self._page else shown

    def show_replacement(self, view: QWidget, initial_focus: QWidget | None = None) -> None:
        """Show ``view`` in the place of the page; ``initial_focus`` in it gets the focus.

        No focus proxy does that: Tab would stop at the view, be handed to ``initial_focus``, and
        never come by what stands behind it.
        """
        self.setCurrentIndex(self.addWidget(view))
        self._initial_focus = initial_focus or view
        self.changed.emit()
        self.focus_shown()

    def show_page(self) -> bool:
        """Show the page again, as it was left; False if it is shown already."""
        view = self.replacement
        if view is None:
            return False
        focused = QApplication.focusWidget()
        self.setCurrentWidget(self._page)
        if focused is not None and view.isAncestorOf(focused):
            self._page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()
        return True
