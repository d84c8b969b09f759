"""Footnotes come at the end of the file; each belongs to the article that refers to it."""

from __future__ import annotations

from viewer.archive.elements import Element
from viewer.archive.sections import SectionDraft


def share_footnotes(sections: list[SectionDraft]) -> None:
    """Move every footnote to the end of the first article that refers to it."""
    articles = [article for section in sections for article in section.articles]
    notes: dict[str, Element] = {}
    for article in articles:
        kept = []
        for block in article.blocks:
            if block.tag == "blockquote" and "footnotes" in block.classes():
                for entry in block.walk():
                    if entry.tag == "li" and entry.attrs.get("id", "").startswith("fn-"):
                        notes[entry.attrs["id"]] = entry
            else:
                kept.append(block)
        article.blocks = kept
    if not notes:
        return
    number = 1
    for article in articles:
        mine: list[Element | str] = []
        for block in list(article.blocks):
            for link in block.walk():
                if link.tag == "a" and "footnote-ref" in link.classes():
                    name = link.attrs.get("href", "")[1:]
                    if name in notes:
                        mine.append(notes.pop(name))
        if mine:
            attrs = {"start": str(number)} if number > 1 else {}
            article.blocks.append(Element("hr"))
            article.blocks.append(Element("ol", attrs, mine))
            number += len(mine)
