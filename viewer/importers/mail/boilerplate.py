"""Removes what surrounds the text of a newsletter mail: “view in browser” lines, logos, footers
and the headers of forwarded mails. Works on the Markdown that the mail was converted to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from viewer.archive.model.title_numbers import normalize_title
from viewer.importers.html.boilerplate import FOOTER_PHRASE
from viewer.importers.sources.mime import parse_address

_VIEW_IN_BROWSER = re.compile(
    r"view (?:this |the )?(?:e-?mail|message|newsletter|it|online|in (?:your |a )?browser)|"
    r"(?:read|view|open)(?: this| it)? (?:online|on the web|in (?:your |a |the )?(?:browser|app))|"
    r"(?:trouble|problems?) (?:viewing|reading|seeing)|"
    r"(?:not|doesn.t) display(?:ing|ed)? (?:properly|correctly)|web ?version|"
    r"在(?:您的)?(?:浏览器|瀏覽器)|(?:网页|網頁)版|线上(?:阅读|查看)|線上(?:閱讀|檢視|觀看)|"
    r"(?:无法|無法|不能)(?:正常|正確|正确)?(?:显示|顯示|浏览|瀏覽|查看|觀看)",
    re.IGNORECASE,
)
_FOOTER_LINK = re.compile(
    r"unsub(?:scribe)?\b|/optout|/opt-out|list-manage\.com/(?:profile|unsubscribe|vcard)|"
    r"forward-to-friend|manage[-_/]?(?:preferences|subscription)|email[-_]?preferences|"
    r"action=(?:disable_email|unsubscribe)|listinfo|mailman",
    re.IGNORECASE,
)
_SOCIAL_WORDS = frozenset({
    "twitter", "facebook", "instagram", "linkedin", "linked", "in", "youtube", "tiktok", "threads",
    "mastodon", "bluesky", "pinterest", "website", "web", "rss", "x", "email", "share", "tweet",
    "like", "forward", "微博", "微信", "分享", "logo", "icon", "on", "this", "to", "your", "friend",
    "friends", "a", "us", "follow",
})  # fmt: skip
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\s*(?:\(c\)\s*|©\s*)?\d{4}", re.IGNORECASE)
_RULE = re.compile(r"(?:[*_-] ?){3,}\Z")
_INVISIBLE = re.compile(
    "[\\s\u034f\u200b-\u200f\u00ad\u2007\u2060\ufeff\u115f\u1160\u2800\u00a0]*\\Z"
)
_LINK = re.compile(r"!?\[((?:[^\[\]\\]|\\.){0,2000})\]\((?:[^()\\\s]|\\.|\([^()\s]*\)){0,4000}"
                   r"(?:\s\"[^\"]{0,500}\")?\)")  # fmt: skip
_PICTURE = re.compile(r"!\[(?P<alt>[^\[\]\n]{0,200})\]\((?P<source>[^\s()]{0,2000})\)\Z")
_LOGO = re.compile(r"(?:\A|[/_.-])logo(?=[_.-])", re.IGNORECASE)
_LINK_ROW = re.compile(r"\[[^\n]{1,4000}\)\n\{\.links\}\Z")
_ATTRIBUTES = re.compile(r"^\{[:.#][^{}\n]*\}$", re.MULTILINE)
_LONGEST_BLOCK = 20_000
#: A forwarded mail begins within so many lines of Markdown; a note may stand above it.
_MOST_NOTE_LINES = 40
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINK_TARGET = re.compile(r"\]\(([^()\s]{1,4000})")

_FORWARD_MARK = re.compile(
    r"-{3,} ?(?:forwarded message|original message|weitergeleitete nachricht|message transféré|"
    r"轉寄(?:的)?郵件|转发(?:的)?邮件|原始郵件|原始邮件|被转发邮件信息|转发邮件信息) ?-*|"
    r"begin forwarded message ?:|anfang der weitergeleiteten nachricht ?:|début du message "
    r"réexpédié ?:|(?:開始|开始)?(?:以下是|下面是)?(?:被)?(?:轉寄|转发)的?(?:郵件|邮件) ?[:：]",
    re.IGNORECASE,
)  # fmt: skip
_HEADER_NAMES = {
    "from": "from", "von": "from", "de": "from", "寄件者": "from", "寄件人": "from",
    "发件人": "from", "date": "date", "sent": "date", "datum": "date", "日期": "date",
    "寄件日期": "date", "傳送時間": "date", "发送时间": "date", "发送日期": "date", "時間": "date",
    "时间": "date", "subject": "subject", "betreff": "subject", "objet": "subject",
    "主旨": "subject", "主題": "subject", "主题": "subject", "to": "to", "an": "to", "à": "to",
    "收件者": "to", "收件人": "to", "cc": "to", "副本": "to", "抄送": "to", "reply-to": "to",
    "回覆至": "to", "回复": "to",
}  # fmt: skip
_HEADER_LINE = re.compile(r"([A-Za-zÀ-ÿ\u4e00-\u9fff-]{1,10})\s?[:：]\s?(.{0,2000})\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Forwarded:
    """Sender, subject and date of a forwarded mail, as written in its headers; may be empty."""

    name: str = ""
    address: str = ""
    subject: str = ""
    date: str = ""


def strip_boilerplate(text: str, name: str = "") -> str:
    """Markdown ``text`` without view-in-browser lines, the logo on top, and the footer.

    ``name`` is the publication's name, by which its logo is recognised.
    """
    blocks = _strip_logo(split_blocks(text), name)
    blocks = [
        block for block in blocks if not _INVISIBLE.match(_visible_text(block)) or "![" in block
    ]
    content = [
        block
        for index, block in enumerate(blocks)
        if not (index < 8 and _is_view_in_browser(block) and len(blocks) > 1)
    ]
    return "\n\n".join(_strip_footer(content))


def _strip_logo(blocks: list[str], name: str) -> list[str]:
    """``blocks`` without the sender's logo above the text and the link around it."""
    for index in range(min(2, len(blocks) - 1)):
        match = _PICTURE.match(blocks[index])
        if match is None:
            continue
        alt = normalize_title(match["alt"])
        is_name = bool(alt) and alt in (normalize_title(name), normalize_title(f"{name} logo"))
        if not is_name and not _LOGO.search(match["source"]):
            return blocks
        end = index + 1
        if _LINK_ROW.match(blocks[end]) and blocks[end].startswith(f"[{match['alt']}]"):
            end += 1
        return blocks[:index] + blocks[end:]
    return blocks


