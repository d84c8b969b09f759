"""Splits a plain text into newsletters, and removes the web site's menus, buttons, footers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from viewer.archive.model.issue_draft import ImportLoss
from viewer.archive.model.title_numbers import normalize_title, title_number
from viewer.importers.html.boilerplate import FOOTER_PHRASE
from viewer.importers.metadata.dates import find_date
from viewer.importers.metadata.file_names import common_title_prefix
from viewer.importers.plain_text.lines import (
    LETTER_LABEL,
    METADATA_LABEL,
    NUMBER_LABEL,
    Line,
    is_rule,
    to_half_width,
)

_LONGEST_TITLE = 120
#: A title with fewer characters below it is one of a list of titles.
_LEAST_TEXT = 80
#: In the first lines, the words of a reply form are only a link to it.
_TOP_LINES = 6
#: The most lines that links to other posts take.
_MOST_LINK_LINES = 20
_LONGEST_MENU_ITEM = 40
_MOST_FOOTER_LINES = 10
_MOST_SIGNATURE_LINES = 4

_REPLY_FORM = re.compile(
    r"(?:leave|post|add|write|submit) a (?:reply|comment|response)(?: cancel reply| to .{1,80})?\Z"
    r"|(?:發表|發佈|留下|撰寫|我要)(?:迴響|留言|回應|回覆|評論)(?:取消回覆|取消回復)?\Z"
    r"|(?:发表|留下)(?:评论|留言|回复)(?:取消回复)?\Z",
    re.IGNORECASE,
)
_COMMENTS_HEADING = re.compile(
    r"(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten)\s+"
    r"(?:thoughts?|responses?|comments?|replies|reply)\s+(?:on|to)\b"
    r"|.{0,80}(?:有|收到)?\s?\d{1,4}\s?(?:則|篇|個|条|條)\s?(?:留言|迴響|回應|回覆|评论)\Z"
    r"|\d{1,4}\s(?:comments|responses|replies)\Z",
    re.IGNORECASE,
)
_SHARE_LABEL = re.compile(
    r"(?:share(?: this)?|like this|分享此文|分享|按讚|請按讚|共享此文章|赞过|喜欢)\s?:"
    r"(?P<rest>.*)\Z",
    re.IGNORECASE,
)
_SHARE_BUTTON = re.compile(
    r"(?:click to (?:share on|email|print|e-mail)[^,]{0,60}(?:\(opens in new window\))?"
    r"|(?:opens in new window)|twitter|facebook|x|linkedin|reddit|tumblr|pinterest|telegram|pocket"
    r"|whatsapp|skype|line|email|e-mail|print|more|mastodon|threads|bluesky|weibo|plurk|google\+?|"
    r"like|liked|loading(?:\.\.\.|…)?|tweet|reblog|subscribe|列印|更多|電子郵件|載入中(?:\.\.\.|…)?"
    r"|喜歡|正在加载(?:\.\.\.|…)?|be the first to like this\.?|\d{1,6} bloggers? likes? this\.?"
    r"|在(?:\s?(?:twitter|facebook|linkedin))\s?上分享|分享到|[·|,/]|\d{1,5})\s*",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"(?:skip to (?:main )?content|menu|primary menu|search(?: for:)?|advertisements?"
    r"|report this ad|privacy settings|continue reading(?: →)?|leave a comment|edit|sponsored|廣告"
    r"|跳至(?:主要)?內容|选单|選單|搜尋|發表留言|發表迴響)\Z",
    re.IGNORECASE,
)
_POST_NAVIGATION = re.compile(
    r"(?:related(?: posts?| articles?)?|post navigation|published by .{1,60}"
    r"|view all posts by .{1,60}|相關(?:文章|貼文)?|文章導[覽航]"
    r"|(?:前|上|下)一篇(?:文章)?\s?(?::.*)?|(?:previous|next)(?: post| article)?(?:\s?:.*)?"
    r"|(?:previous|next) post .*|← .*|.* →"
    r"|filed under:?.*|tagged(?: with)?:?.*|categories:.*|category:.*|tags:.*"
    r"|分類:.*|標籤:.*|bookmark the permalink\.?|this entry was posted .*)\Z",
    re.IGNORECASE,
)
_POST_META = re.compile(
    r"(?:(?:posted|published|written|updated)\s+(?:on|by|in|at)\b.{3,120}"
    r"|by\s+\S.{0,40}\s+(?:on\s+)?[A-Z][a-z]{2,8}\.?\s\d{1,2},\s?\d{4}.{0,60}"
    r"|(?:發表|發佈|张贴|发表|发布|張貼)(?:於|于|在|日期).{3,100}"
    r"|[A-Z][a-z]{2,8}\.?\s\d{1,2},\s?\d{4}\s.{0,60}(?:leave a comment|\d+ comments?)"
    r"|\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日\s.{0,40}(?:發表留言|發表迴響|\d+ 則留言))\Z",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:\bby|由|作者:?)\s+([^|/,·]{2,60}?)(?=\s*(?:$|[|/·,]|\bon\b|\bin\b|發表|發佈|leave|\d))",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Newsletter:
    """One newsletter of a text: its own lines, and what the web site's lines say of it."""

    title: str = ""
    number: int | None = None
    lines: list[Line] = field(default_factory=list)
    comments: list[Line] = field(default_factory=list)
    date: str = ""
    author: str = ""
    losses: dict[ImportLoss, int] = field(default_factory=dict)
    #: How many lines about the subscription stood at its end.
    footer_lines: int = 0


