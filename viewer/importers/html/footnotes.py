"""Finds footnotes, by what they are called or by links that lead there and back.

A mark becomes a ``noteref``; the notes themselves are taken out of the text, to be written below
it as footnotes of Markdown.
"""

from __future__ import annotations

import re

from viewer.archive.markup.element_tree import Element

Child = Element | str

_REFERENCE_TYPES = {"noteref", "doc-noteref"}
_NOTE_TYPES = {"footnote", "endnote", "rearnote", "note", "doc-footnote", "doc-endnote"}
_GROUP_TYPES = {"footnotes", "endnotes", "rearnotes", "doc-endnotes", "doc-footnotes"}
_BACKLINK_TYPES = {"backlink", "doc-backlink", "referrer"}
_LABEL = re.compile(
    r"\s*[\[(（〔【]?\s*(?:\d{1,4}|[*†‡§¶#]{1,4}|[ivxlc]{1,6}|[注註]\s?\d{0,3})\s*[\])）〕】]?"
    r"\s*[.:：、]?\s*\Z",
    re.IGNORECASE,
)
_ARROW = re.compile("[\\s↩↑←⇑⬆^\ufe0e\ufe0f\\[\\]()]*\\Z")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NOTE_TAGS = {"aside", "li", "p", "div", "section", "dd", "td", "blockquote"}
_NOTE_ID = re.compile(
    r"(?:fn|ftn|_ftn|_edn|footnote|endnote|cite_note|sdfootnote|easy-footnote|note)s?[-_:.]?\w",
    re.IGNORECASE,
)
_NOTE_CLASS = re.compile(
    r"(?:^|\s)(?:footnote(?:-ref|-anchor|-number|s-ref|-backref|-backlink)?|noteref|reference|fn|easy-footnote)(?:\s|$)"
)
_GROUP_CLASS = re.compile(
    r"(?:^|\s)(?:footnotes?|endnotes|footnotes-list|references|reflist|wp-block-footnotes|"
    r"easy-footnotes-wrapper)(?:\s|$)"
)
_NOTES_TITLE = re.compile(
    r"\s*(?:foot|end)?notes?\s*\Z|\s*references\s*\Z|\s*[註注](?:[釋释解腳脚]|\s)*\s*\Z|\s*[腳脚]註?注?\s*\Z",
    re.IGNORECASE,
)
#: The parser of issues reads no more footnotes than this.
MOST_NOTES = 350


