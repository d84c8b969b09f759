"""Blocks of WordPress's editor become the HTML of the site."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.archive.model.issue_draft import ImportLoss
from viewer.importers.wordpress.blocks import (
    Block,
    BlockWriter,
    has_blocks,
    parse_blocks,
    read_footnotes,
)
from viewer.importers.wordpress.post_context import Attachment, PostLosses

KEPT = {
    7: "<!-- wp:paragraph --><p>Once</p><!-- /wp:paragraph -->",
    8: '<!-- wp:block {"ref":8} /-->',
}


class Around:
    """A post without attachments, beside two blocks that are kept once."""

    def attachment(self, number: int) -> Attachment | None:
        return None

    def post_attachments(self) -> Sequence[Attachment]:
        return ()

    def reusable_block(self, number: int) -> str:
        return KEPT.get(number, "")


def written(content: str, tally: PostLosses | None = None, **facts: object) -> str:
    return BlockWriter(Around(), tally or PostLosses(), **facts).write(content).strip()  # type: ignore[arg-type]


def plain(parts: list[str | Block]) -> list[object]:
    return [p if isinstance(p, str) else (p.name, p.attrs, plain(p.parts)) for p in parts]


def test_blocks_are_nested_and_know_their_settings() -> None:
    content = (
        '<!-- wp:columns {"a":{"b":[1,2]}} --><div><!-- wp:column --><p>x</p>'
        '<!-- /wp:column --></div><!-- /wp:columns -->tail<!-- wp:acme/chart {"n":1} /-->'
    )
    assert plain(parse_blocks(content)) == [
        ("core/columns", {"a": {"b": [1, 2]}},
         ["<div>", ("core/column", {}, ["<p>x</p>"]), "</div>"]),
        "tail",
        ("acme/chart", {"n": 1}, []),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("<!-- wp:group -->x", [("core/group", {}, ["x"])]),
        ("x<!-- /wp:group -->y", ["x", "y"]),
        ("<!-- wp:a --><!-- wp:b -->x<!-- /wp:a -->y",
         [("core/a", {}, [("core/b", {}, ["x"])]), "y"]),
        ("<!-- wp:a {broken} -->x<!-- /wp:a -->", [("core/a", {}, ["x"])]),
        ("<!-- wp:a [1] /-->", [("core/a", {}, [])]),
        ("<!-- wp:a", ["<!-- wp:a"]),
        ("<!-- not a block -->", ["<!-- not a block -->"]),
    ],
)  # fmt: skip
def test_blocks_that_are_broken(content: str, found: list[object]) -> None:
    assert plain(parse_blocks(content)) == found


@pytest.mark.parametrize(
    ("content", "html"),
    [
        ("<!-- wp:paragraph --><p>a</p><!-- /wp:paragraph -->", "<p>a</p>"),
        ("loose\n\ntext<!-- wp:separator /-->", "<p>loose</p>\n<p>text</p>"),
        ('<!-- wp:embed {"url":"https://youtu.be/x1"} --><figure><div>\nhttps://youtu.be/x1\n'
         "</div><figcaption>Film</figcaption></figure><!-- /wp:embed -->",
         '<iframe src="https://youtu.be/x1"></iframe><p>Film</p>'),
        ("<!-- wp:core-embed/youtube --><figure>https://youtu.be/x2</figure>"
         "<!-- /wp:core-embed/youtube -->", '<iframe src="https://youtu.be/x2"></iframe>'),
        ('<!-- wp:cover {"url":"https://e.org/a.jpg"} --><div><p>On it</p></div><!-- /wp:cover -->',
         '<img src="https://e.org/a.jpg" alt="" /><div><p>On it</p></div>'),
        ('<!-- wp:file --><div><a href="https://e.org/a.pdf">Paper</a>'
         '<a href="https://e.org/a.pdf" class="wp-block-file__button" download>Download</a></div>'
         "<!-- /wp:file -->", '<div><a href="https://e.org/a.pdf">Paper</a></div>'),
        ('<!-- wp:verse --><pre class="wp-block-verse">one\ntwo<br>\nthree</pre><!-- /wp:verse -->',
         "<p>one<br />two<br />three</p>"),
        ('<!-- wp:syntaxhighlighter/code {"language":"python"} -->'
         '<pre class="x">a</pre><!-- /wp:syntaxhighlighter/code -->',
         '<pre class="brush: python x">a</pre>'),
        ('<!-- wp:latest-posts {"n":3} /--><!-- wp:query --><p>loop</p><!-- /wp:query -->'
         "<!-- wp:jetpack/related-posts /-->", ""),
        ('<!-- wp:block {"ref":7} /-->', "<p>Once</p>"),
        ('<!-- wp:jetpack/pinterest {"url":"https://pinterest.com/x"} /-->',
         '<iframe src="https://pinterest.com/x"></iframe>'),
        ("<!-- wp:acme/box --><div>kept</div><!-- /wp:acme/box -->", "<div>kept</div>"),
    ],
)  # fmt: skip
def test_blocks_become_html(content: str, html: str) -> None:
    assert written(content) == html


def test_what_only_the_site_can_draw_is_told() -> None:
    tally = PostLosses()
    made = written(
        "<!-- wp:acme/chart /--><!-- wp:jetpack/contact-form --><div>Name</div>"
        '<!-- /wp:jetpack/contact-form --><!-- wp:block {"ref":99} /-->',
        tally,
    )
    assert made == ""
    assert tally.counts == {ImportLoss.FORM: 1}
    assert tally.warnings() == [
        "2 blocks (“acme/chart”, “core/block”) are carried out by the site alone and are left out; "
        "text between them is kept."
    ]


def test_a_block_that_holds_itself_ends() -> None:
    assert written('<!-- wp:block {"ref":8} /-->') == ""


def test_a_story_is_a_slideshow() -> None:
    files = [{"url": f"https://e.org/{n}.jpg", "alt": n} for n in "ab"] + [{"url": 3}, "x"]
    made = written(f"<!-- wp:jetpack/story {json.dumps({'mediaFiles': files})} /-->")
    assert made.startswith('<div class="wp-block-jetpack-slideshow">')
    assert made.count("<img") == 2


def test_footnotes_stand_where_the_block_is() -> None:
    notes = read_footnotes('[{"id":"n1","content":"Said <em>once</em>."},{"id":3},"x"]')
    assert notes == {"n1": "Said <em>once</em>."}
    assert '<li id="n1">Said <em>once</em>.' in written("<!-- wp:footnotes /-->", footnotes=notes)
    for broken in ("", "{", "[" * 5000, '{"a":1}', "null"):
        assert read_footnotes(broken) == {}


_PARTS = st.sampled_from([
    "<!-- wp:group -->", "<!-- /wp:group -->", "<!-- wp:a/b {\"x\":1} -->", "<!-- /wp:a/b -->",
    "<!-- wp:c /-->", "word ", "<p>", "</p>", "<!-- wp:", "-->", "{", "}", "<!-- x -->",
])  # fmt: skip


@given(st.lists(_PARTS, max_size=40).map("".join))
def test_any_text_is_parsed_and_no_word_is_lost(content: str) -> None:
    def words(parts: list[str | Block]) -> int:
        return sum(p.count("word") if isinstance(p, str) else words(p.parts) for p in parts)

    parts = parse_blocks(content)
    # Words in a block's own settings are none of the text.
    assert words(parts) <= content.count("word")
    if "wp:" not in content.replace("<!-- wp:c /-->", ""):
        assert words(parts) == content.count("word")
    written(content)
    has_blocks(content)


@pytest.mark.parametrize(
    "content",
    ["<!-- wp:group -->" * 20_000, "<!-- wp:a " * 50_000, "<!-- /wp:group -->" * 20_000,
     "<!--" + " " * 200_000, '<!-- wp:a {"b":' + "[" * 100_000 + " /-->",
     '<!-- wp:a {"b":' + "9" * 10_000 + "} /-->"],
    ids=lambda text: repr(text[:14]),
)  # fmt: skip
def test_long_repetition_ends(content: str) -> None:
    assert isinstance(written(content), str)
