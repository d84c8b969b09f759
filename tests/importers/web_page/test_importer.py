"""Saved web pages, as the program brings them in.

Covers viewer/importers/web_page/saved_page.py and viewer/importers/web_page/source.py.
"""

from __future__ import annotations

import base64
import plistlib
from pathlib import Path

import pytest

from tests.importers.exports import png
from tests.importers.reading import drafts, opened, outline, parsed
from tests.importers.web_page import pages
from tests.importers.web_page.pages import LONG, mhtml, saved
from tests.waiting import ends_soon
from viewer.archive.files.problem_collector import UnreadableFileError
from viewer.archive.model.issue_draft import ImportLoss, IssueDraft
from viewer.importers import importer_for
from viewer.importers.base import ImportOptions
from viewer.importers.web_page.importer import IMPORTER

NESTED = b"MIME-Version: 1.0\n" + b"".join(
    b"Content-Type: multipart/mixed; boundary=B%d\n\n--B%d\n" % (n, n) for n in range(70)
)


def only(path: Path) -> IssueDraft:
    reading = opened(path, "web_page")
    (draft,) = drafts(reading)
    return draft


def test_a_wordpress_page_becomes_an_issue(tmp_path: Path) -> None:
    path = pages.wordpress(tmp_path)
    reading = opened(path, "web_page")
    publication = reading.publication
    assert (publication.id, publication.name, publication.language) == (
        "leaves",
        "Leaves Weekly",
        "en",
    )
    (draft,) = drafts(reading)
    assert draft.title == "Leaves Newsletter #2"
    # The day on which its author published it, not the one it was in Greenwich.
    assert (draft.date, draft.editors) == ("2017-07-29", ("Hubert",))
    assert draft.guid == "https://leaves.wordpress.com/2017/07/29/newsletter-2/"
    assert draft.text == pages.text("wordpress")
    assert {picture.name for picture in draft.pictures} == {"figures/cup.png", "figures/s1.png"}
    assert draft.losses == {ImportLoss.WEB_PICTURE: 1}
    assert outline(parsed(draft, reading)) == [
        # The editor, whom the text does not name, stands in the masthead.
        ("", ["Leaves Newsletter #2"]),
        ("Highlights", ["Oolong", "Black tea"]),
        ("Talks", ["History", "Method"]),
        ("Discussion", ["Discussion"]),
    ]


def test_a_page_in_one_file_with_all_its_pictures(tmp_path: Path) -> None:
    picture = base64.b64encode(png(700, 300)).decode()
    draft = only(saved(tmp_path / "a.html", pages.page("substack").replace("PNG", picture)))
    assert (draft.title, draft.date, draft.editors) == ("Steam", "2022-03-05", ("Joan Pot",))
    assert draft.guid == "https://teapot.substack.com/p/steam"
    assert draft.text == pages.text("substack")
    assert [p.content for p in draft.pictures] == [png(700, 300)]
    assert draft.losses == {}


def test_a_blog_whose_lines_are_cut_by_breaks(tmp_path: Path) -> None:
    path = saved(tmp_path / "b.htm", pages.page("blogspot"))
    draft = only(path)
    assert (draft.title, draft.date, draft.editors) == ("Weekly 12", "2014-05-03", ("Kay",))
    assert draft.text == pages.text("blogspot")
    publication = opened(path, "web_page").publication
    assert (publication.id, publication.name) == ("kettle", "Kettle")


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("big5", "big5"), ("gb18030", "gbk"), ("utf-8", "utf-8"), ("utf-16", "big5")],
)
def test_a_chinese_blog_in_any_encoding(tmp_path: Path, encoding: str, said: str) -> None:
    html = pages.page("chinese").replace("big5", said).encode(encoding)
    path = saved(tmp_path / "第12期.html", html, {"茶.files/a.png": png(50, 80)})
    draft = only(path)
    assert (draft.title, draft.date, draft.editors) == ("第12期：春茶", "2015-04-03", ("王小明",))
    assert draft.text == pages.text("chinese")
    assert draft.language == "zh-Hant"
    assert opened(path, "web_page").publication.name == "茶週刊"


