"""The dialog with the notes on an issue: import losses, problems and tags."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from viewer.archive.model.issue import Problem
from viewer.archive.model.issue_draft import parse_loss_key
from viewer.ui.i18n import loss_messages as losses
from viewer.ui.i18n.message_translation import translate_problem, with_english_problems
from viewer.ui.theme import fonts
from viewer.ui.widgets.flow_layout import fit_dialog


class IssueNotesDialog(QDialog):
    """The notes on the issue called ``title``, with a button that copies them."""

    def __init__(
        self,
        title: str,
        problems: Sequence[Problem],
        parent: QWidget | None,
        tags: Sequence[str] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Notes on this issue"))
        heading = QLabel(title, self)
        heading.setObjectName("heading")
        heading.setFont(fonts.ui_font(20, weight=700))
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        self.text_view = QPlainTextEdit(_NotesFormatter().format_notes(problems, tags), self)
        self.text_view.setObjectName("about")
        self.text_view.setReadOnly(True)
        self.text_view.setTabChangesFocus(True)
        self.text_view.setAccessibleName(self.windowTitle())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        copy = buttons.addButton(self.tr("&Copy details"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(
                with_english_problems(f"{title}\n\n{self.text_view.toPlainText()}", problems)
            )
        )
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(10)
        for widget in (heading, self.text_view, buttons):
            layout.addWidget(widget)
        fit_dialog(self, 520, 320)


class _NotesFormatter(QObject):
    def format_notes(self, problems: Sequence[Problem], tags: Sequence[str]) -> str:
        lost = [loss for problem in problems if (loss := parse_loss_key(problem.key)) is not None]
        others = [problem for problem in problems if parse_loss_key(problem.key) is None]
        lines = []
        if lost:
            lines += [self.tr("Not kept when it was brought in:")]
            lines += [f"  {sentence}" for sentence in losses.describe_losses(dict(lost))] + [""]
        for problem in others:
            location = "" if problem.line is None else self.tr("Line {n}: ").format(n=problem.line)
            lines.append(location + translate_problem(problem))
        if not lines:
            lines.append(self.tr("Everything of this issue could be read and kept."))
        if tags:
            lines += ["", self.tr("Tags: {tags}").format(tags=", ".join(tags))]
        return "\n".join(lines).strip()
