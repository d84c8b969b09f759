"""The hits at the reader's side: how many, how fast, and each with its best passage."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from viewer.search import Hit, Results
from viewer.themes import LIGHT, Theme
from viewer.ui import fonts
from viewer.ui.hits_model import HIT_ROLE, HitsModel, where
from viewer.ui.page_map import units

AnyIndex = QModelIndex | QPersistentModelIndex

_PAD = 10
_SIDE = 18
_TITLE = 20
_WHERE = 18
_SNIPPET = 19
_SNIPPET_LINES = 3


class SearchPanel(QWidget):
    """Shows results. It emits the hit the reader chose; going there is the window's work."""

    hit_chosen = Signal(object)
    query_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = HitsModel(self)
        self._count = _line(fonts.font(12))
        self._hint = _line(fonts.font(12))
        self._hint.hide()
        self._suggestion = QLabel(self)
        self._suggestion.setFont(fonts.font(13))
        self._suggestion.setTextFormat(Qt.TextFormat.RichText)
        self._suggestion.setWordWrap(True)
        self._suggestion.linkActivated.connect(self._suggested)
        self._suggestion.hide()
        self._empty = _line(fonts.font(13))
        self._empty.setContentsMargins(_SIDE, 4, _SIDE, 0)
        self._empty.hide()
        self._did_you_mean = ""
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("Hits"))
        self.rows = _HitDelegate(self.view)
        self.view.setItemDelegate(self.rows)
        self.view.setMouseTracking(True)
        self.view.setUniformItemSizes(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(lambda index: self.hit_chosen.emit(index.data(HIT_ROLE)))
        self.view.activated.connect(lambda index: self.hit_chosen.emit(index.data(HIT_ROLE)))
        head = QVBoxLayout()
        head.setContentsMargins(_SIDE, 16, _SIDE, 8)
        head.setSpacing(6)
        head.addWidget(self._count)
        head.addWidget(self._hint)
        head.addWidget(self._suggestion)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._empty)
        layout.addWidget(self.view, 1)

    def show_results(self, results: Results) -> None:
        """Show ``results``, the best hit first and current."""
        self.model.set_hits(results.hits)
        passages = sum(hit.matches for hit in results.hits)
        if results.total:
            self._count.setText(
                self.tr("{articles} · {matches} · {ms} ms").format(
                    articles=self.tr("%n article(s)", "", results.total),
                    matches=self.tr("%n match(es)", "", passages),
                    ms=max(1, round(results.took_ms)),
                )
            )
            self.view.setCurrentIndex(self.model.index(0))
        else:
            self._count.setText(self.tr("Nothing found"))
        self._empty.setText(
            self.tr(
                "Try fewer words, or part of a word. Traditional and Simplified find each other."
            )
        )
        self._empty.setVisible(not results.total)
        self._hint.setText(results.hint)
        self._hint.setVisible(bool(results.hint))
        self._suggest(results.did_you_mean)
        self.view.scrollToTop()

    def show_waiting(self, text: str) -> None:
        """Say why there are no results yet."""
        self.model.set_hits(())
        self._count.setText(text)
        self._empty.hide()
        self._hint.hide()
        self._suggest("")

    def count_text(self) -> str:
        """The line above the hits, as the reader sees it."""
        return self._count.text()

    def current_hit(self) -> Hit | None:
        """The hit that Enter would open."""
        hit = self.view.currentIndex().data(HIT_ROLE)
        return hit if isinstance(hit, Hit) else None

    def step(self, by: int) -> None:
        """Make the hit ``by`` rows further the current one."""
        rows = self.model.rowCount()
        if rows:
            row = min(rows - 1, max(0, self.view.currentIndex().row() + by))
            self.view.setCurrentIndex(self.model.index(row))

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self.rows.theme = theme
        self._suggest(self._did_you_mean)
        self.view.viewport().update()

    def _suggest(self, text: str) -> None:
        from html import escape

        self._did_you_mean = text
        if text:
            said = escape(self.tr("Did you mean {words}?")).format(
                words=f'<a href="#" style="color:{self.rows.theme.accent}">{escape(text)}</a>'
            )
            self._suggestion.setText(said)
        self._suggestion.setVisible(bool(text))

    def _suggested(self, _link: str) -> None:
        self.query_chosen.emit(self._did_you_mean)