def split_newsletters(lines: Sequence[Line]) -> list[Newsletter]:
    """The newsletters of a text, at least one; each begins at a line such as “… newsletter #2”."""
    titles = _find_titles(lines)
    if not titles:
        return [_build_newsletter(lines, _first_title(lines))]
    ends = [*titles[1:], len(lines)]
    newsletters = [
        _build_newsletter(lines[at + 1 : end], lines[at])
        for at, end in zip(titles, ends, strict=True)
    ]
    before_first = _build_newsletter(lines[: titles[0]], None)
    if not _is_site_header(before_first.lines):
        newsletters[0].lines[:0] = before_first.lines
    return newsletters


def _is_site_header(lines: Sequence[Line]) -> bool:
    """Whether what stands above the first title of a pasted page is the site's name and menu."""
    filled = [line for line in lines if line.text]
    return len(filled) <= _MOST_LINK_LINES and all(
        len(line.text) <= _LONGEST_MENU_ITEM
        and not line.normalized.endswith((".", "。", ":", "!", "?"))
        for line in filled
    )


def _find_titles(lines: Sequence[Line]) -> list[int]:
    """The positions of newsletter titles: lines of one name with different numbers."""
    candidates = [at for at, line in enumerate(lines) if _may_be_title(line)]
    if candidates and _is_near_top(lines, candidates[0]):
        name = common_title_prefix([lines[candidates[0]].normalized])
    else:
        name = common_title_prefix(lines[at].normalized for at in candidates)
    candidates = [
        at
        for at in candidates
        if name and normalize_title(lines[at].normalized).startswith(normalize_title(name))
    ]
    if candidates and not _is_near_top(lines, candidates[0]):
        # A single number far from the top is a mention, not a title.
        candidates = (
            candidates if len({title_number(lines[at].normalized) for at in candidates}) > 1 else []
        )
    titles: list[int] = []
    seen_numbers: set[int | None] = set()
    for index, at in enumerate(candidates):
        end = candidates[index + 1] if index + 1 < len(candidates) else len(lines)
        below = lines[at + 1 : end]
        reply_form = next(
            (i for i, x in enumerate(below) if _REPLY_FORM.match(x.normalized)), len(below)
        )
        number = title_number(lines[at].normalized)
        if number in seen_numbers:
            continue
        # A link to another post has no text of its own below it, or stands under a label.
        text = sum(len(line.text) for line in below[:reply_form])
        if not text or (titles and (text < _LEAST_TEXT or _is_only_mentioned(lines, at))):
            continue
        seen_numbers.add(number)
        titles.append(at)
    return titles


