"""Newsletters pasted as plain text come out with everything in its place.

Covers viewer/importers/plain_text/markdown_output.py, viewer/importers/plain_text/model.py,
viewer/importers/plain_text/newsletter_splitting.py, viewer/importers/plain_text/series.py and
viewer/importers/plain_text/structure_detection.py.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.archive.writing import write
from tests.importers.reading import PNG, articles, drafts, opened, outline, parsed
from viewer.archive.files.problem_collector import UnreadableFileError
from viewer.archive.model.issue import ChapterAnnouncement, Issue
from viewer.archive.model.issue_draft import ImportLoss
from viewer.importers.plain_text.lines import display_width

TEXTS = Path(__file__).parent / "texts"
LANTERN = (TEXTS / "lantern.txt").read_text(encoding="utf-8")


def wrapped(text: str, columns: int = 72) -> str:
    """``text`` as a program wraps it that keeps Latin words and Chinese points whole."""
    made: list[str] = []
    for line in text.replace("\t", " ").split("\n"):
        now = ""
        for word in re.findall(r"[A-Za-z0-9.,!?:;“”'’#/+-]+ ?|.", line):
            if (
                display_width((now + word).rstrip()) > columns
                and word not in "，。、；：！？」』）"
            ):
                made.append(now.rstrip())
                now = ""
            now += word
        made += [now.rstrip(), *([""] if len(line) > 36 else [])]
    return "\n".join(made)


FORMS = {
    "as it is": LANTERN,
    "without empty lines": re.sub(r"\n{2,}", "\n", LANTERN),
    "with an empty line below each": LANTERN.replace("\n", "\n\n"),
    "with hard spaces": LANTERN.replace(" ", "\xa0"),
    "with invisible characters": re.sub(r"(?<=[a-z]) ", "\u200b ", LANTERN),
    "with line ends of Windows": LANTERN.replace("\n", "\r\n"),
    "in full-width digits": LANTERN.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"}),
    "wrapped": wrapped(LANTERN),
    "with indents": re.sub(r"^(?=[\u4e00-\u9fff])", "　　", LANTERN, flags=re.MULTILINE),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_newsletter_as_its_publisher_posts_it(tmp_path: Path, form: str) -> None:
    (tmp_path / "x.txt").write_bytes(FORMS[form].encode())
    reading = opened(tmp_path / "x.txt", "text")
    (draft,) = drafts(reading)
    assert reading.publication.name == "Lantern machine learning newsletter"
    assert draft.title == "Lantern machine learning newsletter #4"
    assert (draft.number, draft.date, draft.language) == (4, "2018-03-18", "zh-Hant")
    assert draft.editors == ("林小川", "Mei Huang", "Tomas Berg")
    (event,) = draft.events
    assert (event.title, event.start, event.zone) == (
        "Lantern machine learning #9", "2018-03-24T19:30:00+08:00", "Asia/Taipei",
    )  # fmt: skip
    (series,) = draft.series
    assert (series.title, series.speaker) == ("Machines that explain themselves", "Ada Quill")
    assert len(series.outline) == 5
    assert series.announcements == (ChapterAnnouncement(3, 5, 5),)
    assert draft.losses == {
        ImportLoss.MISSING_PICTURE: 4, ImportLoss.EMPTY_SLIDESHOW: 3,
        ImportLoss.LOST_LINK: 13, ImportLoss.FORM: 1,
    }  # fmt: skip
    made = parsed(draft, reading)
    assert outline(made) == [
        ("", ["Lantern machine learning newsletter #4"]),
        ("Machine learning highlight", [
            "A kite that learns to stay in the air!",
            "Does more practice always help? A school of music said YES.",
            "會畫地圖的掃地機器人Roomie",
            "誰在讀我們的信？",
        ]),
        ("Hot news and materials", ["Hot news and materials"]),
        ("Big event", ["Big event", "Why explanations matter", "Rules we can read"]),
    ]  # fmt: skip
    found = {article.key: article for article in articles(made)}
    assert list(found) == ["front", "a1", "a2", "a3", "a4", "b", "c", "c1", "c2"]
    assert found["a2"].editors == ("Tomas Berg", "林小川")
    assert found["c2"].editors == ("林小川",)
    assert (found["c2"].series, found["c2"].chapter) == (series.id, 2)
    assert [(link.label, link.href) for link in found["a2"].links] == [
        ("原始post", ""), ("Paper", ""), ("Reddit上的深入討論", ""),
    ]  # fmt: skip
    assert [node.tag for node in found["a2"].body] == ["p", "p", "ol", "p", "links"]
    assert "此處原有投影片" in found["a2"].text
    assert [link.label for link in found["b"].links] == ["Github", "code", "slide"]
    assert found["c"].links[1].href.endswith("/4/c2")
    assert "將繼續刊登 Ada Quill 的演講" in found["c2"].text
    assert not [problem for problem in made.problems if problem.severity.value != "warning"]


def test_nothing_of_the_site_is_left(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(LANTERN, encoding="utf-8")
    (draft,) = drafts(opened(tmp_path / "x.txt", "text"))
    for words in (
        "Skip to",
        "Posted on",
        "Share this",
        "Twitter",
        "Related",
        "Reply",
        "Log Out",
        "#3",
    ):
        assert words not in draft.text


def test_two_newsletters_in_one_english_file() -> None:
    reading = opened(TEXTS / "harbour.txt", "text")
    assert reading.titles == ("harbour.txt (1)", "harbour.txt (2)")
    first, second = drafts(reading)
    assert (first.number, first.date, second.number, second.date) == (
        7, "2019-06-02", 8, "2019-06-16",
    )  # fmt: skip
    assert [(event.title, event.start[:16]) for event in first.events] == [
        ("Harbour robotics #12", "2019-06-08T18:30"), ("Open workshop", "2019-06-15T10:00"),
    ]  # fmt: skip
    made = parsed(first, reading)
    assert outline(made)[1:] == [
        ("Highlights", [
            "A crane that unloads by listening",
            "Why the ferry learned to wait, and what that means for timetables everywhere",
        ]),
        ("Materials", ["Materials"]),
        ("The talk", ["The talk", "The first brake", "Limits that are learned"]),
        ("Discussion", ["Discussion"]),
    ]  # fmt: skip
    (talk,) = first.series
    assert (talk.title, talk.speaker) == ("Machines that know when to stop", "Lena Varga")
    assert talk.announcements == (ChapterAnnouncement(3, 4, 8),)
    crane = articles(made)[1]
    assert crane.text.startswith(
        "The crane has no camera at all. It hears from the creaking of the"
    )
    assert "ferry waited" in articles(made)[-1].text
    chapters = [(a.series, a.chapter) for a in articles(parsed(second, reading)) if a.series]
    assert chapters == [(talk.id, 3), (talk.id, 4)]


def one(tmp_path: Path, text: str) -> tuple[Issue, str]:
    (tmp_path / "some text.txt").write_text(text, encoding="utf-8")
    reading = opened(tmp_path / "some text.txt", "text")
    (draft,) = drafts(reading)
    return parsed(draft, reading), draft.text


@pytest.mark.parametrize("line", ["2017/09/15", "2017. 09. 15", "2017年9月15日（五）"])
def test_a_line_that_is_only_a_date_dates_the_newsletter(tmp_path: Path, line: str) -> None:
    text = f"小報 #3\n\n{line}\n\nA. 焦點\n\n1. 一則消息\n\n消息的內容。\n"
    (tmp_path / "x.txt").write_text(text, encoding="utf-8")
    (draft,) = drafts(opened(tmp_path / "x.txt", "text"))
    assert draft.date == "2017-09-15"


def test_a_text_that_is_no_newsletter(tmp_path: Path) -> None:
    made, text = one(
        tmp_path,
        "A walk along the canal\n\nIt was early. See https://example.org/herons_(grey), or not.\n\n"
        "They stood *very* still. [no link] <no tag> `tick` # no heading\n1. Not a list.\n\n"
        "> quoted\n\n• one\n• two\n\nRoses,\nviolets,\npoems.\n",
    )
    assert made.title == "A walk along the canal"
    (article,) = articles(made)
    assert [node.tag for node in article.body] == ["p", "p", "p", "blockquote", "ul", "p"]
    assert article.links[0].href == "https://example.org/herons_(grey)"
    assert "They stood *very* still. [no link] <no tag> `tick` # no heading" in article.text
    assert "Roses,\nviolets,\npoems." in article.text
    assert "\n1\\. Not a list." in text


def test_a_text_without_a_title_is_called_by_its_name(tmp_path: Path) -> None:
    made, _ = one(tmp_path, "只有一段文字，而且句尾有句號。\n\n第二段也是。")
    assert made.title == "some text"
    assert articles(made)[0].text == "只有一段文字，而且句尾有句號。\n第二段也是。"


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("Bits, Issue 12\n\nNews\n----\nIt was.\n\n1. One\na\n\n2. Two\nb\n\nJobs\n----\nNone.",
         [("News", ["News", "One", "Two"]), ("Jobs", ["Jobs"])]),
        ("THE NEWS, No. 12\n\nFROM THE CHAIR\nDear all.\n\nSMALL ADS\nA boat.",
         [("FROM THE CHAIR", ["FROM THE CHAIR"]), ("SMALL ADS", ["SMALL ADS"])]),
        ("港邊週報 第 12 期\n\n【新聞】\n修好了。\n\n【活動】\n夜航。",
         [("新聞", ["新聞"]), ("活動", ["活動"])]),
        ("港邊 第 12 期\n\n一、新聞\n\n1、浮橋\n好了\n\n2、帳單\n沒付。\n\n二、活動\n\n夜航。",
         [("一、新聞", ["浮橋", "帳單"]), ("二、活動", ["二、活動"])]),
        ("Bits #12\n\n1. One\na\n\n2. Two\nb",
         [("1. One", ["1. One"]), ("2. Two", ["2. Two"])]),
    ],
)  # fmt: skip
def test_other_kinds_of_headings(
    tmp_path: Path, text: str, sections: list[tuple[str, list[str]]]
) -> None:
    made, _ = one(tmp_path, text)
    assert made.number == 12
    assert [part for part in outline(made) if part[0]] == sections


@pytest.mark.parametrize(
    "text",
    [
        "Quiz\n\nWhich one is it?\n\nA. This one\nB. That one\nC. None\n\nThink.",
        "Title\n\n1. alone here\n\nText that follows.",
        "Title\n\nText.\n\n1. a\n2. b\n3. c",
        "Title\n\n3. three\n\nx\n\n7. seven\n\nx",
    ],
)
def test_lists_are_no_articles(tmp_path: Path, text: str) -> None:
    made, _ = one(tmp_path, text)
    assert len(articles(made)) == 1


def test_markdown_in_a_text_file_is_read_as_such(tmp_path: Path) -> None:
    made, _ = one(tmp_path, "# Bits #3\n\n## A\n\n[l](https://e.org)\n\n## B\n\nx")
    assert [section.title for section in made.sections] == ["A", "B"]


def test_a_folder_of_texts(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "letters",
        {
            "issue-1.txt": "First letter\n\nHello to all of you, and welcome on board.",
            "issue-2.txt": "Second letter\n\n這一期改寫中文，內容很短，只有一句話而已。".encode(
                "big5"
            ),
            "README.txt": "no",
        },
    )
    reading = opened(folder, "text")
    first, second = drafts(reading)
    assert (reading.publication.id, first.number, second.number) == ("letters", 1, 2)
    assert (first.language, second.language) == ("en", "zh-Hant")
    assert "it was read as Big5" in second.problems[0].message


def test_hostile_texts_end_in_a_sentence(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "x",
        {
            "a.txt": "Good\n\nText.",
            "b.txt": b"",
            "c.txt": PNG * 3,
            "d.txt": b"x" * (8 << 20) + b"y",
        },
    )
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "leak.txt").symlink_to(tmp_path / "secret.txt")
    reading = opened(folder, "text")
    assert reading.titles == ("a.txt", "b.txt", "c.txt", "d.txt")
    assert reading.problems[0].message.startswith("leak.txt is a link")
    assert reading.read_issue(0) is not None
    for unit in (1, 2, 3):
        with pytest.raises(UnreadableFileError):
            reading.read_issue(unit)


_LINES = st.sampled_from(
    [
        "", "", "words and more", "文字在這裡。", "A. Letter", "B. Second", "1. One", "2. Two",
        "3. Three", "- bullet", "> quote", "a\tb", "====", "Bits #1", "Bits #2", "【新聞】",
        "【活動】", "CAPITAL LINE", "fig1", "https://e.org/x", "*star* [b] <i> `c` # {d}",
        "Upcoming event: x 7/29 5 pm PDT",
    ]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(_LINES, min_size=1, max_size=24), st.text(max_size=200))
def test_no_word_is_lost(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], end: str
) -> None:
    path = tmp_path_factory.mktemp("text") / "x.txt"
    for text in ("\n".join(["Bits #0", "", "begin", *lines]), end):
        path.write_text(text, encoding="utf-8", errors="replace")
        reading = opened(path, "text")
        shown = ""
        for unit in range(len(reading.titles)):
            try:
                draft = reading.read_issue(unit)
            except UnreadableFileError:
                continue
            assert draft is not None
            made = parsed(draft, reading)
            shown += made.title + "".join(s.title for s in made.sections)
            shown += "".join(a.title + a.number + a.text for a in articles(made))
            shown += "".join(link.href for a in articles(made) for link in a.links)
        if text is not end:
            for word in re.findall(r"[A-Za-z]{3,}|[\u4e00-\u9fff]{2,}", text):
                assert word in shown


def test_a_folder_of_both_kinds_is_read_as_what_most_of_it_is(tmp_path: Path) -> None:
    texts = {f"{n}.txt": f"Letter {n}\n\nHello to all." for n in range(3)}
    mostly_texts = write(tmp_path / "a", {**texts, "notes.md": "# Notes\n\nx", "x.png": PNG})
    reading = opened(mostly_texts, "text")
    assert len(reading.titles) == 3
    assert "1 Markdown file is left out" in reading.problems[0].message
    notes = {f"{n}.md": f"# Letter {n}\n\nHello to all." for n in range(4)}
    mostly_markdown = write(tmp_path / "b", {**texts, **notes})
    reading = opened(mostly_markdown, "markdown")
    assert len(reading.titles) == 4
    assert "3 text files are left out" in reading.problems[0].message


def brought_in(tmp_path: Path, text: str) -> tuple[str, list[str], str]:
    """What a text becomes: its Markdown, what is said of it, its date."""
    (tmp_path / "x.txt").write_text(text, encoding="utf-8")
    (draft,) = drafts(opened(tmp_path / "x.txt", "text"))
    return draft.text, [problem.message for problem in draft.problems], draft.date


def test_a_wrapped_chinese_text_without_empty_lines(tmp_path: Path) -> None:
    text, said, date = brought_in(tmp_path, (TEXTS / "river.txt").read_text(encoding="utf-8"))
    assert date == "2023-05-04"
    assert re.findall(r"^# .*", text, re.MULTILINE) == [
        "# 本月書目",
        "# 讀者來信",
        "# 活動",
        "# 公告",
    ]
    assert "水位、顏色與聲音，最後寫成" in text
    assert "水溝。\n\n第二次聚會" in text
    assert text.endswith("七月再見。\n")
    assert said == ["2 lines are left out at the end, where the text is about subscribing."]


def test_a_wrapped_english_text_without_empty_lines(tmp_path: Path) -> None:
    text, said, date = brought_in(tmp_path, (TEXTS / "orchard.txt").read_text(encoding="utf-8"))
    assert date == "2021-03-02"
    assert re.findall(r"^# .*", text, re.MULTILINE) == ["# Pruning", "# Grafting", "# Letters"]
    assert "with what crosses, and only then" in text
    assert "under the fruit.\n\nClean the saw" in text
    assert text.endswith("have it.\n")
    assert said == ["2 lines are left out at the end, where the text is about subscribing."]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("● 北段\n雲海三次。\n\n● 南段\n路標壞了。\n", ["# 北段", "# 南段"]),
        ("■ 一\n文字。\n== 二 ==\n文字。\n== 三 ==\n文字。\n", ["# 一", "# 二", "# 三"]),
        (
            "■ 北\n【甲】\n文。\n【乙】\n文。\n■ 南\n【丙】\n文。\n",
            ["# 北", "## 甲", "## 乙", "# 南", "## 丙"],
        ),
        (
            "Lamps\n=====\nOil.\n\nKeepers\n---\nShifts.\n\nFog\n---\nHorns.\n",
            ["Lamps", "Keepers", "Fog"],
        ),
        ("● 雨衣\n● 襪子\n● 地圖\n\n就這些。\n", []),
        ("- one\n- two\n\nThat is all.\n", []),
    ],
    ids=["points", "two kinds", "one in the other", "underlined", "list", "hyphens"],
)
def test_lines_drawn_as_headings(tmp_path: Path, text: str, headings: list[str]) -> None:
    made, _, _ = brought_in(tmp_path, f"山徑週報 第 6 期\n\n{text}")
    found = re.findall(r"^#+ .*", made, re.MULTILINE)
    assert found == [h if h.startswith("#") else f"# {h}" for h in headings]


@pytest.mark.parametrize(
    ("end", "kept"),
    [
        ("-- \nThe Letter\nUnsubscribe: https://e.org/u\n", ""),
        ("----------\nYou are receiving this because you signed up.\n", ""),
        ("To stop receiving this letter, write to a@e.org\n", ""),
        ("要取消訂閱請按 https://e.org/u\n", ""),
        ("-- \nThe Letter\nHarbour 4\n", "Harbour 4\n"),
        (
            "A letter that nobody can unsubscribe from is a letter that nobody reads for long, as "
            "the keeper of the lists said when he closed the last of them one winter evening.\n",
            "evening.\n",
        ),
    ],
    ids=["signature", "rule", "stop", "chinese", "only signed", "a sentence"],
)
def test_the_end_is_left_out_where_it_is_about_subscribing(
    tmp_path: Path, end: str, kept: str
) -> None:
    body = "Harbour letter\n\nShips.\n\nMore ships.\n\nAnd a last word about ships.\n\n"
    made, said, _ = brought_in(tmp_path, body + end)
    assert made.endswith(kept or "about ships.\n")
    assert bool(said) == (not kept)


def test_a_long_line_goes_on_where_little_was_wrapped(tmp_path: Path) -> None:
    made, _, _ = brought_in(
        tmp_path,
        "Lamps\n\nOil burned with a smell of fish for most of two hundred years, and\n"
        "then it was gone.\n\nShort line\nnext line\n",
    )
    assert "years, and then it was gone." in made
    assert "Short line next line" not in made


def test_comments_below_links_to_other_posts_are_kept(tmp_path: Path) -> None:
    made, _, _ = brought_in(
        tmp_path,
        "Harbour letter #5\n\nShips.\n\nMore ships.\n\nMany ships.\n\nUpcoming event:\n"
        "2019/09/03 18:00 Harbour school open evening\n\nShare this:\nTwitter\nFacebook\nRelated\n"
        "Harbour letter #4\nAugust 1, 2019\n\n2 thoughts on “Harbour letter #5”\nPam says:\n"
        "August 13, 2019 at 9:00 am\nLovely knots.\nReply\nLeave a Reply\nComment *\n",
    )
    assert made.endswith("Discussion {#discussion}\n\n#### Pam · 2019-08-13\n\nLovely knots.\n")
    assert "Related" not in made
    assert "Reply" not in made


def test_events_at_the_end_are_found(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(
        "Harbour letter #5\n\nA. Ships\nSail.\n\nB. Nets\nMended.\n\nUpcoming event:\n"
        "2019/09/03 6 PM PDT Harbour school open evening\n"
    )
    (draft,) = drafts(opened(tmp_path / "x.txt", "text"))
    assert [event.start for event in draft.events] == ["2019-09-03T18:00:00-07:00"]
