"""The citation added to copied text: title, publication, date and links, translated."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from viewer.archive.markup.element_tree import Element
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import Page
from viewer.ui.i18n.dates_and_numbers import long_date


@dataclass(frozen=True, slots=True)
class Citation:
    """The title, the text ``before`` and ``after`` it, and links; ``web_url`` may be empty."""

    before: str
    title: str
    after: str
    link: str
    web_url: str

    def text(self) -> str:
        """As one line of text."""
        line = f"{self.before}{self.title}{self.after} {self.link}"
        return f"{line} {self.web_url}" if self.web_url else line

    def to_element(self) -> Element:
        """As a paragraph, with the title as a link."""
        paragraph = Element(
            "p",
            {},
            [self.before, Element("a", {"href": self.link}, [self.title]), self.after],
        )
        if self.web_url:
            paragraph.children += [" ", Element("a", {"href": self.web_url}, [self.web_url])]
        return paragraph


def make_citation(
    page: Page, address: Address, publication_name: str, web_url: str = ""
) -> Citation:
    """The citation of ``page``, which is at ``address`` in ``publication_name``.

    ``web_url`` is the address of the same text on the web, if one is known.
    """
    translate = QCoreApplication.translate
    entry = page.entry
    parts = [
        translate("Reference", "{publication}, no. {number}").format(
            publication=publication_name, number=address.issue
        )
    ]
    if entry.date:
        parts.append(long_date(entry.date))
    section = page.section_title
    if page.section_label:
        section = f"{page.section_label}. {section}"
    if section and page.section_title != entry.title:
        parts.append(translate("Reference", "section “{section}”").format(section=section))
    if entry.editors:
        names = translate("Reference", ", ", "between names").join(entry.editors)
        parts.append(translate("Reference", "edited by {names}").format(names=names))
    pattern = translate("Reference", "“{title}”, {parts}.")
    before_title, _, after_title = pattern.partition("{title}")
    details = translate("Reference", ", ", "between the parts of a reference").join(parts)
    return Citation(
        before_title, entry.title, after_title.format(parts=details), address.to_url(), web_url
    )