def _may_be_title(line: Line) -> bool:
    text = line.normalized
    return (
        0 < len(text) <= _LONGEST_TITLE
        and title_number(text) is not None
        and not text.endswith(("。", ".", ",", "，", ";", ":", "!", "?"))
        and not any(
            pattern.match(text)
            for pattern in (
                LETTER_LABEL,
                NUMBER_LABEL,
                METADATA_LABEL,
                _POST_NAVIGATION,
                _POST_META,
            )
        )
    )


def _is_near_top(lines: Sequence[Line], at: int) -> bool:
    before = [line for line in lines[:at] if line.text]
    return len(before) <= 12 and sum(len(line.text) for line in before) < 400


def _is_only_mentioned(lines: Sequence[Line], at: int) -> bool:
    """Whether a line only mentions a newsletter, since it stands right under a label."""
    before = next((line for line in reversed(lines[max(0, at - 6) : at]) if line.text), None)
    return before is not None and (
        before.normalized.endswith(":") or bool(_POST_NAVIGATION.match(before.normalized))
    )


def _first_title(lines: Sequence[Line]) -> Line | None:
    """The first line of a text without newsletter titles, if it can be a title; else None."""
    at = next((i for i, line in enumerate(lines) if line.text), None)
    if at is None:
        return None
    line, below = lines[at], lines[at + 1 : at + 2]
    stands_alone = not below or below[0].is_blank or _POST_META.match(below[0].normalized)
    has_label = any(
        pattern.match(line.normalized) for pattern in (LETTER_LABEL, NUMBER_LABEL, METADATA_LABEL)
    )
    ends_sentence = line.normalized.endswith(("。", ".", ",", "，", ";", ":"))
    return (
        line
        if stands_alone and not has_label and not ends_sentence and len(line.text) <= _LONGEST_TITLE
        else None
    )


def _build_newsletter(lines: Sequence[Line], title: Line | None) -> Newsletter:
    newsletter = Newsletter()
    remaining = list(lines)
    if title is not None:
        newsletter.title = to_half_width(title.text)
        newsletter.number = title_number(title.normalized)
        remaining = [
            line
            for line in remaining
            if normalize_title(line.normalized) != normalize_title(title.normalized)
            or not line.text
        ]
    remaining = _cut_reply_form(remaining, newsletter)
    remaining = _cut_comments(remaining, newsletter)
    remaining = _cut_footer(remaining, newsletter)
    kept_lines: list[Line] = []
    in_share_buttons = False
    for at, line in enumerate(remaining):
        text = line.normalized
        if not text:
            kept_lines.append(line)
            continue
        share = _SHARE_LABEL.match(text)
        if share is not None and _is_share_buttons(share["rest"].strip()):
            in_share_buttons = True
            continue
        if in_share_buttons and _is_share_buttons(text):
            continue
        if in_share_buttons and _POST_NAVIGATION.match(text) and _looks_like_links(remaining[at:]):
            break
        in_share_buttons = False
        if _BOILERPLATE.match(text):
            continue
        if _POST_META.match(text):
            newsletter.date = newsletter.date or find_date(text)
            author = _BYLINE.search(text)
            newsletter.author = newsletter.author or (
                author[1].strip() if author is not None else ""
            )
            continue
        kept_lines.append(line)
    # A rule at the top underlines the title.
    begin = next(
        (at for at, line in enumerate(kept_lines) if line.text and not is_rule(line)),
        len(kept_lines),
    )
    newsletter.lines = kept_lines[begin:]
    return newsletter