class Footnotes:
    """Takes the footnotes out of ``trees`` when it is made; ``numbered`` gives them.

    ``base`` is the address of the page, empty if unknown. Without footnotes, or with more than
    ``MOST_NOTES`` marks, the trees stay as they are.
    """

    def __init__(self, trees: list[Element], base: str = "") -> None:
        self._base = base.partition("#")[0]
        self._notes: list[list[Child]] = []
        self._numbers: dict[int, int] = {}
        self._parents: dict[int, Element] = {}
        self._targets: dict[str, Element] = {}
        for tree in trees:
            for element in tree.walk():
                for child in element.children:
                    if isinstance(child, Element):
                        self._parents[id(child)] = element
                for name in (element.attrs.get("id"), _anchor(element)):
                    if name:
                        self._targets.setdefault(name, element)
        marks = [
            (link, note)
            for tree in trees
            for link in tree.walk()
            if link.tag == "a" and (note := self._find_note(link)) is not None
        ]
        if not marks or len(marks) > MOST_NOTES:
            return
        for link, note in marks:
            self._replace_with_reference(link, note)
        for note in {id(note): note for _, note in marks}.values():
            self._extract(note)
        page_ids = {id(self._root_of(note)) for _, note in marks}
        for tree in trees:
            _remove_empty_groups(tree)
            if id(tree) in page_ids and not _has_text(tree):
                # A page of notes, of which only the title is left.
                tree.children = []

    def numbered(self) -> list[tuple[str, list[Child]]]:
        """The name and the content of each note, in the order of their marks."""
        return [(str(number), note) for number, note in enumerate(self._notes, start=1)]

    def _fragment(self, link: Element) -> str:
        """The fragment of a link into this text, empty where ``link`` leads elsewhere."""
        address, mark, name = link.attrs.get("href", "").partition("#")
        if not mark or (address and address != self._base and not _NOTE_CLASS.search(_class(link))):
            return ""
        return name

    def _find_note(self, link: Element) -> Element | None:
        """The note to which ``link`` is the mark, None where it is an ordinary link."""
        name = self._fragment(link)
        target = self._targets.get(name) if name else None
        if target is None:
            return None
        note = target
        while note.tag not in _NOTE_TAGS and id(note) in self._parents:
            note = self._parents[id(note)]
        parent = self._parents.get(id(note))
        if parent is not None and re.match(
            r"(?:ftn|edn|sdfootnote)\d+\Z", parent.attrs.get("id", "")
        ):
            # A word processor's note, which may have several paragraphs.
            note = parent
        if note.tag not in _NOTE_TAGS or _is_inside(link, note, self._parents):
            return None
        if _has_type(link, _REFERENCE_TYPES) or _has_type(note, _NOTE_TYPES):
            return note
        if not _LABEL.match(link.text()):
            return None
        back = self._backlink_names(link)
        back_links = [
            other for other in note.walk() if other.tag == "a" and self._fragment(other) in back
        ]
        if not back_links:
            return note if _NOTE_CLASS.search(_class(link)) and _NOTE_ID.match(name) else None
        arrow = _ARROW.match(back_links[-1].text())
        return note if arrow or self._starts_with_label(link, note) else None

    def _root_of(self, element: Element) -> Element:
        while id(element) in self._parents:
            element = self._parents[id(element)]
        return element

    def _backlink_names(self, link: Element) -> set[str]:
        """The names by which a note can lead back to ``link``."""
        names = {e.attrs["id"] for e in link.walk() if "id" in e.attrs} | {_anchor(link)} - {""}
        ancestor: Element | None = link
        for _ in range(3):
            ancestor = self._parents.get(id(ancestor)) if ancestor is not None else None
            if ancestor is not None and "id" in ancestor.attrs:
                names.add(ancestor.attrs["id"])
        return names

    def _starts_with_label(self, link: Element, note: Element) -> bool:
        """Whether ``note`` begins with its label: of two linked to each other, that is the note."""
        first = next((e for e in note.walk() if e.tag == "a"), None)
        if first is None or not note.text().strip().startswith(first.text().strip()):
            return False
        paragraph = self._parents.get(id(link))
        while paragraph is not None and paragraph.tag not in _NOTE_TAGS:
            paragraph = self._parents.get(id(paragraph))
        before = paragraph.text().strip() if paragraph is not None else ""
        return not before.startswith(link.text().strip())

    def _replace_with_reference(self, link: Element, note: Element) -> None:
        if id(note) not in self._numbers:
            self._notes.append([])
            self._numbers[id(note)] = len(self._notes)
        name = str(self._numbers[id(note)])
        reference = Element("noteref", {"name": name}, [name])
        parent = self._parents.get(id(link))
        replaced = link
        if parent is not None and parent.tag == "sup" and parent.text() == link.text():
            replaced, parent = parent, self._parents.get(id(parent))
        if parent is not None:
            parent.children = [
                reference if child is replaced else child for child in parent.children
            ]

    def _extract(self, note: Element) -> None:
        parent = self._parents.get(id(note))
        if parent is None:
            return
        parent.children = [child for child in parent.children if child is not note]
        self._remove_backlinks(note)
        children: list[Child] = note.children
        if note.tag in ("p", "blockquote"):
            children = [note]
        self._notes[self._numbers[id(note)] - 1] = children

    def _remove_backlinks(self, note: Element) -> None:
        """Take the note's label and the arrow that leads back out of it."""
        children: list[Child] = []
        for child in note.children:
            if isinstance(child, Element):
                text = child.text()
                link = child.find(lambda e: e.tag == "a")
                is_all = link is not None and link.text().strip() == text.strip()
                leads_back = link is not None and self._fragment(link) and (
                    (is_all and _has_type(link, _BACKLINK_TYPES))
                    or _LABEL.match(text) or _ARROW.match(text)
                )  # fmt: skip
                if leads_back:
                    continue
                self._remove_backlinks(child)
            children.append(child)
        if children and isinstance(children[0], str) and note.tag == "p":
            children[0] = re.sub(r"\A\s*[.:：、)\]]?\s*", "", children[0])
        note.children = children


def _class(element: Element) -> str:
    return element.attrs.get("class", "")


def _anchor(element: Element) -> str:
    return element.attrs.get("name", "") if element.tag == "a" else ""


def _has_type(element: Element, names: set[str]) -> bool:
    types = f"{element.attrs.get('data-epub-type', '')} {element.attrs.get('role', '')}".split()
    return not names.isdisjoint(types)


def _is_inside(element: Element, container: Element, parents: dict[int, Element]) -> bool:
    ancestor: Element | None = element
    while ancestor is not None:
        if ancestor is container:
            return True
        ancestor = parents.get(id(ancestor))
    return False


def _remove_empty_groups(element: Element) -> None:
    """Take away the lists and sections in which nothing is left of the notes they held."""
    children: list[Child] = []
    for child in element.children:
        if isinstance(child, Element):
            _remove_empty_groups(child)
            group = (
                _has_type(child, _GROUP_TYPES)
                or child.tag in ("ol", "ul", "dl")
                or _GROUP_CLASS.search(_class(child))
            )
            if group and not _has_text(child):
                while children and _leads_to_notes(children[-1]):
                    children.pop()
                continue
        children.append(child)
    element.children = children


def _leads_to_notes(child: Child) -> bool:
    """Whether it is the title of the notes, a rule above them, or a blank."""
    if isinstance(child, str):
        return not child.strip()
    return child.tag == "hr" or (
        child.tag in _HEADINGS and _NOTES_TITLE.match(child.text()) is not None
    )


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
