"""The contact sheet: thumbnails of all pictures of an issue, each a link to its paragraph."""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
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
from viewer.color_themes import Theme
from viewer.ui.i18n.dates_and_numbers import long_date
from viewer.ui.pictures.contact_sheet_model import (
    PICTURE_ROLE,
    ContactSheetModel,
    ContactSheetPicture,
)
from viewer.ui.pictures.picture_cache import PictureCache
from viewer.ui.pictures.placeholder import paint_missing_picture
from viewer.ui.theme import fonts, icons
from viewer.ui.widgets.item_delegate import AnyIndex, ItemDelegate
from viewer.ui.widgets.text_lines import fit_lines, is_elided

#: Address, number, width and theme of a drawn thumbnail.
_Key = tuple[str, int, int, str]

_CELL_WIDTH = 176
_PADDING = 12
_PICTURE_ASPECT = 0.62  # height of a picture's space in a cell, times its width
_CAPTION_LINES = 2
_SIDE_MARGIN = 20


class ContactSheet(QWidget):
    """All pictures of one issue in a grid."""

    picture_chosen = Signal(object, int)  # the article's Address, and the picture's number in it
    close_requested = Signal()

    def __init__(self, pictures: PictureCache, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("leaf")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = ContactSheetModel(self)
        self._breadcrumb = _make_label(self, 13, "dim")
        self._title = _make_label(self, 24, "heading")
        self._title.setFont(fonts.font(24, weight=700))
        self._close_button = QToolButton(self)
        self._close_button.setFixedSize(fonts.icon_size(34), fonts.icon_size(34))
        self._close_button.setIconSize(QSize(fonts.icon_size(18), fonts.icon_size(18)))
        self._close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        name = self.tr("Back to the article (Esc)")
        self._close_button.setAccessibleName(name)
        self._close_button.setToolTip(name)
        self._close_button.clicked.connect(self.close_requested)
        self._empty_label = _make_label(self, 15, "dim")
        self._empty_label.setWordWrap(True)
        self._empty_label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.grid = _Grid(self)
        self.grid.setModel(self.model)
        self.grid.setAccessibleName(self.tr("Pictures"))
        self.cell_delegate = _CellDelegate(self.grid, pictures)
        self.grid.setItemDelegate(self.cell_delegate)
        self.grid.chosen.connect(self._on_cell_chosen)
        titles = QVBoxLayout()
        titles.setSpacing(6)
        titles.addWidget(self._breadcrumb)
        titles.addWidget(self._title)
        header = QHBoxLayout()
        header.setContentsMargins(_SIDE_MARGIN + _PADDING, 26, 14, 14)
        header.addLayout(titles, 1)
        header.addWidget(self._close_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header)
        self._empty_label.setContentsMargins(_SIDE_MARGIN + _PADDING, 8, _SIDE_MARGIN + _PADDING, 0)
        layout.addWidget(self._empty_label, 1)
        layout.addWidget(self.grid, 1)

    def set_issue(self, issue: IssueEntry, pages: tuple[Page, ...]) -> None:
        """Show the pictures of ``pages``, the illustrated articles of ``issue``."""
        self.model.set_pages(pages)
        count = self.model.rowCount()
        issue_name = self.tr("No. {number}").format(number=issue.number)
        self._breadcrumb.setText(
            " · ".join(part for part in (issue_name, long_date(issue.date)) if part)
        )
        self._title.setText(
            self.tr("%Ln picture(s)", "", count) if count else self.tr("No pictures")
        )
        self._empty_label.setText(
            self.tr("{issue} has no pictures. Esc leads back to the article.").format(
                issue=issue_name
            )
        )
        self._empty_label.setVisible(not count)
        self.grid.setVisible(bool(count))
        if count:
            self.grid.setCurrentIndex(self.model.index(0))
            self.grid.scrollToTop()

    def select_picture(self, page: Page, number: int) -> None:
        """Make a picture the current one, and bring it into view."""
        for row in range(self.model.rowCount()):
            index = self.model.index(row)
            picture: ContactSheetPicture = index.data(PICTURE_ROLE)
            if (picture.page.entry.address, picture.number) == (page.entry.address, number):
                self.grid.setCurrentIndex(index)
                self.grid.scrollTo(index)
                return

    @property
    def initial_focus(self) -> QWidget:
        """The widget that gets the focus when the sheet is shown."""
        return self._close_button if self.grid.isHidden() else self.grid

    def set_theme(self, theme: Theme) -> None:
        """Paint in ``theme`` from now on."""
        self.cell_delegate.theme = theme
        self._close_button.setIcon(
            icons.icon(
                "close", theme.ink, theme.line, fonts.icon_size(20), self.devicePixelRatioF()
            )
        )
        self.grid.viewport().update()

    def set_zoom(self, zoom: float) -> None:
        """Write ``zoom`` times as large as usual."""
        self.cell_delegate.set_zoom(zoom)
        self._breadcrumb.setFont(fonts.font(round(13 * zoom)))
        self._title.setFont(fonts.font(round(24 * zoom), weight=700))
        self._empty_label.setFont(fonts.font(round(15 * zoom)))
        self.grid.fit_grid()

    def _on_cell_chosen(self, index: QModelIndex) -> None:
        picture: ContactSheetPicture = index.data(PICTURE_ROLE)
        self.picture_chosen.emit(picture.page.entry.address, picture.number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
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
        self.setViewportMargins(_SIDE_MARGIN, 0, _SIDE_MARGIN, 0)
        self.clicked.connect(self.chosen)

    def column_count(self) -> int:
        """How many cells fit side by side."""
        cells = self.itemDelegate()
        min_width = cells.min_cell_width() if isinstance(cells, _CellDelegate) else _CELL_WIDTH
        return max(1, self._available_width() // min_width)

    def _available_width(self) -> int:
        # Qt leaves space for a scroll bar twice.
        bar = self.verticalScrollBar().sizeHint().width()
        return max(80, self.width() - 2 * _SIDE_MARGIN - 2 * bar)

    def fit_grid(self) -> None:
        """Widen the cells until they fill the rows."""
        cells = self.itemDelegate()
        if isinstance(cells, _CellDelegate):
            size = cells.cell_size(self._available_width() // self.column_count())
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
        """Make the first cell current if none is."""
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
    """Paints a cell: the picture, its caption on two lines, the article it is in."""

    def __init__(self, view: QListView, pictures: PictureCache) -> None:
        super().__init__(view)
        self._view = view
        self._pictures = pictures
        self.set_zoom(1.0)
        # One picture at a time, between other events: the sheet is there before its pictures.
        self._pending: dict[_Key, ContactSheetPicture] = {}
        self._drawn: set[_Key] = set()
        self._draw_timer = QTimer(self)
        self._draw_timer.setSingleShot(True)
        self._draw_timer.setInterval(0)
        self._draw_timer.timeout.connect(self._draw_next)

    def set_zoom(self, zoom: float) -> None:
        """Write ``zoom`` times as large as usual."""
        self._zoom = zoom
        self._caption_font = fonts.font(round(13 * zoom))
        self._article_font = fonts.font(round(12 * zoom))
        self._line_height = round(20 * zoom)

    @property
    def is_drawn(self) -> bool:
        """Whether every picture that came into view has been drawn."""
        return not self._pending

    def min_cell_width(self) -> int:
        """The least width of a cell, in pixels."""
        return round(_CELL_WIDTH * max(1.0, min(self._zoom, 2.0)))

    def cell_size(self, width: int) -> QSize:
        """The size of a cell ``width`` pixels wide."""
        picture = round((width - 2 * _PADDING) * _PICTURE_ASPECT)
        return QSize(
            width, 2 * _PADDING + picture + 8 + (_CAPTION_LINES + 1) * self._line_height + 8
        )

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        """As large as the grid's cells."""
        return self._view.gridSize()

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one cell."""
        theme = self.theme
        picture: ContactSheetPicture = index.data(PICTURE_ROLE)
        state = option.state
        cell = QRect(option.rect.topLeft(), self._view.gridSize()).adjusted(2, 2, -2, -2)
        current = index == self._view.currentIndex() and self._view.hasFocus()
        if state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.side))
            painter.drawRoundedRect(QRectF(cell), 8, 8)
        if current:
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(cell).adjusted(1, 1, -1, -1), 8, 8)
        inner = cell.adjusted(_PADDING - 2, _PADDING - 2, 2 - _PADDING, 2 - _PADDING)
        picture_rect = QRect(
            inner.left(), inner.top(), inner.width(), round(inner.width() * _PICTURE_ASPECT)
        )
        self._paint_picture(painter, picture, picture_rect)
        self._paint_caption(painter, picture, inner, picture_rect.bottom() + 9)

    def elided_text(self, index: AnyIndex) -> str:
        """Caption and article if one of them is elided in the cell, else empty."""
        picture: ContactSheetPicture = index.data(PICTURE_ROLE)
        width = self._view.gridSize().width() - 2 * _PADDING
        caption_lines = fit_lines(picture.caption, self._caption_font, width, _CAPTION_LINES)
        article_lines = fit_lines(picture.article_label, self._article_font, width, 1)
        if is_elided(caption_lines, picture.caption) or is_elided(
            article_lines, picture.article_label
        ):
            return f"{picture.caption}\n{picture.article_label}"
        return ""

    def _paint_caption(
        self, painter: QPainter, picture: ContactSheetPicture, inner: QRect, top: int
    ) -> None:
        alignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        lines = fit_lines(picture.caption, self._caption_font, inner.width(), _CAPTION_LINES)
        painter.setFont(self._caption_font)
        painter.setPen(QColor(self.theme.ink))
        for line in lines:
            painter.drawText(
                QRect(inner.left(), top, inner.width(), self._line_height), alignment, line.rstrip()
            )
            top += self._line_height
        (article_line,) = fit_lines(picture.article_label, self._article_font, inner.width(), 1)
        painter.setFont(self._article_font)
        painter.setPen(QColor(self.theme.dim))
        painter.drawText(
            QRect(inner.left(), top, inner.width(), self._line_height), alignment, article_line
        )

    def _paint_picture(self, painter: QPainter, picture: ContactSheetPicture, rect: QRect) -> None:
        size = self._pictures.natural_size(picture.page, picture.number)
        if size is None or size.width() < 1 or size.height() < 1:
            paint_missing_picture(
                painter, QRectF(rect), picture.page, picture.number, self.theme, self._article_font
            )
            return
        scaled_size = size.scaled(QRectF(rect).size(), Qt.AspectRatioMode.KeepAspectRatio)
        if scaled_size.width() > size.width():
            scaled_size = size
        width = max(1, round(scaled_size.width()))
        density = self._view.devicePixelRatioF()
        box = QRectF(0, 0, width, max(1, round(scaled_size.height())))
        box.moveCenter(QRectF(rect).center())
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
        self._pending[key] = picture
        self._draw_timer.start()

    def _draw_next(self) -> None:
        if self._pending and self._view.isVisible():
            # The newest first: what was scrolled past can wait.
            key, picture = self._pending.popitem()
            density = self._view.devicePixelRatioF()
            self._pictures.scaled_image(picture.page, picture.number, key[2], density)
            self._drawn.add(key)
            if self._pending:
                self._draw_timer.start()
            self._view.viewport().update()


def _make_label(parent: QWidget, pixels: int, name: str) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setFont(fonts.font(pixels))
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