class _HitDelegate(QStyledItemDelegate):
    """Draws a hit: title, place, and the passage with its marks."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self.theme = LIGHT
        self._title = fonts.font(14, weight=600)
        self._dim = fonts.font(12)
        self._text = fonts.font(13)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        """Every hit is as high as the others, so that the list need not measure them all."""
        return QSize(40, 2 * _PAD + _TITLE + _WHERE + 4 + _SNIPPET_LINES * _SNIPPET + 6)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one hit."""
        hit: Hit = index.data(HIT_ROLE)
        theme = self.theme
        state = option.state
        full = QRect(option.rect)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(full).adjusted(8, 2, -8, -4)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tint if selected else theme.chip))
            painter.drawRoundedRect(box, 6, 6)
        left, width = full.left() + _SIDE, full.width() - 2 * _SIDE
        top = full.top() + _PAD
        self._line(
            painter, hit.title, hit.title_spans, self._title, QRect(left, top, width, _TITLE), 1,
            theme.accent if selected else theme.ink,
        )  # fmt: skip
        painter.setFont(self._dim)
        painter.setPen(QColor(theme.dim))
        place = QFontMetrics(self._dim).elidedText(where(hit), Qt.TextElideMode.ElideRight, width)
        painter.drawText(
            QRect(left, top + _TITLE, width, _WHERE), Qt.AlignmentFlag.AlignVCenter, place
        )
        self._line(
            painter, hit.snippet, hit.spans, self._text,
            QRect(left, top + _TITLE + _WHERE + 4, width, _SNIPPET * _SNIPPET_LINES),
            _SNIPPET_LINES, theme.ink,
        )  # fmt: skip
        painter.restore()

    def _line(
        self,
        painter: QPainter,
        text: str,
        spans: tuple[tuple[int, int], ...],
        font: QFont,
        box: QRect,
        most: int,
        ink: str,
    ) -> None:
        """``text`` on at most ``most`` lines in ``box``, with ``spans`` marked."""
        layout, shown = self._laid_out(text, spans, font, box, most)
        if shown < units(text):
            raw = text.encode("utf-16-le", "surrogatepass")[: max(0, shown - 2) * 2]
            cut = raw.decode("utf-16-le", "ignore").rstrip() + "…"
            layout, _ = self._laid_out(cut, spans, font, box, most, anywhere=True)
        painter.setPen(QColor(ink))
        layout.draw(painter, QPointF(box.left(), box.top()))

    def _laid_out(
        self,
        text: str,
        spans: tuple[tuple[int, int], ...],
        font: QFont,
        box: QRect,
        most: int,
        *,
        anywhere: bool = False,
    ) -> tuple[QTextLayout, int]:
        """``text`` broken into at most ``most`` lines, and how many UTF-16 units they hold."""
        layout = QTextLayout(text, font)
        option = QTextOption()
        mode = QTextOption.WrapMode
        option.setWrapMode(mode.WrapAnywhere if anywhere else mode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        formats = []
        for start, end in spans:
            if start >= len(text):
                break
            mark = QTextCharFormat()
            mark.setBackground(QColor(self.theme.match))
            mark.setForeground(QColor(self.theme.on_match))
            piece = QTextLayout.FormatRange()
            piece.start = units(text[:start])
            piece.length = units(text[start:end])
            piece.format = mark
            formats.append(piece)
        layout.setFormats(formats)
        layout.beginLayout()
        height = box.height() / most
        shown = 0
        for number in range(most):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(box.width())
            line.setPosition(QPointF(0, number * height + (height - line.height()) / 2))
            shown = line.textStart() + line.textLength()
        layout.endLayout()
        return layout, shown


def _line(font: QFont) -> QLabel:
    label = QLabel()
    label.setObjectName("dim")
    label.setFont(font)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
