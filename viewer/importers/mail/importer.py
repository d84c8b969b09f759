"""The importer of mail: single files, mbox files, folders of mails, Maildirs."""

from __future__ import annotations

from pathlib import Path

from viewer.importers.base import Importer, ImportOptions, Source
from viewer.importers.mail import mailbox
from viewer.messages import Message


def _recognises(path: Path, start: bytes) -> bool:
    return mailbox.is_mail(path, start) if start else mailbox.is_mail_folder(path)


def _open(path: Path, options: ImportOptions) -> Source:
    # Loaded late: every importer module is imported to recognise any path.
    from viewer.importers.mail.source import MailSource

    return MailSource(path)


IMPORTER = Importer("mail", Message("mail"), (".eml", ".emlx", ".mbox", ".mbx"), _recognises, _open)
