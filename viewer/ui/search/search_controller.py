"""Controls the search over all issues: the query, its results and opening one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypedDict

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from viewer.archive.model.catalogue_entries import IssueHead
from viewer.archive.model.issue import Link
from viewer.search import Hit, highlight_spans
from viewer.search.query.query_hints import QueryHint
from viewer.search.query.results import Spans
from viewer.ui.article.article_pane import ArticlePane
from viewer.ui.i18n.languages import current_language
from viewer.ui.navigation.catalogue_access import CatalogueAccess
from viewer.ui.navigation.history import Visit
from viewer.ui.navigation.navigator import Navigator
from viewer.ui.search.find_controller import FindController
from viewer.ui.search.results_panel import ResultsPanel
from viewer.ui.search.search_box import SearchBox
from viewer.ui.search.search_filters import SearchFilters
from viewer.ui.search.search_messages import reason_lines
from viewer.ui.search.search_start_page import SearchStart
from viewer.ui.search.search_worker import SearchAnswer, SearchTask, SearchWorker
from viewer.ui.settings.reader_settings import ReaderSettings

#: Hits asked for while typing: as many as fit in view and a few more; scrolling asks for more.
_FIRST_HITS = 15
_MORE_HITS = 100
_MAX_RECENT_SEARCHES = 20


class _MatchOptions(TypedDict):
    excluded_synonyms: tuple[str, ...]
    synonyms: bool
    finished: bool


class SearchController(QObject):
    """Connects search box, worker and results panel, and has matches highlighted in the page."""

    changed = Signal()  # a search has begun, was answered, or has ended
    hits_wanted = Signal()  # the reader types, or has come back to the search box

    def __init__(
        self,
        box: SearchBox,
        panel: ResultsPanel,
        start: SearchStart,
        find_controller: FindController,
        pane: ArticlePane,
        worker: SearchWorker,
        catalogue_access: CatalogueAccess,
        navigator: Navigator,
        settings: ReaderSettings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._search_box = box
        self._panel = panel
        self._search_start = start
        self._find_controller = find_controller
        self._pane = pane
        self._worker = worker
        self._catalogue_access = catalogue_access
        self._navigator = navigator
        self._settings = settings
        self._query = ""
        self._corrected_query = ""
        self._synonyms = True
        self._is_finished = False  # Enter was pressed: the last word does not go on
        self._are_hits_finished = False  # so were the hits searched that are shown
        self._filters = SearchFilters()
        self._sort = "relevance"
        self._limit = _FIRST_HITS
        self._is_newer_preferred = settings.prefers_newer
        self._visit_before_search: Visit | None = None
        self._is_index_open = False
        self._is_index_incomplete = self._are_results_outdated = False
        self._is_start_shown = False
        self._are_results_pending = False  # the hits shown are not yet those of the query
        self._open_first_when_ready = False  # Enter was pressed before they were
        self._go_on_when_ready = False  # so was F3 at the last of the hits that are loaded
        # Through the event loop, so that the typed letter is painted before the search begins.
        self._request_timer = QTimer(self)
        self._request_timer.setSingleShot(True)
        self._request_timer.setInterval(0)
        self._request_timer.timeout.connect(self._request_results)
        find_controller.set_search(self._find_in_text, self._go_to_next_hit)
        panel.set_prefer_newer(self._is_newer_preferred)
        self._connect_signals()

    def _connect_signals(self) -> None:
        box, panel = self._search_box, self._panel
        box.textChanged.connect(self._on_text_changed)
        box.step_requested.connect(panel.move_current_hit)
        for asked in (box.step_requested, box.clicked, box.focused):
            asked.connect(lambda *_: self.hits_wanted.emit())
        box.open_requested.connect(self._on_enter)
        box.escape_pressed.connect(self.cancel_search)
        box.scroll_key_pressed.connect(self._pane.keyPressEvent)
        box.clicked.connect(self._show_start)
        self._pane.focused.connect(self._hide_start)
        panel.hit_chosen.connect(self.open_hit)
        panel.query_chosen.connect(self._run_query)
        panel.filters_changed.connect(self._set_filters)
        panel.sort_changed.connect(self._set_sort)
        panel.prefer_newer_changed.connect(self._set_prefer_newer)
        panel.more_requested.connect(self._request_more)
        panel.explanation_requested.connect(self._explain_hit)
        panel.save_toggled.connect(self._toggle_saved)
        self._search_start.query_chosen.connect(self._run_query)
        self._worker.answered.connect(self._on_answer)
        self._worker.index_updated.connect(self._on_index_updated)
        self._worker.index_completed.connect(self._on_index_completed)
        # From the box, Tab leads on to the start page and the results.
        for widget, next_widget in pairwise(
            (box, self._search_start.search_list, *panel.tab_stops)
        ):
            QWidget.setTabOrder(widget, next_widget)

    @property
    def is_searching(self) -> bool:
        """Whether there is a query in the search box."""
        return bool(self._query)

    @property
    def is_start_shown(self) -> bool:
        """Whether the reader went to the search box and has not typed yet: the start page shows."""
        return self._is_start_shown and not self._query

    # All issues

    def focus_search_box(self) -> None:
        """Focus the search box, its text selected."""
        self._search_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search_box.selectAll()
        self._show_start()

    def search(self, query: str) -> None:
        """Search all issues for ``query``, as if it had been typed."""
        self._search_box.setText(query)

    def clear_search(self) -> None:
        """End the search and stay on the page."""
        self._visit_before_search = None
        self._search_box.clear()
        self._hide_start()

    def _on_enter(self) -> None:
        """Open the current hit, or the first of the coming results while they are pending.

        The query is finished now: unless another hit than the first was chosen, those in which the
        last word only goes on are taken away behind it.
        """
        hit = None if self._are_results_pending else self._panel.current_hit()
        self._open_first_when_ready = self._are_results_pending
        if not self._panel.is_hit_chosen and self._may_last_word_go_on():
            self._is_finished = True
            self._are_hits_finished = hit is not None and hit.has_whole_words
            self._request_results()
            self._are_results_pending = self._open_first_when_ready
        self.open_hit(hit)

    def _may_last_word_go_on(self) -> bool:
        from viewer.search.query.parser import parse

        return not self._is_finished and parse(self._query) != parse(self._query, finished=True)

    def open_hit(self, hit: Hit | None) -> None:
        """Show the article of ``hit`` at its best passage, all matches highlighted."""
        if hit is not None and self._go_to_hit(hit):
            self._go_to_match_from(hit, hit.match_offset if hit.match_offset >= 0 else None)

    def _go_to_hit(self, hit: Hit) -> bool:
        if not self._navigator.go_to(hit.address):
            return False
        self._panel.make_current(hit)
        self._remember_search()
        self._pane.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _go_to_match_from(self, hit: Hit, offset: int | None) -> None:
        """Go to the first match from ``offset`` in the text of ``hit`` on, None: from its title.

        In a whole issue the title of an article is a part of the text.
        """
        if offset is not None or self._navigator.whole_issue is not None:
            offset = self._navigator.page_offset(hit.address, offset or 0)
            self._find_controller.go_to_match_at(offset)
        else:
            self._find_controller.go_to_match(0)

    def _go_to_next_hit(self, by: int) -> bool:
        """Open the next (1) or previous (-1) hit that is not on the page; False without one.

        Its first match is gone to, its last on the way back. The first hit follows the last.
        """
        row = self._next_row(by)
        if row is None:
            return self._go_on_when_ready
        hit = self._panel.model.hits[row]
        if self._go_to_hit(hit):
            if by > 0:
                self._go_to_match_from(hit, None)
            else:
                self._find_controller.go_to_match(-1)
        return True

    def _next_row(self, by: int) -> int | None:
        """The row of the next hit; None where there is no other, or none before more are loaded."""
        hits, current = self._panel.model.hits, self._panel.view.currentIndex().row()
        if not self._query or not hits or self._are_results_pending:
            return None
        on_page = [row for row, hit in enumerate(hits) if self._navigator.is_on_page(hit.address)]
        if not on_page:
            return current
        start = current if current in on_page else on_page[0]
        for row in range(start + by, start + by * (len(hits) + 1), by):
            if self._panel.has_more and not 0 <= row < len(hits):
                self._go_on_when_ready = by > 0
                if by > 0:
                    self._request_more()
                return None
            if row % len(hits) not in on_page:
                return row % len(hits)
        return None

    def _show_start(self) -> None:
        if not self._query and not self._is_start_shown:
            self._is_start_shown = True
            self._show_stored_searches()
            self.changed.emit()

    def _run_query(self, query: str) -> None:
        """Search for a query chosen from a list or a link, as if it had been typed."""
        self.search(query)
        self._search_box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hide_start(self) -> None:
        if self._is_start_shown:
            self._is_start_shown = False
            self.changed.emit()

    def _on_text_changed(self, text: str) -> None:
        query = text.strip()
        if query == self._query:
            return
        if not query:
            self._request_timer.stop()
            self._worker.cancel()
            self._query = ""
            self._are_results_pending = False
            self._filters = SearchFilters()
            self._show_stored_searches()
            self._find_controller.highlight_matches()
            self.changed.emit()
            return
        if not self._query:
            self._visit_before_search = self._navigator.position
        self._query, self._corrected_query = query, ""
        self._is_finished = self._are_hits_finished = False
        self._open_first_when_ready = self._go_on_when_ready = False
        # Filters stay while the words change, but these were of the old words.
        self._filters = replace(self._filters, excluded_synonyms=(), only_as_typed=False)
        self._panel.set_saved(query in self._settings.saved_searches)
        self.hits_wanted.emit()
        if not self._is_index_open:
            self._panel.show_waiting(self.tr("The search is getting ready…"))
            self.changed.emit()
        self._are_results_pending = True
        self._request_timer.start()

    def _request_results(self, *, limit: int = _FIRST_HITS) -> None:
        self._request_timer.stop()
        if not self._query:
            return
        self._limit = limit
        self._are_results_pending = limit == _FIRST_HITS
        filtered_query = self._filters.apply(self._query, finished=self._is_finished)
        self._worker.submit(
            SearchTask(
                filtered_query,
                limit,
                self._sort,
                self._is_newer_preferred,
                self._filters.excluded_synonyms,
                self._filters.apply(self._query, with_dates=False, finished=self._is_finished)
                if self._filters.has_month_range
                else "",
                relax=not self._filters.only_as_typed,
                finished=self._is_finished,
                reader_language=current_language(),
            )
        )

    def set_preparing(self, preparing: bool) -> None:
        """Set whether results get the hint that the index is still being prepared."""
        self._is_index_incomplete = preparing

    def _on_index_updated(self) -> None:
        first, self._is_index_open = not self._is_index_open, True
        if first or not self._panel.model.rowCount():
            self._request_results()
        else:
            # The hits shown stay until the index is complete.
            self._are_results_outdated = True

    def _on_index_completed(self) -> None:
        if self._are_results_outdated:
            self._are_results_outdated = False
            self._request_results()

    def _on_answer(self, answer: SearchAnswer) -> None:
        if not self._query:
            return
        if answer.task.limit > _FIRST_HITS:
            # A search that failed has fewer hits than are shown already.
            if len(answer.results.hits) >= self._panel.model.rowCount():
                self._panel.add_results(answer.results)
            if self._go_on_when_ready:
                self._go_on_when_ready = False
                self._go_to_next_hit(1)
        else:
            searched, typed = answer.results.searched_query, answer.results.query
            self._corrected_query = searched if searched != typed else ""
            self._synonyms = bool(answer.results.also_searched)
            self._are_hits_finished = answer.results.finished
            results = answer.results
            if self._is_index_incomplete:
                results = replace(results, hints=(*results.hints, QueryHint("preparing")))
            # After Enter the same hits do not flicker, and the opened one stays current.
            if not (self._is_finished and self._panel.shows(results)):
                opened = self._panel.current_hit() if self._is_finished else None
                self._panel.show_results(results, self._filters, answer.all_time_histogram)
                self._panel.make_current(opened)
            self.changed.emit()
            self._find_controller.highlight_later()
            self._are_results_pending = not answer.is_final
            # Where nothing has the words as typed, Enter waits for what else is tried.
            if self._open_first_when_ready and (answer.is_final or results.hits):
                self._open_first_when_ready = False
                if self._search_box.hasFocus():
                    self.open_hit(self._panel.current_hit())

    def cancel_search(self) -> None:
        """End the search and go back to where it was begun (Esc)."""
        origin, searched = self._visit_before_search, bool(self._query)
        self.clear_search()
        if searched and origin is not None and self._navigator.position != origin:
            self._navigator.return_to(origin)
        self._pane.setFocus(Qt.FocusReason.OtherFocusReason)

    # Filters, sort order, more hits, explanations

    def _set_filters(self, filters: SearchFilters) -> None:
        self._filters = filters
        self._request_results()

    def _set_sort(self, name: str) -> None:
        self._sort = name
        self._request_results()

    def _set_prefer_newer(self, prefer: bool) -> None:
        if prefer != self._is_newer_preferred:
            self._is_newer_preferred = prefer
            self._settings.prefers_newer = prefer
            self._request_results()

    def _request_more(self) -> None:
        if not self._are_results_pending and self._limit <= self._panel.model.rowCount():
            self._request_results(limit=self._limit + _MORE_HITS)

    def _explain_hit(self, hit: Hit) -> None:
        page = self._catalogue_access.page_at(hit.address)
        if page is not None:
            from viewer.search.retrieval.explanation import explain_match

            query, entry = self._corrected_query or self._query, page.entry
            head = None if hit.issue_title is None else IssueHead(hit.issue_title, hit.date)
            reasons = explain_match(
                query, entry.title, page.text, page.blocks,
                issue=None if head is None else (hit.issue, head), links=page.links,
                **self._match_options,
            )  # fmt: skip
            self._panel.explanation.show_reasons(reason_lines(reasons))

    @property
    def _match_options(self) -> _MatchOptions:
        """The arguments of the search, for highlighting and explaining the same words."""
        return {
            "excluded_synonyms": self._filters.excluded_synonyms,
            "synonyms": self._synonyms,
            "finished": self._are_hits_finished,
        }

    def _find_in_text(self, text: str, links: Sequence[Link] = ()) -> Spans:
        query = self._corrected_query or self._query
        return highlight_spans(query, text, links, **self._match_options) if query else ()

    # Saved and recent searches

    def _show_stored_searches(self) -> None:
        settings = self._settings
        self._search_start.set_searches(settings.saved_searches, settings.recent_searches)

    def _remember_search(self) -> None:
        if self._query:
            recent = [query for query in self._settings.recent_searches if query != self._query]
            self._settings.recent_searches = (self._query, *recent[: _MAX_RECENT_SEARCHES - 1])

    def _toggle_saved(self) -> None:
        saved = list(self._settings.saved_searches)
        if self._query in saved:
            saved.remove(self._query)
        elif self._query:
            saved.insert(0, self._query)
        self._settings.saved_searches = tuple(saved)
        self._panel.set_saved(self._query in saved)
