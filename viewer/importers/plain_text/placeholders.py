"""Recognises what is left in copied text of links and pictures: link labels, file names."""

from __future__ import annotations

import re

from viewer.importers.plain_text.lines import Line

_LONGEST_ROW = 80
_MOST_LABELS = 8
_LABEL_WORDS = (
    r"posts?|articles?|papers?|videos?|github|codes?|slides?|demo|links?|website|site|source|blog"
    r"|arxiv|pdf|project|datasets?|reddit|hacker ?news|hn|youtube|news|docs?|homepage|page|repo"
    r"|notebook|colab|kaggle|twitter|report|tutorial|book|podcast|transcript|poster|supplement"
)
_HAN_LABEL_WORDS = (
    "原文|原始|中文|英文|影片|影像|論文|论文|連結|链接|網頁|网页|程式碼|代码|投影片|討論|讨论|網站|网站"
    "|紀錄|報導|报道|簡報|部落格|新聞|教學"
)
_QUALIFIED_LABEL = re.compile(
    r"\b(?:original|chinese|english|source|official|full|project|blog|related|more|company"
    r"|research)\s+(?:posts?|articles?|papers?|pages?|site|website|code|blog|text|story|video|news"
    r"|repo)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(rf"(?:{_LABEL_WORDS})\Z", re.IGNORECASE)
_HAN_LABEL = re.compile(
    rf"(?=.{{0,12}}(?:{_HAN_LABEL_WORDS}))[\w\u4e00-\u9fff/.-]{{1,16}}\Z", re.IGNORECASE
)
_SINGLE_LABEL = re.compile(
    r"(?:videos?|papers?|github|codes?|slides?|demo|website|links?|pdf|原文|影片|論文|连结|連結|網頁|程式碼"
    r"|投影片|原始碼)\Z",
    re.IGNORECASE,
)
_PUNCTUATION = re.compile(r"[。，,;；:!?！？]|\.(?:\s|\Z)")
_TRAILING_LABEL = re.compile(r"(?<=\S)\s+(github|code|slides?|程式碼|投影片)\Z", re.IGNORECASE)
_BRACKETED_LABELS = re.compile(r"(?<=\S)\s*[(（]([^()（）]{2,60})[)）]\Z")
_PICTURE_PLACEHOLDER = re.compile(
    r"(?:fig(?:ure)?\.?|image|picture|photo|圖片?|图片?|照片)\s?\d{0,3}\.?\Z"
    r"|(?:螢幕快照|截圖|截图|屏幕快照|螢幕擷取畫面|screen\s?shot)(?![a-z]).{0,60}\Z"
    r"|[\w() -]{1,60}\.(?:png|jpe?g|gif|webp|bmp)\Z",
    re.IGNORECASE,
)


def link_labels(line: Line) -> list[str]:
    """The labels in a row of links whose targets are lost; [] if ``line`` is no such row."""
    text = line.text
    if not text or len(text) > _LONGEST_ROW or _PUNCTUATION.search(line.normalized):
        return []
    if line.cells:
        parts = [cell for cell in line.cells if cell]
    elif re.search(r"\S\s?[|｜·‧／/]\s?\S", text) and re.search(r"\s[|｜·‧／/]\s|[｜／]", text):
        parts = [part.strip() for part in re.split(r"\s*[|｜·‧／/]\s*", text)]
    else:
        protected = _QUALIFIED_LABEL.sub(lambda match: "\0".join(match[0].split()), text)
        parts = [part.replace("\0", " ") for part in protected.split()]
    if not 1 <= len(parts) <= _MOST_LABELS or not all(parts):
        return []
    labels = [part for part in parts if _is_label(part)]
    if len(parts) == 1:
        # Such a word alone may also be a title.
        return parts if _SINGLE_LABEL.match(text) or _QUALIFIED_LABEL.fullmatch(text) else []
    return parts if len(labels) * 3 > len(parts) * 2 or len(labels) == len(parts) else []


def _is_label(part: str) -> bool:
    return any(pattern.match(part) for pattern in (_LABEL, _HAN_LABEL, _QUALIFIED_LABEL))


def is_link_row(line: Line) -> bool:
    """Whether a line holds nothing but the labels of links."""
    return bool(link_labels(line))


def split_trailing_labels(text: str) -> tuple[str, list[str]]:
    """An item of a list of links, and the labels of further links behind it."""
    labels: list[str] = []
    match = _BRACKETED_LABELS.search(text)
    if match is not None:
        parts = [part for part in re.split(r"\s*[,，、/|]\s*|\s+", match[1]) if part]
        if parts and all(map(_SINGLE_LABEL.match, parts)):
            return text[: match.start()], parts
    while True:
        match = _TRAILING_LABEL.search(text)
        if match is None:
            return text, labels
        labels.insert(0, match[1])
        text = text[: match.start()]


def is_picture_placeholder(line: Line) -> bool:
    """Whether a line is all that is left of a picture: ``fig1``, the name of a file."""
    return (
        0 < len(line.normalized) <= _LONGEST_ROW
        and _PICTURE_PLACEHOLDER.match(line.normalized) is not None
    )
