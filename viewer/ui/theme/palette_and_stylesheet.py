"""Turns a theme into a QPalette and a style sheet for the window's widgets."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from viewer.color_themes import Theme
from viewer.ui.theme import fonts


def build_palette(theme: Theme) -> QPalette:
    """The palette for the application."""
    palette = QPalette()
    roles = QPalette.ColorRole
    pairs = {
        roles.Window: theme.side,
        roles.WindowText: theme.ink,
        roles.Base: theme.page,
        roles.AlternateBase: theme.side,
        roles.Text: theme.ink,
        roles.Button: theme.side,
        roles.ButtonText: theme.ink,
        roles.Highlight: theme.accent,
        roles.HighlightedText: theme.page,
        roles.Link: theme.accent,
        roles.LinkVisited: theme.accent,
        roles.ToolTipBase: theme.page,
        roles.ToolTipText: theme.ink,
        roles.PlaceholderText: theme.dim,
        roles.Light: theme.line,
        roles.Midlight: theme.line,
        roles.Mid: theme.line,
        roles.Dark: theme.line,
        roles.Shadow: theme.line,
        roles.BrightText: theme.accent,
    }
    for color_role, colour in pairs.items():
        palette.setColor(color_role, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for color_role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(disabled, color_role, QColor(theme.dim))
    return palette


def build_style_sheet(theme: Theme) -> str:
    """The style sheet for the application, at the current UI scale."""
    t = theme
    return f"""
* {{ outline: 0; }}
QMainWindow, QDialog, #scrolled {{ background: {t.side}; }}
QMenuBar {{ background: {t.side}; color: {t.ink}; border: 0; padding: 2px 6px; }}
QMenuBar::item {{ padding: 4px 9px 2px 9px; background: transparent;
  border-bottom: 2px solid transparent; }}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {t.tint}; color: {t.accent};
  border-bottom: 2px solid {t.accent}; }}
QMenu {{ background: {t.page}; color: {t.ink}; border: 1px solid {t.line}; padding: 5px;
  menu-scrollable: 1; }}
QMenu::item {{ padding: 5px 28px 5px 19px; border-left: 3px solid transparent; }}
QMenu::item:selected {{ background: {t.tint}; color: {t.accent};
  border-left: 3px solid {t.accent}; }}
QMenu::item:disabled {{ color: {t.dim}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 5px 8px; }}
QToolTip {{ background: {t.page}; color: {t.ink}; border: 1px solid {t.line}; padding: 5px 7px; }}
QSplitter::handle {{ background: {t.line}; }}
QSplitter::handle:hover {{ background: {t.accent}; }}
#bar {{ background: {t.side}; border: 0; border-bottom: 1px solid {t.line}; }}
#side {{ background: {t.side}; }}
#help {{ background: {t.side}; border: 1px solid transparent; border-radius: 6px; }}
#help:focus {{ border-color: {t.accent}; }}
#edge {{ background: {t.line}; border: 0; }}
#dim {{ color: {t.dim}; }}
#heading {{ color: {t.ink}; font-weight: 700; }}
#pane {{ background: {t.page}; border: 0; selection-background-color: {t.accent};
  selection-color: {t.page}; }}
QTreeView, QListView {{ background: {t.side}; border: 0; color: {t.ink}; }}
QLineEdit {{ background: {t.page}; color: {t.ink}; border: 1px solid {t.line}; border-radius: 8px;
  padding: 0 10px; selection-background-color: {t.accent}; selection-color: {t.page};
  placeholder-text-color: {t.dim}; }}
QLineEdit:focus {{ border: 1px solid {t.accent}; }}
QToolButton {{ background: transparent; border: 0; border-radius: 8px; color: {t.ink};
  padding: 4px; }}
QToolButton:hover {{ background: {t.chip}; }}
QToolButton:focus {{ border: 1px solid {t.accent}; }}
QToolButton:pressed {{ background: {t.tint}; }}
QToolButton::menu-indicator {{ image: none; }}
QPushButton {{ background: {t.chip}; color: {t.ink}; border: 1px solid {t.line};
  border-radius: 8px; padding: 5px 14px; }}
