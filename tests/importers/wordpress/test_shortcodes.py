"""Shortcodes become what the site would show; words in brackets stay.

Covers viewer/importers/wordpress/post_context.py and viewer/importers/wordpress/shortcode_table.py.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.archive.model.issue_draft import ImportLoss
from viewer.importers.wordpress.post_context import Attachment, PostLosses
from viewer.importers.wordpress.shortcode_table import SHORTCODES
from viewer.importers.wordpress.shortcodes import expand_shortcodes, parse_attributes

SITE = "https://tea.example.org/wp-content/uploads/"
FILES = {
    1: Attachment(1, SITE + "cup.jpg", title="cup", alt="A cup", caption="Our <em>cup</em>"),
    2: Attachment(2, SITE + "pot.png", title="pot"),
    3: Attachment(3, SITE + "song.mp3", title="Song"),
}


class Around:
    """A post with three attachments."""

    def attachment(self, number: int) -> Attachment | None:
        return FILES.get(number)

    def post_attachments(self) -> Sequence[Attachment]:
        return list(FILES.values())

    def reusable_block(self, number: int) -> str:
        return ""


def shown(text: str, tally: PostLosses | None = None) -> str:
    return expand_shortcodes(text, SHORTCODES, Around(), tally or PostLosses())


def frame(address: str) -> str:
    return f'<iframe src="{address}"></iframe>'


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("[sic] [1] [ed.: x] a[i] [Update]", "[sic] [1] [ed.: x] a[i] [Update]"),
        ("[[gallery]]", "[gallery]"),
        ("[x](y) [a b] [facebook]", "[x](y) [a b] [facebook]"),
        ("<a title='[gallery]'>x</a>", "<a title='[gallery]'>x</a>"),
        ("<code>[gallery]</code>", "<code>[gallery]</code>"),
        ("<pre>[gallery]</pre>", "<pre>[gallery]</pre>"),
        ("[youtube https://www.youtube.com/watch?v=abc123]",
         frame("https://www.youtube.com/watch?v=abc123")),
        ("[youtube=https://youtu.be/abc123&amp;w=320]", frame("https://youtu.be/abc123&amp;w=320")),
        ("[youtube id=“abc123”]", frame("https://www.youtube.com/watch?v=abc123")),
        ("[vimeo 12345]", frame("https://vimeo.com/12345")),
        ("[embed width='3']https://youtu.be/x9[/embed]", frame("https://youtu.be/x9")),
        ("[audio https://e.org/a.mp3|titles=A B]", frame("https://e.org/a.mp3")),
        ('[audio mp3="https://e.org/a.mp3"][/audio]', frame("https://e.org/a.mp3")),
        ('[video width="6" mp4="https://e.org/a.mp4"][/video] x',
         frame("https://e.org/a.mp4") + " x"),
        ("[tweet 123456]", frame("https://twitter.com/i/status/123456")),
        ("[code language='python']\na[0] &lt; 1 [/code]",
         '<pre><code class="language-python">a[0] &lt; 1 </code></pre>'),
        ("[python]if x < 1: [gallery][/python]",
         '<pre><code class="language-python">if x &lt; 1: [gallery]</code></pre>'),
        ("see [code] and [source]", "see [code] and [source]"),
        ("[latex]E=mc^2[/latex]", "<code>E=mc^2</code>"),
        ('[caption id="attachment_1" width="3"]<img src="a.jpg" alt="x"> A <b>cup</b>[/caption]',
         '<figure class="wp-caption"><img src="a.jpg" alt="x">'
         "<figcaption>A <b>cup</b></figcaption></figure>"),
        ('[caption caption="Old & <i>new</i>"]<a href="b"><img src="a.jpg"></a>[/caption]',
         '<figure class="wp-caption"><a href="b"><img src="a.jpg"></a>'
         "<figcaption>Old & <i>new</i></figcaption></figure>"),
        ("[acme_box color='red']kept [b]text[/b][/acme_box]", "kept text"),
        ("[quote]a [sic][/quote]", "<blockquote>a [sic]</blockquote>"),
        ("[quote]never closed", "[quote]never closed"),
        ("[jetpack-related-posts]x", "x"),
    ],
)  # fmt: skip
def test_shortcodes(written: str, becomes: str) -> None:
    assert shown(written) == becomes


def test_a_gallery_shows_the_pictures_it_names_or_those_of_the_post() -> None:
    named = shown('[gallery ids="2,1,99"]')
    assert named.index("pot.png") < named.index("cup.jpg")
    assert "<figcaption>Our <em>cup</em></figcaption>" in named
    assert 'alt="A cup"' in named
    every = shown("[gallery columns=3]")
    assert every.index("cup.jpg") < every.index("pot.png")
    assert "song" not in every
    assert "cup" not in shown('[gallery exclude="1"]')
    assert "wp-block-jetpack-slideshow" in shown("[slideshow]")
    assert "wp-block-jetpack-slideshow" in shown('[gallery type="slideshow" ids="1,2"]')


def test_what_cannot_be_kept_is_counted() -> None:
    tally = PostLosses()
    shown('[gallery ids="98"] [contact-form][contact-field label="x" /][/contact-form]', tally)
    shown('[acme_chart data="7"] [acme_chart data="8"] [other a="b"]', tally)
    assert tally.counts == {ImportLoss.EMPTY_SLIDESHOW: 1, ImportLoss.FORM: 1}
    assert tally.warnings() == [
        "3 shortcodes (“acme_chart”, “other”) are carried out by the site alone and are left out; "
        "text between them is kept."
    ]


@pytest.mark.parametrize(
    ("written", "named", "plain"),
    [
        (' ids="1, 2" b=c', {"ids": "1, 2", "b": "c"}, ()),
        (" A='x y'", {"a": "x y"}, ()),
        (" title=&quot;x&quot;", {"title": "x"}, ()),
        (" https://e.org/?a=b&c=d w", {}, ("https://e.org/?a=b&c=d", "w")),
        ("=https://e.org/", {}, ("https://e.org/",)),
        (" /", {}, ()),
    ],
)
def test_values(written: str, named: dict[str, str], plain: tuple[str, ...]) -> None:
    assert parse_attributes(written) == (named, plain)


_WHOLE = [
    "[gallery]", "[caption]", "[/caption]", "[code]", "[/code]", "[x_y]", "[/x_y]", "文字 ", "<b>",
    "</b>", "<img src='a[1]'>", "[quote]", "[/quote]", "[embed]", "[/embed]", "https://e.org/ ",
    "<!-- [gallery] -->", "<pre>", "</pre>", "[audio /]", "<code>", "</code>",
]  # fmt: skip
#: With these a word may come to stand in a tag, where it is a value and no text.
_PIECES = ["[[", "]]", "[", "]", "[/", '[a b="', '"]', "[youtube "]


@given(st.lists(st.sampled_from(_WHOLE), max_size=30).map("".join))
def test_no_word_is_lost_or_doubled(text: str) -> None:
    tally = PostLosses()
    made = expand_shortcodes(text, SHORTCODES, Around(), tally)
    assert made.count("文字") == text.count("文字")
    assert all(count > 0 for count in tally.counts.values())


@given(st.lists(st.sampled_from([*_WHOLE, *_PIECES]), max_size=30).map("".join))
def test_any_text_is_expanded(text: str) -> None:
    made = expand_shortcodes(text, SHORTCODES, Around(), PostLosses())
    assert made.count("文字") <= text.count("文字")


@given(st.text(st.characters(exclude_characters="[]"), max_size=100))
def test_a_text_without_brackets_is_left_alone(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    "text",
    ["[" * 200_000, "[a" * 100_000, "[caption]" * 20_000, "[/caption]" * 20_000, "[code]" * 20_000,
     "[[gallery" * 20_000, "[quote]" * 10_000 + "[/quote]" * 10_000, '[a b="' * 30_000,
     "[x_y " + " a" * 100_000 + "]", "[x_y " + "=" * 7000 + "]"],
    ids=lambda text: repr(text[:9]),
)  # fmt: skip
def test_long_repetition_ends(text: str) -> None:
    assert isinstance(shown(text), str)
