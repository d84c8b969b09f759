"""Adds the events and editors of an issue's head to its masthead, so that they are shown."""

from __future__ import annotations

from datetime import datetime

from viewer.archive.files.issue_front_matter import EventFields, IssueFrontMatter
from viewer.archive.markup.element_tree import Element
from viewer.archive.parser.article_composer import plain_text
from viewer.archive.parser.section_splitter import MASTHEAD_KEY, RawArticle, RawSection


def complete_masthead(
    sections: list[RawSection], front_matter: IssueFrontMatter, title: str, language: str
) -> None:
    """Add the events and editors of the head that the masthead does not mention.

    The editors become its own where it has text: a post is by whoever wrote it.
    """
    front = sections[0].articles[0] if sections and not sections[0].title else None
    text = plain_text(front.blocks) if front is not None else ""
    chinese = language.lower().startswith("zh")
    lines = [
        _event_line(event, chinese) for event in front_matter.events if event.title not in text
    ]
    masthead_editors = front.metadata.editors if front is not None else ()
    editors = [
        name for name in front_matter.editors if name not in text and name not in masthead_editors
    ]
    none_mentioned = len(editors) == len(front_matter.editors)
    if editors and none_mentioned and front and front.blocks and not masthead_editors:
        front.metadata.editors = tuple(front_matter.editors)
    elif editors:
        lines.append(
            ("編輯：" + "、".join(editors)) if chinese else "Editors: " + ", ".join(editors)
        )
    if front is None:
        if not lines:
            return
        front = RawArticle(title, id=MASTHEAD_KEY)
        sections.insert(0, RawSection("", articles=[front]))
    front.title = title
    if lines:
        front.blocks.append(Element("ul", {}, [Element("li", {}, [line]) for line in lines]))


def _event_line(event: EventFields, chinese: bool) -> str:
    start = datetime.fromisoformat(event.start)
    offset = start.strftime("%z")
    when = f"{start:%Y-%m-%d %H:%M} UTC{offset[:3]}:{offset[3:5]}"
    zone = f" ({event.zone})" if event.zone else ""
    label = "活動：" if chinese else "Event: "
    return f"{label}{event.title}, {when}{zone}"
