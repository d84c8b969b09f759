"""Large XML is read an element at a time; what is broken costs no more than itself.

Covers viewer/importers/sources/xml_tree.py.
"""

from __future__ import annotations

import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.importers.sources import xml_stream as xml_source
from viewer.importers.sources import xml_tree as xml_nodes
from viewer.importers.sources.xml_stream import XmlStream

HEAD = b'<?xml version="1.0"?>\n<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>\n'
TAIL = b"\n</channel></rss>"


def source(content: bytes, problems: ProblemCollector | None = None, *names: str) -> XmlStream:
    collector = problems or ProblemCollector("a.xml")
    return XmlStream(io.BytesIO(content), collector, names or ("item",), frozenset(("wp:comment",)))


def titles(stream: XmlStream) -> list[str]:
    return [
        stream.parse_element(unit, ProblemCollector("a.xml")).node.child_text("title")
        for unit in stream.elements
    ]


def refusals(content: bytes, most: int = 1000) -> list[str]:
    """The problems of a file, or of its elements, that cannot be read."""
    sentences: list[str] = []
    try:
        stream = source(content)
    except UnreadableFileError as error:
        return [str(error)]
    for unit in stream.elements[:most]:
        try:
            stream.parse_element(unit, ProblemCollector("a.xml"))
        except UnreadableFileError as error:
            sentences.append(str(error))
    stream.close()
    return sentences


def items(*inner: bytes) -> bytes:
    return HEAD + b"<title>Site</title>\n" + b"\n".join(inner) + TAIL


def test_elements_are_found_outside_of_sections_and_comments() -> None:
    stream = source(items(
        b"<item><title>a</title><x><![CDATA[ <item><title>no</title></item> ]]></x></item>",
        b"<!-- <item><title>no</title></item> -->",
        b"<items><title>no</title></items>",
        b"<item rdf:about='x'>\n<title>b</title></item>",
    ))  # fmt: skip
    assert titles(stream) == ["a", "b"]
    assert [unit.line for unit in stream.elements] == [4, 7]
    assert stream.head.first_child("channel").child_text("title") == "Site"  # type: ignore[union-attr]
    assert stream.cut_off_line == 0


@given(st.integers(1, 60), st.lists(st.sampled_from([
    b"<item><title>t</title></item>", b"<!-- <item> -->", b"<![CDATA[ <item> ]]>", b"\n", b"x",
    b"<item><title>t</title><c><![CDATA[</item>]]></c></item>",
])))  # fmt: skip
def test_where_chunks_are_divided_makes_no_difference(size: int, parts: list[bytes]) -> None:
    content = items(*parts)
    complete = source(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xml_source, "_CHUNK", size)
        assert source(content).elements == complete.elements
    assert titles(complete) == ["t"] * sum(part.startswith(b"<item>") for part in parts)


def test_a_file_that_breaks_off_says_where() -> None:
    complete = items(
        b"<item>\n<title>a</title></item>", b"<item>\n<title>b</title>\n<c><![CDATA[x\ny"
    )
    stream = source(complete[: -len(TAIL)])
    assert titles(stream) == ["a", "b"]
    assert stream.cut_off_line == 9
    assert (
        stream.parse_element(stream.elements[1], ProblemCollector("a.xml")).node.child_text("c")
        == "x\ny"
    )


def test_a_section_that_nothing_ends_costs_its_own_element_only() -> None:
    stream = source(items(
        b"<item><title>a</title><c><![CDATA[open</c></item>",
        b"<item><title>b</title></item>",
    ))  # fmt: skip
    assert titles(stream) == ["a", "b"]


def test_what_is_not_well_formed_is_read_field_by_field() -> None:
    stream = source(items(
        b"<item>\n<title>A <br> B & C</title>\n<c><![CDATA[ one <![CDATA[ two ]]> three ]]></c>"
        b"<wp:comment><wp:id>7</wp:id></wp:comment></item>",
    ))  # fmt: skip
    parsed = stream.parse_element(stream.elements[0], ProblemCollector("a.xml"))
    assert parsed.error == "mismatched tag"
    assert parsed.error_line == 5
    assert parsed.node.child_text("title") == "A  B & C"
    assert parsed.node.child_text("c") == "one <![CDATA[ two ]]> three"
    assert parsed.node.child_nodes("wp:comment")[0].child_text("wp:id") == "7"


def test_prefixes_that_nobody_declared_are_taken_by_their_word() -> None:
    stream = source(b"<rss><channel><item><wp:status>publish</wp:status></item></channel></rss>")
    assert (
        stream.parse_element(stream.elements[0], ProblemCollector("a.xml")).node.child_text(
            "wp:status"
        )
        == "publish"
    )


def test_control_characters_and_entities_are_no_obstacle() -> None:
    stream = source(items(b"<item><title>a\x08&nbsp;b &copy; c</title></item>"))
    parsed = stream.parse_element(stream.elements[0], ProblemCollector("a.xml"))
    assert (parsed.node.child_text("title"), parsed.error) == ("a\xa0b © c", "")


@pytest.mark.parametrize("codec", ["utf-16", "gb2312", "big5"])
def test_other_encodings_are_read(codec: str) -> None:
    text = f'<?xml version="1.0" encoding="{codec}"?><rss><channel><item><title>中文</title>'
    stream = source(f"{text}</item></channel></rss>".encode(codec))
    assert titles(stream) == ["中文"]
    stream.close()


