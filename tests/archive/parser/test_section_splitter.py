"""Sections, articles, keys and anchors, marked or read by rule.

Covers viewer/archive/model/slugs.py, viewer/archive/parser/anchor_assignment.py,
viewer/archive/parser/article_metadata.py and viewer/archive/parser/numbered_items.py.
"""

from __future__ import annotations

from tests.archive.writing import articles, issue, sentences


def test_keys_without_marks() -> None:
    made = issue(
        "# A. 節\n\n## 1. 甲\n\n文\n\n## 附錄 One\n\n文\n\n"
        "# 無號\n\n## 甲 乙！\n\n文\n\n## 甲 乙\n\n文"
    )
    assert list(articles(made)) == ["a1", "附錄-one", "甲-乙", "甲-乙-2"]
    assert [section.key for section in made.sections] == ["a", "無號"]


def test_items_of_a_section_without_articles_are_anchors() -> None:
    made = issue("# B. 新聞 {#b}\n\n開場\n\n### 1. 甲\n\n文\n\n### 2. 乙 {#zwei}\n\n文")
    (article,) = articles(made).values()
    assert article.key == "b"
    assert [(a.id, a.title, a.offset) for a in article.anchors] == [
        ("b1", "1. 甲", 3),
        ("zwei", "2. 乙", 10),
    ]
    assert [block.anchor for block in article.blocks] == ["", "b1", "b1", "zwei", "zwei"]


def test_an_id_given_twice_is_told() -> None:
    made = issue("# A. 節\n\n## 1. 甲 {#x}\n\n文\n\n## 2. 乙 {#x}\n\n文")
    assert list(articles(made)) == ["x", "x-2"]
    assert (
        "warning: The id “x” is given twice; the second place is called “x-2”."
        in sentences(made)[0]
    )


def test_notes_of_one_code_are_told_apart() -> None:
    note = '!!! note "編者按 E15{}"\n    文\n\n'
    made = issue("# A. 節\n\n" + note.format("（A4）") + note.format("") + note.format(""))
    assert [a.id for a in articles(made)["a"].anchors] == ["e15-a4", "e15", "e15-2"]


def test_a_plain_newsletter_is_cut_by_its_numbers() -> None:
    made = issue(
        "# 週刊（第 3 期）\n\n前言\n\n## 新聞\n\n導言\n\n"
        "1、[甲事](https://e.org/1)（[影片](https://e.org/v)）\n\n甲文\n\n"
        "2、**乙事**\n乙文\n\n## 言論\n\n1、\n\n說得好。真的。\n\n2、\n\n再說。\n\n"
        "## 文章\n\n只有一篇。1、不算\n\n"
        "## 連結\n\n1. [丙](https://e.org/3)\n\n丙文\n\n2. [丁](https://e.org/4)\n\n丁文",
        head="",
        name="3.md",
    )
    assert made.title == "週刊（第 3 期）"
    assert [
        (s.title, [(a.number, a.title, a.text) for a in s.articles]) for s in made.sections
    ] == [
        ("", [("", "週刊（第 3 期）", "前言")]),
        (
            "新聞",
            [("", "新聞", "導言"), ("1", "甲事（影片）", "甲事 影片\n甲文"), ("2", "乙事", "乙文")],
        ),
        ("言論", [("1", "說得好", "說得好。真的。"), ("2", "再說", "再說。")]),
        ("文章", [("", "文章", "只有一篇。1、不算")]),
        ("連結", [("1", "丙", "丙\n丙文"), ("2", "丁", "丁\n丁文")]),
    ]
    assert (
        "Articles were found by the numbers at the start of paragraphs (6 articles)."
        in sentences(made)[-1]
    )


def test_a_plain_list_stays_a_list() -> None:
    made = issue("# 第 3 期\n\n## 清單\n\n1. 甲\n2. 乙\n3. 丙", head="")
    (article,) = articles(made).values()
    assert [node.tag for node in article.body] == ["ol"]


def test_deeper_headings_of_a_plain_newsletter_are_articles() -> None:
    made = issue(
        "# 第 3 期\n\n## 新聞\n\n### 甲 [連](https://e.org)\n\n文\n\n"
        "#### 細節\n\n文\n\n### 乙\n\n文",
        head="",
    )
    (section,) = made.sections
    assert [(a.title, a.key, [n.id for n in a.anchors]) for a in section.articles] == [
        ("甲 連", "甲-連", ["細節"]),
        ("乙", "乙", []),
    ]
    assert section.articles[0].links[0].href == "https://e.org"


def test_no_headings_make_one_article() -> None:
    made = issue("只有文字\n\n兩段", head="---\nnumber: 1\ntitle: 題\n---\n")
    (article,) = articles(made).values()
    assert (article.key, article.title, article.text) == ("front", "題", "只有文字\n兩段")


def test_a_heading_alone_is_not_lost() -> None:
    made = issue("# A. 空的\n\n# B. 有的\n\n文")
    assert [(a.key, a.title, a.text) for a in articles(made).values()] == [
        ("a", "空的", ""),
        ("b", "有的", "文"),
    ]


def test_a_line_of_tags_above_a_text_is_no_guess() -> None:
    made = issue("Tags: Research & development, tips and tricks、深度學習\n\n文\n")
    front = articles(made)["front"]
    assert front.tags == ("Research & development", "tips and tricks", "深度學習")
    assert front.text == "文"
    assert not any("key: value" in sentence for sentence in sentences(made))


def test_facts_under_a_heading_are_read_by_rule() -> None:
    made = issue(
        "# A. 節\n\n## 1. 甲 {#a1}\n\nEditor: Joanne Tseng, 王小明\n\n文\n\n"
        "## 2. 乙 {#a2}\n\neditor: 李\ntags: x、y\ndate: 2017-08-01\n\n文\n\n"
        "## 3. 丙 {#a3}\n\n編輯：陳\n第二行\n\n文\n\n"
        "## 4. 丁 {#a4}\n\n開場\n\nDate: 2017. 07.30\n"
    )
    found = articles(made)
    assert (found["a1"].editors, found["a1"].text) == (("Joanne Tseng", "王小明"), "文")
    assert found["a2"].editors == ("李",)
    assert (found["a2"].tags, found["a2"].date, found["a2"].text) == (
        ("x", "y"),
        "2017-08-01",
        "文",
    )
    assert (found["a3"].editors, found["a3"].text) == (("陳",), "第二行\n文")
    assert (found["a4"].date, found["a4"].text) == ("2017-07-30", "開場\nDate: 2017. 07.30")
    said = " ".join(sentences(made))
    assert "Lines of the form “Editor: name” under headings were read (2 articles)" in said
    assert all(problem.severity.value == "guess" for problem in made.problems)