QPushButton:hover, QPushButton:focus {{ border-color: {t.accent}; }}
QPushButton:disabled {{ color: {t.dim}; border-style: dashed; }}
#option {{ padding: 5px 12px; background: transparent; }}
#option:checked {{ background: {t.tint}; color: {t.accent}; border: 2px solid {t.accent};
  padding: 4px 11px; }}
#option:focus {{ border-color: {t.ink}; }}
#option:checked:focus {{ border: 3px solid {t.ink}; padding: 3px 10px; }}
QPushButton:default:enabled {{ background: {t.accent}; color: {t.page}; border-color: {t.accent}; }}
QPushButton:default:enabled:focus {{ border-color: {t.ink}; }}
#about:focus {{ border: 1px solid {t.accent}; }}
QProgressBar {{ background: {t.line}; border: 0; border-radius: 3px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
#pictureViewer, #pictureWords, #pictureWords > QWidget > QWidget {{ background: {t.page}; }}
#onPicture {{ background: {t.page}; }}
#onPicture:hover {{ background: {t.chip}; }}
#pictureWords {{ border: 0; border-top: 1px solid {t.line}; }}
#hairline {{ background: {t.line}; border: 0; }}
#leaf, #sheet {{ background: {t.page}; border: 0; }}
#findBar {{ background: {t.side}; border-top: 1px solid {t.line}; }}
#strip {{ background: {t.note}; border-bottom: 1px solid {t.line}; }}
#strip QLabel {{ color: {t.ink}; }}
#hover {{ background: {t.page}; color: {t.dim}; border: 1px solid {t.line}; border-radius: 6px;
  padding: 3px 8px; }}
#why {{ background: {t.page}; color: {t.ink}; border: 1px solid {t.line}; padding: 1px 6px; }}
#why:hover, #why:focus {{ border-color: {t.accent}; }}
#card {{ background: {t.page}; border: 1px solid {t.line}; border-radius: 8px; }}
#palette {{ background: {t.page}; border: 1px solid {t.line}; border-radius: 12px; }}
#palette QListView {{ background: {t.page}; }}
#sideTabs::tab {{ background: transparent; color: {t.dim}; padding: 5px 0 6px 0;
  margin: 0 0 0 18px; border: 0; border-bottom: 2px solid transparent; }}
#sideTabs::tab:hover:enabled {{ color: {t.ink}; }}
#sideTabs::tab:selected {{ color: {t.accent}; border-bottom: 2px solid {t.accent}; }}
#sideTabs::tab:selected:focus {{ background: {t.tint}; border-radius: 0; }}
#completer {{ background: {t.page}; color: {t.ink}; border: 1px solid {t.line};
  border-radius: 8px; padding: 4px; }}
#completer::item {{ height: {fonts.scaled_px(28)}px; padding: 0 8px 0 5px;
  border-left: 3px solid transparent; }}
#completer::item:selected {{ background: {t.tint}; color: {t.accent};
  border-left: 3px solid {t.accent}; }}
#side QListWidget {{ background: {t.side}; border: 0; }}
#side QListWidget::item {{ height: {fonts.scaled_px(32)}px; padding: 0 8px 0 5px;
  border-left: 3px solid transparent; }}
#side QListWidget::item:hover {{ background: {t.chip}; }}
#side QListWidget::item:selected {{ background: {t.tint}; color: {t.accent};
  border-left: 3px solid {t.accent}; }}
#about {{ background: {t.page}; color: {t.ink}; border: 1px solid {t.line}; border-radius: 8px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {t.line}; border-radius: 4px; min-height: 32px;
  margin: 2px 2px 2px 2px; }}
QScrollBar::handle:vertical:hover {{ background: {t.dim}; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {t.line}; border-radius: 4px; min-width: 32px;
  margin: 2px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
