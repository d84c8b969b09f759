"""The import dialog: progress, a preview of what will come in, and the result.

It is not modal: reading and searching go on meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from viewer.archive.files.publication_file import is_valid_publication_id
from viewer.archive.model.issue import Problem, Severity
from viewer.importers.import_report import ImportReport, PublicationSummary
from viewer.ui.i18n import loss_messages as losses
from viewer.ui.i18n.dates_and_numbers import format_count, format_decimal
from viewer.ui.i18n.message_translation import (
    translate_problem_with_location,
    with_english_problems,
)
from viewer.ui.theme import fonts
from viewer.ui.widgets.flow_layout import FittedScrollArea, FlowLayout, fit_dialog

_WIDTH = 560
_MAX_PROBLEMS = 500
_EMPTY_LINE = "\u00a0"
#: The pace is shown only after this time: before, it is not steady.
_MIN_PACE_SECONDS = 1.0


class ImportDialog(QDialog):
    """Shows one import, from its first file to its report; ``ImportController`` does the work."""

    stop_requested = Signal()
    import_requested = Signal(str, str)  # the id and name of the form; empty if unchanged
    open_requested = Signal(str, int)  # publication and number
    undo_requested = Signal()
    replace_requested = Signal(bool)  # issues changed by hand as well
    closed = Signal()

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import"))
        self.setObjectName("importSheet")
        self.setModal(False)
        self.resize(_WIDTH, 200)
        self._is_working = True
        self._started_at = 0.0
        self._report: ImportReport | None = None
        #: Id and name of the publication that the form was filled with.
        self._proposed: tuple[str, str] | None = None
        #: Whether issues are still read behind the preview, and whether the reader has accepted.
        self._is_still_reading = self._is_accepted = False
        self._heading_label = _label(self, "heading")
        self._heading_label.setFont(fonts.ui_font(20, weight=700))
        self._source_label = _label(self, "dim")
        self._source_names = _shorten_names(names)
        self._source_label.setText(self._source_names)
        self._form = QWidget(self)
        self._name_field = QLineEdit(self._form)
        self._name_field.setMaxLength(200)
        self._name_field.setMinimumHeight(fonts.line_height(self._name_field.font(), 22) + 10)
        self._id_field = QLineEdit(self._form)
        self._id_field.setMaxLength(64)
        self._id_field.setMinimumHeight(fonts.line_height(self._id_field.font(), 22) + 10)
        self._hint_label = _label(self._form, "dim")
        form = QFormLayout()
        form.setContentsMargins(0, 4, 0, 0)
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(self.tr("&Name"), self._name_field)
        form.addRow(self.tr("&Short name"), self._id_field)
        # Outside the form layout, which would give the hint the height of another width.
        form_column = QVBoxLayout(self._form)
        form_column.setContentsMargins(0, 0, 0, 0)
        form_column.setSpacing(8)
        form_column.addLayout(form)
        form_column.addWidget(self._hint_label)
        self._facts_label = _label(self)
        self._replace_button = QPushButton(self)
        self._replace_button.setObjectName("option")
        self._replace_button.setCheckable(True)
        self._replace_button.setAutoDefault(False)
        self._progress_bar = QProgressBar(self)
        self._progress_bar.setTextVisible(False)
        self._progress_bar.setFixedHeight(6)
        self._progress_bar.setAccessibleName(self.tr("Progress of the import"))
        self._pace_label = _label(self, "dim")
        self._details_text = QPlainTextEdit(self)
        self._details_text.setObjectName("about")
        self._details_text.setReadOnly(True)
        self._details_text.setMinimumHeight(fonts.scaled_px(80))
        # No height of its own: the text scrolls, and the dialog around it would scroll as well.
        self._details_text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._details_text.setTabChangesFocus(True)
        self._details_text.setAccessibleName(self.tr("What could not be kept, and problems"))
        self._undo_button = QPushButton(self.tr("&Undo this import"), self)
        self._copy_button = QPushButton(self.tr("&Copy details"), self)
        self._close_button = QPushButton(self)
        self._primary_button = QPushButton(self)
        self._primary_button.setDefault(True)
        for button in (self._undo_button, self._copy_button, self._close_button):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(8)
        left, right = FlowLayout(), FlowLayout(align_right=True)
        for side, buttons in (
            (left, (self._undo_button, self._copy_button)),
            (right, (self._close_button, self._primary_button)),
        ):
            side.setSpacing(8)
            for button in buttons:
                side.addWidget(button)
            row.addLayout(side, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 24, 26, 20)
        layout.setSpacing(10)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (
            self._heading_label, self._source_label, self._form, self._facts_label,
            self._replace_button, self._progress_bar, self._pace_label,
        ):  # fmt: skip
            column.addWidget(widget)
        column.setAlignment(self._replace_button, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._details_text, 1)
        column.addStretch(0)
        layout.addWidget(FittedScrollArea(inside, self), 1)
        layout.addLayout(row)
        self._replace_button.clicked.connect(self.replace_requested)
        self._undo_button.clicked.connect(self.undo_requested)
        self._copy_button.clicked.connect(self._copy_details)
        self._close_button.clicked.connect(self.close)
        self._primary_button.clicked.connect(self._on_primary_clicked)
        self._name_field.textChanged.connect(self._validate_form)
        self._id_field.textChanged.connect(self._validate_form)
        self.show_waiting(self.tr("Waiting until the library is ready…"))

    # What it shows

    def show_waiting(self, heading: str) -> None:
        """Show ``heading`` over an empty progress bar: how long it takes is not known yet."""
        self._set_visible_parts(bar=True)
        self._is_working = True
        self._is_still_reading = self._is_accepted = False
        self._started_at = time.monotonic()
        self._heading_label.setText(heading)
        # Not a range of 0, 0: Qt would animate the bar to and fro.
        self._progress_bar.setRange(0, 1)
        self._progress_bar.setValue(0)
        # An empty line reserves the height the dialog will need.
        self._pace_label.setText(_EMPTY_LINE)
        self._close_button.setText(self.tr("Cancel"))
        self._fit_height()

    def show_progress(self, step: str, done: int, total: int) -> None:
        """``done`` of ``total`` in ``step`` (``read``, ``check``, ``keep`` or ``index``)."""
        headings = {
            "read": self.tr("Reading…"),
            "check": self.tr("Looking through the issues…"),
            "keep": self.tr("Putting the issues into the library…"),
        }
        heading = headings.get(step, self._heading_label.text())
        if step == "check" and self._is_accepted:
            heading = headings["keep"]
        elif step == "check" and self._is_still_reading:
            heading = self._heading_label.text()
        if heading != self._heading_label.text() or done == 0:
            self._started_at = time.monotonic()
            self._heading_label.setText(heading)
        self._close_button.setEnabled(step != "keep")
        self._progress_bar.setRange(0, max(1, total))
        self._progress_bar.setValue(done)
        self._pace_label.setText(self._pace_text(done, total) if total else _EMPTY_LINE)

    def _pace_text(self, done: int, total: int) -> str:
        text = self.tr("{done} of {all}").format(done=format_count(done), all=format_count(total))
        elapsed = time.monotonic() - self._started_at
        if elapsed < _MIN_PACE_SECONDS or not done:
            return text
        rate = done / elapsed
        left = round((total - done) / rate)
        shown = format_decimal(rate, 0 if rate >= 10 else 1)
        return " · ".join([
            text,
            self.tr("{rate} a second").format(rate=shown),
            self.tr("about {time} left").format(time=self._duration(left)),
        ])  # fmt: skip

    def _duration(self, seconds: int) -> str:
        minutes, seconds_left = divmod(max(0, seconds), 60)
        if minutes:
            return f"{minutes}:{seconds_left:02}"
        return self.tr("{seconds} s").format(seconds=seconds_left)

    def show_accepted(self) -> None:
        """The reader accepted: what was read is moved in while the rest is still being read."""
        self.show_waiting(self.tr("Putting the issues into the library…"))
        self._is_accepted = True
        self._facts_label.setText(self.tr("What has come in can be read already."))
        self._facts_label.show()
        self._fit_height()

    def show_preview(self, report: ImportReport, *, is_reading: bool = False) -> None:
        """Show what would come in; the reader may rename a new publication before that.

        With ``is_reading`` the counts still grow; she may accept without waiting for the last one.
        """
        shown = (self._is_still_reading, self._details_text.isHidden())
        self._is_working = self._is_still_reading = is_reading
        self._is_accepted = False
        self._report = report
        parts = report.publications
        editable = len(parts) == 1 and parts[0].is_new and report.has_changes
        edited = sum(part.kept_edited for part in parts)
        self._set_visible_parts(
            form=editable, facts=True, details=True, go=report.has_changes, bar=is_reading
        )
        self._replace_button.setVisible(
            not is_reading and (edited > 0 or self._replace_button.isChecked())
        )
        if edited:
            self._replace_button.setText(
                self.tr("Replace %Ln issue(s) that you changed (Undo brings them back)", "", edited)
            )
        self._close_button.setEnabled(True)
        self._close_button.setText(self.tr("Cancel") if report.has_changes else self.tr("Close"))
        self._primary_button.setText(self.tr("&Import"))
        if not parts or not any(p.added + p.updated + p.unchanged + p.kept_edited for p in parts):
            self._heading_label.setText(self.tr("Nothing could be brought in"))
        elif not report.has_changes and edited:
            self._heading_label.setText(self.tr("What you changed stays as it is"))
        elif not report.has_changes:
            self._heading_label.setText(self.tr("Everything is in the library already"))
        elif len(parts) == 1:
            self._heading_label.setText(parts[0].name)
        else:
            self._heading_label.setText(self.tr("%Ln publication(s)", "", len(parts)))
        proposed = (parts[0].id, parts[0].name) if editable else None
        if proposed is not None and proposed != self._proposed:
            self._name_field.setText(parts[0].name)
            self._id_field.setText(parts[0].id)
        self._proposed = proposed
        joined = [part.name for part in parts if not part.is_new and (part.added or part.updated)]
        self._source_label.setText(
            "\n".join(
                [
                    self._source_names,
                    *(
                        self.tr("Joins {name}, which is in the library.").format(name=name)
                        for name in joined
                    ),
                ]
            )
        )
        self._facts_label.setText(
            "\n".join(self._summary_text(part, len(parts) > 1) for part in parts)
        )
        self._show_details(report)
        if shown != (True, self._details_text.isHidden()):
            self._fit_height()
        if not shown[0]:
            (self._primary_button if report.has_changes else self._close_button).setFocus()

    def show_result(self, report: ImportReport, *, catalogue_error: str = "") -> None:
        """Show the result; ``catalogue_error`` says why new issues are not in the contents."""
        self._is_working = False
        self._report = report
        self._source_label.setText(self._source_names)
        parts = report.publications
        newest = (
            None
            if catalogue_error
            else next((p for p in parts if p.newest_number is not None), None)
        )
        self._set_visible_parts(facts=True, details=True, undo=True, go=newest is not None)
        self._close_button.setEnabled(True)
        self._close_button.setText(self.tr("Close"))
        self._primary_button.setText(self.tr("&Read"))
        self._heading_label.setText(self.tr("%Ln issue(s) brought in", "", _imported_count(parts)))
        lines = [self._summary_text(part, True) for part in parts]
        if catalogue_error:
            lines += [
                "",
                self.tr("They are in the library and appear in the contents once this is mended:"),
                catalogue_error,
            ]
        self._facts_label.setText("\n".join(lines))
        self._show_details(report)
        self._fit_height()
        (self._close_button if catalogue_error else self._primary_button).setFocus()

    def show_failure(self, message: str) -> None:
        """Show that the import failed; the library is as it was."""
        self._is_working = False
        self._set_visible_parts(facts=True)
        self._close_button.setEnabled(True)
        self._close_button.setText(self.tr("Close"))
        self._heading_label.setText(self.tr("The import was given up"))
        self._facts_label.setText(message)
        self._fit_height()
        self._close_button.setFocus()

    @property
    def is_still_reading(self) -> bool:
        """Whether issues are still read behind the preview."""
        return self._is_still_reading

    @property
    def details(self) -> str:
        """The import losses and the problems, a line each."""
        return self._details_text.toPlainText()

    @property
    def source(self) -> str:
        """The names of the sources, and the publications their issues are added to."""
        return self._source_label.text()

    @property
    def facts(self) -> str:
        """The counts it shows."""
        return self._facts_label.text()

    @property
    def heading(self) -> str:
        """The heading it shows."""
        return self._heading_label.text()

    # Its parts

    def _set_visible_parts(
        self,
        *,
        bar: bool = False,
        form: bool = False,
        facts: bool = False,
        details: bool = False,
        undo: bool = False,
        go: bool = False,
    ) -> None:
        for widget, visible in (
            (self._progress_bar, bar), (self._pace_label, bar), (self._form, form),
            (self._facts_label, facts), (self._details_text, details), (self._copy_button, details),
            (self._undo_button, undo), (self._primary_button, go), (self._replace_button, False),
        ):  # fmt: skip
            widget.setVisible(visible)

    def _summary_text(self, part: PublicationSummary, named: bool) -> str:
        issues = [
            (part.added, self.tr("%Ln new issue(s)", "", part.added)),
            (part.updated, self.tr("%Ln changed issue(s)", "", part.updated)),
            (part.unchanged, self.tr("%Ln unchanged issue(s)", "", part.unchanged)),
            (
                part.kept_edited,
                self.tr("%Ln issue(s) left as you changed them", "", part.kept_edited),
            ),
            (part.failed, self.tr("%Ln issue(s) not readable", "", part.failed)),
        ]
        inside = [
            (part.articles, self.tr("%Ln article(s)", "", part.articles)),
            (part.pictures, self.tr("%Ln picture(s)", "", part.pictures)),
        ]
        lines = [
            " · ".join(sentence for count, sentence in counts if count)
            for counts in (issues, inside)
        ]
        return "\n".join(line for line in (part.name if named else "", *lines) if line)

    def _show_details(self, report: ImportReport) -> None:
        lost = [s for part in report.publications for s in losses.describe_losses(part.losses)]
        lines = []
        if lost:
            lines += [self.tr("Not kept:"), *(f"  {sentence}" for sentence in lost), ""]
        problems = sorted(report.problems, key=_severity_rank)
        if problems:
            lines.append(self.tr("%Ln remark(s):", "", len(problems)))
            lines += [
                f"  {translate_problem_with_location(problem)}"
                for problem in problems[:_MAX_PROBLEMS]
            ]
            if len(problems) > _MAX_PROBLEMS:
                more = len(problems) - _MAX_PROBLEMS
                lines.append("  " + self.tr("… and %Ln more", "", more))
        self._details_text.setPlainText("\n".join(lines).strip())
        for widget in (self._details_text, self._copy_button):
            widget.setVisible(bool(lines))

    def _fit_height(self) -> None:
        has_details = not self._details_text.isHidden()
        fit_dialog(self, _WIDTH, 460 if has_details else 0)

    def _validate_form(self) -> None:
        id_ = self._id_field.text().strip()
        is_valid = is_valid_publication_id(id_) and bool(self._name_field.text().strip())
        if is_valid:
            text = self.tr("Articles will stand at addresses such as {id}/1.").format(id=id_)
        elif not is_valid_publication_id(id_):
            text = self.tr("A short name is made of small letters, digits, - and _.")
        else:
            text = self.tr("A publication needs a name.")
        self._hint_label.setText(text)
        if not self._form.isHidden():
            self._primary_button.setEnabled(is_valid)

    def _copy_details(self) -> None:
        from PySide6.QtGui import QGuiApplication

        text = "\n".join([self._heading_label.text(), self._facts_label.text(), "", self.details])
        problems = self._report.problems if self._report is not None else ()
        QGuiApplication.clipboard().setText(with_english_problems(text, problems[:_MAX_PROBLEMS]))

    def _on_primary_clicked(self) -> None:
        if self._report is None:
            return
        if not self._undo_button.isHidden():
            part = next(p for p in self._report.publications if p.newest_number is not None)
            self.open_requested.emit(part.id, part.newest_number)
            self.close()
            return
        id_, name = self._id_field.text().strip(), " ".join(self._name_field.text().split())
        part = self._report.publications[0]
        if self._form.isHidden() or (id_, name) == (part.id, part.name):
            id_ = name = ""
        self.import_requested.emit(id_, name)

    # Qt's events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops or closes, as the button does."""
        if event.key() == Qt.Key.Key_Escape:
            if self._close_button.isEnabled():
                self.close()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancel the import if it is running."""
        if self._is_working:
            self.stop_requested.emit()
        event.accept()
        self.closed.emit()


def _label(parent: QWidget, name: str = "") -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if name:
        label.setObjectName(name)
    return label


def _shorten_names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:3])
    return shown + (" …" if len(names) > 3 else "")


def _imported_count(parts: Sequence[PublicationSummary]) -> int:
    return sum(part.added + part.updated for part in parts)


def _severity_rank(problem: Problem) -> int:
    return [Severity.ERROR, Severity.WARNING, Severity.GUESS].index(problem.severity)
