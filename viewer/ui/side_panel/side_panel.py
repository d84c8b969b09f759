"""What stands beside the page while nothing is searched: the talk, or the outline."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from viewer.archive.library.reader_data import ReaderData
from viewer.color_themes import Theme
from viewer.ui.side_panel.chapters_panel import ChaptersPanel
from viewer.ui.side_panel.outline_panel import OutlinePanel
from viewer.ui.theme import fonts
from viewer.ui.widgets.accessibility import AccessibleStack

CHAPTERS_TAB, OUTLINE_TAB = 0, 1
_SETTING = "beside"


class SidePanel(QWidget):
    """The talk and the outline, one behind the other, with two words above them to choose.

    The reader's choice is kept. Where the article has no outline the talk stands in for it, so
    that the pane neither goes nor is left empty on the way through a talk.
    """

    changed = Signal()

    def __init__(
        self,
        chapters: ChaptersPanel,
        outline: OutlinePanel,
        reader_data: ReaderData,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._chapters = chapters
        self._outline = outline
        self._reader_data = reader_data
        self._wants_outline: bool = reader_data.setting(_SETTING) == "outline"
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("sideTabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setFont(fonts.ui_font(12, weight=600))
        self.tabs.setAccessibleName(self.tr("Beside the page"))
        self.tabs.addTab(self.tr("Chapters"))
        self.tabs.addTab(self.tr("Outline"))
        self._panels = AccessibleStack(self)
        self._panels.addWidget(chapters)
        self._panels.addWidget(outline)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        layout.addWidget(self._panels, 1)
        self.tabs.tabBarClicked.connect(self._on_tab_clicked)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.refresh()

    @property
    def has_series(self) -> bool:
        """Whether there is a talk to show."""
        return self._chapters.series is not None

    @property
    def has_outline(self) -> bool:
        """Whether what is on the page has an outline."""
        return bool(self._outline.model.lines)

    @property
    def has_content(self) -> bool:
        """Whether there is anything to show that the reader wants to see."""
        return self.has_series or self._wants_outline

    @property
    def wants_outline(self) -> bool:
        """Whether the reader chose the outline."""
        return self._wants_outline

    @property
    def shows_outline(self) -> bool:
        """Whether the outline is in front."""
        return self._panels.currentWidget() is self._outline

    @property
    def current_list(self) -> QWidget:
        """The list in front, where the keys belong."""
        return self._outline.view if self.shows_outline else self._chapters.view

    def select_tab(self, tab: int) -> None:
        """Show the talk or the outline from now on."""
        self._wants_outline = tab == OUTLINE_TAB
        self._reader_data.set_setting(_SETTING, "outline" if self._wants_outline else "talk")
        self.refresh()
        self.changed.emit()

    def refresh(self) -> None:
        """See anew what there is to show; the page is another one."""
        outline = self._wants_outline and (self.has_outline or not self.has_series)
        self.tabs.blockSignals(True)
        self.tabs.setTabVisible(CHAPTERS_TAB, self.has_series)
        self.tabs.setTabEnabled(OUTLINE_TAB, self.has_outline or not self.has_series)
        self.tabs.setCurrentIndex(OUTLINE_TAB if outline else CHAPTERS_TAB)
        self.tabs.blockSignals(False)
        self._panels.setCurrentWidget(self._outline if outline else self._chapters)

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self._outline.set_theme(theme)

    def _on_tab_clicked(self, index: int) -> None:
        # What is in front for want of an outline is not what was chosen: a click chooses it.
        if index == self.tabs.currentIndex() and self.tabs.isTabEnabled(index):
            self.select_tab(index)

    def _on_tab_changed(self, index: int) -> None:
        self.select_tab(index)
