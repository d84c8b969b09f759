"""The preferences dialog; every change takes effect at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from viewer.translation import LANGUAGES
from viewer.ui.i18n.dates_and_numbers import format_count, format_decimal, format_percent
from viewer.ui.settings.appearance import Appearance
from viewer.ui.settings.reader_settings import SYSTEM_THEME
from viewer.ui.theme import fonts
from viewer.ui.theme.fonts import UI_SCALES
from viewer.ui.theme.typesetting import LEADINGS, MEASURES, Typesetting, step_choice
from viewer.ui.widgets.accessibility import announce
from viewer.ui.widgets.flow_layout import FittedScrollArea, FlowLayout, fit_dialog

_WIDTH = 560
#: From this scale of the window text on, labels stand above their buttons.
_STACK_LABELS_FROM = 1.5


def setting_labels(
    translate: Callable[[str, str], str] = QCoreApplication.translate,
) -> dict[str, str]:
    """The labels of the settings by name, in the reader's language or as ``translate`` has it."""
    return {
        "theme": translate("PreferencesDialog", "Theme"),
        "language": translate("PreferencesDialog", "Language"),
        "window": translate("PreferencesDialog", "Window text"),
        "zoom": translate("PreferencesDialog", "Text size"),
        "measure": translate("PreferencesDialog", "Line length"),
        "leading": translate("PreferencesDialog", "Line height"),
        "han": translate("PreferencesDialog", "Chinese type"),
        "latin": translate("PreferencesDialog", "Latin type"),
        "notes": translate("PreferencesDialog", "Editorial notes"),
    }


