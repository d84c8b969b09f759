"""Dialogs that lose nothing where text is large or the screen small: they wrap and scroll."""

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

#: What stays free of the screen around a dialog.
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
        return sum(high for _, high in lines) + self.spacing() * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:
        """All on one line."""
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(width, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:
        """The widest of them alone on a line."""
        shown = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(
            max((size.width() for size in shown), default=0),
            max((size.height() for size in shown), default=0),
        )

    def setGeometry(self, rect: QRect) -> None:
        """Give each its place."""
        super().setGeometry(rect)
        y = rect.top()
        for items, high in self._break_into_lines(rect.width()):
            wide = sum(self._item_width(item, rect.width()) for item in items)
            wide += self.spacing() * (len(items) - 1)
            x = rect.right() + 1 - wide if self._align_right else rect.left()
            for item in items:
                size = QSize(self._item_width(item, rect.width()), item.sizeHint().height())
                item.setGeometry(QRect(QPoint(x, y + (high - size.height()) // 2), size))
                x += size.width() + self.spacing()
            y += high + self.spacing()

    def _item_width(self, item: QLayoutItem, room: int) -> int:
        return min(item.sizeHint().width(), max(1, room))

    def _break_into_lines(self, width: int) -> list[tuple[list[QLayoutItem], int]]:
        lines: list[tuple[list[QLayoutItem], int]] = []
        x = 0
        for item in self._items:
            if item.isEmpty():
                continue
            wide, high = self._item_width(item, width), item.sizeHint().height()
            if lines and x + self.spacing() + wide <= width:
                items, highest = lines[-1]
                items.append(item)
                lines[-1] = items, max(highest, high)
                x += self.spacing() + wide
            else:
                lines.append(([item], high))
                x = wide
        return lines


class FittedScrollArea(QScrollArea):
    """Holds ``inside``, as large as that wants to be; where there is less room it scrolls down."""

    def __init__(self, inside: QWidget, parent: QWidget, name: str = "scrolled") -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Its parts are reached by Tab and brought into view; the area itself has nothing to say.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        # The names the style sheet knows it by.
        self.setObjectName(name)
        inside.setObjectName(name)
        self.setWidget(inside)

    def sizeHint(self) -> QSize:
        """All of what it holds."""
        inside = self.widget()
        return inside.sizeHint() if inside is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """A few lines."""
        inside = self.widget()
        bar = self.verticalScrollBar().sizeHint().width()
        least = inside.minimumSizeHint().width() if inside is not None else 0
        return QSize(least + bar, fonts.scaled_px(60))


class ScrollableHeader(FittedScrollArea):
    """What stands above a list: all of it, though the list keeps its least height."""

    def __init__(self, inside: QWidget, parent: QWidget) -> None:
        super().__init__(inside, parent, "side")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        inside.installEventFilter(self)

    def hasHeightForWidth(self) -> bool:
        """What is inside may break into lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All of what is inside; a layout with less room takes it from the largest part first."""
        inside = self.widget()
        wanted = inside.heightForWidth(width) if inside is not None else -1
        return wanted if wanted >= 0 else self.sizeHint().height()

    def minimumSizeHint(self) -> QSize:
        """A line, of any width."""
        return QSize(0, fonts.scaled_px(20))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Something else is inside, or has another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        elif event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._relayout_content)
        return super().eventFilter(watched, event)

    def _relayout_content(self) -> None:
        """Qt leaves the parts where they were if another size comes while it asks for heights."""
        inside = self.widget()
        layout = inside.layout() if inside is not None else None
        if layout is not None:
            layout.invalidate()
            layout.activate()


def fit_dialog(dialog: QWidget, width: int, height: int = 0) -> None:
    """Give ``dialog`` a size that goes with its text, though none larger than the screen.

    Without ``height`` it is as high as what is in it wants at that width.
    """
    room = dialog.screen().availableGeometry().size() - QSize(_SCREEN_MARGIN, _SCREEN_MARGIN)
    wide = min(fonts.scaled_px(width), room.width())
    high = fonts.scaled_px(height) or _dialog_height(dialog, wide)
    dialog.setMinimumWidth(0)
    dialog.resize(wide, min(high, room.height()))


def _dialog_height(dialog: QWidget, width: int) -> int:
    layout, scrolled = dialog.layout(), dialog.findChild(FittedScrollArea)
    inside = scrolled.widget() if scrolled is not None else None
    if layout is None or scrolled is None or inside is None:
        return dialog.sizeHint().height()
    # What is shown or hidden inside changes nothing outside by itself.
    scrolled.updateGeometry()
    layout.activate()
    margins = layout.contentsMargins()
    wanted = inside.heightForWidth(width - margins.left() - margins.right())
    around = dialog.sizeHint().height() - scrolled.sizeHint().height()
    return around + (wanted if wanted >= 0 else inside.sizeHint().height())
