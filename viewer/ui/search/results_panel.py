"""The panel of search results: count, sort order, histogram, filter chips, hints and hits."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFont, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from viewer.color_themes import LIGHT, Theme
from viewer.search import Hit, Results
from viewer.search.query.results import FACETS
from viewer.ui.i18n.dates_and_numbers import format_count, month_range, short_date
from viewer.ui.search.date_histogram import DateHistogram
from viewer.ui.search.filter_chips import FilterChip, FilterChipRow
from viewer.ui.search.hit_delegate import HitDelegate
from viewer.ui.search.hit_explanation import HitExplanation
from viewer.ui.search.hits_model import HIT_ROLE, HitsModel
from viewer.ui.search.search_filters import SearchFilters
from viewer.ui.search.search_messages import hint_text
from viewer.ui.theme import fonts
from viewer.ui.widgets.accessibility import announce
from viewer.ui.widgets.flow_layout import ScrollableHeader
from viewer.ui.widgets.labels import ElidedLabel

_SIDE_MARGIN = 18
#: How near its end the list is scrolled when more hits are asked for, in px.
_LOAD_MORE_DISTANCE = 600
#: The link that takes the relaxing of a query back.
_ONLY_AS_TYPED = "#typed"
#: The least height of the list in a low window, in px.
_MIN_LIST_HEIGHT = 48
#: A lower panel leaves the histogram out, in px.
_MIN_HEIGHT_FOR_HISTOGRAM = 360


class ResultsPanel(QWidget):
    """Shows results and emits what the reader asks for; ``SearchController`` carries it out."""

    hit_chosen = Signal(object)  # a Hit
    query_chosen = Signal(str)
    filters_changed = Signal(object)  # SearchFilters
    sort_changed = Signal(str)  # relevance or date
    prefer_newer_changed = Signal(bool)
    more_requested = Signal()
    explanation_requested = Signal(object)  # a Hit
    save_toggled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = HitsModel(self)
        self._theme = LIGHT
        self._results = Results("")
        self._filters = SearchFilters()
        self._suggested_queries: tuple[str, ...] = ()
        self._is_saved: bool | None = None
        self._count_label = ElidedLabel(self, separator=" · ")
        self._count_label.setObjectName("dim")
        self._count_label.setFont(fonts.ui_font(11))
        self._sort_button = QToolButton(self)
        self._sort_button.setFont(fonts.ui_font(12))
        self._sort_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._sort_button.setToolTip(self.tr("Order of the hits"))
        self._sort_button.setAccessibleName(self.tr("Order of the hits"))
        self._by_relevance, self._by_date, self._prefer_newer = self._build_sort_menu()
        self._save_button = QToolButton(self)
        self._save_button.setFont(fonts.ui_font(15))
        self._save_button.setCheckable(True)
        self._save_button.clicked.connect(self.save_toggled)
        self.histogram = DateHistogram(self)
        self.histogram.range_chosen.connect(self._on_range_chosen)
        self.chips = FilterChipRow(self)
        self.chips.chip_chosen.connect(self._on_chip_chosen)
        self._hint_label = _dim_label(fonts.ui_font(12))
        self._suggestion_label = QLabel(self)
        self._suggestion_label.setFont(fonts.ui_font(13))
        self._suggestion_label.setTextFormat(Qt.TextFormat.RichText)
        self._suggestion_label.setWordWrap(True)
        self._suggestion_label.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._suggestion_label.linkActivated.connect(
            lambda link: (
                self.filters_changed.emit(replace(self._filters, only_as_typed=True))
                if link == _ONLY_AS_TYPED
                else self.query_chosen.emit(self._suggested_queries[int(link.removeprefix("#"))])
            )
        )
        self._empty_label = _dim_label(fonts.ui_font(13))
        self._empty_label.setContentsMargins(_SIDE_MARGIN, 4, _SIDE_MARGIN, 0)
        self.view = self._build_list()
        self.delegate = HitDelegate(self.view)
        self.view.setItemDelegate(self.delegate)
        self.explanation = HitExplanation(self.view, self.delegate, self)
        self.explanation.requested.connect(
            lambda: self.explanation_requested.emit(self.current_hit())
        )
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        for widget in (
            self._hint_label,
            self._suggestion_label,
            self._empty_label,
            self.histogram,
        ):
            widget.hide()
        self._build_layout()
        self.set_saved(False)

    # Building

    def _build_list(self) -> QListView:
        view = QListView(self)
        view.setModel(self.model)
        view.setAccessibleName(self.tr("Hits"))
        view.setMouseTracking(True)
        view.setUniformItemSizes(True)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.clicked.connect(lambda index: self.hit_chosen.emit(index.data(HIT_ROLE)))
        view.activated.connect(lambda index: self.hit_chosen.emit(index.data(HIT_ROLE)))
        view.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        explain_action = QAction(self.tr("Why this hit?"), view)
        explain_action.setShortcut(QKeySequence("Ctrl+I"))
        explain_action.triggered.connect(lambda: self.explanation.toggle())
        view.addAction(explain_action)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        return view

    def _build_sort_menu(self) -> tuple[QAction, QAction, QAction]:
        menu = QMenu(self)
        group = QActionGroup(self)
        relevance = QAction(self.tr("Best first"), menu)
        date = QAction(self.tr("Newest first"), menu)
        for action, name in ((relevance, "relevance"), (date, "date")):
            action.setCheckable(True)
            group.addAction(action)
            menu.addAction(action)
            action.triggered.connect(lambda _=False, chosen=name: self._on_sort_chosen(chosen))
        menu.addSeparator()
        newer = QAction(self.tr("Prefer newer issues a little"), menu)
        newer.setCheckable(True)
        newer.setChecked(True)
        newer.toggled.connect(self.prefer_newer_changed)
        menu.addAction(newer)
        relevance.setChecked(True)
        self._sort_button.setMenu(menu)
        self._sort_button.setText(relevance.text())
        return relevance, date, newer

    def _build_layout(self) -> None:
        count_row = QHBoxLayout()
        count_row.setSpacing(2)
        header = QWidget(self)
        header_layout = QVBoxLayout(header)
        count_row.addWidget(self._count_label, 1)
        count_row.addWidget(self._sort_button)
        count_row.addWidget(self._save_button)
        header_layout.setContentsMargins(_SIDE_MARGIN, 10, 10, 6)
        header_layout.setSpacing(7)
        header_layout.addLayout(count_row)
        details = QVBoxLayout()
        details.setContentsMargins(0, 0, 8, 0)
        details.setSpacing(7)
        for widget in (self.histogram, self.chips, self._hint_label, self._suggestion_label):
            details.addWidget(widget)
        header_layout.addLayout(details)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(ScrollableHeader(header, self))
        self.view.setMinimumHeight(fonts.scaled_px(_MIN_LIST_HEIGHT))
        layout.addWidget(self._empty_label)
        layout.addWidget(self.view, 1)

    def _on_current_changed(self, index: QModelIndex) -> None:
        # With the focus in the search box, a screen reader does not notice the list by itself.
        if index.isValid() and self.view.isVisible() and not self.view.hasFocus():
            announce(self.view, str(index.data(Qt.ItemDataRole.AccessibleTextRole)))

    # Showing

    def show_results(
        self,
        results: Results,
        filters: SearchFilters,
        months: tuple[tuple[str, int], ...] | None = None,
    ) -> None:
        """Show ``results`` and make the first hit current.

        ``months`` are the counts over all time, where ``results`` are limited to some months.
        """
        self._results, self._filters = results, filters
        self.model.set_hits(results.hits)
        self._count_label.setText(self._summary_text(results))
        announce(self, self._count_label.text())
        if results.hits:
            self.view.setCurrentIndex(self.model.index(0))
        self._empty_label.setText(
            self.tr("Nothing is left with these filters; take one away.")
            if filters.is_active
            else self.tr(
                "Try fewer words, or part of a word. Traditional and Simplified find each other."
            )
        )
        self._empty_label.setVisible(not results.total)
        self._hint_label.setText(hint_text(results.hints))
        self._hint_label.setVisible(bool(results.hints))
        self._update_suggestion(results)
        all_time = results.histogram if months is None else months
        self.histogram.set_months(all_time, filters.month_range)
        self._update_histogram()
        self.chips.set_chips(self._make_chips(results, filters))
        self.view.scrollToTop()

    def add_results(self, results: Results) -> None:
        """Show more hits of the same search; scroll position and current hit stay."""
        self._results = results
        self.model.extend_hits(results.hits)
        self._count_label.setText(self._summary_text(results))

    def shows(self, results: Results) -> bool:
        """Whether ``results`` would look just as what is shown."""
        return self._results.looks_like(results)

    def show_waiting(self, text: str) -> None:
        """Say why there are no results yet."""
        self.show_results(Results(""), SearchFilters())
        self._count_label.setText(text)
        self._empty_label.hide()

    def _update_histogram(self) -> None:
        has_room = self.height() >= fonts.scaled_px(_MIN_HEIGHT_FOR_HISTOGRAM)
        self.histogram.setVisible(has_room and len(self.histogram.months) > 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low panel has no room for the histogram."""
        super().resizeEvent(event)
        self._update_histogram()

    def _summary_text(self, results: Results) -> str:
        if not results.total:
            return self.tr("Nothing found")
        articles = self.tr("%Ln article(s)", "", results.total)
        ms = format_count(max(1, round(results.took_ms)))
        counts = [hit.match_count for hit in results.hits]
        if results.total > len(counts) or 0 in counts:
            # Matches are counted only in the hits that were fetched; and what was found by the
            # name of its section or the number of its issue has nothing to mark.
            return self.tr("{articles} · {ms} ms").format(articles=articles, ms=ms)
        matches = self.tr("%Ln match(es)", "", sum(counts))
        return self.tr("{articles} · {matches} · {ms} ms").format(
            articles=articles, matches=matches, ms=ms
        )

    def _update_suggestion(self, results: Results) -> None:
        meant = [query for query in (results.did_you_mean, *results.also_meant) if query]
        self._suggested_queries = tuple(map(self._filters.strip_filters, meant))
        lines: list[str] = []
        if results.relaxation is not None:
            from viewer.ui.i18n.message_translation import translate_message

            only = f'<a href="{_ONLY_AS_TYPED}" style="color:{self._theme.accent}">'
            told = escape(translate_message(results.relaxation.text))
            as_typed = escape(self.tr("Only as typed"))
            lines.append(
                f'<span style="color:{self._theme.dim}">{told}</span> · {only}{as_typed}</a>'
            )
        links = [
            f'<a href="#{index}" style="color:{self._theme.accent}">{escape(query)}</a>'
            for index, query in enumerate(self._suggested_queries)
        ]
        if results.did_you_mean:
            template = self.tr("Did you mean {words}?")
            if results.corrected:
                template = self.tr("Nothing holds what was typed; these are hits for {words}.")
            lines.append(escape(template).format(words=links.pop(0)))
        if links:
            template = self.tr("Or did you mean {words}?")
            lines.append(escape(template).format(words=" · ".join(links)))
        self._suggestion_label.setText("<br>".join(lines))
        self._suggestion_label.setVisible(bool(lines))

    def _make_chips(self, results: Results, filters: SearchFilters) -> tuple[FilterChip, ...]:
        chips = []
        synonyms = results.also_searched
        if len(synonyms) == 1 and not filters.excluded_synonyms:
            text = self.tr("also searched: {name}").format(name=synonyms[0])
            chips.append(FilterChip("also", text, True))
        elif synonyms:
            text = self.tr("also %Ln name(s)", "", len(synonyms))
            chips.append(FilterChip("also", text, True, opens_menu=True))
        elif filters.excluded_synonyms:
            # Taken away by the reader; the menu brings them back.
            chips.append(FilterChip("also", self.tr("no other names")))
        if filters.months:
            first, last = filters.months
            chips.append(FilterChip("months", month_range(first, last), True))
        names = self._facet_names()
        for facet in FACETS:
            value = filters.value(facet)
            if value:
                chips.append(FilterChip(facet, self._value_text(facet, value), True))
            elif len(results.facets.get(facet, ())) > 1:
                chips.append(FilterChip(facet, names[facet]))
        return tuple(chips)

    @staticmethod
    def _value_text(facet: str, value: str) -> str:
        return short_date(value) if facet == "year" else value

    def _facet_names(self) -> dict[str, str]:
        return {
            "publication": self.tr("Publication"),
            "year": self.tr("Year"),
            "section": self.tr("Section"),
            "editor": self.tr("Editor"),
        }

    # Events and commands

    def _on_chip_chosen(self, name: str, menu_position: QPoint) -> None:
        chip = next(chip for chip in self.chips.chips if chip.name == name)
        if chip.opens_menu or not chip.active:
            menu = self.synonym_menu() if name == "also" else self.facet_menu(name)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(menu_position)
        elif name == "also":
            (synonym,) = self._results.also_searched
            self.filters_changed.emit(self._filters.without_synonym(synonym))
        elif name == "months":
            self.filters_changed.emit(self._filters.with_months(None))
        else:
            self.filters_changed.emit(self._filters.with_value(name, ""))

    def synonym_menu(self) -> QMenu:
        """The other names of what was typed; those that are searched too are checked."""
        menu = QMenu(self)
        filters = self._filters
        for names, changed in (
            (self._results.also_searched, filters.without_synonym),
            (filters.excluded_synonyms, filters.with_synonym),
        ):
            for name in names:
                action = menu.addAction(name.replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(names is self._results.also_searched)
                action.triggered.connect(
                    lambda _=False, name=name, changed=changed: self.filters_changed.emit(
                        changed(name)
                    )
                )
        return menu

    def facet_menu(self, facet: str) -> QMenu:
        """The values of ``facet`` among the hits, each with its count."""
        menu = QMenu(self)
        for value, hits in self._results.facets.get(facet, ()):
            text = self._value_text(facet, value).replace("&", "&&")
            action = menu.addAction(f"{text}\t{format_count(hits)}")
            action.triggered.connect(
                lambda _=False, chosen=value: self.filters_changed.emit(
                    self._filters.with_value(facet, chosen)
                )
            )
        return menu

    def _on_range_chosen(self, months: tuple[str, str] | None) -> None:
        self.filters_changed.emit(self._filters.with_months(months))

    def _on_sort_chosen(self, name: str) -> None:
        self._sort_button.setText((self._by_date if name == "date" else self._by_relevance).text())
        self.sort_changed.emit(name)

    def set_prefer_newer(self, prefer: bool) -> None:
        """Show whether newer issues are preferred."""
        self._prefer_newer.setChecked(prefer)

    def set_saved(self, saved: bool) -> None:
        """Show in the star button whether this search is among the saved ones."""
        if saved == self._is_saved:
            return
        self._is_saved = saved
        self._save_button.setChecked(saved)
        self._save_button.setText("★" if saved else "☆")
        name = self.tr("Forget this search") if saved else self.tr("Save this search")
        self._save_button.setToolTip(name)
        self._save_button.setAccessibleName(name)

    def _on_scrolled(self, value: int) -> None:
        bar = self.view.verticalScrollBar()
        if value >= bar.maximum() - _LOAD_MORE_DISTANCE and self.has_more:
            self.more_requested.emit()

    @property
    def has_more(self) -> bool:
        """Whether there are more hits than those that are loaded."""
        return self.model.rowCount() < self._results.total

    @property
    def tab_stops(self) -> tuple[QWidget, ...]:
        """The widgets that Tab leads to, in order."""
        return (
            self._sort_button, self._save_button, self.histogram, self.chips,
            self._suggestion_label, self.view, self.explanation.button,
        )  # fmt: skip

    def count_text(self) -> str:
        """The text of the count above the hits."""
        return self._count_label.text()

    def current_hit(self) -> Hit | None:
        """The hit that Enter would open, None without any."""
        hit = self.view.currentIndex().data(HIT_ROLE)
        return hit if isinstance(hit, Hit) else None

    def make_current(self, hit: Hit | None) -> None:
        """Make the hit of the same article current, if it is among the hits."""
        for row, other in enumerate(self.model.hits):
            if hit is not None and other.address.without_anchor == hit.address.without_anchor:
                self.view.setCurrentIndex(self.model.index(row))

    @property
    def is_hit_chosen(self) -> bool:
        """Whether another hit than the first is current."""
        return self.view.currentIndex().row() > 0

    def move_current_hit(self, by: int) -> None:
        """Move ``by`` rows down (up if negative) in the hits, not past their ends."""
        rows = self.model.rowCount()
        if rows:
            row = min(rows - 1, max(0, self.view.currentIndex().row() + by))
            self.view.setCurrentIndex(self.model.index(row))

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self._theme = self.delegate.theme = self.histogram.theme = self.chips.theme = theme
        self._update_suggestion(self._results)
        for widget in (self.histogram, self.chips, self.view.viewport()):
            widget.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current hit wherever the focus is in the panel."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_hit():
            self.hit_chosen.emit(self.current_hit())
        else:
            super().keyPressEvent(event)


def _dim_label(font: QFont) -> QLabel:
    label = QLabel()
    label.setObjectName("dim")
    label.setFont(font)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
