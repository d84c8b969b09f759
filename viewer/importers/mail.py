"""Mail: one to a file, an mbox, a folder of mails, a Maildir."""

from __future__ import annotations

from pathlib import Path

from viewer.importers import mailbox
from viewer.importers.reading import Importer, Options, Reading


def _recognises(path: Path, start: bytes) -> bool:
    return mailbox.is_mail(path, start) if start else mailbox.is_folder(path)


def _open(path: Path, options: Options) -> Reading:
    # Every path is asked whether it is one; what reading needs is loaded when there is.
    from viewer.importers.mail_reading import MailReading

    return MailReading(path)


IMPORTER = Importer("mail", "mail", (".eml", ".emlx", ".mbox", ".mbx"), _recognises, _open)
