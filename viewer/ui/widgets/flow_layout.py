"""Layouts for large text and small screens: a wrapping layout, and scroll areas for dialogs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSizePolicy,
    QWidget,
    QWidgetItem,
)

from viewer.ui.theme import fonts

#: Free pixels of the screen around a dialog, both sides together.
_SCREEN_MARGIN = 40


class FlowLayout(QLayout):
    """Widgets side by side, on as many lines as they need.

    With ``align_right`` the lines end at the right edge, as the buttons of a dialog do.
    """

    def __init__(self, parent: QWidget | None = None, *, align_right: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._align_right = align_right
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(6)

    def addItem(self, item: QLayoutItem) -> None:
        """Take ``item`` at the end."""
        self._items.append(item)

    def addWidget(self, widget: QWidget) -> None:
        """Take ``widget`` at the end."""
        self.addChildWidget(widget)
        self.addItem(QWidgetItem(widget))

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at ``index``, None behind the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """The item at ``index``, which is given away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes the width there is."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as are needed."""
        lines = self._break_into_lines(width)
        return sum(height for _, height in lines) + self.spacing() * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:
        """All on one line."""
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """The widest of them alone on a line."""
        sizes = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def setGeometry(self, rect: QRect) -> None:
        """Lay out the lines in ``rect``."""
        super().setGeometry(rect)
        y = rect.top()
        for items, line_height in self._break_into_lines(rect.width()):
            line_width = sum(self._item_width(item, rect.width()) for item in items)
            line_width += self.spacing() * (len(items) - 1)
            x = rect.right() + 1 - line_width if self._align_right else rect.left()
            for item in items:
                size = QSize(self._item_width(item, rect.width()), item.sizeHint().height())
                item.setGeometry(QRect(QPoint(x, y + (line_height - size.height()) // 2), size))
                x += size.width() + self.spacing()
            y += line_height + self.spacing()

    def _item_width(self, item: QLayoutItem, available_width: int) -> int:
        return min(item.sizeHint().width(), max(1, available_width))

    def _break_into_lines(self, width: int) -> list[tuple[list[QLayoutItem], int]]:
        lines: list[tuple[list[QLayoutItem], int]] = []
        x = 0
        for item in self._items:
            if item.isEmpty():
                continue
            item_width, item_height = self._item_width(item, width), item.sizeHint().height()
            if lines and x + self.spacing() + item_width <= width:
                items, line_height = lines[-1]
                items.append(item)
                lines[-1] = items, max(line_height, item_height)
                x += self.spacing() + item_width
            else:
                lines.append(([item], item_height))
                x = item_width
        return lines


class FittedScrollArea(QScrollArea):
    """As large as ``content`` wants to be; with less space it scrolls vertically."""

    def __init__(self, content: QWidget, parent: QWidget, name: str = "scrolled") -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Tab reaches its parts and scrolls them into view; the area itself needs no focus.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        # The names the style sheet knows it by.
        self.setObjectName(name)
        content.setObjectName(name)
        self.setWidget(content)

    def sizeHint(self) -> QSize:
        """All of what it holds."""
        content = self.widget()
        return content.sizeHint() if content is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """A few lines."""
        content = self.widget()
        bar = self.verticalScrollBar().sizeHint().width()
        min_width = content.minimumSizeHint().width() if content is not None else 0
        return QSize(min_width + bar, fonts.scaled_px(60))


class ScrollableHeader(FittedScrollArea):
    """A header above a list: shown in full as long as the list keeps its minimum height.

    Where it is not, the wheel and Tab scroll it: a bar beside that of the list is one too many.
    """

    def __init__(self, content: QWidget, parent: QWidget) -> None:
        super().__init__(content, parent, "side")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        content.installEventFilter(self)

    def hasHeightForWidth(self) -> bool:
        """The content may wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The content's full height; a layout with less space shrinks the largest part first."""
        content = self.widget()
        height = content.heightForWidth(width) if content is not None else -1
        return height if height >= 0 else self.sizeHint().height()

    def minimumSizeHint(self) -> QSize:
        """A line, of any width."""
        return QSize(0, fonts.scaled_px(20))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow changes of the content and its size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        elif event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._relayout_content)
        return super().eventFilter(watched, event)

    def _relayout_content(self) -> None:
        """Lay out again: Qt does not if the size changes while it asks for heights."""
        content = self.widget()
        layout = content.layout() if content is not None else None
        if layout is not None:
            layout.invalidate()
            layout.activate()


def fit_dialog(dialog: QWidget, width: int, height: int = 0) -> None:
    """Resize ``dialog``: pixels at normal text size, scaled with it, at most the screen.

    With ``height`` 0 it is as high as its content needs at that width.
    """
    available = dialog.screen().availableGeometry().size() - QSize(_SCREEN_MARGIN, _SCREEN_MARGIN)
    dialog_width = min(fonts.scaled_px(width), available.width())
    dialog_height = fonts.scaled_px(height) or _dialog_height(dialog, dialog_width)
    dialog.setMinimumWidth(0)
    dialog.resize(dialog_width, min(dialog_height, available.height()))


def _dialog_height(dialog: QWidget, width: int) -> int:
    layout, scroll_area = dialog.layout(), dialog.findChild(FittedScrollArea)
    content = scroll_area.widget() if scroll_area is not None else None
    if layout is None or scroll_area is None or content is None:
        return dialog.sizeHint().height()
    # Showing or hiding something inside does not update the outside by itself.
    scroll_area.updateGeometry()
    layout.activate()
    margins = layout.contentsMargins()
    height = content.heightForWidth(width - margins.left() - margins.right())
    outer_height = dialog.sizeHint().height() - scroll_area.sizeHint().height()
    return outer_height + (height if height >= 0 else content.sizeHint().height())
