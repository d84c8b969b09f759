"""Finding: the search over all issues and the search in the page share the marks on the page."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TypedDict

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from viewer.archive.library.reader_data import ReaderData
from viewer.search import Hit, highlight_spans
from viewer.search.query.query_hints import QueryHint
from viewer.ui.article.article_pane import ArticlePane
from viewer.ui.navigation.history import Visit
from viewer.ui.navigation.navigator import Reading
from viewer.ui.search.find_bar import FindBar
from viewer.ui.search.reason_messages import reasons_in_words
from viewer.ui.search.results_panel import SearchPanel
from viewer.ui.search.search_filters import SearchFilters
from viewer.ui.search.search_start_page import SearchStart
from viewer.ui.search.search_worker import Answer, Ask, SearchLane
from viewer.ui.window.toolbar import SearchBox

#: Hits asked for while typing: as many as can be seen and a few more; scrolling asks for the rest.
_PAGE = 15
_MORE = 100
_MOST_RECENT = 20
#: Marking the page takes longer than showing the hits: it waits for a pause in the typing.
_PAUSE_MS = 120


class _SearchedToo(TypedDict):
    without: tuple[str, ...]
    synonyms: bool


class Finding(QObject):
    """Joins the search box, the lane, the hits, the find bar and the marks on the page."""

    changed = Signal()  # a search has begun, was answered, or has ended

    def __init__(
        self,
        box: SearchBox,
        panel: SearchPanel,
        start: SearchStart,
        bar: FindBar,
        pane: ArticlePane,
        lane: SearchLane,
        reading: Reading,
        reader: ReaderData,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._box = box
        self._panel = panel
        self._start = start
        self._find_bar = bar
        self._pane = pane
        self._lane = lane
        self._reading = reading
        self._reader = reader
        self._query = ""
        self._meant = ""
        self._synonyms = True
        self._filters = SearchFilters()
        self._sort = "relevance"
        self._limit = _PAGE
        self._newer = bool(reader.setting("prefer newer", True))
        self._origin: Visit | None = None
        self._ready = False
        self._preparing = self._more_to_find = False
        self._starting = False
        self._pending = False  # the hits shown are not yet those of the query
        self._entered = False  # Enter was pressed before they were
        # The key is drawn before the search begins: at once they would get in each other's way.
        self._ask_soon = QTimer(self)
        self._ask_soon.setSingleShot(True)
        self._ask_soon.setInterval(0)
        self._ask_soon.timeout.connect(self._ask)
        self._highlight_timer = QTimer(self)
        self._highlight_timer.setSingleShot(True)
        self._highlight_timer.setInterval(_PAUSE_MS)
        self._highlight_timer.timeout.connect(self.highlight_matches)
        panel.set_newer(self._newer)
        self._join()

    def _join(self) -> None:
        box, panel, bar = self._box, self._panel, self._find_bar
        box.textChanged.connect(self._typed)
        box.stepped.connect(panel.step)
        box.opened.connect(self._enter)
        box.left.connect(self.leave)
        box.scrolled.connect(self._pane.keyPressEvent)
        box.clicked.connect(self._begin)
        self._pane.focused.connect(self._no_start)
        panel.hit_chosen.connect(self.open_hit)
        panel.query_chosen.connect(self._take)
        panel.filters_changed.connect(self._narrow)
        panel.sort_changed.connect(self._sort_by)
        panel.newer_changed.connect(self._prefer_newer)
        panel.more_wanted.connect(self._more)
        panel.why_wanted.connect(self._why)
        panel.save_toggled.connect(self._toggle_saved)
        self._start.query_chosen.connect(self._take)
        self._lane.answered.connect(self._answered)
        self._lane.ready.connect(self._search_ready)
        self._lane.built.connect(self._search_built)
        bar.text_changed.connect(self._on_find_text_changed)
        bar.step_requested.connect(self.go_to_next_match)
        bar.close_requested.connect(self.close_find_bar)
        self._reading.page_changed.connect(self.highlight_matches)
        # From the box, Tab leads on to what the box calls up.
        for one, following in pairwise((box, self._start.list, *panel.tab_stops)):
            QWidget.setTabOrder(one, following)

    @property
    def is_searching(self) -> bool:
        """Whether the reader is looking for something in all issues."""
        return bool(self._query)

    @property
    def is_starting(self) -> bool:
        """Whether the reader went to the search box and has not typed yet."""
        return self._starting and not self._query

    @property
    def is_find_bar_open(self) -> bool:
        """Whether the find bar is open."""
        return not self._find_bar.isHidden()

    # All issues

    def focus(self) -> None:
        """Put the reader into the search box."""
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._box.selectAll()
        self._begin()

    def end(self) -> None:
        """End the search and stay where the reader is."""
        self._origin = None
        self._box.clear()
        self._no_start()

    def _enter(self) -> None:
        """Open the chosen hit; those of an older query are not what Enter was meant for."""
        if self._pending:
            self._entered = True
        else:
            self.open_hit(self._panel.current_hit())

    def open_hit(self, hit: Hit | None) -> None:
        """Show the article of ``hit`` at its best passage, everything found marked."""
        if hit is None or not self._reading.go_to(hit.address):
            return
        self._remember_search()
        self._highlight_now()
        if hit.match_offset >= 0 or self._reading.whole is not None:
            place = self._reading.on_page(hit.address, max(0, hit.match_offset))
            self._pane.go_to_mark_at(place)
        elif self._pane.marks:
            self._pane.go_to_mark(0)
        self._update_match_count()
        self._pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self) -> None:
        if not self._query and not self._starting:
            self._starting = True
            self._list_searches()
            self.changed.emit()

    def _take(self, query: str) -> None:
        """Search for a query that was offered, as if it had been typed."""
        self._box.setText(query)
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _no_start(self) -> None:
        if self._starting:
            self._starting = False
            self.changed.emit()

    def _typed(self, text: str) -> None:
        query = text.strip()
        if query == self._query:
            return
        if not query:
            self._ask_soon.stop()
            self._lane.drop()
            self._query = ""
            self._pending = False
            self._filters = SearchFilters()
            self._list_searches()
            self.highlight_matches()
            self.changed.emit()
            return
        if not self._query:
            self._origin = self._reading.here
        self._query, self._meant = query, ""
        self._entered = False
        # Filters stay while the words change; what was not to be searched too hung on the words.
        self._filters = replace(self._filters, without=())
        self._panel.set_saved(query in self._searches("saved"))
        if not self._ready:
            self._panel.show_waiting(self.tr("The search is getting ready…"))
            self.changed.emit()
        self._pending = True
        self._ask_soon.start()

    def _ask(self, *, limit: int = _PAGE) -> None:
        self._ask_soon.stop()
        if not self._query:
            return
        self._limit = limit
        self._pending = limit == _PAGE
        narrowed = self._filters.apply(self._query)
        self._lane.ask(
            Ask(
                narrowed,
                limit,
                self._sort,
                self._newer,
                self._filters.without,
                self._filters.apply(self._query, time=False) if self._filters.of_time else "",
            )
        )

    def set_preparing(self, preparing: bool) -> None:
        """Say beside hits that there may be more, or no longer."""
        self._preparing = preparing

    def _search_ready(self) -> None:
        first, self._ready = not self._ready, True
        if first or not self._panel.model.rowCount():
            self._ask()
        else:
            # The hits she looks at stay until nothing more will come.
            self._more_to_find = True

    def _search_built(self) -> None:
        if self._more_to_find:
            self._more_to_find = False
            self._ask()

    def _answered(self, answer: Answer) -> None:
        if not self._query:
            return
        if answer.ask.limit > _PAGE:
            # An answer that was given up holds less than is shown already.
            if len(answer.results.hits) >= self._panel.model.rowCount():
                self._panel.add_results(answer.results)
        else:
            self._meant = answer.results.did_you_mean if answer.results.corrected else ""
            self._synonyms = bool(answer.results.also_searched)
            results = answer.results
            if self._preparing:
                results = replace(results, hints=(*results.hints, QueryHint("preparing")))
            self._panel.show_results(results, self._filters, answer.months)
            self.changed.emit()
            self._highlight_timer.start()
            self._pending = False
            if self._entered and self._box.hasFocus():
                self.open_hit(self._panel.current_hit())
            self._entered = False

    def leave(self) -> None:
        """Esc in the box or among the hits: back to where the search was begun."""
        origin, searched = self._origin, bool(self._query)
        self.end()
        if searched and origin is not None and self._reading.here != origin:
            self._reading.return_to(origin)
        self._pane.setFocus(Qt.FocusReason.OtherFocusReason)

    # Narrowing and ordering

    def _narrow(self, filters: SearchFilters) -> None:
        self._filters = filters
        self._ask()

    def _sort_by(self, name: str) -> None:
        self._sort = name
        self._ask()

    def _prefer_newer(self, prefer: bool) -> None:
        if prefer != self._newer:
            self._newer = prefer
            self._reader.set_setting("prefer newer", prefer)
            self._ask()

    def _more(self) -> None:
        if self._limit <= self._panel.model.rowCount():
            self._ask(limit=self._limit + _MORE)

    def _why(self, hit: Hit) -> None:
        page = self._reading.peek(hit.address)
        if page is not None:
            from viewer.search.retrieval.explanation import explain_match

            looked_for, entry = self._meant or self._query, page.entry
            found = explain_match(
                looked_for, entry.title, page.text, page.blocks, **self._searched_too
            )
            self._panel.show_why(reasons_in_words(found))

    @property
    def _searched_too(self) -> _SearchedToo:
        """What of the glossary was searched too, and so is marked and explained too."""
        return {"without": self._filters.without, "synonyms": self._synonyms}

    # Searches made before

    def _searches(self, which: str) -> list[str]:
        kept = self._reader.setting(f"{which} searches", [])
        return [query for query in kept if isinstance(query, str)] if isinstance(kept, list) else []

    def _list_searches(self) -> None:
        self._start.set_searches(self._searches("saved"), self._searches("recent"))

    def _remember_search(self) -> None:
        if self._query:
            recent = [query for query in self._searches("recent") if query != self._query]
            self._reader.set_setting("recent searches", [self._query, *recent][:_MOST_RECENT])

    def _toggle_saved(self) -> None:
        saved = self._searches("saved")
        if self._query in saved:
            saved.remove(self._query)
        elif self._query:
            saved.insert(0, self._query)
        self._reader.set_setting("saved searches", saved)
        self._panel.set_saved(self._query in saved)

    # This page

    def open_find_bar(self) -> None:
        """Open the find bar, with the selected words in it."""
        selected = self._pane.textCursor().selectedText()
        self._find_bar.open(selected if 0 < len(selected) <= 100 else "")

    def close_find_bar(self) -> None:
        """Close the find bar; the marks of the search come back."""
        self._find_bar.hide()
        self.highlight_matches()
        self._pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_next_match(self, by: int) -> None:
        """Walk to the next (1) or previous (-1) mark."""
        self._highlight_now()
        found, current = len(self._pane.marks), self._pane.current_mark
        if found:
            first = 0 if by > 0 else found - 1
            self._pane.go_to_mark(current + by if current >= 0 else first)
            self._update_match_count()

    def highlight_matches(self) -> None:
        """Mark what is looked for: in the find bar if it is open, else in the search box."""
        self._highlight_timer.stop()
        page = self._pane.page
        typed, query = self._find_bar.find_box.text(), self._meant or self._query
        if page is not None and self.is_find_bar_open and typed:
            from viewer.search.query.find_in_page import find_occurrences

            title, text = (
                find_occurrences(typed, page.entry.title),
                find_occurrences(typed, page.text),
            )
            self._pane.mark(title, text)
        elif page is not None and query and not self.is_find_bar_open:
            self._pane.mark(
                *(
                    highlight_spans(text=text, query=query, **self._searched_too)
                    for text in (page.entry.title, page.text)
                )
            )
        else:
            self._pane.mark((), ())
        self._update_match_count()

    def _highlight_now(self) -> None:
        """Whoever goes to a mark does not wait for the pause."""
        if self._highlight_timer.isActive():
            self.highlight_matches()

    def _on_find_text_changed(self, _text: str) -> None:
        self.highlight_matches()
        if self._pane.marks:
            # At the very top the title is in view, which stands before the text.
            place = self._pane.place() if self._pane.verticalScrollBar().value() else -1
            self._pane.go_to_mark_at(place)
        self._update_match_count()

    def _update_match_count(self) -> None:
        self._find_bar.set_match_count(self._pane.current_mark, len(self._pane.marks))