def _is_view_in_browser(block: str) -> bool:
    words = _visible_text(block)
    has_link = "](" in block or "http" in block
    return (
        has_link
        and len(words) <= 200
        and block[0] != "#"
        and _VIEW_IN_BROWSER.search(words) is not None
    )


def _strip_footer(blocks: list[str]) -> list[str]:
    """``blocks`` without the footer: all from its first block on, unless other text follows it."""
    first = max(1, len(blocks) // 2, len(blocks) - 30)
    footers = [n for n in range(first, len(blocks)) if _is_footer(blocks[n])]
    for start in footers:
        others = [blocks[n] for n in range(start, len(blocks)) if n not in footers]
        if any(block.startswith("#") for block in others):
            continue
        if sum(len(_visible_text(block)) for block in others) <= 600:
            return _strip_trailing_links(blocks[:start])
    content = [block for index, block in enumerate(blocks) if index not in footers]
    return _strip_trailing_links(content) if footers else content


def _is_footer(block: str) -> bool:
    words = _visible_text(block)
    if block.startswith(("```", "#")) or len(words) > 1200:
        return False
    if _COPYRIGHT.match(words.lstrip("*_ ")) and len(words) < 300:
        return True
    has_footer_words = FOOTER_PHRASE.search(words) is not None or any(
        _FOOTER_LINK.search(address) for address in _LINK_TARGET.findall(block)
    )
    # One sentence of a long paragraph that mentions such things is no footer.
    return has_footer_words and (len(words) <= 400 or len(FOOTER_PHRASE.findall(words)) > 1)


def _strip_trailing_links(blocks: list[str]) -> list[str]:
    """``blocks`` without rules and rows of links to social media at the end."""
    while len(blocks) > 1 and (_RULE.match(blocks[-1]) or _is_social_links(blocks[-1])):
        blocks = blocks[:-1]
    return blocks


def _is_social_links(block: str) -> bool:
    words = re.findall(r"\w+", _visible_text(block).lower())
    return "](" in block and len(words) <= 30 and _SOCIAL_WORDS.issuperset(words)


def split_forwarded(text: str, *, expected: bool = False) -> tuple[Forwarded | None, str]:
    """The headers of the mail that ``text`` forwards, and the Markdown of that mail alone.

    None and ``text`` itself if it forwards nothing. With ``expected`` (the subject says so) the
    headers need not follow a line such as “Forwarded message”.
    """
    lines = text.strip("\n").split("\n")
    for index, line in enumerate(lines[:_MOST_NOTE_LINES]):
        words = _visible_text(_strip_quote_marks(line))
        if _FORWARD_MARK.match(words):
            headers, end = _parse_forwarded_headers(lines, index + 1)
        elif expected and _parse_header_line(words)[0] == "from":
            headers, end = _parse_forwarded_headers(lines, index)
        else:
            continue
        if "from" not in headers or (not _FORWARD_MARK.match(words) and "subject" not in headers):
            continue
        name, address = parse_address(headers["from"])
        forwarded = Forwarded(name, address, headers.get("subject", ""), headers.get("date", ""))
        return forwarded, _unquote_all("\n".join(lines[end:]).strip("\n"))
    return None, text


def _parse_forwarded_headers(lines: list[str], start: int) -> tuple[dict[str, str], int]:
    """The headers of a forwarded mail from line ``start`` on, and where its text begins."""
    headers: dict[str, str] = {}
    for index in range(start, len(lines)):
        words = _visible_text(_strip_quote_marks(lines[index]))
        if not words:
            continue
        key, value = _parse_header_line(words)
        if key and (key not in headers or key == "to"):
            headers.setdefault(key, value)
        elif not (headers and "@" in words and words.endswith((",", ">", ";"))):
            # Otherwise the line continues a long list of recipients.
            return headers, index
    return headers, len(lines)


def _parse_header_line(words: str) -> tuple[str, str]:
    """Name (``from``, ``date``, ``subject``, ``to``) and value of a header line; else empty."""
    match = _HEADER_LINE.match(words.strip("*_ "))
    key = _HEADER_NAMES.get(match[1].lower(), "") if match is not None else ""
    return (key, match[2].strip().strip("*_ ")) if match is not None and key else ("", "")


def _strip_quote_marks(line: str) -> str:
    return re.sub(r"\A(?:> ?)+", "", line)


def _unquote_all(text: str) -> str:
    """``text`` without its quote marks, if all of it is quoted."""
    lines = text.split("\n")
    if all(line.startswith(">") for line in lines if line.strip()):
        return "\n".join(re.sub(r"\A> ?", "", line) for line in lines)
    return text


def split_blocks(text: str) -> list[str]:
    """The blocks of a Markdown text, split at empty lines outside fenced code."""
    blocks: list[list[str]] = [[]]
    fence = ""
    for line in text.strip("\n").split("\n"):
        match = re.match(r"(`{3,}|~{3,})", line)
        if match is not None and (not fence or line.startswith(fence)):
            fence = "" if fence else match[1]
        if line.strip() or fence:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return ["\n".join(block) for block in blocks if block]


def _visible_text(block: str) -> str:
    """The words of a block as a reader sees them: link texts, without Markdown syntax."""
    block = _ATTRIBUTES.sub("", block[:_LONGEST_BLOCK])
    for _ in range(2):  # a picture in a link
        block = _LINK.sub(lambda match: match[1], block)
    block = re.sub(r"<(https?:[^<>\s]{1,2000})>", r" \1 ", block)
    block = unescape(_ESCAPED.sub(r"\1", block))
    return " ".join(block.replace("**", "").split())