def test_the_web_archive_of_a_mail(tmp_path: Path) -> None:
    path = saved(tmp_path / "m.html", pages.page("mailchimp"))
    draft = only(path)
    assert (draft.title, draft.text) == ("Steep Letter: Issue 7", pages.text("mailchimp"))
    assert opened(path, "web_page").publication.id == "steep-letter"


def test_a_page_and_its_pictures_in_one_archive(tmp_path: Path) -> None:
    html = (
        f"<html><head><meta charset=utf-8><title>中文 T</title></head><article><p>{LONG}{LONG}"
        "<p><img src='https://e.org/a.png' alt=a><p><img src='b.png'><p><img src='https://e.org/c'>"
        "</article></body></html>"
    )
    pictures = {"https://e.org/a.png": png(90, 90), "https://e.org/b.png": png(91, 90)}
    draft = only(saved(tmp_path / "a.mhtml", mhtml(html, pictures)))
    assert (draft.title, draft.guid) == ("中文 T", "https://e.org/p")
    assert draft.text.endswith(
        "![a](figures/a.png)\n\n![](figures/b.png)\n\n![](https://e.org/c)\n"
    )
    assert draft.losses == {ImportLoss.WEB_PICTURE: 1}
    # Browsers give it other endings too.
    assert importer_for(saved(tmp_path / "download", mhtml(html, {}))) is not None


def test_an_archive_of_safari(tmp_path: Path) -> None:
    html = f"<title>T</title><article><p>{LONG * 2}<p><img src='a.png'></article>"
    archive = {
        "WebMainResource": {
            "WebResourceURL": "https://e.org/p",
            "WebResourceData": html.encode("utf-16-le"),
            "WebResourceTextEncodingName": "UTF-16LE",
        },
        "WebSubresources": [
            {"WebResourceURL": "https://e.org/a.png", "WebResourceData": png(90, 90)}
        ],
    }
    content = plistlib.dumps(archive, fmt=plistlib.FMT_BINARY)
    draft = only(saved(tmp_path / "a.webarchive", content))
    assert (draft.title, draft.guid) == ("T", "https://e.org/p")
    assert draft.text.endswith("![](figures/a.png)\n")
    other = plistlib.dumps([1], fmt=plistlib.FMT_BINARY)
    for broken in (content[:-40], b"bplist00" + b"\xff" * 99, other):
        with pytest.raises(UnreadableFileError, match="The archive cannot be read"):
            only(saved(tmp_path / "a.webarchive", broken))


def test_a_folder_of_pages_is_one_source(tmp_path: Path) -> None:
    pages.wordpress(tmp_path / "in")
    saved(
        tmp_path / "in/deep/steam.html",
        pages.page("substack").replace("teapot.substack.com", "leaves.wordpress.com"),
    )
    # A frame that the browser saved with the page is no page of its own.
    saved(tmp_path / "in/Leaves_files/saved_resource.html", "<p>advertisement</p>")
    saved(
        tmp_path / "in/index.html",
        "<html><head><meta property='og:type' content=website></head><body class=home>"
        + f"<article class=post><h2>One</h2><p>{LONG * 2}</p></article>" * 3,
    )
    reading = opened(tmp_path / "in", "web_page")
    assert reading.titles == ("Leaves.html", "deep/steam.html", "index.html")
    assert [draft.title for draft in drafts(reading)] == ["Leaves Newsletter #2", "Steam"]
    assert reading.read_issue(2) is None


def test_pages_of_several_sites_are_several_sources(tmp_path: Path) -> None:
    page = pages.wordpress(tmp_path / "in")
    frame = saved(tmp_path / "in/Leaves_files/frame.html", "<p>advertisement</p>")
    other = saved(tmp_path / "in/steam.html", pages.page("substack"))
    assert importer_for(tmp_path / "in") is None
    assert importer_for(page) is importer_for(other) is IMPORTER
    assert importer_for(frame) is None


