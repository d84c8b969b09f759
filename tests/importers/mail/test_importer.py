"""Mails as issues: what is kept, what is cleared away, and whose newsletter each is.

Covers viewer/importers/mail/body_html.py and viewer/importers/mail/source.py.
"""

from __future__ import annotations

import base64
import json
import quopri
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importers.mails import draft, mail, opened, part, parts, png, write
from viewer.archive.files.problem_collector import UnreadableFileError
from viewer.archive.model.issue_draft import ImportLoss
from viewer.cli.main import main
from viewer.importers import importer_for
from viewer.importers.mail.importer import IMPORTER

PAGE = """\
<html><head><style>p { color: red }</style></head><body>
<div style="display:none;max-height:0;overflow:hidden">Only for the list of mails &zwnj;&nbsp;</div>
<table role="presentation" width="600"><tr><td>
<p><a href="https://mail.example/v?id=1">View this email in your browser</a></p>
<img src="cid:logo@weekly" alt="A cup" width="200">
<h1>Green tea</h1><p>It is <b>fresh</b>. <a href="https://tea.example/a?b=1&amp;c=2">More</a></p>
<h1>Black tea</h1><p>It is strong.</p>
<table border="1"><tr><th>Tea</th><th>Price</th></tr><tr><td>Black</td><td>3</td></tr></table>
</td></tr><tr><td>
<p><a href="https://twitter.com/tea">Twitter</a> <a href="https://facebook.com/tea">Facebook</a></p>
<p>You are receiving this email because you like tea.<br>
<a href="https://mail.example/unsubscribe?u=SECRET">Unsubscribe</a></p>
<p>Tea Weekly Inc, 1 Leaf Street, Teatown, TN 12345</p>
</td></tr></table>
<img src="https://mail.example/open.gif?u=SECRET" width="1" height="1">
</body></html>
"""
TEXT = """\
## Green tea

It is **fresh**. [More](https://tea.example/a?b=1&c=2)

## Black tea

It is strong.

| Tea | Price |
|---|---|
| Black | 3 |"""


def newsletter(html: str = PAGE, **heads: str) -> bytes:
    related = parts(
        "R",
        part("text/html; charset=utf-8", html),
        part("image/png", png(), "Content-ID: <logo@weekly>", "Content-Disposition: inline"),
    )
    alternative = parts(
        "A",
        part("text/plain; charset=utf-8", "The plain text.\n"),
        part('multipart/related; boundary="R"', related),
    )
    return mail(
        alternative,
        kind='multipart/alternative; boundary="A"',
        **{"List_Unsubscribe": "<u>", **heads},
    )


def test_a_newsletter_comes_out_as_it_was_written(tmp_path: Path) -> None:
    path = write(tmp_path / "tea.eml", newsletter())
    assert importer_for(path) is IMPORTER
    reading = opened(path)
    assert (reading.publication.id, reading.publication.name) == ("tea-weekly", "Tea Weekly")
    assert reading.titles == ("tea.eml",)
    made = reading.read_issue(0)
    assert made is not None
    assert made.text == "![A cup](figures/picture.png)\n\n" + TEXT
    assert (made.title, made.date) == ("Tea Weekly #12", "2020-05-01")
    assert made.guid == "12@weekly.example"
    assert made.language == "en"
    assert [(p.name, p.content) for p in made.pictures] == [("figures/picture.png", png())]
    assert made.losses == {}
    assert made.publication is None
    assert "SECRET" not in made.text


def test_html_is_taken_before_text_and_text_where_there_is_no_other(tmp_path: Path) -> None:
    text = part("text/plain", "The text.\n")
    html = part("text/html", "<p>The page.</p>")
    kind = 'multipart/alternative; boundary="A"'
    for order in ((text, html), (html, text)):
        assert draft(tmp_path, mail(parts("A", *order), kind=kind)).text == "The page."
    assert draft(tmp_path, mail(parts("A", text), kind=kind)).text == "The text."
    calendar = part("text/calendar", "BEGIN:VCALENDAR\n")
    assert draft(tmp_path, mail(parts("A", text, calendar), kind=kind)).text == "The text."


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("quoted-printable", quopri.encodestring("紅茶=好\u3000café\n".encode()).decode()),
        ("base64", base64.encodebytes("紅茶=好\u3000café\n".encode()).decode()),
        ("8bit", "紅茶=好\u3000café\n"),
        ("x-unknown", "紅茶=好\u3000café\n"),
    ],
)
def test_transfer_encodings(tmp_path: Path, encoding: str, content: str) -> None:
    made = draft(tmp_path, mail(content, Content_Transfer_Encoding=encoding))
    assert made.text == "紅茶=好\u3000café"


