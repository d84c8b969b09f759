"""Footnotes of a book: found by what they are called or by links that lead there and back.

Marks and notes are set aside before the text is written and put in as footnotes of Markdown
afterwards; meanwhile characters of the private use area stand for them.
"""

from __future__ import annotations

import re

from viewer.archive.elements import Element

Child = Element | str

_REFERENCES = {"noteref", "doc-noteref"}
_NOTES = {"footnote", "endnote", "rearnote", "note", "doc-footnote", "doc-endnote"}
_GROUPS = {"footnotes", "endnotes", "rearnotes", "doc-endnotes", "doc-footnotes"}
_BACK = {"backlink", "doc-backlink", "referrer"}
_LABEL = re.compile(
    r"\s*[\[(（〔【]?\s*(?:\d{1,4}|[*†‡§¶#]{1,4}|[ivxlc]{1,6}|[注註]\s?\d{0,3})\s*[\])）〕】]?"
    r"\s*[.:：、]?\s*\Z",
    re.IGNORECASE,
)
_ARROW = re.compile("[\\s↩↑←⇑⬆^\ufe0e\ufe0f\\[\\]()]*\\Z")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HOLDERS = {"aside", "li", "p", "div", "section", "dd", "td", "blockquote"}
_REFERENCE, _BEGIN, _END = "\ue0f0", "\ue0f1", "\ue0f2"
_MARK = re.compile(f"{_REFERENCE}(\\d+){_REFERENCE}")
_NOTE = re.compile(f"^{_BEGIN}(\\d+){_BEGIN}\\n\\n(.*?)\\n*^{_END}$\\n*", re.MULTILINE | re.DOTALL)
_PRIVATE = re.compile(f"[{_REFERENCE}{_BEGIN}{_END}]")


class Notes:
    """The footnotes of ``trees``, taken out of them."""

    def __init__(self, trees: list[Element]) -> None:
        self._notes: list[list[Child]] = []
        self._numbers: dict[int, int] = {}
        self._parents: dict[int, Element] = {}
        self._places: dict[str, Element] = {}
        for tree in trees:
            for element in tree.walk():
                for child in element.children:
                    if isinstance(child, Element):
                        self._parents[id(child)] = element
                if "id" in element.attrs:
                    self._places.setdefault(element.attrs["id"], element)
        marks = [
            (link, note)
            for tree in trees
            for link in tree.walk()
            if link.tag == "a" and (note := self._note_of(link)) is not None
        ]
        for link, note in marks:
            self._refer(link, note)
        for note in {id(note): note for _, note in marks}.values():
            self._take(note)
        holders = {id(self._root_of(note)) for _, note in marks}
        for tree in trees:
            _clear(tree)
            if id(tree) in holders and not _has_text(tree):
                # A page of notes, of which only the title is left.
                tree.children = []

    def blocks(self) -> list[Child]:
        """The notes, to be written below the text."""
        made: list[Child] = []
        for number, children in enumerate(self._notes, start=1):
            made.append(Element("p", {}, [f"{_BEGIN}{number}{_BEGIN}"]))
            made.append(Element("div", {}, children))
            made.append(Element("p", {}, [_END]))
        return made

    def written(self, text: str) -> str:
        """``text``, the Markdown of the whole, with its marks and notes as such."""

        def note(match: re.Match[str]) -> str:
            lines = match[2].strip("\n").split("\n")
            return f"[^{match[1]}]: " + "\n".join(
                f"    {line}" if number and line else line for number, line in enumerate(lines)
            ) + "\n\n"  # fmt: skip

        text = _NOTE.sub(note, text)
        text = _MARK.sub(r"[^\1]", text)
        return _PRIVATE.sub("", text).rstrip("\n") + "\n" if text.strip() else ""

    def _note_of(self, link: Element) -> Element | None:
        """The note to which ``link`` is the mark, None where it is an ordinary link."""
        href = link.attrs.get("href", "")
        target = self._places.get(href[1:]) if href.startswith("#") else None
        if target is None:
            return None
        holder = target
        while holder.tag not in _HOLDERS and id(holder) in self._parents:
            holder = self._parents[id(holder)]
        if holder.tag not in _HOLDERS or _is_in(link, holder, self._parents):
            return None
        if _called(link, _REFERENCES) or _called(holder, _NOTES):
            return holder
        if not _LABEL.match(link.text()):
            return None
        back = self._back(link)
        leads_back = any(
            other.tag == "a" and other.attrs.get("href", "")[1:] in back for other in holder.walk()
        )
        return holder if leads_back and self._is_behind(link, holder) else None

    def _root_of(self, element: Element) -> Element:
        while id(element) in self._parents:
            element = self._parents[id(element)]
        return element

    def _back(self, link: Element) -> set[str]:
        """The names by which a note can lead back to ``link``."""
        names = {e.attrs["id"] for e in link.walk() if "id" in e.attrs}
        here: Element | None = link
        for _ in range(3):
            here = self._parents.get(id(here)) if here is not None else None
            if here is not None and "id" in here.attrs:
                names.add(here.attrs["id"])
        return names

    def _is_behind(self, link: Element, holder: Element) -> bool:
        """Whether the note begins with its label: of two links to each other that is the note."""
        first = next((e for e in holder.walk() if e.tag == "a"), None)
        if first is None or not holder.text().strip().startswith(first.text().strip()):
            return False
        paragraph = self._parents.get(id(link))
        while paragraph is not None and paragraph.tag not in _HOLDERS:
            paragraph = self._parents.get(id(paragraph))
        before = paragraph.text().strip() if paragraph is not None else ""
        return not before.startswith(link.text().strip())

    def _refer(self, link: Element, note: Element) -> None:
        if id(note) not in self._numbers:
            self._notes.append([])
            self._numbers[id(note)] = len(self._notes)
        mark = f"{_REFERENCE}{self._numbers[id(note)]}{_REFERENCE}"
        holder = self._parents.get(id(link))
        inner = link
        if holder is not None and holder.tag == "sup" and holder.text() == link.text():
            inner, holder = holder, self._parents.get(id(holder))
        if holder is not None:
            holder.children = [mark if child is inner else child for child in holder.children]

    def _take(self, note: Element) -> None:
        parent = self._parents.get(id(note))
        if parent is None:
            return
        parent.children = [child for child in parent.children if child is not note]
        _drop_links_back(note)
        children: list[Child] = note.children
        if note.tag in ("p", "blockquote"):
            children = [note]
        self._notes[self._numbers[id(note)] - 1] = children


