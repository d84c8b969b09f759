"""Newsletters as they came by mail: ``.eml``, mbox, a folder of mails, a Maildir.

Every mail is an issue of the publication its sender's name says. Where a mailbox holds mails that
went to many, those that did not are no newsletters and are passed over.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.safe_reading import printable_name
from viewer.archive.model.issue_draft import ImportLoss, IssueDraft, PictureDraft
from viewer.importers.base import Source
from viewer.importers.mail import mailbox
from viewer.importers.mail.mailbox import Place
from viewer.importers.mail.mime import body_of, header, parse_head, parse_mail
from viewer.importers.mail.senders import (
    Sender,
    day_of,
    editors_of,
    is_forward,
    publication,
    sender_of,
    title_of,
)
from viewer.importers.metadata.dates import find_date

if TYPE_CHECKING:
    from viewer.importers.html.converter import ConversionResult

#: So many mails from one sender are a newsletter even where none says that it went to many.
_REGULAR = 3
#: A mail with less text than this in front of another one only hands that on.
_NOTE = 300
_MARKUP = re.compile(r"<style[^<]*</style>|<[^<>]*>|\s+")
_LONGEST_PAGE = 100_000
_WEB_PICTURE = re.compile(r"!\[[^\[\]]*\]\(https?:")
_NO_PICTURE = re.compile(r"!\[[^\[\]]*\]\(\)")


@dataclass(frozen=True, slots=True)
class _Letter:
    """A mail as its headers tell of it."""

    place: Place
    subject: str
    date: str
    guid: str
    sender: Sender
    answers: bool


class MailReading(Source):
    """One or many mails; ``publication`` is the one that most of them are issues of."""

    def __init__(self, path: Path) -> None:
        faults = ProblemCollector(printable_name(path.name))
        found = mailbox.mails(path, faults)
        letters = _once([_letter(place, parse_head(head)) for place, head in found])
        if not letters:
            raise faults.fatal("There is no mail in it; save the mails anew.")
        kept = _newsletters(letters)
        if len(kept) < len(letters):
            count = len(letters) - len(kept)
            words = "1 mail was" if count == 1 else f"{count:,} mails were"
            faults.warning(
                f"{words} passed over as private: sent to one reader, not to many. Save what is "
                "missing as .eml files and bring those in."
            )
        self._letters = kept
        counted = Counter(letter.sender.publication for letter in kept)
        self.publication = counted.most_common(1)[0][0]
        self.titles = tuple(_unit(letter, len(letters) == 1) for letter in kept)
        self.problems = faults.collected()

    def read_issue(self, index: int) -> IssueDraft | None:
        letter = self._letters[index]
        faults = ProblemCollector(self.titles[index])
        message = parse_mail(mailbox.content(letter.place, faults), faults)
        made = _issue(message, letter, faults)
        if made is not None and made.publication == self.publication:
            return replace(made, publication=None)
        return made


def _letter(place: Place, message: Message) -> _Letter:
    subject = header(message, "subject")
    date = day_of(header(message, "date")) or find_date(header(message, "date"))
    if not date:
        # “From ada@example.com Fri May  1 10:00:00 2020”
        date = day_of(" ".join((message.get_unixfrom() or "").split()[2:]))
    guid = header(message, "message-id").strip("<> ")[:500]
    answers = bool(header(message, "in-reply-to"))
    return _Letter(place, subject, date, guid, sender_of(message), answers)


def _unit(letter: _Letter, alone: bool) -> str:
    name = letter.place.name
    return printable_name(
        name if alone or not letter.subject else f"{name} ({letter.subject[:80]})"
    )


def _once(letters: list[_Letter]) -> list[_Letter]:
    """A mail that lies there twice is read once."""
    seen: set[str] = set()
    kept = []
    for letter in letters:
        if letter.guid and letter.guid in seen:
            continue
        seen.add(letter.guid)
        kept.append(letter)
    return kept


def _newsletters(letters: list[_Letter]) -> list[_Letter]:
    """The mails that went to many, if any of them says so; else all."""
    if len(letters) < 2 or not any(letter.sender.listed for letter in letters):
        return letters
    listed = {letter.sender.publication.id for letter in letters if letter.sender.listed}
    regular = Counter(
        letter.sender.publication.id for letter in letters if not letter.answers
    )  # fmt: skip
    return [
        letter
        for letter in letters
        if letter.sender.publication.id in listed
        or regular[letter.sender.publication.id] >= _REGULAR
        or is_forward(letter.subject)
    ]


def _issue(message: Message, letter: _Letter, faults: ProblemCollector) -> IssueDraft | None:
    """The issue a mail is; None where there is nothing in it.

    Raises:
        UnreadableIssue: it is encrypted, or has only attached files.
    """
    from viewer.importers.html.converter import html_to_markdown
    from viewer.importers.mail.body_html import Inside, as_page
    from viewer.importers.mail.boilerplate import forwarded, without_frame
    from viewer.importers.markdown_text.title_extraction import remove_title_heading

    body = body_of(message, faults)
    page = as_page(body, faults)
    if len(body.mails) == 1 and _is_note(page):
        # It was forwarded as an attachment: what was forwarded is the newsletter.
        inner = body.mails[0]
        return _issue(inner, _letter(letter.place, inner), faults)
    inside = Inside(body)
    found = html_to_markdown(page, faults, find_picture=inside.find)
    sender, date, subject = letter.sender, letter.date, letter.subject
    text, told = found.text, None
    if is_forward(subject) or not sender.listed:
        told, text = forwarded(text, expected=is_forward(subject))
    text = without_frame(text, letter.sender.publication.name)
    attached = body.attached + len(body.mails)
    if not text.strip():
        if not attached:
            return None
        raise faults.fatal("There is no text in the mail, only attached files; bring those in.")
    if told is not None:
        name = told.name or told.address
        whose = publication(name) if name else sender.publication
        sender = Sender(whose, told.name, told.address, "", True)
        date = find_date(told.date) or date
        subject = told.subject or subject
    title = title_of(subject, sender.publication.name)
    title = title or f"{sender.publication.name} {date}".strip()
    text = remove_title_heading(text, title, sender.publication.name)
    losses, pictures = _kept(found, text)
    if attached:
        losses[ImportLoss.ATTACHMENT] = losses.get(ImportLoss.ATTACHMENT, 0) + attached
    return IssueDraft(
        title=title,
        text=text,
        file=faults.file,
        date=date,
        guid=letter.guid,
        language=found.language,
        editors=editors_of(sender),
        pictures=pictures,
        losses=losses,
        problems=faults.collected(),
        publication=sender.publication,
    )


def _kept(
    found: ConversionResult, text: str
) -> tuple[dict[ImportLoss, int], tuple[PictureDraft, ...]]:
    """Losses and pictures without those of what was taken out of the text."""
    losses = dict(found.losses)
    for loss, pattern in (
        (ImportLoss.WEB_PICTURE, _WEB_PICTURE),
        (ImportLoss.MISSING_PICTURE, _NO_PICTURE),
    ):
        gone = len(pattern.findall(found.text)) - len(pattern.findall(text))
        left = losses.pop(loss, 0) - max(0, gone)
        if left > 0:
            losses[loss] = left
    return losses, tuple(picture for picture in found.pictures if f"({picture.name}" in text)


def _is_note(page: str) -> bool:
    return len(page) < _LONGEST_PAGE and len(_MARKUP.sub("", page)) < _NOTE