def test_broken_base64_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    content = base64.b64encode(b"The tea is here and it is hot.").decode()[:-3] + "\n"
    made = draft(tmp_path, mail(content, Content_Transfer_Encoding="base64"))
    assert "tea is here" in made.text


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("gb2312", "gb18030"), ("GBK", "gb18030"), ("big5", "cp950"), ("Shift_JIS", "cp932"),
        ("nosuch", "utf-8"), ("rot13", "utf-8"), ("idna", "utf-8"), ("", "utf-8"),
        ("us-ascii", "utf-8"), ("utf-8", "gb18030"), ("unicode_escape", "utf-8"),
        ("x" * 300, "utf-8"), ("base64", "utf-8"), ("utf-8", "utf-8"),
    ],
)  # fmt: skip
def test_charsets_wrong_or_right(tmp_path: Path, charset: str, encoding: str) -> None:
    text = "中文的内容，這裡有茶。"
    if encoding == "cp932":
        text = "日本のお茶です。"
    if encoding == "cp950":
        text = "中文的內容，這裡有茶。"
    content = text.encode(encoding).decode("utf-8", "surrogateescape") + "\n"
    kind = f"text/plain; charset={charset}" if charset else "text/plain"
    assert draft(tmp_path, mail(content, kind=kind)).text == text


def test_html_may_name_its_charset_itself(tmp_path: Path) -> None:
    html = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=big5"></head>'
    content = f"{html}<p>紅茶</p>".encode("cp950").decode("utf-8", "surrogateescape")
    assert draft(tmp_path, mail(content, kind="text/html")).text == "紅茶"


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("=?utf-8?B?6Iy26YCx5aCx?= #12", "茶週報 #12"),
        ("=?utf-8?Q?Tea_=E8=8C=B6?=\n =?utf-8?Q?=E9=80=B1?=", "Tea 茶週"),
        ("=?gb2312?B?suQ=?= =?nosuch?Q?x?=", "茶x"),
        ("=?utf-8?B?broken", "=?utf-8?B?broken"),
        ("茶週報", "茶週報"),
        ("a\n\tb \u202e c", "a b c"),
        ("[Tea Weekly] News", "News"),
        ("[Other] News", "[Other] News"),
        ("", "Tea Weekly 2020-05-01"),
    ],
)
def test_subjects(tmp_path: Path, subject: str, title: str) -> None:
    content = mail(Subject=subject).replace(b"suQ=", base64.b64encode("茶".encode("gb2312")))
    assert draft(tmp_path, content).title == title


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("Fri, 01 May 2020 23:30:00 +0800", "2020-05-01"),
        ("1 May 20 10:00", "2020-05-01"),
        ("May 1 2020", "2020-05-01"),
        ("never", ""),
        ("Fri, 99 May 2020 10:00:00 +0000", ""),
        ("Fri, 01 May 99999999999 10:00:00 +0000", ""),
        ("", ""),
    ],
)
def test_dates(tmp_path: Path, written: str, date: str) -> None:
    assert draft(tmp_path, mail(Date=written)).date == date


def test_an_mbox_knows_the_date_of_a_mail_without_one(tmp_path: Path) -> None:
    made = opened(write(tmp_path / "a.mbox", mail(Date=""))).read_issue(0)
    assert made is not None
    assert made.date == "2020-05-01"


def test_pictures_are_found_by_id_address_and_name(tmp_path: Path) -> None:
    html = (
        '<p>x <img src="cid:a%40b" alt="a"> <img src="https://tea.example/b.png" alt="b">'
        '<img src="images/c.png" alt="c"> <img src="cid:lost" alt="d">'
        '<img src="https://tea.example/far.png" alt="e"></p>'
    )
    inner = parts(
        "R",
        part("text/html", html),
        part("image/png", png(30), "Content-ID: <a@b>"),
        part("image/png", png(31), "Content-Location: https://tea.example/b.png"),
        part('image/png; name="c.png"', png(32)),
    )
    made = draft(tmp_path, mail(inner, kind='multipart/related; boundary="R"'))
    contents = {picture.name: picture.content for picture in made.pictures}
    assert list(contents.values()) == [png(30), png(31), png(32)]
    assert all(name in made.text for name in contents)
    assert "![e](https://tea.example/far.png)" in made.text
    assert made.losses == {ImportLoss.WEB_PICTURE: 1, ImportLoss.MISSING_PICTURE: 1}


def test_pictures_between_texts_stay_there(tmp_path: Path) -> None:
    inner = parts(
        "M",
        part("text/plain", "Before.\n"),
        part('image/png; name="cup.png"', png(), "Content-Disposition: inline"),
        part("text/plain", "After.\n"),
        part("application/pdf", b"%PDF", 'Content-Disposition: attachment; filename="a.pdf"'),
        part("image/png", png(), "Content-Disposition: attachment"),
    )
    made = draft(tmp_path, mail(inner, kind='multipart/mixed; boundary="M"'))
    assert made.text == "Before.\n\n![cup](figures/picture.png)\n\nAfter."
    assert made.losses == {ImportLoss.ATTACHMENT: 2}


