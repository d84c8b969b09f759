"""Mails wherever they lie: a file, an mbox, a folder, a Maildir."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importers.mails import mail, opened, write
from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.importers import importer_for
from viewer.importers.mail import mailbox
from viewer.importers.mail.importer import IMPORTER


@pytest.mark.parametrize(
    ("name", "content", "is_ours"),
    [
        ("a.eml", b"Subject: x\n\ny", True),
        ("a.EML", b"anything", True),
        ("a.mbox", b"anything", True),
        ("Newsletters", b"From a@b.c Fri May  1 10:00:00 2020\nSubject: x\n\ny", True),
        ("1588", b"Return-Path: <a@b.c>\nFrom: a@b.c\n\ny", True),
        ("a.txt", b"From: me\nMessage-ID: <x>\n\ny", False),
        ("a.md", b"Title: x\nDate: 2020-05-01\n\ny", False),
        ("a", b"Title: x\nFrom: y\n\nz", False),
        ("a", b"From here to there it is far at 10:00\n", False),
        ("a.mht", b"From: <Saved by Blink>\nMIME-Version: 1.0\n\n", False),
        ("page", b"From: <Saved by Blink>\nSnapshot-Content-Location: x\nMIME-Version: 1\n", False),
        ("a.eml", b"", False),
    ],
)
def test_mails_are_known_by_name_or_head(
    tmp_path: Path, name: str, content: bytes, is_ours: bool
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert (importer_for(path) is IMPORTER) is is_ours


def found(path: Path) -> list[bytes]:
    return [
        mailbox.read_mail(place, ProblemCollector("x"))
        for place, _ in mailbox.iter_mails(path, ProblemCollector("x"))
    ]


def test_an_mbox_is_cut_where_mails_begin(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    path.write_bytes(
        b"From a@b.c Fri May  1 10:00:00 2020\nSubject: 1\n\nFrom here on.\n>From a\n>>From b\n\n"
        b"From - Fri May 01 10:00:00 2020\r\nSubject: 2\r\n\r\nFrom x 10:00 is no new mail\r\n\r\n"
        b"From 123@xxx Fri May 01 10:00:00 +0000 2020\nSubject: 3\n\n" + b"x" * 200_000 + b"\n"
    )
    one, two, three = found(path)
    assert one == b"Subject: 1\n\nFrom here on.\nFrom a\n>From b\n\n"
    assert two.startswith(b"Subject: 2")
    assert two.endswith(b"no new mail\r\n\r\n")
    assert len(three) > 200_000


def test_the_head_of_a_mail_is_handed_on_without_its_body(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mbox", mail("SECRET\n" * 1000), mail())
    heads = [head for _, head in mailbox.iter_mails(path, ProblemCollector("x"))]
    assert all(b"Subject: Tea" in head and b"SECRET" not in head for head in heads)


def test_an_mbox_without_end_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "MOST_MAILS", 3)
    path = write(tmp_path / "a.mbox", *[mail(Message_ID=f"<{n}>") for n in range(4)])
    with pytest.raises(UnreadableFileError, match="more than"):
        opened(path)


def test_what_is_no_mbox_is_one_mail(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_bytes(mail())
    assert len(opened(tmp_path / "a.mbox").titles) == 1


def test_apple_mail_writes_a_count_above_and_notes_below(tmp_path: Path) -> None:
    content = mail()
    plist = b"<?xml version='1.0'?><plist><dict/></plist>"
    (tmp_path / "1.emlx").write_bytes(b"%d      \n%s%s" % (len(content), content, plist))
    made = opened(tmp_path / "1.emlx").read_issue(0)
    assert made is not None
    assert made.text == "A text."


def test_a_folder_of_mails_is_one_source(tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    for number in (2, 1):
        write(folder / f"{number}.eml", mail(Message_ID=f"<{number}>", Subject=f"Tea #{number}"))
    assert importer_for(folder) is IMPORTER
    assert opened(folder).titles == ("mails/1.eml (Tea #1)", "mails/2.eml (Tea #2)")
    (folder / "notes.txt").write_text("x")
    assert importer_for(folder) is not IMPORTER


def test_a_maildir_is_one_source(tmp_path: Path) -> None:
    for name in ("cur", "new", "tmp"):
        (tmp_path / "Mail" / name).mkdir(parents=True)
    write(tmp_path / "Mail" / "cur" / "1588.M1.host:2,S", mail(Message_ID="<1>"))
    write(tmp_path / "Mail" / "new" / "1589.M1.host", mail(Message_ID="<2>"))
    write(tmp_path / "Mail" / "tmp" / "1590.M1.host", mail(Message_ID="<3>"))
    assert importer_for(tmp_path / "Mail") is IMPORTER
    assert len(opened(tmp_path / "Mail").titles) == 2


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    write(folder / "1.eml", mail())
    (folder / "2.eml").symlink_to("/etc/hostname")
    reading = opened(folder)
    assert len(reading.titles) == 1
    (problem,) = reading.problems
    assert "2.eml is a link" in problem.message


def test_a_mail_that_grew_too_large_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "LARGEST_MAIL", 400)
    path = write(tmp_path / "a.mbox", mail("x" * 600), mail(Message_ID="<2>"))
    reading = opened(path)
    with pytest.raises(UnreadableFileError, match="larger than"):
        reading.read_issue(0)
    assert reading.read_issue(1) is not None
