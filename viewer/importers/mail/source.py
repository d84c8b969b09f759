"""The source for mail: every newsletter mail in a file, mbox, folder or Maildir is an issue.

The publication is that of the sender. If any mail of a mailbox says that it was sent to many, mails
that seem to be private are passed over.
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

#: So many mails from one sender are a newsletter even without headers of bulk mail.
_LEAST_ISSUES = 3
#: A mail with fewer characters than this and one attached mail only forwards that.
_LONGEST_NOTE = 300
_TAG_OR_SPACE = re.compile(r"<style[^<]*</style>|<[^<>]*>|\s+")
_LONGEST_NOTE_PAGE = 100_000
_WEB_PICTURE = re.compile(r"!\[[^\[\]]*\]\(https?:")
_MISSING_PICTURE = re.compile(r"!\[[^\[\]]*\]\(\)")


@dataclass(frozen=True, slots=True)
class _MailSummary:
    """What the headers of a mail say."""

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
        mails = mailbox.iter_mails(path, problems)
        summaries = _without_duplicates(
            [_summarize(location, parse_headers(head)) for location, head in mails]
        )
        if not summaries:
            raise problems.fatal(Message("There is no mail in it; save the mails anew."))
        newsletters = _select_newsletters(summaries)
        if len(newsletters) < len(summaries):
            count = len(summaries) - len(newsletters)
            problems.warning(
                Message.counted(
                    count,
                    "1 mail was passed over as private: sent to one reader, not to many. Save what "
                    "is missing as .eml files and bring those in.",
                    "{count:,} mails were passed over as private: sent to one reader, not to many. "
                    "Save what is missing as .eml files and bring those in.",
                )
            )
        self._mails = newsletters
        publications = Counter(mail.sender.publication for mail in newsletters)
        self.publication = publications.most_common(1)[0][0]
        self.titles = tuple(_display_name(mail, len(summaries) == 1) for mail in newsletters)
        self.problems = problems.collected()

    def read_issue(self, index: int) -> IssueDraft | None:
        summary = self._mails[index]
        problems = ProblemCollector(self.titles[index])
        message = parse_mail(mailbox.read_mail(summary.location, problems), problems)
        draft = _read_issue(message, summary, problems)
        if draft is not None and draft.publication == self.publication:
            return replace(draft, publication=None)
        return draft


def _summarize(location: MailLocation, message: MimePart) -> _MailSummary:
    subject = get_header(message, "subject")
    date = parse_mail_date(get_header(message, "date")) or find_date(get_header(message, "date"))
    if not date:
        # “From ada@example.com Fri May  1 10:00:00 2020”
        date = parse_mail_date(" ".join((message.get_unixfrom() or "").split()[2:]))
    guid = get_header(message, "message-id").strip("<> ")[:500]
    is_reply = bool(get_header(message, "in-reply-to"))
    return _MailSummary(location, subject, date, guid, get_sender(message), is_reply)


def _display_name(mail: _MailSummary, alone: bool) -> str:
    name = mail.location.name
    return printable_name(name if alone or not mail.subject else f"{name} ({mail.subject[:80]})")


def _without_duplicates(mails: list[_MailSummary]) -> list[_MailSummary]:
    """``mails`` without those whose message id occurred before."""
    seen: set[str] = set()
    unique = []
    for mail in mails:
        if mail.guid and mail.guid in seen:
            continue
        seen.add(mail.guid)
        unique.append(mail)
    return unique


def _select_newsletters(mails: list[_MailSummary]) -> list[_MailSummary]:
    """The mails that were sent to many, if any of them says so; else all."""
    if len(mails) < 2 or not any(mail.sender.is_bulk for mail in mails):
        return mails
    bulk_ids = {mail.sender.publication.id for mail in mails if mail.sender.is_bulk}
    counts = Counter(
        mail.sender.publication.id for mail in mails if not mail.is_reply
    )  # fmt: skip
    return [
        mail
        for mail in mails
        if mail.sender.publication.id in bulk_ids
        or counts[mail.sender.publication.id] >= _LEAST_ISSUES
        or is_forward(mail.subject)
    ]


def _read_issue(
    message: MimePart, summary: _MailSummary, problems: ProblemCollector
) -> IssueDraft | None:
    """A mail as an issue; None if there is nothing in it.

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
    embedded = EmbeddedPictures(body)
    converted = html_to_markdown(page, problems, find_picture=embedded.find)
    sender, date, subject = summary.sender, summary.date, summary.subject
    text, forwarded = converted.text, None
    if is_forward(subject) or not sender.is_bulk:
        forwarded, text = split_forwarded(text, expected=is_forward(subject))
    text = strip_boilerplate(text, summary.sender.publication.name)
    attached_count = body.attachment_count + len(body.attached_mails)
    if not text.strip():
        if not attached_count:
            return None
        raise problems.fatal(
            Message("There is no text in the mail, only attached files; bring those in.")
        )
    if forwarded is not None:
        name = forwarded.name or forwarded.address
        publication = make_publication(name) if name else sender.publication
        sender = Sender(publication, forwarded.name, forwarded.address, "", True)
        date = find_date(forwarded.date) or date
        subject = forwarded.subject or subject
    title = clean_subject(subject, sender.publication.name)
    title = title or f"{sender.publication.name} {date}".strip()
    text = remove_title_heading(text, title, sender.publication.name)
    losses, pictures = _remaining_losses_and_pictures(converted, text)
    if attached_count:
        losses[ImportLoss.ATTACHMENT] = losses.get(ImportLoss.ATTACHMENT, 0) + attached_count
    return IssueDraft(
        title=title,
        text=text,
        file=problems.file,
        date=date,
        guid=summary.guid,
        language=converted.language,
        editors=get_editors(sender),
        pictures=pictures,
        losses=losses,
        problems=problems.collected(),
        publication=sender.publication,
    )


def _remaining_losses_and_pictures(
    converted: ConversionResult, text: str
) -> tuple[dict[ImportLoss, int], tuple[PictureDraft, ...]]:
    """Losses and pictures without those that went with the removed boilerplate."""
    losses = dict(converted.losses)
    for loss, pattern in (
        (ImportLoss.WEB_PICTURE, _WEB_PICTURE),
        (ImportLoss.MISSING_PICTURE, _MISSING_PICTURE),
    ):
        removed = len(pattern.findall(converted.text)) - len(pattern.findall(text))
        remaining = losses.pop(loss, 0) - max(0, removed)
        if remaining > 0:
            losses[loss] = remaining
    return losses, tuple(picture for picture in converted.pictures if f"({picture.name}" in text)


def _is_covering_note(page: str) -> bool:
    return len(page) < _LONGEST_NOTE_PAGE and len(_TAG_OR_SPACE.sub("", page)) < _LONGEST_NOTE