def _called(element: Element, names: set[str]) -> bool:
    said = f"{element.attrs.get('data-epub-type', '')} {element.attrs.get('role', '')}".split()
    return not names.isdisjoint(said)


def _is_in(element: Element, holder: Element, parents: dict[int, Element]) -> bool:
    here: Element | None = element
    while here is not None:
        if here is holder:
            return True
        here = parents.get(id(here))
    return False


def _drop_links_back(note: Element) -> None:
    """The note without its label and the arrow that leads back."""
    kept: list[Child] = []
    for child in note.children:
        if isinstance(child, Element):
            text = child.text()
            link = child.find(lambda e: e.tag == "a")
            back = link is not None and link.attrs.get("href", "").startswith("#") and (
                _called(link, _BACK) or _LABEL.match(text) or _ARROW.match(text)
            )  # fmt: skip
            if back:
                continue
            _drop_links_back(child)
        kept.append(child)
    if kept and isinstance(kept[0], str):
        kept[0] = re.sub(r"\A\s*[.:：、)\]]?\s*", "", kept[0]) if note.tag == "p" else kept[0]
    note.children = kept


def _clear(element: Element) -> None:
    """Take away the lists and sections in which nothing is left of the notes they held."""
    kept: list[Child] = []
    for child in element.children:
        if isinstance(child, Element):
            _clear(child)
            group = _called(child, _GROUPS) or child.tag in ("ol", "ul", "dl")
            if group and not _has_text(child):
                if kept and isinstance(kept[-1], Element) and kept[-1].tag in _HEADINGS:
                    kept.pop()
                continue
        kept.append(child)
    element.children = kept


def _has_text(element: Element) -> bool:
    """Whether there is anything in it but headings."""
    return any(
        (isinstance(child, str) and bool(child.strip()))
        or (
            isinstance(child, Element)
            and child.tag not in _HEADINGS
            and (child.tag == "img" or _has_text(child))
        )
        for child in element.children
    )