def _cut_reply_form(lines: list[Line], newsletter: Newsletter) -> list[Line]:
    """The lines above the reply form, without the links to other posts that end them."""
    filled_count = 0
    for at, line in enumerate(lines):
        if not line.text:
            continue
        filled_count += 1
        if filled_count > _TOP_LINES and _REPLY_FORM.match(line.normalized):
            newsletter.losses[ImportLoss.FORM] = 1
            lines_above = lines[:at]
            has_comments = any(
                _COMMENTS_HEADING.match(above.normalized) for above in lines_above[_TOP_LINES:]
            )
            # Links to other posts stand above the comments, which are kept.
            return lines_above if has_comments else _cut_trailing_links(lines_above)
    return lines


def _cut_trailing_links(lines: list[Line]) -> list[Line]:
    """The lines without links to other posts at their end."""
    last = len(lines)
    for at in range(len(lines) - 1, max(-1, len(lines) - 40), -1):
        if _POST_NAVIGATION.match(lines[at].normalized):
            last = at
    trailing = [line for line in lines[last:] if line.text]
    all_short = all(len(line.text) <= _LONGEST_TITLE for line in trailing)
    return lines[:last] if all_short and len(trailing) <= _MOST_LINK_LINES else lines


def _cut_comments(lines: list[Line], newsletter: Newsletter) -> list[Line]:
    """The lines above the readers' comments, which go to ``newsletter.comments``."""
    for at in range(len(lines) - 1, -1, -1):
        if _COMMENTS_HEADING.match(lines[at].normalized) and at > _TOP_LINES:
            newsletter.comments = [
                line
                for line in lines[at + 1 :]
                if not re.match(
                    r"(?:reply|回覆|回复|like|pingback:.*)\Z", line.normalized, re.IGNORECASE
                )
            ]
            return _cut_trailing_links(lines[:at])
    return lines


def _cut_footer(lines: list[Line], newsletter: Newsletter) -> list[Line]:
    """The lines above the footer that tells how to unsubscribe."""
    filled = [at for at, line in enumerate(lines) if line.text]
    last = filled[-_MOST_FOOTER_LINES:]
    footer_lines = [
        at for at in last if FOOTER_PHRASE.search(lines[at].normalized) and at > _TOP_LINES // 2
    ]
    if not footer_lines:
        return lines
    start = footer_lines[0]
    for at in reversed(last):
        if at < start and (lines[at].text == "--" or is_rule(lines[at])):
            # A short signature may stand between the rule and the first footer line.
            start = (
                at
                if len([x for x in last if at < x < footer_lines[0]]) <= _MOST_SIGNATURE_LINES
                else start
            )
            break
    if start == footer_lines[0] and not any(
        _tells_where_to_unsubscribe(lines[at].text) for at in footer_lines
    ):
        return lines
    signature_lines = [at for at in last if at >= start and at not in footer_lines]
    if sum(len(lines[at].text) for at in signature_lines) > _LEAST_TEXT * 4:
        return lines
    while start > 0 and (not lines[start - 1].text or is_rule(lines[start - 1])):
        start -= 1
    newsletter.footer_lines = sum(
        1 for line in lines[start:] if line.text and not _is_separator(line)
    )
    return lines[:start]


def _tells_where_to_unsubscribe(text: str) -> bool:
    """Whether a line is short or has an address, so that it is a footer without a rule above."""
    return len(text) <= _LONGEST_TITLE or "http" in text or "@" in text


def _is_separator(line: Line) -> bool:
    return line.text == "--" or is_rule(line)


def _is_share_buttons(text: str) -> bool:
    """Whether nothing but buttons for sharing is on a line."""
    at = 0
    while at < len(text):
        match = _SHARE_BUTTON.match(text, at)
        if match is None or match.end() == at:
            return False
        at = match.end()
    return True


def _looks_like_links(lines: Sequence[Line]) -> bool:
    """Whether what follows is short enough to be links to other posts only."""
    filled = [line for line in lines if line.text]
    return len(filled) <= _MOST_LINK_LINES and all(
        len(line.text) <= _LONGEST_TITLE for line in filled
    )
