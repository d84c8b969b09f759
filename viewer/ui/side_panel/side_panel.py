"""The panel beside the page while nothing is searched: one of several, chosen by a tab."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListView, QTabBar, QVBoxLayout, QWidget

from viewer.color_themes import Theme
from viewer.ui.settings.reader_settings import ReaderSettings
from viewer.ui.theme import fonts
from viewer.ui.widgets.accessibility import AccessibleStack


class SidePanelTab(QWidget):
    """A panel beside the page: a list, and perhaps something above it.

    ``name`` is what the reader's choice is stored as, ``title`` the text of its tab.
    """

    name = ""
    title: str
    view: QListView
    #: Whether the pane stays visible while this panel is chosen and empty: another one is shown
    #: instead, or the panel itself says why it is empty. Else the pane is hidden.
    stays_when_empty = False

    @property
    def has_content(self) -> bool:
        """Whether it has anything to show for the page."""
        raise NotImplementedError

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        raise NotImplementedError


class SidePanel(QWidget):
    """The panels beside the page, one behind the other, with a tab for each above them.

    The reader's choice is stored. Where a chosen panel that stays is empty, one with content is
    shown instead, so that the pane neither goes nor is left empty on the way through a series.
    """

    changed = Signal()

    def __init__(self, settings: ReaderSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._settings = settings
        self.panels: list[SidePanelTab] = []
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("sideTabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setFont(fonts.ui_font(12, weight=600))
        self.tabs.setAccessibleName(self.tr("Beside the page"))
        self._stack = AccessibleStack(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        layout.addWidget(self._stack, 1)
        self.tabs.tabBarClicked.connect(self._on_tab_clicked)
        self.tabs.currentChanged.connect(self._on_tab_changed)

    def add_panel(self, panel: SidePanelTab) -> None:
        """Add ``panel`` behind the others; the first one is chosen where the reader chose none."""
        self.panels.append(panel)
        self._stack.addWidget(panel)
        self.tabs.blockSignals(True)
        self.tabs.addTab(panel.title)
        self.tabs.blockSignals(False)
        self.refresh()

    @property
    def chosen(self) -> SidePanelTab:
        """The panel that the reader chose, whether or not it is in front."""
        name = self._settings.side_panel
        return next((panel for panel in self.panels if panel.name == name), self.panels[0])

    @property
    def shown(self) -> SidePanelTab:
        """The panel in front."""
        return self.panels[self._stack.currentIndex()]

    @property
    def has_content(self) -> bool:
        """Whether the chosen panel has anything to show, or stays while it is empty."""
        return self.chosen.has_content or self.chosen.stays_when_empty

    def choose(self, panel: SidePanelTab) -> None:
        """Show ``panel`` from now on, and store that choice."""
        self._settings.side_panel = panel.name
        self.refresh()
        self.changed.emit()

    def refresh(self) -> None:
        """Update the tabs and the panel in front; the page has changed."""
        shown = self.chosen
        with_content = [panel for panel in self.panels if panel.has_content]
        if with_content and shown.stays_when_empty and shown not in with_content:
            shown = with_content[0]
        self.tabs.blockSignals(True)
        for index, panel in enumerate(self.panels):
            self.tabs.setTabVisible(index, panel in with_content or panel.stays_when_empty)
            self.tabs.setTabEnabled(index, panel in with_content or not with_content)
        self.tabs.setCurrentIndex(self.panels.index(shown))
        self.tabs.blockSignals(False)
        self._stack.setCurrentWidget(shown)

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        for panel in self.panels:
            panel.set_theme(theme)

    def _on_tab_clicked(self, index: int) -> None:
        # A panel in front because the chosen one is empty was not chosen: a click chooses it.
        if index == self.tabs.currentIndex() and self.tabs.isTabEnabled(index):
            self.choose(self.panels[index])

    def _on_tab_changed(self, index: int) -> None:
        self.choose(self.panels[index])
