"""The slideshows of a page: laid over the room it keeps for them, and turned to what is sought."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextBrowser

from viewer.archive.model.catalogue_entries import Page
from viewer.color_themes import Theme
from viewer.ui.document.built_page import SlideshowSlot
from viewer.ui.pictures.picture_cache import PictureCache

if TYPE_CHECKING:
    from viewer.ui.pictures.slideshow_widget import Slide, Slideshow


class InlineSlideshows(QObject):
    """Keeps a widget for each slideshow, and for the session which slide the reader left it at."""

    full_size_requested = Signal(int)  # the number of the picture to show full size
    focused = Signal()

    def __init__(self, view: QTextBrowser, pictures: PictureCache) -> None:
        super().__init__(view)
        self._view = view
        self._pictures = pictures
        self._slots: list[SlideshowSlot] = []
        self._widgets: list[Slideshow] = []
        self._page: Page | None = None
        self._last_slides: dict[tuple[str, int], int] = {}
        self._reposition_timer = QTimer(self)
        self._reposition_timer.setSingleShot(True)
        self._reposition_timer.setInterval(0)
        self._reposition_timer.timeout.connect(self.reposition)

    @property
    def widgets(self) -> tuple[Slideshow, ...]:
        """The slideshows of the page, in reading order."""
        return tuple(self._widgets[: len(self._slots)])

    def clear_slots(self) -> None:
        """The page is being written anew: no place on it is known until ``set_page``."""
        self._slots = []

    def set_page(self, page: Page, slots: list[SlideshowSlot], theme: Theme, zoom: float) -> None:
        """Lay a widget over each of ``slots``."""
        self._page, self._slots = page, slots
        for index in range(len(self._widgets), len(slots)):
            self._widgets.append(self._create_widget(index))
        for index, widget in enumerate(self._widgets):
            if index >= len(slots):
                if widget.hasFocus():
                    self._view.setFocus(Qt.FocusReason.OtherFocusReason)
                widget.hide()
                continue
            slides = tuple(self._slide(page, number) for number in slots[index].picture_numbers)
            at = self._last_slides.get((str(page.entry.address), index), 0)
            widget.set_slides(page, slides, at, theme, zoom)
            self._show_caption(index)
        self.reposition()

    def _create_widget(self, index: int) -> Slideshow:
        # Most pages have none, the first one among them: the start does not wait for it.
        from viewer.ui.pictures.slideshow_widget import Slideshow

        widget = Slideshow(self._pictures, self._view.viewport())
        widget.slide_changed.connect(lambda _place: self._on_slide_changed(index))
        widget.full_size_requested.connect(self.full_size_requested)
        widget.focused.connect(self.focused)
        widget.tab_pressed.connect(lambda following: self._leave_by_tab(index, following))
        return widget

    @staticmethod
    def _slide(page: Page, number: int) -> Slide:
        from viewer.ui.pictures.slideshow_widget import Slide

        if not 0 <= number < len(page.figures):
            return Slide(number, "", "")
        figure = page.figures[number]
        return Slide(number, figure.alt, figure.caption)

    def reposition(self) -> None:
        """Bring the widgets to where the page keeps their room now."""
        top = self._view.verticalScrollBar().value()
        for show, widget in zip(self._slots, self._widgets, strict=False):
            stage = line_rect(self._view, show.stage_position)
            rail = line_rect(self._view, show.rail_position)
            width, height = show.stage_size
            foot = math.floor(rail.top()) + show.rail_height
            whole = QRect(
                round(stage.left()), math.floor(stage.top()), width, foot - math.floor(stage.top())
            )
            widget.set_geometries(whole.translated(0, -top), height, show.rail_height)
            widget.show()

    def reposition_soon(self) -> None:
        """The page is being laid out anew; see to the widgets when that is done."""
        if self._slots:
            self._reposition_timer.start()

    # Captions

    def _on_slide_changed(self, index: int) -> None:
        if self._page is not None:
            key = (str(self._page.entry.address), index)
            self._last_slides[key] = self._widgets[index].current_index
        self._show_caption(index)

    def _show_caption(self, index: int) -> None:
        """Only the caption of the slide that is shown is visible."""
        document = self._view.document()
        show, current = self._slots[index], self._widgets[index].current_index
        changed = False
        for place, position in enumerate(show.caption_positions):
            block = document.findBlock(position)
            if block.isVisible() != (place == current):
                block.setVisible(place == current)
                changed = True
        if changed:
            first = show.caption_positions[0]
            document.markContentsDirty(first, show.rail_position - first)
            self._view.viewport().update()

    def _slot_at(self, position: int) -> int:
        for index, show in enumerate(self._slots):
            if show.stage_position <= position <= show.rail_position:
                return index
        return -1

    def reveal_caption(self, position: int) -> int:
        """Turn to the slide whose caption stands at ``position``; returns where it can be seen.

        That is the stage for whatever belongs to a slideshow, else ``position`` itself.
        """
        index = self._slot_at(position)
        if index < 0:
            return position
        show = self._slots[index]
        for place in reversed(range(len(show.caption_positions))):
            if show.caption_positions[place] <= position < show.rail_position:
                self._widgets[index].show_slide(place)
                break
        return show.stage_position

    def show_picture(self, number: int) -> None:
        """Turn the slideshow that holds picture ``number`` to it."""
        for show, widget in zip(self._slots, self._widgets, strict=False):
            if number in show.picture_numbers:
                widget.show_slide(show.picture_numbers.index(number))

    def visible_position(self, position: int) -> int:
        """Where the slideshow of a caption that is not shown stands."""
        index = self._slot_at(position)
        return self._slots[index].stage_position if index >= 0 else position

    def slideshow_rect(self, position: int) -> QRectF | None:
        """The whole slideshow at ``position``, in coordinates of the document."""
        index = self._slot_at(position)
        if index < 0:
            return None
        box = QRectF(self._widgets[index].geometry())
        return box.translated(0, self._view.verticalScrollBar().value())

    # The keyboard

    def enter_by_tab(self) -> bool:
        """Where Tab has brought the page's cursor to a stage, go on into the slideshow."""
        cursor = self._view.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        for show, widget in zip(self._slots, self._widgets, strict=False):
            if (start, end) == (show.stage_position, show.stage_position + 1):
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    def _leave_by_tab(self, index: int, following: bool) -> None:
        """Tab leaves the slideshow for what comes next on the page."""
        self._view.setFocus(Qt.FocusReason.TabFocusReason)
        cursor = QTextCursor(self._view.document())
        cursor.setPosition(self._slots[index].stage_position)
        cursor.setPosition(self._slots[index].stage_position + 1, QTextCursor.MoveMode.KeepAnchor)
        bar = self._view.verticalScrollBar()
        top = bar.value()
        self._view.setTextCursor(cursor)
        bar.setValue(top)
        self._view.focusNextPrevChild(following)


def line_rect(view: QTextBrowser, position: int) -> QRectF:
    """The line at ``position``, in coordinates of the document."""
    layout = view.document().documentLayout()
    layout.documentSize()
    block = view.document().findBlock(position)
    box = layout.blockBoundingRect(block)
    line = block.layout().lineForTextPosition(position - block.position())
    if line.isValid():
        return QRectF(box.left(), box.top() + line.y(), box.width(), line.height())
    return box
