"""Hostile mails: each ends in a mail that was read within limits, or in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importers.mails import draft, mail, part, parts
from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.importers.sources import mime
from viewer.importers.sources.encodings import decode_with_fallback
from viewer.importers.sources.mime import get_header, parse_address, parse_headers, parse_mail


def nested(depth: int) -> bytes:
    body = part("text/plain", "x\n")
    for level in range(depth):
        inner = parts(f"b{level}", body)
        body = part(f'multipart/mixed; boundary="b{level}"', inner)
    kind, _, content = body.partition("\n\n")
    return mail(content, kind=kind.removeprefix("Content-Type: "))


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        parse_mail(content, ProblemCollector("a.eml"))
    (problem,) = caught.value.problems
    return problem.message


@pytest.mark.parametrize("depth", [51, 400, 2000])
def test_parts_nested_too_deeply_are_refused(depth: int) -> None:
    assert "nested more than 50 deep" in refusal(nested(depth))


def test_parts_nested_deeply_are_read(tmp_path: Path) -> None:
    assert draft(tmp_path, nested(45)).text == "x"


def test_too_many_parts_are_refused() -> None:
    many = parts("M", *["\nx\n"] * 1001)
    assert "more than 1,000 parts" in refusal(mail(many, kind='multipart/mixed; boundary="M"'))


def test_a_mail_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mime, "LARGEST_MAIL", 100)
    assert "larger than" in refusal(mail("x" * 200))


def test_parts_that_cannot_be_told_apart_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="cannot be told apart"):
        draft(tmp_path, mail(parts("M", part("text/plain", "x")), kind="multipart/mixed"))


def test_a_mail_that_is_not_divided_as_it_says_is_read_whole(tmp_path: Path) -> None:
    issue = draft(tmp_path, mail("Hi there.\n", kind='multipart/mixed; boundary="M"'))
    assert issue.text == "Hi there."


@pytest.mark.parametrize(
    "heads",
    [
        {"Subject": " ".join(["=?utf-8?Q?x?="] * 10_000)},
        {"To": "a," * 100_000},
        {"From": "(" * 1000},
        {"From": "(a" * 10_000},
        {"From": "<" * 5000},
        {"Message_ID": "<" * 100},
        {"List_Id": "<" * 5000 + ">" * 5000},
        {"Date": "9" * 10_000},
        {"Content_Type": "text/plain" + "; a=b" * 10_000},
        {"Content_Type": 'text/plain; a="' + ';"' * 50_000},
        {"Content_Type": "text/plain" + "".join(f"; a*{n}*=x" for n in range(3000))},
        {"Content_Type": "text/plain; charset*=utf-8''%FF%FE"},
        {"Content_Transfer_Encoding": "x" * 50_000},
    ],
)
def test_hostile_headers_are_read_within_limits(tmp_path: Path, heads: dict[str, str]) -> None:
    issue = draft(tmp_path, mail(**heads))
    assert issue.text == "A text."
    assert len(issue.title) <= 500
    assert len(issue.guid) <= 500


def test_a_long_header_is_cut() -> None:
    message = parse_headers(mail(Subject="x" * 100_000))
    assert len(get_header(message, "subject")) == mime.LONGEST_HEADER


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ("Ann <ANN@x.example>", "Ann", "ann@x.example"),
        ('"Tea, Weekly" <t@x.example>', "Tea, Weekly", "t@x.example"),
        ("t@x.example", "", "t@x.example"),
        ("t@x.example (Tea Weekly)", "Tea Weekly", "t@x.example"),
        ("Tea [mailto:t@x.example]", "Tea", "t@x.example"),
        ("Tea <<t@x.example>>", "Tea", "t@x.example"),
        ("電子報 <t@x.example>", "電子報", "t@x.example"),
        ("Tea", "Tea", ""),
        ("", "", ""),
    ],
)
def test_senders(written: str, name: str, address: str) -> None:
    assert parse_address(written) == (name, address)


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        ("茶".encode(), "utf-8", "茶"),
        ("茶".encode("gb18030"), "GB2312", "茶"),
        ("お茶です".encode("iso2022_jp"), "ISO-2022-JP", "お茶です"),
        ("차".encode("cp949"), "ks_c_5601-1987", "차"),
        (b"\x93tea\x94", "iso-8859-1", "“tea”"),
        ("café".encode(), "iso-8859-1", "café"),
        ("café".encode("cp1252"), "us-ascii", "café"),
        (b"ab\xff" + b"x" * 200, "utf-8", "ab\ufffd" + "x" * 200),
        ("茶葉很好".encode("gb18030"), "", "茶葉很好"),
        (b"\xff\xfe\xfd", "undefined", "ÿþý"),
        (b"+AGE-", "utf-7", "+AGE-"),
    ],
)
def test_encodings_right_and_wrong(content: bytes, charset: str, text: str) -> None:
    assert decode_with_fallback(content, charset) == text


@settings(max_examples=300)
@given(st.binary(max_size=200), st.text(max_size=20))
def test_any_bytes_are_some_text(content: bytes, charset: str) -> None:
    assert isinstance(decode_with_fallback(content, charset), str)


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_any_head_is_read(content: bytes) -> None:
    message = parse_headers(b"Subject: " + content)
    assert "\n" not in get_header(message, "subject")
    parse_address(get_header(message, "subject"))