def test_the_front_page_alone_is_all_its_posts(tmp_path: Path) -> None:
    post = (
        "<article class=post><h2 class=entry-title>{0}</h2><div class=entry-content><p>{1}</p>"
        "</div></article>"
    )
    html = (
        "<html><head><title>Leaves</title></head><body class=home><nav>x</nav>"
        + "".join(post.format(title, LONG * 2) for title in ("One", "Two", "Three"))
        + "<div class=sidebar>y</div>"
    )
    draft = only(saved(tmp_path / "a.html", html))
    body = (LONG * 2).strip()
    assert draft.text == "\n\n".join(f"## {t}\n\n{body}" for t in ("One", "Two", "Three")) + "\n"


def test_frames_that_were_saved_lead_where_they_came_from(tmp_path: Path) -> None:
    html = (
        f"<article><p>{LONG * 2}<iframe src='./a_files/v.html' title=Film></iframe><iframe "
        "src='./a_files/ad.html'></iframe><video src='a_files/v.mp4'></video></article>"
    )
    files = {
        "a_files/v.html": b"<!-- saved from url=(0041)https://www.youtube.com/embed/abcdefg -->",
        "a_files/ad.html": b"<p>buy</p>",
        "a_files/v.mp4": b"x",
    }
    draft = only(saved(tmp_path / "a.html", html, files))
    assert draft.text.endswith("[Film](https://www.youtube.com/watch?v=abcdefg)\n")
    assert draft.losses == {ImportLoss.EMBEDDED: 1, ImportLoss.ATTACHMENT: 1}


