"""Markdown newsletters as they are in the wild.

Covers viewer/importers/markdown/link_resolver.py and viewer/importers/markdown/site_layout.py.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.archive.writing import write
from tests.importers.reading import PNG, articles, drafts, opened, outline, parsed
from viewer.archive.files.problem_collector import UnreadableFileError
from viewer.archive.model.issue_draft import ImportLoss, IssueDraft
from viewer.importers import importer_for
from viewer.importers.base import Source


def by_file(reading: Source) -> dict[str, IssueDraft]:
    return {draft.file: draft for draft in drafts(reading)}


def links(draft: IssueDraft, reading: Source) -> dict[str, str]:
    issue = parsed(draft, reading)
    return {link.label: link.href for article in articles(issue) for link in article.links}


def hugo(folder: Path) -> Path:
    return write(
        folder / "robots-master",
        {
            "hugo.toml": 'baseURL = "https://news.example.net/"\ntitle = "Robot Letters"\n',
            "content/_index.md": "---\ntitle: Home\n---\nhome",
            "content/about.md": "---\ntitle: About\n---\nus",
            "content/posts/first/index.md": (
                '+++\ntitle = "機器人週報 #1：走路"\ndate = 2017-07-29T23:30:00-07:00\n'
                'authors = ["王小明", "Ann Lee"]\nslug = "walk"\nweight = 3\n+++\n'
                '前言。\n\n## 新聞\n\n{{< figure src="step.png" caption="三種步伐" >}}\n\n'
                "- 甲\n  - 乙\n\n## 影片\n\n{{< youtube abc123 >}}\n\n"
                "![站徽](/images/logo.png) ![網上](https://e.org/a.png) ![缺](x.png)"
            ),
            "content/posts/first/step.png": PNG,
            "content/posts/first/notes.md": "a resource of the bundle",
            "static/images/logo.png": PNG,
            "content/posts/2017-08-12-second.md": (
                "---\ntitle: 機器人週報 #2\ndate: 2017-08-12\nauthor: Ann Lee\n---\n# 續篇\n\n"
                '承[上期]({{< ref "posts/first" >}})與[這裡](/posts/walk/)，[檔案](/x.pdf)。\n\n'
                "**甲事**\n\n文\n\n**乙事**\n\n文\n"
            ),
            "content/posts/later.md": "---\ntitle: 機器人週報 #3\ndraft: true\n---\nx",
            "themes/x/content/a.md": "# no",
        },
    )


def test_a_hugo_site(tmp_path: Path) -> None:
    reading = opened(hugo(tmp_path), "markdown")
    publication = reading.publication
    assert (publication.id, publication.name) == ("robots", "機器人週報")
    assert (publication.language, publication.home) == ("zh-Hant", "https://news.example.net")
    assert [problem.message[:21] for problem in reading.problems] == ["1 draft was left out;"]
    second, first = drafts(reading)
    assert (first.title, first.number, first.date) == ("機器人週報 #1：走路", 1, "2017-07-29")
    assert first.editors == ("王小明", "Ann Lee")
    assert [picture.name for picture in first.pictures] == ["figures/step.png", "figures/logo.png"]
    assert first.losses == {
        ImportLoss.WEB_PICTURE: 1, ImportLoss.MISSING_PICTURE: 1, ImportLoss.EMBEDDED: 1,
    }  # fmt: skip
    made = parsed(first, reading)
    assert outline(made) == [("", ["機器人週報 #1：走路"]), ("新聞", ["新聞"]), ("影片", ["影片"])]
    figure = articles(made)[1].figures[0]
    assert (figure.source, figure.caption) == ("figures/step.png", "三種步伐")
    assert (second.number, second.editors) == (2, ("Ann Lee",))
    assert outline(parsed(second, reading))[1:] == [
        ("續篇", ["續篇"]), ("甲事", ["甲事"]), ("乙事", ["乙事"]),
    ]  # fmt: skip
    assert links(second, reading) == {
        "上期": "robots/1", "這裡": "robots/1", "檔案": "https://news.example.net/x.pdf",
    }  # fmt: skip


def test_drafts_come_in_when_asked_for(tmp_path: Path) -> None:
    reading = opened(hugo(tmp_path), "markdown", include_drafts=True)
    assert len(drafts(reading)) == 3
    assert not reading.problems


def test_a_jekyll_site(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "site",
        {
            "_config.yml": "title: Weekly Bits\nurl: https://bits.example.net\n",
            "index.md": "---\nlayout: home\n---\n",
            "README.md": "# x",
            "_posts/2017-07-29-issue-1.md": (
                "---\nlayout: post\ntitle: 'Weekly Bits: Issue 1'\n"
                "date: 2017-07-30 10:00:00 +0800\ncategories: a b\n---\n"
                "See [two]({% post_url 2017-08-05-issue-2 %}).\n\n"
                "![x]({{ site.baseurl }}/assets/x.png)\n\n"
                '{% highlight py %}\nprint("{{ x }}")\n{% endhighlight %}\n'
            ),
            "_posts/2017-08-05-issue-2.md": (
                "---\ntitle: Weekly Bits: Issue 2\n---\n[one](/2017/07/29/issue-1.html)"
            ),
            "assets/x.png": PNG,
            "_drafts/later.md": "# later",
        },
    )
    reading = opened(folder, "markdown")
    first, second = drafts(reading)
    assert (reading.publication.id, reading.publication.name) == ("site", "Weekly Bits")
    assert (first.title, first.number, first.date) == ("Weekly Bits: Issue 1", 1, "2017-07-30")
    assert links(first, reading) == {"two": "site/2"}
    assert 'print("{{ x }}")' in articles(parsed(first, reading))[0].text
    assert [picture.name for picture in first.pictures] == ["figures/x.png"]
    assert (second.title, second.date) == ("Weekly Bits: Issue 2", "2017-08-05")
    assert links(second, reading) == {"one": "site/1"}


def test_a_vault_of_obsidian(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "vault",
        {
            "第 1 期.md": (
                "# 筆記週報 第 1 期\n\n見 [[第 2 期|下一期]]、[[沒有]]。\n\n![[圖 一.png|300]]\n\n"
                "> [!note] 提醒\n> 內容\n"
            ),
            "第 2 期.md": "# 筆記週報 第 2 期\n\n![[圖 一.png]]\n",
            "附件/圖 一.png": PNG,
            ".obsidian/x.md": "no",
        },
    )
    reading = opened(folder, "markdown")
    first, second = drafts(reading)
    assert (first.title, first.number, second.number) == ("筆記週報 第 1 期", 1, 2)
    assert links(first, reading) == {"下一期": "vault/2", "沒有": ""}
    assert first.losses == {ImportLoss.LOST_LINK: 1}
    (picture,) = second.pictures
    assert picture.content == folder / "附件/圖 一.png"
    assert second.language == "zh-Hant"
    (article,) = articles(parsed(first, reading))
    assert [node.tag for node in article.body] == ["p", "figure", "note"]


def test_lines_of_pelican(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "bob",
        {
            "content/a.md": (
                "Title: First one\nDate: 2017-07-29 10:20\nAuthor: Bob\nSlug: first\n\n"
                "Hello [b]({filename}/b.md) ![i]({static}/images/x.png).\n"
            ),
            "content/b.md": "Title: Second\nDate: 2017-08-29\nStatus: draft\n\nHello.\n",
            "content/c.md": "Title: Third\nDate: 2017-09-29\n\nHello again to all of you.",
            "content/images/x.png": PNG,
        },
    )
    reading = opened(folder, "markdown")
    first, third = drafts(reading)
    assert (first.title, first.date, first.editors) == ("First one", "2017-07-29", ("Bob",))
    assert (first.number, first.guid, third.guid) == (None, "first", "content/c.md")
    assert first.text == "Hello [b]() ![i](figures/x.png).\n"
    assert first.losses == {ImportLoss.LOST_LINK: 1}
    assert "have lost their targets" in first.problems[0].message
    assert reading.publication.id == "bob"


def test_a_plain_weekly(tmp_path: Path) -> None:
    weekly = (
        "# 週刊（第 {n} 期）\n\n前言[上期](issue-{m}.md)\n\n## 新聞\n\n1、甲\n\n文\n\n2、乙\n\n文\n"
    )
    folder = write(
        tmp_path / "weekly",
        {f"issue-{n}.md": weekly.format(n=n, m=n - 1) for n in (1, 2, 10)},
    )
    reading = opened(folder, "markdown")
    assert reading.publication.name == "週刊"
    drafts_by_file = by_file(reading)
    assert {file: draft.number for file, draft in drafts_by_file.items()} == {
        "issue-1.md": 1, "issue-2.md": 2, "issue-10.md": 10,
    }  # fmt: skip
    draft = drafts_by_file["issue-2.md"]
    assert draft.title == "週刊（第 2 期）"
    assert draft.text == weekly.format(n=2, m=1).partition("\n\n")[2].replace(
        "issue-1.md", "../001/issue.md"
    )
    assert outline(parsed(draft, reading)) == [
        ("", ["週刊（第 2 期）"]), ("新聞", ["甲", "乙"]),
    ]  # fmt: skip
    assert links(draft, reading) == {"上期": "weekly/1"}
    assert links(drafts_by_file["issue-10.md"], reading) == {"上期": ""}


def test_titles_give_numbers_where_most_have_one(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "x",
        {"a.md": "# Bits #7\n\nx", "b.md": "# Bits #8\n\nx", "c.md": "# Special\n\nx"},
    )
    assert [draft.number for draft in drafts(opened(folder, "markdown"))] == [7, 8, None]


def test_our_own_head_passes_through(tmp_path: Path) -> None:
    head = (
        "---\nnumber: 4\ntitle: 小報\ndate: 2017-07-29\nedition: restated\nlanguage: zh-Hant\n"
        "editors: [甲, 乙]\nevents:\n  - title: 聚會\n    start: 2017-07-29T17:00:00-07:00\n---\n"
    )
    body = '# A. 節 {#a}\n\n## 1. 文 {#a1 editor="甲"}\n\n內容。\n'
    folder = write(
        tmp_path / "paper",
        {"publication.yaml": "id: own\nname: 小報\n", "four.md": head + "\n" + body},
    )
    reading = opened(folder, "markdown")
    (draft,) = drafts(reading)
    assert reading.publication.id == "own"
    assert draft.text == body
    assert (draft.number, draft.date, draft.edition.value) == (4, "2017-07-29", "restated")
    assert draft.editors == ("甲", "乙")
    assert [event.title for event in draft.events] == ["聚會"]
    assert not draft.problems


def test_a_single_file(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "downloads",
        {
            "Bits #9.md": "# Bits #9\n\n![p](pics/x.png) ![q](../secret.png) [o](other.md)\n",
            "pics/x.png": PNG,
            "other.md": "# Bits #8\n\nx",
        },
    )
    write(tmp_path, {"secret.png": PNG})
    reading = opened(folder / "Bits #9.md", "markdown")
    (draft,) = drafts(reading)
    assert (reading.publication.id, reading.publication.name) == ("bits", "Bits")
    assert (draft.title, draft.number) == ("Bits #9", 9)
    assert draft.text == "![p](figures/x.png) ![q]() [o]()\n"
    assert draft.losses == {ImportLoss.MISSING_PICTURE: 1, ImportLoss.LOST_LINK: 1}


def test_translations_are_told(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "x",
        {
            "issue-1.md": "# 一\n\n文", "issue-1.en.md": "# One\n\nx", "issue-2.md": "# 二\n\n文",
            "issue-3.en.md": "# Three\n\nx",
        },
    )  # fmt: skip
    reading = opened(folder, "markdown")
    assert reading.titles == ("issue-1.md", "issue-2.md", "issue-3.en.md")
    assert "1 translation was left out" in reading.problems[0].message
    assert drafts(reading)[2].language == "en"


def test_other_encodings(tmp_path: Path) -> None:
    text = "# 週報 第 3 期\n\n這份電子報由讀書會出版，聚會每兩週一次，歡迎參加。\n"
    folder = write(
        tmp_path / "x",
        {"a.md": text.encode("big5"), "b.md": text.replace("3", "4").encode("utf-16")},
    )
    first, second = drafts(opened(folder, "markdown"))
    assert (first.title, second.title) == ("週報 第 3 期", "週報 第 4 期")
    assert "it was read as Big5" in first.problems[0].message
    assert first.text == second.text


def test_tracking_dots_go_and_data_stays(tmp_path: Path) -> None:
    import base64

    data = base64.b64encode(PNG).decode()
    folder = write(
        tmp_path / "x",
        {
            "a.md": (
                '# T\n\nText <img src="https://e.org/o.gif" width="1" height="1">.\n\n'
                f"![in it](data:image/png;base64,{data})\n"
            )
        },
    )
    (draft,) = drafts(opened(folder, "markdown"))
    assert draft.text == "Text .\n\n![in it](figures/picture.png)\n"
    assert draft.pictures[0].content == PNG
    assert not draft.losses


def test_addresses_of_the_library_cannot_be_made_up(tmp_path: Path) -> None:
    folder = write(tmp_path / "x", {"a.md": "# T\n\n[a](dosudo/2/c3) [b][1]\n\n[1]: dosudo/2\n"})
    reading = opened(folder, "markdown")
    assert links(drafts(reading)[0], reading) == {"a": "", "b": ""}


def test_what_is_hostile_stays_outside(tmp_path: Path) -> None:
    write(tmp_path, {"secret.md": "# secret", "secret.png": PNG})
    folder = write(
        tmp_path / "x",
        {
            "a.md": "# T\n\n![p](../secret.png) ![q](/etc/passwd) ![r](leak.png) "
            "![s](..%2fsecret.png) ![t](sub/../../secret.png) [u](../secret.md)\n"
        },
    )
    (folder / "leak.md").symlink_to(tmp_path / "secret.md")
    (folder / "leak.png").symlink_to(tmp_path / "secret.png")
    (folder / "out").symlink_to(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "fifo.md")
    (folder / b"\xff.md".decode("utf-8", "surrogateescape")).write_text("# x")
    reading = opened(folder, "markdown")
    (draft,) = drafts(reading)
    assert not draft.pictures
    assert draft.losses == {ImportLoss.MISSING_PICTURE: 5, ImportLoss.LOST_LINK: 1}
    messages = " ".join(problem.message for problem in reading.problems)
    assert "leak.md is a link" in messages
    assert "\\udcff.md is a link, no regular file, or not named in UTF-8" in messages
    alone = opened(folder / "a.md", "markdown")
    assert not drafts(alone)[0].pictures


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"---\ntitle: T\n---\n\n", "There is nothing to read below the head"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9, "The file is not UTF-8 text"),
        (b"x" * (8 * 1024 * 1024 + 1), "The file is larger than 8 MB"),
    ],
)
def test_a_file_that_is_no_issue_ends_in_one_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    folder = write(tmp_path / "x", {"bad.md": content, "good.md": "# Good\n\nText."})
    reading = opened(folder, "markdown")
    with pytest.raises(UnreadableFileError) as caught:
        reading.read_issue(0)
    assert caught.value.problems[-1].message.startswith(sentence)
    assert caught.value.problems[-1].file == "bad.md"
    assert reading.read_issue(1) is not None


def test_folders_of_something_else_are_left_to_others(tmp_path: Path) -> None:
    pages = write(tmp_path / "a", {"README.md": "# x", "1.html": "x", "2.html": "x"})
    mixed = write(tmp_path / "b", {"notes.md": "# x", "1.html": "x", "2.html": "x"})
    empty = write(tmp_path / "c", {"x.png": PNG})
    for folder in (pages, mixed, empty, tmp_path / "none"):
        importer = importer_for(folder)
        assert importer is None or importer.name != "markdown"


def test_a_weekly_whose_articles_have_bold_titles(tmp_path: Path) -> None:
    issue = (
        "<img src=https://e.org/cover.png width=800/>  \n\n<small>封面</small>  \n\n## 好文\n\n"
        "**積木**  \n<https://e.org/1>  \n介紹積木。\n\n**火車**  \n<https://e.org/2>  \n介紹。\n\n"
        "## 工具\n\n**鎚子**  \n<https://e.org/3>  \n敲。\n\n**鋸子**  \n<https://e.org/4>\n\n"
        "## 隨筆\n\n開場白。\n\n**這一句要緊。**\n\n結尾。\n"
    )
    folder = write(
        tmp_path / "weekly",
        {f"md/#{n:02}-雪山{n}.md": issue for n in range(1, 7)}
        | {"README.md": "x", "RECENT.md": "# 最近\n\nx", "Deploy.md": "# 部署\n\nx"},
    )
    reading = opened(folder, "markdown")
    assert len(reading.titles) == 6
    assert [problem.message.split()[0] for problem in reading.problems] == [
        "Deploy.md",
        "RECENT.md",
    ]
    draft = drafts(reading)[0]
    assert (draft.number, draft.title) == (1, "#01 雪山1")
    assert outline(parsed(draft, reading)) == [
        ("", ["#01 雪山1"]), ("好文", ["積木", "火車"]), ("工具", ["鎚子", "鋸子"]),
        ("隨筆", ["隨筆"]),
    ]  # fmt: skip


def test_names_that_are_alike_but_for_a_number(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "x",
        {f"content/Letters{n:02}.md": f"# 《書信集》第 {n} 封\n\n文" for n in (9, 10, 11)},
    )
    assert [draft.number for draft in drafts(opened(folder, "markdown"))] == [9, 10, 11]
    folder = write(
        tmp_path / "y",
        {
            f"2016-08-{day:02}-bits.md": f"Title: Bits of Rust {n}\nNumber: {n}\n\n# A\n\n## b\n\nx"
            for day, n in ((2, 141), (9, 142), (16, 143))
        },
    )
    reading = opened(folder, "markdown")
    assert reading.publication.name == "Bits of Rust"
    assert next((d.number, d.date) for d in drafts(reading)) == (141, "2016-08-02")