def test_what_stands_before_the_declaration_is_passed_over() -> None:
    problems = ProblemCollector("a.xml")
    stream = source(b"\n\n<b>Warning</b>: headers already sent<br />\n" + items(
        b"<item><title>a</title></item>"), problems)  # fmt: skip
    assert (titles(stream), problems.collected()) == (["a"], ())


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY l2 "&lol;&lol;">]>\n<rss><channel>'
        b"<title>&l2;</title></channel></rss>",
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title>'
        b"</channel></rss>",
        b'<!DOCTYPE r SYSTEM "http://example.org/x.dtd"><rss><channel></channel></rss>',
    ],
    ids=["laughs", "external", "system"],
)
def test_a_document_type_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"a\.xml:1: error: The file declares a document"):
        source(b'<?xml version="1.0"?>' + content)


def test_entities_inside_an_element_stay_words() -> None:
    stream = source(items(b"<item><title>&lol;&lol;</title></item>"))
    assert titles(stream) == ["&lol;&lol;"]


def test_deep_nesting_is_refused_and_the_rest_goes_on() -> None:
    deep = b"<item><title>deep</title>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</item>"
    stream = source(items(deep, b"<item><title>b</title></item>"))
    with pytest.raises(UnreadableFileError, match="nested too deeply"):
        stream.parse_element(stream.elements[0], ProblemCollector("a.xml"))
    assert (
        stream.parse_element(stream.elements[1], ProblemCollector("a.xml")).node.child_text("title")
        == "b"
    )


def test_a_head_of_elements_without_end_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="nested too deeply"):
        source(b"<rss><channel>" + b"<a>" * 100_000)


def test_there_are_limits_to_what_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_source, "LARGEST_ELEMENT", 1 << 20)
    stream = source(items(b"<item><title>a</title>" + b"x" * (1 << 20) + b"</item>"))
    with pytest.raises(UnreadableFileError, match="A post is larger than 1 MB, so it is left out"):
        stream.parse_element(stream.elements[0], ProblemCollector("a.xml"))
    monkeypatch.setattr(xml_source, "MOST_ELEMENTS", 3)
    with pytest.raises(UnreadableFileError, match="more than 3 posts"):
        source(items(*[b"<item></item>"] * 4))
    monkeypatch.setattr(xml_source, "LARGEST_HEAD", 100)
    with pytest.raises(UnreadableFileError, match="no post in the beginning"):
        source(HEAD + b"x" * 200 + TAIL)
    monkeypatch.setattr(xml_nodes, "MOST_ELEMENTS", 50)
    stream = source(b"<rss><item>" + b"<a/>" * 100 + b"</item></rss>")
    with pytest.raises(UnreadableFileError, match="are too many"):
        stream.parse_element(stream.elements[0], ProblemCollector("a.xml"))


@pytest.mark.parametrize("content", [b"", b"hello", b"\0" * 5000, b"<html><body>x</body></html>"])
def test_what_is_no_xml_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="not an export or a feed"):
        source(content)


def test_many_attributes_are_read_soon() -> None:
    many = b" ".join(b'a%d="x"' % number for number in range(50_000))
    stream = source(items(b"<item><title>a</title><b " + many + b"/></item>"))
    assert titles(stream) == ["a"]


@pytest.mark.parametrize(
    "inner",
    [b"<![CDATA[" * 200_000, b"<!--" * 300_000, b"<item>" * 150_000, b"<a " * 300_000,
     b"</item>" * 150_000, b"&" * 500_000, b"<title>" * 100_000],
    ids=["sections", "comments", "items", "tags", "ends", "ampersands", "titles"],
)  # fmt: skip
def test_hostile_repetition_ends(inner: bytes) -> None:
    sentences = refusals(items(b"<item><title>a</title></item>", inner), most=20)
    assert all(sentence.startswith("a.xml") for sentence in sentences)


def test_memory_does_not_grow_with_the_file(tmp_path: object) -> None:
    item = b"<item><title>a</title><c>" + b"text " * 2000 + b"</c></item>\n"

    class Endless(io.RawIOBase):
        """A file of many items that is nowhere in memory."""

        def __init__(self, count: int) -> None:
            self._parts = [HEAD, *[item] * count, TAIL]
            self._place = 0

        def read(self, size: int = -1) -> bytes:
            content = b""
            while len(content) < size and self._place < len(self._parts):
                content += self._parts[self._place]
                self._place += 1
            return content

        def seek(self, offset: int, whence: int = 0) -> int:
            self._place = 0
            return 0

    def peak(count: int) -> int:
        tracemalloc.start()
        stream = XmlStream(Endless(count), ProblemCollector("a.xml"), ("item",))  # type: ignore[arg-type]
        assert len(stream.elements) == count
        most_bytes = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most_bytes

    # 40 MB take hardly more than 10 MB: a few chunks, and a few words for each item.
    assert peak(4000) < peak(1000) + (2 << 20)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_sentence(content: bytes) -> None:
    sentences = refusals(HEAD + b"<item>" + content)
    assert all(sentence.startswith("a.xml") for sentence in sentences)
