"""Query text that other text is put around: whether it can stand in parentheses, and made so."""

from __future__ import annotations

import re

from viewer.search.query.fields import QUERY_FIELDS

_OR = re.compile(r"\bor\b|[|｜]", re.I)
_UNFINISHED_WORD = re.compile(r"(?<![\w:：])(?!or\Z)[A-Za-z0-9]{2,}\Z", re.I)
_QUOTE_MARKS = '"＂“”„「」『』《》'
_SYNTAX = re.compile(f"[()（）{_QUOTE_MARKS}]")
#: A phrase or a parenthesis begins a word, behind a sign or a field at the most.
_WORD_START = r"(?<![^\s(（])[-－]?(?:(?:{})[:：])?"
_PHRASE = re.compile(
    _WORD_START.format("|".join(QUERY_FIELDS))
    + r'(?:"[^"＂“”]*"|「[^」]*」|『[^』]*』|《[^》]*》)',
    re.I,
)
_TITLE_GROUP = re.compile(_WORD_START.format("title") + "[(（]", re.I)


def has_or(query: str) -> bool:
    """Whether ``query`` holds an OR, so that it has to stand in parentheses."""
    return _OR.search(query) is not None


def balance_query(query: str) -> str:
    """``query`` so that it can be put in parentheses; its last word may still go on.

    Where it does not surely end what it began, it is without parentheses and quotation marks.
    """
    if not _is_balanced(query):
        query = _SYNTAX.sub(" ", query)
    return f"{query}*" if _UNFINISHED_WORD.search(query) else query


def _is_balanced(query: str) -> bool:
    """Whether every phrase and every parenthesis that ``query`` opens is closed in it."""
    rest = _PHRASE.sub(" ", query)
    opened = {found.end() - 1 for found in _TITLE_GROUP.finditer(rest)}
    depth = 0
    for at, char in enumerate(rest):
        if char in _QUOTE_MARKS or (char in "(（" and at not in opened):
            return False
        depth += (char in "(（") - (char in ")）")
        if depth < 0:
            return False
    return depth == 0
