"""The picture viewer: shows a picture of the article over the whole window, with zoom and paging.

It is a child widget that covers the window, so that it works the same under every window manager;
Esc takes the reader back to where she was.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QImage, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from viewer.archive.model.catalogue_entries import Page
from viewer.color_themes import LIGHT, Theme
from viewer.ui.i18n.dates_and_numbers import format_count, format_percent
from viewer.ui.pictures import copy_and_save as picture_files
from viewer.ui.pictures.picture_cache import PictureCache
from viewer.ui.pictures.zoomable_picture import ZOOM_STEP, ZoomablePicture
from viewer.ui.theme import fonts, icons
from viewer.ui.widgets.labels import ElidedLabel

_BAR_HEIGHT = 50
_MESSAGE_MS = 5000
#: The caption's largest share of the window's height.
_MAX_CAPTION_SHARE = 0.28
#: Shortcuts of the window that still work while a picture is shown.
_WINDOW_SHORTCUTS = ("Ctrl+Q", "F11")


class PictureViewer(QWidget):
    """Shows the pictures of one article, one at a time, zoomable."""

    closed = Signal()

    def __init__(self, pictures: PictureCache, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("pictureViewer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Picture viewer"))
        self._pictures = pictures
        self._theme = LIGHT
        self._page: Page | None = None
        self._picture_numbers: tuple[int, ...] = ()
        self._index = 0
        self._previous_focus: QWidget | None = None
        self._icons: list[tuple[QToolButton, str]] = []
        self.canvas = ZoomablePicture(self)
        self.canvas.scale_changed.connect(self._show_scale)
        self._title = ElidedLabel(self)
        self._title.setFont(fonts.ui_font(14))
        self._message_timer = QTimer(self)
        self._message_timer.setSingleShot(True)
        self._message_timer.setInterval(_MESSAGE_MS)
        self._message_timer.timeout.connect(self._show_title)
        self._scale_label = self._make_label(13, "dim")
        self._scale_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scale_label.setFixedWidth(
            QFontMetrics(self._scale_label.font()).horizontalAdvance("1600 %")
        )
        self._caption = self._make_label(14, "")
        self._alt = self._make_label(13, "dim")
        self._previous_button = self._make_button(
            "back", self.tr("Previous picture (Page Up)"), lambda: self.step(-1)
        )
        self._next_button = self._make_button(
            "forward", self.tr("Next picture (Page Down)"), lambda: self.step(1)
        )
        self._build_layout()
        window.installEventFilter(self)
        self.hide()

    # Layout

    def _make_label(self, pixels: int, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setFont(fonts.ui_font(pixels))
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _make_button(self, icon: str, name: str, on_click: Callable[[], object]) -> QToolButton:
        button = QToolButton(self)
        button.setFixedSize(fonts.icon_size(36), fonts.icon_size(36))
        button.setIconSize(QSize(fonts.icon_size(20), fonts.icon_size(20)))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(lambda _=False: on_click())
        self._icons.append((button, icon))
        return button

    def _build_layout(self) -> None:
        bar = QWidget(self)
        bar.setObjectName("bar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar.setFixedHeight(max(_BAR_HEIGHT, fonts.scaled_px(34) + 10))
        top = QHBoxLayout(bar)
        top.setContentsMargins(18, 0, 10, 0)
        top.setSpacing(2)
        top.addWidget(self._title, 1)
        top.addWidget(
            self._make_button("minus", self.tr("Smaller (−)"), lambda: self._zoom(1 / ZOOM_STEP))
        )
        top.addWidget(self._scale_label)
        top.addWidget(
            self._make_button("plus", self.tr("Larger (+)"), lambda: self._zoom(ZOOM_STEP))
        )
        top.addWidget(
            self._make_button("fit", self.tr("Whole picture (0)"), self.canvas.fit_to_window)
        )
        top.addWidget(
            self._make_button("actual", self.tr("Its own size (1)"), self.canvas.show_actual_size)
        )
        top.addSpacing(10)
        top.addWidget(self._make_button("copy", self.tr("Copy the picture (Ctrl+C)"), self.copy))
        top.addWidget(
            self._make_button("save", self.tr("Save the picture as… (Ctrl+S)"), self.save)
        )
        top.addSpacing(10)
        top.addWidget(
            self._make_button("close", self.tr("Back to the article (Esc)"), self.close_viewer)
        )
        for button in (self._previous_button, self._next_button):
            button.setObjectName("onPicture")
            button.setParent(self.canvas)
            button.setCursor(Qt.CursorShape.ArrowCursor)
        self.canvas.installEventFilter(self)
        self._caption_area = QScrollArea(self)
        self._caption_area.setObjectName("pictureWords")
        self._caption_area.setFrameShape(QFrame.Shape.NoFrame)
        self._caption_area.setWidgetResizable(True)
        self._caption_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._caption_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        caption_content = QWidget(self._caption_area)
        caption_layout = self._caption_layout = QVBoxLayout(caption_content)
        caption_layout.setSpacing(4)
        for label in (self._caption, self._alt):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            caption_layout.addWidget(label)
        self._caption_area.setWidget(caption_content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self._caption_area)

    # What is shown

    def show_picture(self, page: Page, number: int) -> bool:
        """Show picture ``number`` of ``page``; False if it cannot be shown."""
        showable = (
            n for n in range(len(page.figures)) if self._pictures.natural_size(page, n) is not None
        )
        self._picture_numbers = tuple(showable)
        if number not in self._picture_numbers:
            return False
        self._page = page
        self._index = self._picture_numbers.index(number)
        if not self.isVisible():
            self._previous_focus = QApplication.focusWidget()
        self._cover_window()
        self._load_picture()
        self.show()
        self.raise_()
        # As a popup does it: the page keeps the link or picture that Tab had come to.
        self.canvas.setFocus(Qt.FocusReason.PopupFocusReason)
        return True

    def close_viewer(self) -> None:
        """Hide the viewer, and give the focus back to where it was."""
        if not self.isVisible():
            return
        self.hide()
        self.canvas.clear()
        self._page = None
        previous_focus, self._previous_focus = self._previous_focus, None
        if previous_focus is not None:
            previous_focus.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    @property
    def picture_number(self) -> int:
        """The number of the shown picture in its article, from 0; -1 if there is none."""
        return self._picture_numbers[self._index] if self._picture_numbers else -1

    def step(self, by: int) -> None:
        """Show the picture ``by`` further on in the article; stops at the ends."""
        index = min(max(0, self._index + by), len(self._picture_numbers) - 1)
        if index != self._index:
            self._index = index
            self._load_picture()

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self._theme = theme
        density = self.devicePixelRatioF()
        for button, icon in self._icons:
            button.setIcon(icons.icon(icon, theme.ink, theme.line, fonts.icon_size(20), density))
        drawing = (
            self._pictures.svg_renderer(self._page, self.picture_number)
            if self._page is not None
            else None
        )
        self.canvas.recolour(drawing, theme)

    def set_zoom(self, zoom: float) -> None:
        """Show the caption ``zoom`` times as large as usual."""
        self._caption.setFont(fonts.font(round(14 * zoom)))
        self._alt.setFont(fonts.font(round(13 * zoom)))
        self._fit_caption()

    def _load_picture(self) -> None:
        assert self._page is not None
        number, figure = self.picture_number, self._page.figures[self.picture_number]
        drawing = self._pictures.svg_renderer(self._page, number)
        image = self._pictures.full_image(self._page, number) if drawing is None else QImage()
        size = self._pictures.natural_size(self._page, number) or QSizeF(image.size())
        self.canvas.set_picture(size, drawing, image)
        broken = drawing is None and image.isNull()
        caption = figure.caption or figure.alt
        self._caption.setText(self.tr("This picture cannot be shown.") if broken else caption)
        self._alt.setText(figure.alt if figure.alt != caption else "")
        for label in (self._caption, self._alt):
            label.setVisible(bool(label.text()))
        has_several = len(self._picture_numbers) > 1
        for button, usable in (
            (self._previous_button, self._index > 0),
            (self._next_button, self._index < len(self._picture_numbers) - 1),
        ):
            button.setVisible(has_several)
            button.setEnabled(usable)
        name = self.tr("Picture {number} of {count}: {words}")
        self.canvas.setAccessibleName(
            name.format(
                number=format_count(self._index + 1),
                count=format_count(len(self._picture_numbers)),
                words=figure.alt or figure.caption,
            )
        )
        self._show_title()
        self._fit_caption()

    def _show_title(self) -> None:
        self._message_timer.stop()
        if self._page is None:
            return
        text = self._page.entry.title
        if len(self._picture_numbers) > 1:
            position = self.tr("{number} of {count}").format(
                number=format_count(self._index + 1), count=format_count(len(self._picture_numbers))
            )
            text = f"{position}  ·  {text}"
        self._title.setText(text)

    def show_message(self, text: str) -> None:
        """Show a message for a while instead of the title."""
        if text:
            self._title.setText(text)
            self._message_timer.start()

    def title_text(self) -> str:
        """The text at the top left, as the reader sees it."""
        return self._title.text()

    def caption_text(self) -> str:
        """The text below the picture, as the reader sees it."""
        labels = (label for label in (self._caption, self._alt) if not label.isHidden())
        return "\n".join(label.text() for label in labels)

    def _show_scale(self, scale: float) -> None:
        self._scale_label.setText(format_percent(scale))

    # Commands

    def _zoom(self, factor: float) -> None:
        self.canvas.zoom_by(factor)

    def copy(self) -> None:
        """Put the picture on the clipboard."""
        if self._page is not None:
            copied = picture_files.copy_to_clipboard(
                self._pictures, self._page, self.picture_number, self._theme
            )
            self.show_message(self.tr("The picture is copied.") if copied else self._caption.text())

    def save(self) -> None:
        """Ask for a name and save the picture."""
        if self._page is not None:
            self.show_message(
                picture_files.save_with_dialog(
                    self, self._pictures, self._page, self.picture_number, self._theme
                )
            )

    # Size

    def _cover_window(self) -> None:
        """Cover the whole window."""
        window = self.parentWidget()
        if window is not None:
            self.setGeometry(window.rect())

    def _fit_caption(self) -> None:
        """Fit the caption's height to its text, up to its share of the window."""
        side_margin = max(18, self.width() // 20)
        self._caption_layout.setContentsMargins(side_margin, 10, side_margin, 16)
        self._caption_layout.activate()
        height = self._caption_layout.heightForWidth(max(80, self.width()))
        visible = not self._caption.isHidden() or not self._alt.isHidden()
        self._caption_area.setVisible(visible)
        self._caption_area.setFixedHeight(
            min(height + 1, max(40, round(self.height() * _MAX_CAPTION_SHARE)))
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the caption elsewhere."""
        super().resizeEvent(event)
        if self._page is not None:
            self._fit_caption()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window, with the arrows at the picture's sides."""
        if event.type() == QEvent.Type.Resize:
            if watched is self.parentWidget():
                self._cover_window()
            elif watched is self.canvas:
                middle = (self.canvas.height() - self._previous_button.height()) // 2
                self._previous_button.move(10, middle)
                self._next_button.move(self.canvas.width() - self._next_button.width() - 10, middle)
        return super().eventFilter(watched, event)

    # Keys

    def event(self, event: QEvent) -> bool:
        """The window's own shortcuts would act on what lies below."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            pressed = QKeySequence(event.keyCombination())
            if pressed not in [QKeySequence(keys) for keys in _WINDOW_SHORTCUTS]:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every button has a key, named in its tooltip."""
        if self._handle_arrow_key(event) or self._handle_command_key(event):
            return
        # Nothing goes on to the window below.
        event.accept()

    def _handle_arrow_key(self, event: QKeyEvent) -> bool:
        """Arrow keys pan over a large picture; if all of it is in view they step to another."""
        moves = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        if key not in moves:
            return False
        x, y = moves[key]
        can_pan_x, can_pan_y = self.canvas.can_pan()
        if (x and can_pan_x) or (y and can_pan_y):
            self.canvas.pan_step(x, y)
        elif x and not can_pan_y:
            self.step(x)
        return True

    def _handle_command_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Save):
            self.save()
        elif key == Qt.Key.Key_Escape:
            self.close_viewer()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = QApplication.focusWidget()
            if isinstance(focused, QToolButton):
                focused.click()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom(ZOOM_STEP)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self._zoom(1 / ZOOM_STEP)
        elif key == Qt.Key.Key_0:
            self.canvas.fit_to_window()
        elif key == Qt.Key.Key_1:
            self.canvas.show_actual_size()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.step(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.step(
                -len(self._picture_numbers)
                if key == Qt.Key.Key_Home
                else len(self._picture_numbers)
            )
        else:
            return False
        return True

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab stays among the viewer's own parts."""
        stops = [self.canvas, *(b for b, _ in self._icons if b.isVisible() and b.isEnabled())]
        focused = QApplication.focusWidget()
        position = stops.index(focused) if focused in stops else 0
        stops[(position + (1 if following else -1)) % len(stops)].setFocus(
            Qt.FocusReason.TabFocusReason if following else Qt.FocusReason.BacktabFocusReason
        )
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The mouse's back button leaves; no click reaches what lies below."""
        if event.button() == Qt.MouseButton.BackButton:
            self.close_viewer()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """No click reaches what lies below."""
        event.accept()