def test_no_picture_is_taken_from_outside_the_page_s_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png(99, 99))
    sources = ("../secret.png", str(tmp_path / "secret.png"), "a_files/link.png", "..%2Fsecret.png",
               "a_files/../../secret.png", "\\\\host\\x.png", "file:///etc/passwd")  # fmt: skip
    html = f"<article><p>{LONG * 2}" + "".join(f"<img src='{s}' alt=x>" for s in sources)
    path = saved(tmp_path / "in/a.html", html, {"a_files/x": b""})
    (tmp_path / "in/a_files/link.png").symlink_to(tmp_path / "secret.png")
    draft = only(path)
    assert draft.pictures == ()
    assert draft.losses == {ImportLoss.MISSING_PICTURE: len(sources)}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.html", b" \n", "a.html: error: The file is empty; save the page again."),
        (
            "a.html",
            b"<html><body><nav>x</nav></body>",
            "There is no text in the page; save it again",
        ),
        ("a.mhtml", mhtml("", {}), "The page in the file is empty; save the page again."),
        ("a.mht", b"MIME-Version: 1.0\n\nhello", "There is no web page in the file; save the page"),
        (
            "a.mht",
            NESTED,
            "parts are nested more than 50 deep",
        ),
    ],
)
def test_what_cannot_be_read_is_one_sentence(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = saved(tmp_path / name, content)
    with pytest.raises(UnreadableFileError) as caught:
        only(path)
    assert sentence in str(caught.value)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    real = saved(tmp_path / "real.html", pages.page("wordpress"))
    (tmp_path / "a.html").symlink_to(real)
    with pytest.raises(UnreadableFileError, match="is a link"):
        IMPORTER.open(tmp_path / "a.html", ImportOptions())


@pytest.mark.parametrize(
    ("name", "start", "is_page"),
    [
        ("a.html", b"anything", True),
        ("A.MHT", b"x", True),
        ("page", b"\xef\xbb\xbf<!-- x -->\n<!DOCTYPE HTML>", True),
        ("page.txt", b"<html lang=en>", True),
        ("a.xml", b"<?xml version='1.0'?><rss>", False),
        ("a.md", b"# Title <html>", False),
    ],
)
def test_pages_are_recognised(tmp_path: Path, name: str, start: bytes, is_page: bool) -> None:
    importer = importer_for(saved(tmp_path / name, start))
    assert (importer is not None and importer.name == "web_page") == is_page


def test_many_comments_above_what_is_no_page_are_passed_once(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.unknown", b"<!-- tea -->\n" * 200 + b"<tea>")
    assert ends_soon(lambda: importer_for(path))


def medium(title: str, day: str) -> str:
    """A post as Medium exports it."""
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title></head><body><article class=h-entry>"
        f"<header><h1 class=p-name>{title}</h1></header><section data-field=subtitle "
        f"class=p-summary>"
        "Three folds</section><section data-field=body class=e-content><section class='section "
        "section--body'><div class=section-divider><hr class=section-divider></div>"
        f"<h3 class='graf graf--h3 graf--title'>{title}</h3><h4 class='graf graf--h4 "
        f"graf--subtitle'>"
        f"Three folds</h4><p class='graf graf--p'>{LONG * 3}</p></section></section><footer><p>By "
        "<a href='https://medium.com/@paper' class='p-author h-card'>Lin Ye</a> on <time "
        f"class=dt-published datetime='{day}T10:11:12.000Z'>{day}</time>.</p><p><a "
        f"href='https://medium.com/@paper/{day}' class=p-canonical>Canonical "
        f"link</a></p><p>Exported "
        "from <a href='https://medium.com'>Medium</a></p></footer></article></body></html>"
    )


def test_an_export_of_medium(tmp_path: Path) -> None:
    saved(tmp_path / "posts/2019-02-03_One-1a2b.html", medium("Planes #12: Folds", "2019-02-03"))
    saved(tmp_path / "posts/2019-02-10_Two-2a2b.html", medium("Planes #13: Rain", "2019-02-10"))
    saved(tmp_path / "posts/draft_Three-3a2b.html", medium("Planes: a draft", "2019-02-11"))
    saved(tmp_path / "claps/claps-1.html", f"<html><body><p>{LONG * 3}")
    saved(tmp_path / "README.html", f"<html><title>Medium export</title><body><p>{LONG * 3}")
    reading = opened(tmp_path, "web_page")
    assert reading.publication.name == "Planes"
    assert [str(problem) for problem in reading.problems] == [
        f"{tmp_path.name}: guess: 1 draft was left out; ask for drafts to bring them in as well."
    ]
    first, second = drafts(reading)
    assert (first.title, first.date, first.editors) == (
        "Planes #12: Folds",
        "2019-02-03",
        ("Lin Ye",),
    )
    assert first.guid == "https://medium.com/@paper/2019-02-03"
    assert first.text.startswith("*Three folds*\n\nTea leaves")
    assert "Exported" not in first.text
    assert second.date == "2019-02-10"
    everything = IMPORTER.open(tmp_path, ImportOptions(include_drafts=True))
    assert len(everything.titles) == 3


def test_a_page_of_wechat_is_its_account_s(tmp_path: Path) -> None:
    html = (
        "<html><head><meta property='og:title' content='茶（第 300 期）'><meta "
        "property='og:site_name' content='微信公众平台'></head><body><div id=img-content><h1 "
        "class=rich_media_title id=activity-name>茶（第 300 期）</h1>"
        "<div class=rich_media_meta_list>"
        "<span>原创</span><span id=profileBt><a id=js_name> 茶周刊 </a></span></div>"
        "<div class=rich_media_content id=js_content style='visibility: hidden'>"
        f"<p>{'茶叶分六类。' * 40}</p>"
        "<iframe class=video_iframe data-src='https://v.qq.com/x.html?vid=3'></iframe></div></div>"
        "<div class=rich_media_tool>阅读原文</div></body></html>"
    )
    reading = opened(saved(tmp_path / "a.html", html), "web_page")
    assert reading.publication.name == "茶周刊"
    (draft,) = drafts(reading)
    assert draft.text == (
        f"{'茶叶分六类。' * 40}\n\n[https://v.qq.com/x.html?vid=3](https://v.qq.com/x.html?vid=3)\n"
    )
