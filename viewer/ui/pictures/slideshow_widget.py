"""A slideshow on the page: a stage for the current picture, and a rail of thumbnails below it.

The caption between the two is the page's own text; the widget is masked out there.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolButton, QWidget

from viewer.archive.model.catalogue_entries import Page
from viewer.color_themes import LIGHT, Theme
from viewer.ui.i18n.dates_and_numbers import format_count
from viewer.ui.pictures.picture_cache import PictureCache
from viewer.ui.pictures.placeholder import paint_missing_picture
from viewer.ui.pictures.redrawn_chip import RedrawnChip
from viewer.ui.theme import fonts, icons

_GAP = 8
_THUMBNAIL_SIZE = (58, 40)
_MIN_THUMBNAIL_WIDTH = 36
_BUTTON_SIZE = 32
_INACTIVE_OPACITY = 0.55


@dataclass(frozen=True, slots=True)
class Slide:
    """One picture of a slideshow: its number in the article (from 0), alt text and caption."""

    picture_number: int
    alt: str
    caption: str


class Slideshow(QWidget):
    """Shows one slide at a time. The arrow keys turn to another, Enter asks for it full size."""

    slide_changed = Signal(int)  # the index of the slide that is now shown
    full_size_requested = Signal(int)  # the number of the picture to show full size
    address_requested = Signal(str)  # what tells about the slideshow
    tab_pressed = Signal(bool)  # Tab (True) or Shift+Tab was pressed
    focused = Signal()

    def __init__(self, pictures: PictureCache, parent: QWidget) -> None:
        super().__init__(parent)
        # Tab comes here from the page's own links, in reading order; see ``InlineSlideshows``.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMouseTracking(True)
        self._pictures = pictures
        self._theme = LIGHT
        self._zoom = 1.0
        self._page: Page | None = None
        self._slides: tuple[Slide, ...] = ()
        self._current_index = 0
        self._stage = QRect()
        self._rail = QRect()
        self._hovered_index = -1
        self._previous_button = self._make_button(self.tr("Previous picture"), -1)
        self._next_button = self._make_button(self.tr("Next picture"), 1)
        self.redrawn_chip = RedrawnChip(self)
        self.redrawn_chip.clicked.connect(self._on_chip_clicked)
        self._redrawn: str | None = None
        # One picture at a time, between other events: a page that is turned to is there at once,
        # the picture and its thumbnails a moment later.
        self._is_new_page = True
        # Thumbnails are few and small, and kept apart from the large pictures' cache, which may
        # be full of the one on the stage.
        self._thumbnail_images: dict[tuple[int, int, float], QImage] = {}
        self._draw_timer = QTimer(self)
        self._draw_timer.setSingleShot(True)
        self._draw_timer.setInterval(0)
        self._draw_timer.timeout.connect(self._draw_next)

    def _make_button(self, name: str, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setFixedSize(_BUTTON_SIZE, _BUTTON_SIZE)
        button.clicked.connect(lambda: self.turn_by(step))
        return button

    # What it shows

    def set_slides(
        self,
        page: Page,
        slides: tuple[Slide, ...],
        current: int,
        theme: Theme,
        zoom: float,
        redrawn: str | None = None,
    ) -> None:
        """Show ``slides`` of ``page``, at first the one at index ``current``.

        If they are drawn anew, ``redrawn`` is the address of what tells about that, or empty.
        """
        self._is_new_page = page is not self._page
        if self._is_new_page or theme is not self._theme:
            self._thumbnail_images.clear()
        self._page, self._slides, self._theme, self._zoom = page, slides, theme, zoom
        self._current_index = min(max(0, current), len(slides) - 1)
        self._hovered_index = -1
        self._redrawn = redrawn
        self.redrawn_chip.theme = theme
        self.redrawn_chip.address = redrawn or ""
        self.redrawn_chip.set_zoom(zoom)
        density = self.devicePixelRatioF()
        for button, icon in ((self._previous_button, "back"), (self._next_button, "forward")):
            button.setIcon(icons.icon(icon, theme.accent, theme.line, 18, density))
        self._refresh()

    def set_geometries(self, rect: QRect, stage_height: int, rail_height: int) -> None:
        """Move to ``rect`` of the parent: the stage at its top, the rail at its bottom."""
        self._stage = QRect(0, 0, rect.width(), stage_height)
        self._rail = QRect(0, rect.height() - rail_height, rect.width(), rail_height)
        self.setGeometry(rect)
        self.setMask(QRegion(self._stage).united(QRegion(self._rail)))
        self._place_buttons()
        self.update()

    @property
    def current_index(self) -> int:
        """The index of the slide that is shown, from 0."""
        return self._current_index

    @property
    def shown_picture(self) -> int:
        """The number, in the article, of the picture that is shown; -1 if it cannot be."""
        number = self._slides[self._current_index].picture_number
        can_be_shown = (
            self._page is not None and self._pictures.natural_size(self._page, number) is not None
        )
        return number if can_be_shown else -1

    @property
    def slides(self) -> tuple[Slide, ...]:
        """All slides."""
        return self._slides

    def counter_text(self) -> str:
        """Which slide this is, as the reader sees it."""
        return f"{format_count(self._current_index + 1)} / {format_count(len(self._slides))}"

    def turn_by(self, step: int) -> None:
        """Show the slide ``step`` further on; stops at the first and the last one."""
        self.show_slide(self._current_index + step)

    def show_slide(self, index: int) -> None:
        """Show the slide at ``index``, or the one nearest to it."""
        index = min(max(0, index), len(self._slides) - 1)
        if index != self._current_index:
            self._current_index = index
            self._is_new_page = False
            self._refresh()
            self.slide_changed.emit(index)

    def _refresh(self) -> None:
        slide = self._slides[self._current_index]
        description = slide.alt or slide.caption
        name = self.tr("Slideshow, picture {number} of {count}: {words}")
        self.setAccessibleName(
            name.format(
                number=format_count(self._current_index + 1),
                count=format_count(len(self._slides)),
                words=description,
            )
        )
        self.setAccessibleDescription(slide.caption if slide.caption != description else "")
        self._previous_button.setEnabled(self._current_index > 0)
        self._next_button.setEnabled(self._current_index < len(self._slides) - 1)
        self._place_buttons()
        self.update()

    # Where things are

    def _counter_width(self) -> int:
        widest = f"{format_count(len(self._slides))} / {format_count(len(self._slides))}"
        width = QFontMetrics(self._label_font()).horizontalAdvance(widest) + 2 * _GAP
        # A page too narrow for it has the count in the accessible name alone.
        return width if width + 2 * _BUTTON_SIZE <= self._rail.width() else 0

    def _label_font(self) -> QFont:
        return fonts.font(round(13 * self._zoom))

    def _place_buttons(self) -> None:
        middle = self._rail.center().y() - _BUTTON_SIZE // 2 + 1
        right = self._rail.right() + 1 - _BUTTON_SIZE
        self._next_button.move(right, middle)
        self._previous_button.move(right - self._counter_width() - _BUTTON_SIZE, middle)
        chip = self.redrawn_chip
        left = self._previous_button.x() - _GAP - chip.width()
        chip.move(left, self._rail.center().y() - chip.height() // 2 + 1)
        chip.setVisible(self._redrawn is not None and left >= 0)

    def _on_chip_clicked(self) -> None:
        if self.redrawn_chip.address:
            self.address_requested.emit(self.redrawn_chip.address)

    def picture_rect(self) -> QRectF:
        """The rectangle of the current picture, in the widget's coordinates."""
        return self._fit_rect(
            self._slides[self._current_index].picture_number, QRectF(self._stage), self._zoom
        )

    def _fit_rect(self, number: int, available: QRectF, zoom: float) -> QRectF:
        assert self._page is not None
        size = self._pictures.natural_size(self._page, number)
        if size is None or size.width() < 1 or size.height() < 1:
            return available
        scaled_size = size * max(1.0, zoom)
        if scaled_size.width() > available.width() or scaled_size.height() > available.height():
            scaled_size = size.scaled(available.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(0, 0, max(1, round(scaled_size.width())), max(1, round(scaled_size.height())))
        box.moveCenter(available.center())
        return QRectF(round(box.x()), round(box.y()), box.width(), box.height())

    def visible_thumbnails(self) -> list[tuple[int, QRectF]]:
        """Index and rectangle of the thumbnails that fit on the rail around the current one."""
        right = self._previous_button if self.redrawn_chip.isHidden() else self.redrawn_chip
        available_width = right.x() - _GAP
        width, height = _THUMBNAIL_SIZE
        # Before any is left out they grow narrower together.
        width = min(width, max(_MIN_THUMBNAIL_WIDTH, available_width // len(self._slides) - _GAP))
        count = min(max(0, available_width + _GAP) // (width + _GAP), len(self._slides))
        first = min(max(0, self._current_index - count // 2), len(self._slides) - count)
        top = self._rail.top() + (self._rail.height() - height) / 2
        return [
            (first + n, QRectF(n * (width + _GAP), round(top), width, height)) for n in range(count)
        ]

    def _thumbnail_at(self, position: QPoint) -> int:
        for index, box in self.visible_thumbnails():
            if box.adjusted(-_GAP / 2, -6, _GAP / 2, 6).contains(position):
                return index
        return -1

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture, the thumbnails and the count."""
        if self._page is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_picture(painter)
        for index, box in self.visible_thumbnails():
            self._paint_thumbnail(painter, index, box)
        painter.setFont(self._label_font())
        painter.setPen(QColor(self._theme.dim))
        left = self._previous_button.geometry().right()
        count = QRect(left, self._rail.top(), self._next_button.x() - left, self._rail.height())
        if self._counter_width():
            painter.drawText(count, Qt.AlignmentFlag.AlignCenter, self.counter_text())
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self._stage).adjusted(1, 1, -1, -1), 6, 6)

    def _paint_picture(self, painter: QPainter) -> None:
        assert self._page is not None
        number = self._slides[self._current_index].picture_number
        box = self.picture_rect()
        if self._pictures.natural_size(self._page, number) is None:
            stage = QRectF(self._stage)
            paint_missing_picture(
                painter, stage, self._page, number, self._theme, self._label_font()
            )
            return
        width, density = round(box.width()), self.devicePixelRatioF()
        if self._is_new_page and not self._pictures.is_cached(self._page, number, width, density):
            self._draw_timer.start()
            return
        self._is_new_page = False
        painter.drawImage(box, self._pictures.scaled_image(self._page, number, width, density))

    def _paint_thumbnail(self, painter: QPainter, index: int, rect: QRectF) -> None:
        assert self._page is not None
        number = self._slides[index].picture_number
        current = index == self._current_index
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.side))
        painter.drawRoundedRect(rect, 4, 4)
        box = self._fit_rect(number, _thumbnail_content_rect(rect), 1.0)
        painter.setOpacity(1.0 if current or index == self._hovered_index else _INACTIVE_OPACITY)
        image = self._thumbnail_images.get((number, round(box.width()), self.devicePixelRatioF()))
        if self._pictures.natural_size(self._page, number) is None:
            painter.setPen(QPen(QColor(self._theme.dim), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        elif image is not None:
            painter.drawImage(box, image)
        else:
            self._draw_timer.start()
        painter.setOpacity(1.0)
        if current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.accent))
            painter.drawRoundedRect(QRectF(rect.left(), rect.bottom() + 2, rect.width(), 2), 1, 1)

    @property
    def is_drawn(self) -> bool:
        """Whether the picture and every thumbnail has been drawn."""
        return self._next_undrawn() is None

    def _next_undrawn(self) -> tuple[int, int] | None:
        """Number and width of the next picture to draw, the large one first; None for none."""
        page, density = self._page, self.devicePixelRatioF()
        if page is None:
            return None
        if self._is_new_page and self.shown_picture >= 0:
            width = round(self.picture_rect().width())
            if not self._pictures.is_cached(page, self.shown_picture, width, density):
                return self.shown_picture, width
        for index, rect in self.visible_thumbnails():
            number = self._slides[index].picture_number
            width = round(self._fit_rect(number, _thumbnail_content_rect(rect), 1.0).width())
            can_be_shown = self._pictures.natural_size(page, number) is not None
            if can_be_shown and (number, width, density) not in self._thumbnail_images:
                return number, width
        return None

    def _draw_next(self) -> None:
        """Draw one picture into the cache; the repaint starts the timer for the next one."""
        undrawn = self._next_undrawn()
        if self._page is None or not self.isVisible() or undrawn is None:
            return
        density = self.devicePixelRatioF()
        image = self._pictures.scaled_image(self._page, *undrawn, density)
        if undrawn[1] <= _THUMBNAIL_SIZE[0]:
            self._thumbnail_images[(*undrawn, density)] = image
        self._is_new_page = False
        self.update()

    # Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons at the right end."""
        super().resizeEvent(event)
        self._place_buttons()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys, Home and End turn, Enter opens; everything else is the page's."""
        key = Qt.Key(event.key())
        turns = {
            Qt.Key.Key_Left: self._current_index - 1,
            Qt.Key.Key_Right: self._current_index + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._slides) - 1,
        }
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and key in turns:
            self.show_slide(turns[key])
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.shown_picture >= 0:
                self.full_size_requested.emit(self.shown_picture)
        else:
            event.ignore()

    def enter_by_tab(self, *, following: bool) -> None:
        """Take the focus where Tab comes first: at the pictures, backwards at the pill."""
        if following or not self.redrawn_chip.isVisible():
            self.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.redrawn_chip.setFocus(Qt.FocusReason.BacktabFocusReason)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab goes on along the page, from the pictures by way of the pill beside their count."""
        if following and self.hasFocus() and self.redrawn_chip.isVisible():
            self.redrawn_chip.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if not following and self.redrawn_chip.hasFocus():
            self.setFocus(Qt.FocusReason.BacktabFocusReason)
            return True
        self.tab_pressed.emit(following)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Report the focus, and paint it."""
        super().focusInEvent(event)
        self.focused.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Paint without focus."""
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a thumbnail turns to it, one on the picture opens it."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        position = event.position().toPoint()
        thumbnail = self._thumbnail_at(position)
        if thumbnail >= 0:
            self.show_slide(thumbnail)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click ends on the picture it began on."""
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self.shown_picture >= 0 and self.picture_rect().contains(event.position()):
            self.full_size_requested.emit(self.shown_picture)
            return
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over what can be clicked."""
        position = event.position().toPoint()
        hovered = self._thumbnail_at(position)
        on_picture = self.shown_picture >= 0 and self.picture_rect().contains(event.position())
        hand = hovered >= 0 or on_picture
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        if hovered != self._hovered_index:
            self._hovered_index = hovered
            self.setToolTip(self._slides[hovered].caption if hovered >= 0 else "")
            self.update(self._rail)

    def leaveEvent(self, event: object) -> None:
        """Nothing is under the pointer any more."""
        super().leaveEvent(event)  # type: ignore[arg-type]
        if self._hovered_index >= 0:
            self._hovered_index = -1
            self.update(self._rail)


def _thumbnail_content_rect(thumbnail: QRectF) -> QRectF:
    """The part of a thumbnail's rectangle that its picture may fill."""
    return thumbnail.adjusted(3, 3, -3, -3)
