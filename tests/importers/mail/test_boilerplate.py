"""What the sender's program put around a newsletter goes; what its author wrote stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.importers.mail.boilerplate import split_blocks, split_forwarded, strip_boilerplate

TEXT = "## Green\n\nIt is fresh, [see here](https://tea.example/x).\n\n## Black\n\nIt is strong."


@pytest.mark.parametrize(
    "line",
    [
        "[View this email in your browser](https://x.example/v)",
        "Having trouble viewing this email? [Click here](https://x.example/v).",
        "[Read online](https://x.example/v)",
        "[View in browser](https://x.example/v) | [Forward](https://x.example/f)",
        "如果您无法正常显示此邮件，请[点击这里](https://x.example/v)",
        "[在瀏覽器中開啟](https://x.example/v)",
        "\u034f \u200c \u00a0 \u00ad \u034f \u200c \u00a0",
    ],
)
def test_the_line_above_goes(line: str) -> None:
    assert strip_boilerplate(f"{line}\n\n{TEXT}") == TEXT


@pytest.mark.parametrize(
    "foot",
    [
        "[Unsubscribe](https://x.example/u)",
        "You are receiving this email because you signed up.  \n[Stop](https://x.example/u)",
        "* * *\n\nCopyright © 2020 Tea Inc. All rights reserved.\n\nOur mailing address is:\n\n"
        "1 Leaf Street  \nTeatown, TN 12345",
        "[click here](https://us1.list-manage.com/unsubscribe?u=1)\n\nTea Inc, 1 Leaf Street",
        "[Twitter](https://t.example) [Facebook](https://f.example)\n\nThis email was sent to "
        "bo@home.example\n\n[why did I get this?](https://x.example/why)\n\n"
        "[update subscription preferences](https://x.example/p)",
        "如不想再收到本電子報，請[取消訂閱](https://x.example/u)\n\n台北市茶街 1 號",
        "若不希望继续收到邮件，点此[退订](https://x.example/u)",
        "\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\n\nTea mailing list -- tea@lists.example\n\n"
        "To unsubscribe send an email to tea-leave@lists.example",
        "Powered by Mailchimp",
        "![Twitter](https://x.example/t.png)\n\n[Twitter](https://t.example)\n{.links}\n\n"
        "[Unsubscribe](https://x.example/u)",
    ],
)
def test_the_footer_goes_with_its_address(foot: str) -> None:
    assert strip_boilerplate(f"{TEXT}\n\n{foot}") == TEXT or "mailing list" in foot
    assert "nsubscribe" not in strip_boilerplate(f"{TEXT}\n\n{foot}")


@pytest.mark.parametrize(
    "text",
    [
        "How to unsubscribe from things is our topic.\n\n## One\n\nText.\n\n## Two\n\nText.",
        "## A\n\nView in browser developer tools how a page is made.\n\n"
        + "Text.\n\n" * 20
        + "End.",
        "One paragraph alone.",
        "## Ends\n\nWe talk about how to unsubscribe.\n\n## Last article\n\nIts text.",
        "Text.\n\n```\nunsubscribe\n\n[x](y)\n```",
        "",
    ],
)
def test_the_text_stays(text: str) -> None:
    assert strip_boilerplate(text) == text.rstrip()


def test_a_footer_in_the_middle_goes_alone() -> None:
    middle = "[Unsubscribe](https://x.example/u)"
    text = f"## A\n\nText.\n\n{middle}\n\n## B\n\nText."
    assert strip_boilerplate(text) == "## A\n\nText.\n\n## B\n\nText."


def test_a_long_paragraph_that_mentions_it_stays() -> None:
    text = "Text.\n\n" + "The tea is hot and good. " * 30 + "You may unsubscribe."
    assert strip_boilerplate(text) == text


def test_code_keeps_its_empty_lines() -> None:
    assert split_blocks("a\n\n```\nb\n\nc\n```\n\n~~~~\n```\n\n~~~~\nd") == [
        "a",
        "```\nb\n\nc\n```",
        "~~~~\n```\n\n~~~~\nd",
    ]


def test_what_is_not_forwarded_is_left_alone() -> None:
    for text in (TEXT, "From: nobody\n\nText.", "", "---------- Forwarded message\n\nText."):
        assert split_forwarded(text) == (None, text)


def test_a_long_list_of_recipients_is_passed_over() -> None:
    text = (
        "-----Original Message-----\nFrom: Tea <t@x.example>\nTo: a@x.example,\nb@x.example,\n"
        "c@x.example;\nSubject: Tea #7\n\nThe tea is here. Write to d@x.example\n"
    )
    told, rest = split_forwarded(text)
    assert told is not None
    assert (told.name, told.address, told.subject) == ("Tea", "t@x.example", "Tea #7")
    assert rest == "The tea is here. Write to d@x.example"


def test_a_text_with_lines_like_headers_keeps_them() -> None:
    text = "Begin forwarded message:\n\nFrom: Tea\nSubject: A\n\nDate: 2017. 07.29\n\nSubject: B\n"
    told, rest = split_forwarded(text)
    assert told is not None
    assert told.subject == "A"
    assert rest in ("Date: 2017. 07.29\n\nSubject: B", "Subject: B")


_LINES = st.sampled_from(
    ["", "text", "## h", "[Unsubscribe](https://u)", "View in browser", "```", "> q", "* * *",
     "From: a@b", "Subject: x", "---------- Forwarded message ---------", "©2020", "![p](x.png)"]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(_LINES, max_size=40))
def test_nothing_is_made_up(lines: list[str]) -> None:
    text = "\n".join(lines)
    told, rest = split_forwarded(text, expected=True)
    left = strip_boilerplate(rest)
    assert set(left.split("\n")) <= set(text.split("\n")) | {"q", ""}
    assert told is None or len(rest) <= len(text)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("![Field Notes](https://e.org/a.png)\n\n[Field Notes](https://e.org)\n{.links}\n\nA", "A"),
        ("![](https://e.org/img/logo-2.png)\n\nA", "A"),
        ("Warp\n\n![Field notes logo](https://e.org/a.png)\n\nA", "Warp\n\nA"),
        ("![A loom](https://e.org/a.png)\n\nA", "![A loom](https://e.org/a.png)\n\nA"),
        ("![Field Notes](https://e.org/a.png)", "![Field Notes](https://e.org/a.png)"),
        (
            "A\n\nB\n\n![](https://e.org/logo.png)\n\nC",
            "A\n\nB\n\n![](https://e.org/logo.png)\n\nC",
        ),
    ],
    ids=["linked", "by its file", "below a line", "another picture", "nothing else", "in the text"],
)
def test_the_sender_s_logo_on_top_is_no_picture_of_the_text(text: str, made: str) -> None:
    assert strip_boilerplate(text, "Field Notes") == made