def test_flowed_text_flows(tmp_path: Path) -> None:
    content = "The tea is hot \nand good.\nA new line.\n\n> quoted \n> on\n-- \nAnn\n"
    made = draft(tmp_path, mail(content, kind="text/plain; format=flowed"))
    assert made.text.startswith("The tea is hot and good.  \nA new line.\n\n> quoted on")


def test_a_digest_is_one_issue_of_many_articles(tmp_path: Path) -> None:
    inner = parts(
        "D",
        "\nSubject: Green\n\nFirst text.\n",
        "\nSubject: Black\n\nSecond text.\n",
    )
    made = draft(tmp_path, mail(inner, kind='multipart/digest; boundary="D"'))
    assert made.text == "## Green\n\nFirst text.\n\n## Black\n\nSecond text."


def test_a_mail_forwarded_whole_is_the_newsletter(tmp_path: Path) -> None:
    inner = "Content-Type: message/rfc822\n\n" + newsletter().decode()
    outer = mail(
        parts("M", part("text/plain", "For you\n"), inner),
        kind='multipart/mixed; boundary="M"', From="Bo <bo@home.example>", Subject="Fwd: x",
        Message_ID="<outer@x>", Date="Sun, 03 May 2020 10:00:00 +0000",
    )  # fmt: skip
    made = draft(tmp_path, outer)
    assert (made.title, made.date, made.guid) == (
        "Tea Weekly #12", "2020-05-01", "12@weekly.example",
    )  # fmt: skip
    assert made.text.endswith(TEXT)
    assert made.publication is not None
    assert made.publication.name == "Tea Weekly"


@pytest.mark.parametrize(
    "body",
    [
        "FYI\n\n---------- Forwarded message ---------\nFrom: Tea Weekly <tea@weekly.example>\n"
        "Date: Fri, May 1, 2020 at 10:00 AM\nSubject: Tea #7\nTo: <bo@home.example>\n\n\n"
        "The tea is here.\n\nUnsubscribe: https://x.example/u\n",
        "Begin forwarded message:\n\n> From: Tea Weekly <tea@weekly.example>\n> Subject: Tea #7\n"
        "> Date: 1 May 2020 at 10:00:00 CEST\n> To: bo@home.example\n>\n> The tea is here.\n",
        "From: Tea Weekly <tea@weekly.example>\nSent: Friday, May 1, 2020 10:00 AM\n"
        "To: Bo\nSubject: Tea #7\n\nThe tea is here.\n",
        "---------- 轉寄的郵件 ----------\n寄件者： Tea Weekly <tea@weekly.example>\n"
        "日期：2020年5月1日 週五 上午10:00\n主旨：Tea #7\n收件者： <bo@home.example>\n\n"
        "The tea is here.\n",
    ],
)
def test_a_mail_forwarded_in_the_text_is_the_newsletter(tmp_path: Path, body: str) -> None:
    made = draft(
        tmp_path,
        mail(body, From="Bo <bo@home.example>", Subject="Fwd: Tea #7",
             Date="Sun, 03 May 2020 10:00:00 +0000"),
    )  # fmt: skip
    assert made.text == "The tea is here."
    assert (made.title, made.date) == ("Tea #7", "2020-05-01")
    assert made.publication is not None
    assert made.publication.id == "tea-weekly"


def test_forwarded_html_is_the_newsletter(tmp_path: Path) -> None:
    html = (
        '<div dir="ltr">FYI<br><br><div class="gmail_quote"><div class="gmail_attr">'
        "---------- Forwarded message ---------<br>From: <strong>Tea Weekly</strong> <span>&lt;"
        '<a href="mailto:tea@weekly.example">tea@weekly.example</a>&gt;</span><br>'
        "Date: Fri, May 1, 2020 at 10:00 AM<br>Subject: Tea #7<br>To: &lt;"
        '<a href="mailto:bo@home.example">bo@home.example</a>&gt;<br></div><br><br>'
        "<h1>Green</h1><p>The tea is here.</p></div></div>"
    )
    made = draft(
        tmp_path,
        mail(html, kind="text/html", From="Bo <bo@home.example>", Subject="Fwd: Tea #7"),
    )
    assert made.text == "## Green\n\nThe tea is here."
    assert (made.title, made.date) == ("Tea #7", "2020-05-01")
    assert made.publication is not None
    assert made.publication.name == "Tea Weekly"


