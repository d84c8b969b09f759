"""Newsletters as they came by mail: ``.eml``, mbox, a folder of mails, a Maildir.

Every mail is an issue of the publication its sender's name says. Where a mailbox holds mails that
went to many, those that did not are no newsletters and are passed over.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from email.message import Message as MimePart
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.safe_reading import printable_name
from viewer.archive.model.issue_draft import ImportLoss, IssueDraft, PictureDraft
from viewer.importers.base import Source
from viewer.importers.mail import mailbox
from viewer.importers.mail.mailbox import MailLocation
from viewer.importers.mail.senders import (
    Sender,
    clean_subject,
    get_editors,
    get_sender,
    is_forward,
    make_publication,
    parse_mail_date,
)
from viewer.importers.metadata.dates import find_date
from viewer.importers.sources.mime import get_body, get_header, parse_headers, parse_mail
from viewer.messages import Message

if TYPE_CHECKING:
    from viewer.importers.html.converter import ConversionResult

#: So many mails from one sender are a newsletter even where none says that it went to many.
_LEAST_ISSUES = 3
#: A mail with less text than this in front of another one only hands that on.
_LONGEST_NOTE = 300
_TAG_OR_SPACE = re.compile(r"<style[^<]*</style>|<[^<>]*>|\s+")
_LONGEST_NOTE_PAGE = 100_000
_WEB_PICTURE = re.compile(r"!\[[^\[\]]*\]\(https?:")
_MISSING_PICTURE = re.compile(r"!\[[^\[\]]*\]\(\)")


@dataclass(frozen=True, slots=True)
class _MailSummary:
    """A mail as its headers tell of it."""

    location: MailLocation
    subject: str
    date: str
    guid: str
    sender: Sender
    is_reply: bool


class MailSource(Source):
    """One or many mails; ``publication`` is the one that most of them are issues of."""

    def __init__(self, path: Path) -> None:
        problems = ProblemCollector(printable_name(path.name))
        found = mailbox.iter_mails(path, problems)
        letters = _without_duplicates(
            [_summarize(place, parse_headers(head)) for place, head in found]
        )
        if not letters:
            raise problems.fatal(Message("There is no mail in it; save the mails anew."))
        kept = _select_newsletters(letters)
        if len(kept) < len(letters):
            count = len(letters) - len(kept)
            problems.warning(
                Message.counted(
                    count,
                    "1 mail was passed over as private: sent to one reader, not to many. Save what "
                    "is missing as .eml files and bring those in.",
                    "{count:,} mails were passed over as private: sent to one reader, not to many. "
                    "Save what is missing as .eml files and bring those in.",
                )
            )
        self._mails = kept
        counted = Counter(letter.sender.publication for letter in kept)
        self.publication = counted.most_common(1)[0][0]
        self.titles = tuple(_display_name(letter, len(letters) == 1) for letter in kept)
        self.problems = problems.collected()

    def read_issue(self, index: int) -> IssueDraft | None:
        letter = self._mails[index]
        problems = ProblemCollector(self.titles[index])
        message = parse_mail(mailbox.read_mail(letter.location, problems), problems)
        made = _read_issue(message, letter, problems)
        if made is not None and made.publication == self.publication:
            return replace(made, publication=None)
        return made


def _summarize(location: MailLocation, message: MimePart) -> _MailSummary:
    subject = get_header(message, "subject")
    date = parse_mail_date(get_header(message, "date")) or find_date(get_header(message, "date"))
    if not date:
        # “From ada@example.com Fri May  1 10:00:00 2020”
        date = parse_mail_date(" ".join((message.get_unixfrom() or "").split()[2:]))
    guid = get_header(message, "message-id").strip("<> ")[:500]
    answers = bool(get_header(message, "in-reply-to"))
    return _MailSummary(location, subject, date, guid, get_sender(message), answers)


def _display_name(mail: _MailSummary, alone: bool) -> str:
    name = mail.location.name
    return printable_name(name if alone or not mail.subject else f"{name} ({mail.subject[:80]})")


def _without_duplicates(mails: list[_MailSummary]) -> list[_MailSummary]:
    """A mail that lies there twice is read once."""
    seen: set[str] = set()
    kept = []
    for letter in mails:
        if letter.guid and letter.guid in seen:
            continue
        seen.add(letter.guid)
        kept.append(letter)
    return kept


def _select_newsletters(mails: list[_MailSummary]) -> list[_MailSummary]:
    """The mails that went to many, if any of them says so; else all."""
    if len(mails) < 2 or not any(letter.sender.is_bulk for letter in mails):
        return mails
    listed = {letter.sender.publication.id for letter in mails if letter.sender.is_bulk}
    regular = Counter(
        letter.sender.publication.id for letter in mails if not letter.is_reply
    )  # fmt: skip
    return [
        letter
        for letter in mails
        if letter.sender.publication.id in listed
        or regular[letter.sender.publication.id] >= _LEAST_ISSUES
        or is_forward(letter.subject)
    ]


def _read_issue(
    message: MimePart, summary: _MailSummary, problems: ProblemCollector
) -> IssueDraft | None:
    """The issue a mail is; None where there is nothing in it.

    Raises:
        UnreadableFileError: it is encrypted, or has only attached files.
    """
    from viewer.importers.html.converter import html_to_markdown
    from viewer.importers.mail.body_html import EmbeddedPictures, body_to_html
    from viewer.importers.mail.boilerplate import split_forwarded, strip_boilerplate
    from viewer.importers.markdown_text.title_extraction import remove_title_heading

    body = get_body(message, problems)
    page = body_to_html(body, problems)
    if len(body.attached_mails) == 1 and _is_covering_note(page):
        # It was forwarded as an attachment: what was forwarded is the newsletter.
        inner = body.attached_mails[0]
        return _read_issue(inner, _summarize(summary.location, inner), problems)
    inside = EmbeddedPictures(body)
    found = html_to_markdown(page, problems, find_picture=inside.find)
    sender, date, subject = summary.sender, summary.date, summary.subject
    text, told = found.text, None
    if is_forward(subject) or not sender.is_bulk:
        told, text = split_forwarded(text, expected=is_forward(subject))
    text = strip_boilerplate(text, summary.sender.publication.name)
    attached = body.attachment_count + len(body.attached_mails)
    if not text.strip():
        if not attached:
            return None
        raise problems.fatal(
            Message("There is no text in the mail, only attached files; bring those in.")
        )
    if told is not None:
        name = told.name or told.address
        whose = make_publication(name) if name else sender.publication
        sender = Sender(whose, told.name, told.address, "", True)
        date = find_date(told.date) or date
        subject = told.subject or subject
    title = clean_subject(subject, sender.publication.name)
    title = title or f"{sender.publication.name} {date}".strip()
    text = remove_title_heading(text, title, sender.publication.name)
    losses, pictures = _remaining_losses_and_pictures(found, text)
    if attached:
        losses[ImportLoss.ATTACHMENT] = losses.get(ImportLoss.ATTACHMENT, 0) + attached
    return IssueDraft(
        title=title,
        text=text,
        file=problems.file,
        date=date,
        guid=summary.guid,
        language=found.language,
        editors=get_editors(sender),
        pictures=pictures,
        losses=losses,
        problems=problems.collected(),
        publication=sender.publication,
    )


def _remaining_losses_and_pictures(
    found: ConversionResult, text: str
) -> tuple[dict[ImportLoss, int], tuple[PictureDraft, ...]]:
    """Losses and pictures without those of what was taken out of the text."""
    losses = dict(found.losses)
    for loss, pattern in (
        (ImportLoss.WEB_PICTURE, _WEB_PICTURE),
        (ImportLoss.MISSING_PICTURE, _MISSING_PICTURE),
    ):
        gone = len(pattern.findall(found.text)) - len(pattern.findall(text))
        left = losses.pop(loss, 0) - max(0, gone)
        if left > 0:
            losses[loss] = left
    return losses, tuple(picture for picture in found.pictures if f"({picture.name}" in text)


def _is_covering_note(page: str) -> bool:
    return len(page) < _LONGEST_NOTE_PAGE and len(_TAG_OR_SPACE.sub("", page)) < _LONGEST_NOTE
