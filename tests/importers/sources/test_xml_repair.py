"""Text that calls itself XML is mended before a strict reader sees it."""

from __future__ import annotations

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from viewer.importers.sources.xml_repair import decode_xml, detect_encoding, repair_xml


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a\x08b\x0bc", "abc"),
        ("a&nbsp;b&hellip;", "a&#160;b&#8230;"),
        ("AT&T & &unknown; &amp; &lt;", "AT&amp;T &amp; &amp;unknown; &amp; &lt;"),
        ("&#8;&#x1F;&#65;&#x41;&#xFFFF;&#99999999;", "&#65;&#x41;"),
        ("<![CDATA[a\x08 & &nbsp;]]>&", "<![CDATA[a & &nbsp;]]>&amp;"),
        ("<!-- a & b -->&", "<!-- a & b -->&amp;"),
        ("\ufffe\uffffx", "x"),
    ],
)
def test_what_xml_forbids_is_taken_out(written: str, meant: str) -> None:
    assert repair_xml(written) == meant


@given(st.text(st.characters(exclude_characters="<>"), max_size=200))
def test_any_text_becomes_well_formed(text: str) -> None:
    fromstring(f"<a>{repair_xml(text)}</a>".encode("utf-8", "replace"))


@given(st.text(max_size=100))
def test_a_section_keeps_its_text(text: str) -> None:
    text = text.replace("]]>", "")
    element = fromstring(f"<a><![CDATA[{repair_xml(text)}]]></a>".encode("utf-8", "replace"))
    expected = "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
    expected = "".join(c for c in expected if not "\ud800" <= c <= "\udfff")
    read = (element.text or "").replace("\r\n", "\n").replace("\r", "\n")
    if "&" not in text and "<" not in text and "?>" not in text:
        assert read == expected.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (b'<?xml version="1.0" encoding="UTF-8"?>', "utf-8"),
        (b"<?xml version='1.0' encoding='gb2312'?>", "gb2312"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>', "iso8859-1"),
        (b'<?xml version="1.0" encoding="Big5"?>', "big5"),
        ("\ufeff<rss>".encode("utf-16-le"), "utf-16"),
        ("<?xml".encode("utf-16-be"), "utf-16-be"),
        (b'<?xml version="1.0" encoding="rot13"?>', "utf-8"),
        (b'<?xml version="1.0" encoding="idna"?>', "utf-8"),
        (b'<?xml version="1.0" encoding="unicode_escape"?>', "utf-8"),
        (b'<?xml version="1.0" encoding="nosuch"?>', "utf-8"),
        (b"", "utf-8"),
    ],
)
def test_only_encodings_that_decode_are_believed(start: bytes, name: str) -> None:
    assert detect_encoding(start) == name


def test_bytes_that_are_none_of_the_encoding_are_shown_as_such() -> None:
    assert decode_xml(b"caf\xe9 \xe8\x8c\xb6", "utf-8") == "caf\ufffd 茶"
