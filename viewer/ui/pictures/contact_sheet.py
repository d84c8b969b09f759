"""The contact sheet: every picture of an issue at a glance, each a way to its paragraph."""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from viewer.archive.model.catalogue_entries import IssueEntry, Page
from viewer.color_themes import LIGHT, Theme
from viewer.ui.i18n.dates_and_numbers import long_date
from viewer.ui.pictures.contact_sheet_model import PICTURE_ROLE, SheetModel, SheetPicture
from viewer.ui.pictures.picture_cache import PictureCache
from viewer.ui.pictures.placeholder import paint_missing_picture
from viewer.ui.theme import fonts, icons
from viewer.ui.widgets.elision_tooltips import ItemDelegate, is_elided
from viewer.ui.widgets.text_lines import fit_lines

AnyIndex = QModelIndex | QPersistentModelIndex

#: Address, number, width and theme of a picture.
_Key = tuple[str, int, int, str]

_CELL = 176
_PAD = 12
_SHARE = 0.62  # a picture's room is this high, of its width
_LINES = 2
_SIDE = 20


class ContactSheet(QWidget):
    """All pictures of one issue in a grid."""

    picture_chosen = Signal(object, int)  # the article's Address, and the picture's number in it
    left = Signal()

    def __init__(self, pictures: PictureCache, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("leaf")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = SheetModel(self)
        self._crumb = _label(self, 13, "dim")
        self._title = _label(self, 24, "heading")
        self._title.setFont(fonts.font(24, weight=700))
        self._close = QToolButton(self)
        self._close.setFixedSize(fonts.icon_size(34), fonts.icon_size(34))
        self._close.setIconSize(QSize(fonts.icon_size(18), fonts.icon_size(18)))
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        name = self.tr("Back to the article (Esc)")
        self._close.setAccessibleName(name)
        self._close.setToolTip(name)
        self._close.clicked.connect(self.left)
        self._empty = _label(self, 15, "dim")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.view = _Grid(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("Pictures"))
        self.cells = _CellDelegate(self.view, pictures)
        self.view.setItemDelegate(self.cells)
        self.view.chosen.connect(self._chosen)
        head = QVBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._crumb)
        head.addWidget(self._title)
        top = QHBoxLayout()
        top.setContentsMargins(_SIDE + _PAD, 26, 14, 14)
        top.addLayout(head, 1)
        top.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        self._empty.setContentsMargins(_SIDE + _PAD, 8, _SIDE + _PAD, 0)
        whole.addWidget(self._empty, 1)
        whole.addWidget(self.view, 1)

    def set_issue(self, issue: IssueEntry, pages: tuple[Page, ...]) -> None:
        """Show the pictures of ``pages``, the illustrated articles of ``issue``."""
        self.model.set_pages(pages)
        count = self.model.rowCount()
        named = self.tr("No. {number}").format(number=issue.number)
        self._crumb.setText(" · ".join(part for part in (named, long_date(issue.date)) if part))
        self._title.setText(
            self.tr("%Ln picture(s)", "", count) if count else self.tr("No pictures")
        )
        self._empty.setText(
            self.tr("{issue} has no pictures. Esc leads back to the article.").format(issue=named)
        )
        self._empty.setVisible(not count)
        self.view.setVisible(bool(count))
        if count:
            self.view.setCurrentIndex(self.model.index(0))
            self.view.scrollToTop()

    def show_picture(self, page: Page, number: int) -> None:
        """Make a picture the current one, and bring it into view."""
        for row in range(self.model.rowCount()):
            index = self.model.index(row)
            picture: SheetPicture = index.data(PICTURE_ROLE)
            if (picture.page.entry.address, picture.number) == (page.entry.address, number):
                self.view.setCurrentIndex(index)
                self.view.scrollTo(index)
                return

    @property
    def first(self) -> QWidget:
        """What the keys belong to at first."""
        return self._close if self.view.isHidden() else self.view

    def head(self) -> str:
        """What stands above the grid, as the reader sees it."""
        return f"{self._crumb.text()}\n{self._title.text()}"

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self.cells.theme = theme
        self._close.setIcon(
            icons.icon(
                "close", theme.ink, theme.line, fonts.icon_size(20), self.devicePixelRatioF()
            )
        )
        self.view.viewport().update()

    def set_zoom(self, zoom: float) -> None:
        """Write ``zoom`` times as large as usual."""
        self.cells.set_zoom(zoom)
        self._crumb.setFont(fonts.font(round(13 * zoom)))
        self._title.setFont(fonts.font(round(24 * zoom), weight=700))
        self._empty.setFont(fonts.font(round(15 * zoom)))
        self.view.fit_grid()

    def _chosen(self, index: QModelIndex) -> None:
        picture: SheetPicture = index.data(PICTURE_ROLE)
        self.picture_chosen.emit(picture.page.entry.address, picture.number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class _Grid(QListView):
    """Cells in rows that fill the width. A click or Enter chooses one."""

    chosen = Signal(QModelIndex)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionRectVisible(False)
        self.setMouseTracking(True)
        self.setViewportMargins(_SIDE, 0, _SIDE, 0)
        self.clicked.connect(self.chosen)

    def columns(self) -> int:
        """How many cells stand beside each other."""
        cells = self.itemDelegate()
        least = cells.least() if isinstance(cells, _CellDelegate) else _CELL
        return max(1, self._room() // least)

    def _room(self) -> int:
        # Qt leaves room for its scroll bar beside the one that has room already.
        bar = self.verticalScrollBar().sizeHint().width()
        return max(80, self.width() - 2 * _SIDE - 2 * bar)

    def fit_grid(self) -> None:
        """Let the cells fill the rows."""
        cells = self.itemDelegate()
        if isinstance(cells, _CellDelegate):
            size = cells.size_for(self._room() // self.columns())
            if size != self.gridSize():
                self.setGridSize(size)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may hold another number of cells."""
        self.fit_grid()
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses the current cell."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.chosen.emit(self.currentIndex())
            return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Something is current wherever the keyboard begins."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount():
            first = self.model().index(0, 0)
            self.selectionModel().setCurrentIndex(
                first, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The back and forward buttons are the window's."""
        if event.button() in (Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton):
            event.ignore()
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The back and forward buttons are the window's."""
        if event.button() in (Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton):
            event.ignore()
            return
        super().mouseReleaseEvent(event)


class _CellDelegate(ItemDelegate):
    """Draws a cell: the picture, its words on two lines, the article it stands in."""

    def __init__(self, view: QListView, pictures: PictureCache) -> None:
        super().__init__(view)
        self._view = view
        self._pictures = pictures
        self.theme = LIGHT
        self.set_zoom(1.0)
        # One picture at a time, between other events: the sheet is there before its pictures.
        self._wanted: dict[_Key, SheetPicture] = {}
        self._drawn: set[_Key] = set()
        self._draw_soon = QTimer(self)
        self._draw_soon.setSingleShot(True)
        self._draw_soon.setInterval(0)
        self._draw_soon.timeout.connect(self._draw_next)

    def set_zoom(self, zoom: float) -> None:
        """Write ``zoom`` times as large as usual."""
        self._zoom = zoom
        self._words = fonts.font(round(13 * zoom))
        self._place = fonts.font(round(12 * zoom))
        self._line = round(20 * zoom)

    @property
    def is_drawn(self) -> bool:
        """Whether every picture that was seen has been drawn."""
        return not self._wanted

    def least(self) -> int:
        """The least width of a cell."""
        return round(_CELL * max(1.0, min(self._zoom, 2.0)))

    def size_for(self, width: int) -> QSize:
        """The size of a cell of ``width``."""
        picture = round((width - 2 * _PAD) * _SHARE)
        return QSize(width, 2 * _PAD + picture + 8 + (_LINES + 1) * self._line + 8)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        """As large as the grid's cells."""
        return self._view.gridSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one cell."""
        theme = self.theme
        picture: SheetPicture = index.data(PICTURE_ROLE)
        state = option.state
        cell = QRect(option.rect.topLeft(), self._view.gridSize()).adjusted(2, 2, -2, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = index == self._view.currentIndex() and self._view.hasFocus()
        if state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.side))
            painter.drawRoundedRect(QRectF(cell), 8, 8)
        if current:
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(cell).adjusted(1, 1, -1, -1), 8, 8)
        inner = cell.adjusted(_PAD - 2, _PAD - 2, 2 - _PAD, 2 - _PAD)
        room = QRect(inner.left(), inner.top(), inner.width(), round(inner.width() * _SHARE))
        self._paint_picture(painter, picture, room)
        self._paint_words(painter, picture, inner, room.bottom() + 9)
        painter.restore()

    def cut_text(self, index: AnyIndex) -> str:
        """The words and the article, where one of them is cut."""
        picture: SheetPicture = index.data(PICTURE_ROLE)
        width = self._view.gridSize().width() - 2 * _PAD
        words = fit_lines(picture.words, self._words, width, _LINES)
        place = fit_lines(picture.article, self._place, width, 1)
        if is_elided(words, picture.words) or is_elided(place, picture.article):
            return f"{picture.words}\n{picture.article}"
        return ""

    def _paint_words(
        self, painter: QPainter, picture: SheetPicture, inner: QRect, top: int
    ) -> None:
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        lines = fit_lines(picture.words, self._words, inner.width(), _LINES)
        painter.setFont(self._words)
        painter.setPen(QColor(self.theme.ink))
        for line in lines:
            painter.drawText(
                QRect(inner.left(), top, inner.width(), self._line), left, line.rstrip()
            )
            top += self._line
        (place,) = fit_lines(picture.article, self._place, inner.width(), 1)
        painter.setFont(self._place)
        painter.setPen(QColor(self.theme.dim))
        painter.drawText(QRect(inner.left(), top, inner.width(), self._line), left, place)

    def _paint_picture(self, painter: QPainter, picture: SheetPicture, room: QRect) -> None:
        size = self._pictures.natural_size(picture.page, picture.number)
        if size is None or size.width() < 1 or size.height() < 1:
            paint_missing_picture(
                painter, QRectF(room), picture.page, picture.number, self.theme, self._place
            )
            return
        shown = size.scaled(QRectF(room).size(), Qt.AspectRatioMode.KeepAspectRatio)
        if shown.width() > size.width():
            shown = size
        width = max(1, round(shown.width()))
        density = self._view.devicePixelRatioF()
        box = QRectF(0, 0, width, max(1, round(shown.height())))
        box.moveCenter(QRectF(room).center())
        box.moveTopLeft(box.topLeft().toPoint().toPointF())
        key = (*picture.key, width, self.theme.name)
        # What the cache could not hold is drawn at once: asking again and again would never end.
        if key in self._drawn or self._pictures.is_cached(
            picture.page, picture.number, width, density
        ):
            image = self._pictures.scaled_image(picture.page, picture.number, width, density)
            painter.drawImage(box, image)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.side))
        painter.drawRoundedRect(box, 6, 6)
        self._wanted[key] = picture
        self._draw_soon.start()

    def _draw_next(self) -> None:
        if self._wanted and self._view.isVisible():
            # The newest wish first: what was scrolled past can wait.
            key, picture = self._wanted.popitem()
            density = self._view.devicePixelRatioF()
            self._pictures.scaled_image(picture.page, picture.number, key[2], density)
            self._drawn.add(key)
            if self._wanted:
                self._draw_soon.start()
            self._view.viewport().update()


def _label(parent: QWidget, pixels: int, name: str) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setFont(fonts.font(pixels))
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
