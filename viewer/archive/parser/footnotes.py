"""Moves footnotes from the end of the file to the articles that refer to them."""

from __future__ import annotations

from viewer.archive.markup.element_tree import Element
from viewer.archive.parser.section_splitter import RawSection


def attach_footnotes(sections: list[RawSection]) -> None:
    """Move every footnote to the end of the first article that refers to it."""
    articles = [article for section in sections for article in section.articles]
    notes: dict[str, Element] = {}
    for article in articles:
        other_blocks = []
        for block in article.blocks:
            if block.tag == "blockquote" and "footnotes" in block.classes():
                for entry in block.walk():
                    if entry.tag == "li" and entry.attrs.get("id", "").startswith("fn-"):
                        _remove_backreference(entry)
                        notes[entry.attrs["id"]] = entry
            else:
                other_blocks.append(block)
        article.blocks = other_blocks
    if not notes:
        return
    number = 1
    for article in articles:
        own_notes: list[Element | str] = []
        for block in list(article.blocks):
            for link in block.walk():
                if link.tag == "a" and "footnote-ref" in link.classes():
                    name = link.attrs.get("href", "")[1:]
                    if name in notes:
                        own_notes.append(notes.pop(name))
        if own_notes:
            attrs = {"start": str(number)} if number > 1 else {}
            article.blocks.append(Element("hr"))
            article.blocks.append(Element("ol", attrs, own_notes))
            number += len(own_notes)


def _remove_backreference(entry: Element) -> None:
    """The sign that leads back to the text, and the space before it, are not part of the note."""
    for element in entry.walk():
        children = element.children
        for index, child in enumerate(children):
            if isinstance(child, Element) and "footnote-backref" in child.classes():
                del children[index:]
                if index and isinstance(children[-1], str):
                    children[-1] = children[-1].rstrip("\xa0 ")
                break
