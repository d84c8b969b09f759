"""Putting a typed query in parentheses, so that more can be put in front of it."""

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


def balance_query(query: str, *, finished: bool = False) -> str:
    """``query`` changed so that it can be put in parentheses.

    Its last word may still go on, unless the query is ``finished``.
    Unless every phrase and parenthesis in it is surely closed, all such marks are left out.
    """
    if not _is_balanced(query):
        query = _SYNTAX.sub(" ", query)
    return f"{query}*" if not finished and _UNFINISHED_WORD.search(query) else query


def _is_balanced(query: str) -> bool:
    """Whether every phrase and every parenthesis that ``query`` opens is closed in it."""
    unquoted = _PHRASE.sub(" ", query)
    title_groups = {match.end() - 1 for match in _TITLE_GROUP.finditer(unquoted)}
    depth = 0
    for at, char in enumerate(unquoted):
        if char in _QUOTE_MARKS or (char in "(（" and at not in title_groups):
            return False
        depth += (char in "(（") - (char in ")）")
        if depth < 0:
            return False
    return depth == 0