@pytest.mark.parametrize(
    ("heading", "subject", "text"),
    [
        ("Tea Weekly #12", "Tea Weekly #12: Leaves", "Hello.\n\n## Green\n\nText."),
        ("Tea Weekly", "Leaves", "Hello.\n\n## Green\n\nText."),
        ("Leaves", "Leaves and cups", "## Leaves\n\nHello.\n\n### Green\n\nText."),
    ],
)
def test_its_own_title_is_no_section(tmp_path: Path, heading: str, subject: str, text: str) -> None:
    html = f"<h1>{heading}</h1><p>Hello.</p><h2>Green</h2><p>Text.</p>"
    assert draft(tmp_path, mail(html, kind="text/html", Subject=subject)).text == text


def test_what_goes_with_the_footer_is_not_counted(tmp_path: Path) -> None:
    html = (
        '<p>Hello. <img src="https://x.example/far.png" alt="far"></p><p><img '
        'src="https://x.example/icon.png" alt="Twitter"></p><p><img src="cid:f" alt="x">'
        '<a href="https://x.example/unsubscribe">Unsubscribe</a></p>'
    )
    inner = parts("R", part("text/html", html), part("image/png", png(), "Content-ID: <f>"))
    made = draft(tmp_path, mail(inner, kind='multipart/related; boundary="R"'))
    assert made.text == "Hello.\n\n![far](https://x.example/far.png)"
    assert made.losses == {ImportLoss.WEB_PICTURE: 1}
    assert made.pictures == ()


def test_a_mailbox_holds_issues_of_many_publications(tmp_path: Path) -> None:
    tea = [newsletter(Message_ID=f"<{n}@tea>", Subject=f"Tea Weekly #{n}") for n in (1, 2)]
    coffee = mail(
        From="Coffee <coffee@x.example>", List_Id="Coffee <c.x.example>", Message_ID="<1@coffee>"
    )
    private = mail("Dinner?\n", From="Ann <ann@home.example>", Message_ID="<p@home>")
    path = write(tmp_path / "all.mbox", tea[0], private, coffee, tea[1], tea[0])
    assert importer_for(path) is IMPORTER
    reading = opened(path)
    assert reading.publication.name == "Tea Weekly"
    assert reading.titles == (
        "all.mbox: 1 (Tea Weekly #1)",
        "all.mbox: 3 (Tea Weekly #12)",
        "all.mbox: 4 (Tea Weekly #2)",
    )
    (problem,) = reading.problems
    assert problem.message.startswith("1 mail was passed over as private")
    names = [
        made.publication.name if made.publication is not None else ""
        for made in map(reading.read_issue, range(3))
        if made is not None
    ]
    assert names == ["", "Coffee", ""]


def test_one_bad_mail_leaves_the_rest(tmp_path: Path) -> None:
    inner = parts("E", part("application/pgp-encrypted", "Version: 1\n"))
    bad = mail(inner, kind='multipart/encrypted; boundary="E"', Message_ID="<e@x>")
    reading = opened(write(tmp_path / "all.mbox", bad, mail()))
    with pytest.raises(UnreadableFileError, match="encrypted"):
        reading.read_issue(0)
    assert reading.read_issue(1) is not None


def test_an_empty_mail_is_no_issue(tmp_path: Path) -> None:
    assert opened(write(tmp_path / "a.eml", mail(""))).read_issue(0) is None
    only = parts("M", part("application/pdf", b"%PDF", "Content-Disposition: attachment"))
    path = write(tmp_path / "b.eml", mail(only, kind='multipart/mixed; boundary="M"'))
    with pytest.raises(UnreadableFileError, match="only attached files"):
        opened(path).read_issue(0)


def test_a_mailbox_comes_in_as_a_library(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mails = [newsletter(Message_ID=f"<{n}@tea>", Subject=f"Tea Weekly #{n}") for n in (3, 4)]
    coffee = mail(From="Coffee <c@x.example>", Precedence="bulk", Message_ID="<1@coffee>")
    path = write(tmp_path / "all.mbox", *mails, coffee)
    assert main(["import", str(path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["issues"] == {"added": 3, "updated": 0, "unchanged": 0, "failed": 0}
    assert {one["id"] for one in said["publications"]} == {"tea-weekly", "coffee"}
    assert main(["show", "tea-weekly/4", "--format", "markdown"]) == 0
    assert "![A cup](figures/picture.png)" in capsys.readouterr().out
    assert main(["import", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["issues"]["unchanged"] == 3


@settings(max_examples=150)
@given(data=st.data())
def test_no_mail_ends_in_anything_but_a_sentence(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(newsletter())
    for at, value in data.draw(
        st.lists(st.tuples(st.integers(0, len(content) - 1), st.binary(max_size=8)), max_size=8)
    ):
        content[at : at + len(value)] = value
    try:
        made = opened(write(tmp_path / "a.eml", bytes(content))).read_issue(0)
    except UnreadableFileError:
        return
    assert made is None or made.title