class OptionButtons(QWidget):
    """A row of buttons of which one is chosen. ``chosen`` carries its value."""

    chosen = Signal(object)

    def __init__(self, name: str, options: Sequence[tuple[str, Any]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._values = [value for _, value in options]
        row = FlowLayout(self)
        for number, (text, _) in enumerate(options):
            button = QPushButton(text, self)
            button.setCheckable(True)
            # The group is exclusive anyway; this tells a screen reader that there is one.
            button.setAutoExclusive(True)
            button.setAutoDefault(False)
            button.setObjectName("option")
            button.setAccessibleDescription(name)
            self._group.addButton(button, number)
            row.addWidget(button)
        self._group.idClicked.connect(lambda number: self.chosen.emit(self._values[number]))

    def show_value(self, value: Any) -> None:
        """Mark the button of ``value`` as chosen."""
        if value in self._values:
            self._group.button(self._values.index(value)).setChecked(True)

    def take_focus(self) -> None:
        """Give the keyboard focus to the chosen button."""
        button = self._group.checkedButton() or self._group.button(0)
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def buttons(self) -> list[QPushButton]:
        """Its buttons, in order."""
        return [self._group.button(number) for number in range(len(self._values))]  # type: ignore[misc]


class Stepper(QWidget):
    """A less and a more button with the value between them; ``stepped`` carries -1 or 1."""

    stepped = Signal(int)

    def __init__(self, name: str, less: str, more: str, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._name = name
        self._buttons: list[QPushButton] = []
        self.value = QLabel(self)
        self.value.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.value.setMinimumWidth(fonts.scaled_px(64))
        for text, tip, by in (("−", less, -1), ("+", more, 1)):
            button = QPushButton(text, self)
            button.setAutoDefault(False)
            button.setObjectName("option")
            button.setAccessibleName(tip)
            button.setAccessibleDescription(name)
            button.setToolTip(tip)
            button.clicked.connect(lambda _=False, step=by: self.stepped.emit(step))
            row.addWidget(button)
            self._buttons.append(button)
            if by < 0:
                row.addWidget(self.value)
        row.addStretch(1)

    def take_focus(self) -> None:
        """Give the keyboard focus to the button that steps up."""
        self._buttons[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_value(self, text: str) -> None:
        """Show the value; a screen reader announces it if a button of it has the focus."""
        before = self.value.text()
        self.value.setText(text)
        for button in self._buttons:
            button.setAccessibleDescription(f"{self._name}: {text}")
        if before and before != text and self.focusWidget() in self._buttons:
            announce(self, text)


class PreferencesDialog(QDialog):
    """Theme, language, and how window and page are set.

    ``language_chosen`` carries a locale or “”, ``window_text_chosen`` times the usual size.
    """

    language_chosen = Signal(object)
    window_text_chosen = Signal(float)

    def __init__(
        self, appearance: Appearance, language: str, window_text: float, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preferences"))
        self._appearance = appearance
        self._options: dict[str, OptionButtons] = {}
        self._steppers: dict[str, Stepper] = {}
        labels = setting_labels()
        inside = QWidget(self)
        form = QFormLayout(inside)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(
            QFormLayout.RowWrapPolicy.WrapAllRows
            if fonts.ui_scale() >= _STACK_LABELS_FROM
            else QFormLayout.RowWrapPolicy.WrapLongRows
        )
        form.setHorizontalSpacing(20)
        form.setVerticalSpacing(10)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._add_options(form, "theme", labels["theme"], [
            (self.tr("Light"), "light"), (self.tr("Sepia"), "sepia"), (self.tr("Dark"), "dark"),
            (self.tr("As the system"), SYSTEM_THEME),
        ]).chosen.connect(appearance.choose_theme)  # fmt: skip
        self._add_options(form, "language", labels["language"], [
            (self.tr("As the system"), ""), *((own, name) for name, own in LANGUAGES.items()),
        ]).chosen.connect(self.language_chosen)  # fmt: skip
        self._add_stepper(form, "window", labels["window"], self.tr("Smaller"), self.tr("Larger"))
        self._steppers["window"].show_value(format_percent(window_text))
        self._steppers["window"].stepped.connect(
            lambda by: self._on_window_text_stepped(window_text, by)
        )
        self._add_heading(form, self.tr("The page"))
        self._add_stepper(form, "zoom", labels["zoom"], self.tr("Smaller"), self.tr("Larger"))
        self._add_stepper(form, "measure", labels["measure"], self.tr("Shorter"), self.tr("Longer"))
        self._add_stepper(form, "leading", labels["leading"], self.tr("Tighter"), self.tr("Looser"))
        for name in ("han", "latin"):
            options: list[tuple[str, Any]] = [
                (self.tr("Sans serif"), "sans"),
                (self.tr("Serif"), "serif"),
            ]
            if name == "latin":
                options.insert(0, (self.tr("As the Chinese"), "same"))
            self._add_options(form, name, labels[name], options).chosen.connect(
                lambda value, name=name: appearance.set_typesetting(**{name: value})
            )
        self._add_options(form, "notes", labels["notes"], [
            (self.tr("Open"), "open"), (self.tr("Folded"), "folded"), (self.tr("Hidden"), "hidden"),
        ]).chosen.connect(lambda value: appearance.set_typesetting(notes=value))  # fmt: skip
        self._steppers["zoom"].stepped.connect(appearance.zoom_by)
        for name, values in (("measure", MEASURES), ("leading", LEADINGS)):
            self._steppers[name].stepped.connect(
                lambda by, name=name, values=values: self._on_stepped(name, values, by)
            )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        normal = buttons.addButton(self.tr("&Normal page"), QDialogButtonBox.ButtonRole.ResetRole)
        normal.clicked.connect(lambda: appearance.set_typesetting(**Typesetting().to_settings()))
        for button in buttons.buttons():
            button.setAutoDefault(False)  # type: ignore[attr-defined]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(18)
        layout.addWidget(FittedScrollArea(inside, self), 1)
        layout.addWidget(buttons)
        self._options["language"].show_value(language)
        appearance.changed.connect(self._show_values)
        self._show_values()
        fit_dialog(self, _WIDTH)
        self.focus_setting("theme")

    def focus_setting(self, name: str) -> None:
        """Give the keyboard focus to the setting called ``name``."""
        if name in self._steppers:
            self._steppers[name].take_focus()
        else:
            self._options[name].take_focus()

    def option_buttons(self, name: str) -> OptionButtons:
        """The row of buttons called ``name``."""
        return self._options[name]

    def stepper(self, name: str) -> Stepper:
        """The stepper called ``name``."""
        return self._steppers[name]

    def _add_options(
        self, form: QFormLayout, name: str, label: str, options: Sequence[tuple[str, Any]]
    ) -> OptionButtons:
        buttons = self._options[name] = OptionButtons(label, options, self)
        form.addRow(label, buttons)
        return buttons

    def _add_stepper(self, form: QFormLayout, name: str, label: str, less: str, more: str) -> None:
        stepper = self._steppers[name] = Stepper(label, less, more, self)
        form.addRow(label, stepper)

    def _add_heading(self, form: QFormLayout, text: str) -> None:
        label = QLabel(text, self)
        label.setObjectName("heading")
        label.setFont(fonts.ui_font(15, weight=700))
        label.setContentsMargins(0, 10, 0, 0)
        form.addRow(label)

    def _on_stepped(self, name: str, values: tuple[Any, ...], by: int) -> None:
        current = getattr(self._appearance.typesetting, name)
        normal = getattr(Typesetting(), name)
        self._appearance.set_typesetting(**{name: step_choice(values, current, by, normal)})

    def _on_window_text_stepped(self, before: float, by: int) -> None:
        after = step_choice(UI_SCALES, before, by, 1.0)
        if after != before:
            self.window_text_chosen.emit(after)

    def _show_values(self) -> None:
        chosen = self._appearance.typesetting
        self._options["theme"].show_value(self._appearance.theme_choice)
        self._options["han"].show_value(chosen.han)
        self._options["latin"].show_value(chosen.latin)
        self._options["notes"].show_value(chosen.notes)
        self._steppers["zoom"].show_value(format_percent(chosen.zoom))
        self._steppers["measure"].show_value(
            self.tr("{count} characters").format(count=format_count(chosen.measure))
        )
        self._steppers["leading"].show_value(format_decimal(chosen.leading, 2))
