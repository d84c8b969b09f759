"""An issue read from its file: its head, its pictures, and what is said of what is wrong.

Covers viewer/archive/files/issue_front_matter.py, viewer/archive/files/picture_paths.py,
viewer/archive/files/problem_collector.py, viewer/archive/files/safe_reading.py,
viewer/archive/files/safe_yaml.py, viewer/archive/model/control_characters.py,
viewer/archive/model/issue.py and viewer/archive/parser/masthead.py.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.archive.writing import (
    BODY,
    HEAD,
    PUBLICATION,
    articles,
    bundle,
    issue,
    only,
    read,
    sentences,
    write,
)
from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.archive.files.safe_reading import printable_name
from viewer.archive.model import document_tree as tree
from viewer.archive.model.issue import Edition, Issue
from viewer.archive.parser.issue_parser import parse_issue_text
from viewer.errors import ArchiveError


def holds(made: Issue) -> None:
    """What is true of every issue, whatever it was made from."""
    keys = [article.key for section in made.sections for article in section.articles]
    assert len(keys) == len(set(keys))
    anchors = [a.id for s in made.sections for article in s.articles for a in article.anchors]
    assert len(anchors) == len(set(anchors))
    assert not {*anchors} & {*keys}
    for section in made.sections:
        for article in section.articles:
            assert tree.body_from_json(tree.body_to_json(article.body)) == article.body
            spans = []
            for top in article.body:
                for node in top.walk():
                    assert node.tag in tree.BLOCK_TAGS | tree.INLINE_TAGS
                    if "o" in node.attrs:
                        start = int(node.attrs["o"])
                        text = node.text()
                        assert article.text[start : start + len(text)] == text
                        spans.append((start, start + len(text)))
            assert spans == [(block.start, block.end) for block in article.blocks]
            assert article.text == "\n".join(article.text[a:b] for a, b in spans)
            for anchor in article.anchors:
                assert 0 <= anchor.offset <= len(article.text) + 1


def test_the_whole_of_a_small_issue(tmp_path: Path) -> None:
    made = read(bundle(tmp_path / "paper") / "002/issue.md")
    holds(made)
    assert [p.severity.value for p in made.problems] == ["guess", "guess"]  # of the last article
    assert (made.number, made.title, made.date) == (2, "小報第二期", "2017-07-29")
    assert [(s.label, s.title, s.key) for s in made.sections] == [
        ("", "", "front"),
        ("A", "焦點", "a"),
        ("B", "演講", "b"),
    ]
    found = articles(made)
    assert list(found) == ["front", "a1", "b", "b1", "b2"]
    first = found["a1"]
    assert (first.number, first.title, first.editors) == ("1", "會走會跳的機器", ("王小明",))
    assert [link.href for link in first.links] == [
        "paper/2/b",
        "paper/2/b1",
        "https://example.org/a",
        "",
    ]
    assert [(f.source, f.alt, f.caption, f.state) for f in first.figures] == [
        ("figures/step.svg", "步伐", "三種步伐", "local")
    ]
    assert [(a.id, a.title, a.level) for a in first.anchors] == [("e01", "編者按 E01", 7)]
    assert [block.kind for block in first.blocks] == ["text", "caption", "links", "note", "note"]
    assert first.text.splitlines()[0] == "機器學會走路，見下一節與結語。"
    assert (found["b1"].series, found["b1"].chapter) == ("talk", 1)
    # Number and title are those of the outline.
    assert (found["b2"].series, found["b2"].chapter) == ("talk", 2)


def test_a_missing_picture_is_named_with_its_line(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "paper")
    (folder / "002/figures/step.svg").unlink()
    made = read(folder / "002/issue.md")
    line = (HEAD + BODY).split("![步伐]")[0].count("\n") + 1
    assert sentences(made)[0] == (
        f"002/issue.md:{line}: error: The picture figures/step.svg is not there; put it into the "
        "issue's folder or mend its name."
    )
    assert articles(made)["a1"].figures[0].state == "missing"


@pytest.mark.parametrize(
    "source",
    [
        "../secret.png",
        "/etc/passwd",
        "a/../../b.png",
        "\\\\host\\share\\x.png",
        "%2e%2e/x.png",
        "~/x.png",
    ],
)
def test_a_picture_outside_the_folder_is_refused(source: str) -> None:
    made = issue(f"文字\n\n![圖]({source})")
    assert "is outside the issue's folder; put a copy into it." in sentences(made)[0]
    assert articles(made)["front"].figures[0].source == ""


def test_a_picture_through_a_link_is_refused(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "paper")
    write(tmp_path, {"elsewhere/step.svg": "x"})
    (folder / "002/figures/step.svg").unlink()
    os.symlink(tmp_path / "elsewhere/step.svg", folder / "002/figures/step.svg")
    made = read(folder / "002/issue.md")
    assert "is outside the issue's folder" in sentences(made)[0]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty; write the issue or take the file away."),
        (b" \n\n", "The file is empty; write the issue or take the file away."),
        (b"---\nnumber: 3\n---\n", "There is nothing to read below the head; write the issue."),
        ("# 中\n文".encode("big5"), "The file is not UTF-8 text; save it with the encoding UTF-8."),
        (b"x" * (8 * 1024 * 1024 + 1), "The file is larger than 8 MB"),
        (b"text without any number", "The issue has no number; write a line"),
        (b"# Casino 21\n\ntext", "The issue has no number; write a line"),
    ],
)
def test_an_issue_that_cannot_be_read_says_so_in_one_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    write(tmp_path, {"none/issue.md": content})
    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path / "none/issue.md")
    assert sentence in str(caught.value)
    assert str(caught.value).startswith("none/issue.md:")
    assert len(caught.value.problems) == 1


def test_links_and_pipes_are_not_read(tmp_path: Path) -> None:
    write(tmp_path, {"real.md": "# 第 1 期\n\n文"})
    os.symlink(tmp_path / "real.md", tmp_path / "1.md")
    with pytest.raises(ArchiveError, match="is a link"):
        read(tmp_path / "1.md")
    os.mkfifo(tmp_path / "2.md")
    with pytest.raises(ArchiveError, match="not a regular file"):
        read(tmp_path / "2.md")
    with pytest.raises(ArchiveError, match="not there"):
        read(tmp_path / "3.md")


def test_bad_yaml_leaves_the_text_readable(tmp_path: Path) -> None:
    write(tmp_path, {"012/issue.md": "---\ntitle: [小報\nnumber: 3\n---\n\n# A. 焦點\n\n文字\n"})
    made = read(tmp_path / "012/issue.md")
    assert made.number == 12
    assert sentences(made)[0].startswith("012/issue.md:3: error: The head cannot be read: ")
    assert articles(made)["a"].text == "文字"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "colour: red",
            "3: error: The key “colour” is not known; write one of number, title, date",
        ),
        ("date: 0000-00-00", "3: error: “date” must be a date such as 2017-07-29; it is left out."),
        ("date: 2017-02-30", "3: error: “date” must be a date such as 2017-07-29; it is left out."),
        ("number: 3", "3: error: The key “number” is given twice; keep one. The first is used."),
        (
            "edition: copied",
            "3: error: “edition” must be “original” or “restated”; it is left out.",
        ),
        ("language: 中文", "3: error: “language” must be a language such as zh-Hant"),
        (
            "title: &a x\nevents: *a",
            "4: error: The head uses an alias (*name); write the values out.",
        ),
        ("events: {<<: {a: b}}", "3: error: The head uses a merge key (<<); write the values out."),
        ("events:\n  - title: 聚會", "4: error: Event 1 must have a title, a start such as"),
        ("events:\n  - {title: a, start: 2017-07-29T17:00:00}", "4: error: Event 1 must have"),
        (
            "editors: " + "[" * 1000 + "]" * 1000,
            "error: The head is nested too deeply; write it flat.",
        ),
        ("title: " + "x" * 70000, "error: The head is longer than 64 KB; move the text below it."),
    ],
)
def test_each_fault_of_the_head_is_one_sentence(line: str, sentence: str) -> None:
    made = issue("文字", head=f"---\nnumber: 2\n{line}\n---\n", name="002.md")
    assert made.number == 2
    (said,) = [text for text in sentences(made) if ": error: " in text]
    assert sentence in said
    assert articles(made)["front"].text.startswith("文字")


def test_a_head_that_is_not_closed() -> None:
    made = issue("", head="---\nnumber: 2\n\n# A. 焦點\n\n文字", name="7.md")
    assert "1: error: The head is not closed" in sentences(made)[0]
    assert made.number == 7


def test_the_head_is_read() -> None:
    made = issue(
        "刊頭提到王小明。",
        head=(
            "---\nnumber: 5\ntitle: 刊\nedition: restated\neditors: [王小明, Hubert]\nevents:\n"
            "  - title: 聚會\n    start: 2017-07-29T17:00:00-07:00\n    zone: America/Los_Angeles\n"
            "---\n"
        ),
    )
    assert made.edition is Edition.RESTATED
    assert made.editors == ("王小明", "Hubert")
    assert made.events[0].start == "2017-07-29T17:00:00-07:00"
    # What the masthead forgets is added to it, so that it can be read and found.
    text = articles(made)["front"].text
    assert "活動：聚會, 2017-07-29 17:00 UTC-07:00 (America/Los_Angeles)" in text
    assert "編輯：Hubert" in text


@pytest.mark.parametrize(
    ("name", "body", "number", "date"),
    [
        ("issue-300.md", "# 週刊\n\n文", 300, ""),
        ("x.md", "# 週刊（第 12 期）：題\n\n文", 12, ""),
        ("x.md", "# Letter vol. 7\n\n文", 7, ""),
        ("x.md", "# Letter #7\n\n文\n\nDate: 2017. 07.29", 7, "2017-07-29"),
        ("2017-07-29.md", "# 週刊\n\n文", 20170729, "2017-07-29"),
        ("2017-07-29-3.md", "文", 3, "2017-07-29"),
    ],
)
def test_what_the_head_leaves_out_is_guessed(name: str, body: str, number: int, date: str) -> None:
    made = issue(body, head="", name=name)
    assert (made.number, made.date) == (number, date)
    assert all(problem.severity.value == "guess" for problem in made.problems)
    assert any(f"The number {number} was" in text for text in sentences(made))


def test_series_that_do_not_exist_are_errors() -> None:
    made = issue(
        "# A. 節\n\n## 1. 甲 {#a1 series=tale chapter=1}\n\n文\n\n"
        "## 2. 乙 {#a2 series=talk chapter=9}\n\n文"
    )
    assert "9: error: The series “tale” is not in publication.yaml" in sentences(made)[0]
    assert "13: error: Chapter 9 is not in the outline" in sentences(made)[1]


def test_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    write(tmp_path, {"4.md": b"\xef\xbb\xbf---\r\nnumber: 4\r\n---\r\n\r\n# A. x\r\n\r\nab\r\ncd"})
    made = read(tmp_path / "4.md")
    assert made.number == 4
    assert articles(made)["a"].text == "ab cd"


PIECES = st.sampled_from([
    "# A. 節 {#a}\n\n", "# 標題\n\n", "## 1. 篇 {#a}\n\n", "## 篇\n\n", "### 小標\n\n",
    "1、甲\n\n", "2、乙\n\n", "- 項\n", "    - 深\n", "> 引\n", "| a | b |\n|--|--|\n| c | d |\n",
    "```\ncode\n```\n", "[x](y)", "[^1]", "\n[^1]: 註\n", "![a](b.png)",
    "![a](../b.png \"c\")\n{.slideshow}\n", "<table><tr><td>", "</td></tr></table>", "<b>",
    "</b>", "<ul><li>", "<p id=a>", "!!! note \"E01\"\n    文\n", "\n\n", "文字 word\n中文",
    "&#x202e;&lt;", "\u0000\u0002", "<a href='javascript:x'>", "[甲]() [乙](#a)\n\n",
    "詞\n: 釋\n", "Editor: 王\n\n", "<img src=//h/x>", "<!-- ", "---\n", "***",
])  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=25))
def test_any_text_makes_an_issue_or_one_known_error(pieces: list[str]) -> None:
    text = "".join(pieces)
    try:
        made = parse_issue_text(text, Path("/nowhere/9.md"), PUBLICATION, ProblemCollector("9.md"))
    except ArchiveError:
        return
    holds(made)


def test_text_is_what_the_page_shows() -> None:
    article = only("甲\n乙 丙\n丁 a\nb  \n換行\n\n- 一\n  二\n- 三\n\n    - 四\n")
    assert article.text == "甲乙 丙丁 a b\n換行\n一二\n三\n四"


def test_no_control_character_reaches_a_terminal() -> None:
    evil = r"a\e[2J\a\x9bm\u202Eb\nc\td"
    head = (
        f'---\nnumber: 2\ntitle: "{evil}"\neditors: ["{evil}"]\n"{evil}": 1\nevents:\n'
        f'  - {{title: "{evil}", start: "2017-07-29T17:00:00Z"}}\n---\n\n'
    )
    made = issue("# 節 \x1b[2J\x9bm\n\n文 \x1b[2J\x9bm &#x9b;&#27;[2J\n", head=head)
    assert made.title == made.editors[0] == made.events[0].title == "a[2Jmb c d"
    everything = repr((made.sections, made.problems))
    assert not re.search(r"\\x[019]|\\u202e", everything), everything
    assert printable_name("a\x1b[2J\n") == r"a\x1b[2J\n"


def test_each_fault_stands_on_its_own_line() -> None:
    body = (
        "見 none.png 與 Git。\n\n"
        "# A. 節 {#a}\n\n![圖](none.png)\n\n[Git](#no1) 與\n[Git](#no2)\n\n"
        "# B. 節 {#b}\n\n![圖](none2.png)\n\n![圖](again.png)\n\n"
        "# C. 節 {#c}\n\n![圖](again.png)\n\n[x](javascript:1)\n\n`(no3)` [Git](no3) (no3)\n\n"
        "`[Git](no4)`\n\n[Git](no4)\n"
    )
    made = issue(body)
    lines = (HEAD + body).split("\n")
    found = [(p.line, lines[(p.line or 0) - 1]) for p in made.problems]
    assert [line for number, line in found if number] == [
        "![圖](none.png)",
        "[Git](#no1) 與",
        "[Git](#no2)",
        "![圖](none2.png)",
        "![圖](again.png)",
        "![圖](again.png)",
        "[x](javascript:1)",
        "`(no3)` [Git](no3) (no3)",
    ]
    assert len({number for number, _ in found if number}) == 8
    # Written more often than it is used: no line is better than a wrong one.
    (unknown,) = [p.message for p in made.problems if p.line is None]
    assert "no4" in unknown


def test_a_post_is_by_the_editors_of_its_head() -> None:
    head = "---\nnumber: 3\ntitle: 隨筆\neditors: [王小明]\n---\n"
    front = only("今天的話。", head=head)
    assert (front.key, front.editors, front.text) == ("front", ("王小明",), "今天的話。")
    # Said once is enough.
    front = only("編輯：王小明\n\n今天的話。", head=head)
    assert (front.editors, front.text) == (("王小明",), "今天的話。")
