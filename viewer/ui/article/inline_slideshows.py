"""Lays slideshow widgets over the space a page reserves for them, and turns them to a slide."""

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
    """Owns a widget for each slideshow of the page; remembers their slides for the session."""

    full_size_requested = Signal(int)  # the number of the picture to show full size
    address_requested = Signal(str)
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
        """Forget the positions of the slots: the page is rebuilt until ``set_page``."""
        self._slots = []

    def set_page(self, page: Page, slots: list[SlideshowSlot], theme: Theme, zoom: float) -> None:
        """Lay a widget over each of ``slots``."""
        self._page, self._slots = page, slots
        for index in range(len(self._widgets), len(slots)):
            self._widgets.append(self._create_widget(index))
        for index, widget in enumerate(self._widgets):
            if index >= len(slots):
                if widget.hasFocus() or widget.redrawn_chip.hasFocus():
                    self._view.setFocus(Qt.FocusReason.OtherFocusReason)
                widget.hide()
                continue
            slides = tuple(self._slide(page, number) for number in slots[index].picture_numbers)
            current = self._last_slides.get((str(page.entry.address), index), 0)
            widget.set_slides(page, slides, current, theme, zoom, slots[index].redrawn)
            self._show_caption(index)
        self.reposition()

    def _create_widget(self, index: int) -> Slideshow:
        # Most pages, also the first one, have none: not imported at start-up.
        from viewer.ui.pictures.slideshow_widget import Slideshow

        widget = Slideshow(self._pictures, self._view.viewport())
        widget.slide_changed.connect(lambda _slide_index: self._on_slide_changed(index))
        widget.full_size_requested.connect(self.full_size_requested)
        widget.address_requested.connect(self.address_requested)
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
        """Move the widgets to where their slots are on the page now."""
        top = self._view.verticalScrollBar().value()
        for slot, widget in zip(self._slots, self._widgets, strict=False):
            stage = line_rect(self._view, slot.stage_position)
            rail = line_rect(self._view, slot.rail_position)
            width, height = slot.stage_size
            bottom = math.floor(rail.top()) + slot.rail_height
            rect = QRect(
                round(stage.left()),
                math.floor(stage.top()),
                width,
                bottom - math.floor(stage.top()),
            )
            widget.set_geometries(rect.translated(0, -top), height, slot.rail_height)
            widget.show()

    def reposition_soon(self) -> None:
        """Call ``reposition`` when the current layout of the page is done."""
        if self._slots:
            self._reposition_timer.start()

    # Captions

    def _on_slide_changed(self, index: int) -> None:
        if self._page is not None:
            key = (str(self._page.entry.address), index)
            self._last_slides[key] = self._widgets[index].current_index
        self._show_caption(index)

    def _show_caption(self, index: int) -> None:
        """Show the caption of the current slide only."""
        document = self._view.document()
        slot, current = self._slots[index], self._widgets[index].current_index
        changed = False
        for slide_index, position in enumerate(slot.caption_positions):
            block = document.findBlock(position)
            if block.isVisible() != (slide_index == current):
                block.setVisible(slide_index == current)
                changed = True
        if changed:
            first_position = slot.caption_positions[0]
            document.markContentsDirty(first_position, slot.rail_position - first_position)
            self._view.viewport().update()

    def _slot_at(self, position: int) -> int:
        for index, slot in enumerate(self._slots):
            if slot.stage_position <= position <= slot.rail_position:
                return index
        return -1

    def reveal_caption(self, position: int) -> int:
        """Turn to the slide whose caption is at ``position``; returns a visible position.

        That is the stage's if ``position`` is in a slideshow, else ``position`` itself.
        """
        index = self._slot_at(position)
        if index < 0:
            return position
        slot = self._slots[index]
        for slide_index in reversed(range(len(slot.caption_positions))):
            if slot.caption_positions[slide_index] <= position < slot.rail_position:
                self._widgets[index].show_slide(slide_index)
                break
        return slot.stage_position

    def show_picture(self, number: int) -> None:
        """Turn the slideshow that holds picture ``number`` to it."""
        for slot, widget in zip(self._slots, self._widgets, strict=False):
            if number in slot.picture_numbers:
                widget.show_slide(slot.picture_numbers.index(number))

    def visible_position(self, position: int) -> int:
        """The stage's position if ``position`` is in a slideshow, else ``position`` itself."""
        index = self._slot_at(position)
        return self._slots[index].stage_position if index >= 0 else position

    def slideshow_rect(self, position: int) -> QRectF | None:
        """The rectangle of the slideshow at ``position``, in the document; None for none."""
        index = self._slot_at(position)
        if index < 0:
            return None
        box = QRectF(self._widgets[index].geometry())
        return box.translated(0, self._view.verticalScrollBar().value())

    # The keyboard

    def enter_by_tab(self, *, following: bool) -> bool:
        """Focus the slideshow if Tab (else Shift+Tab) has selected its stage; whether it did."""
        cursor = self._view.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        for slot, widget in zip(self._slots, self._widgets, strict=False):
            if (start, end) == (slot.stage_position, slot.stage_position + 1):
                widget.enter_by_tab(following=following)
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
    """The rectangle of the line at ``position``, in coordinates of the document."""
    layout = view.document().documentLayout()
    layout.documentSize()
    block = view.document().findBlock(position)
    box = layout.blockBoundingRect(block)
    line = block.layout().lineForTextPosition(position - block.position())
    if line.isValid():
        return QRectF(box.left(), box.top() + line.y(), box.width(), line.height())
    return box
