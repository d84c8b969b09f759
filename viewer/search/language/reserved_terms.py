"""Terms that no typed word folds to: the number and date of an issue, the addresses of links.

They stand in the postings and in the stream of an article as words do, with a sign before them
that no word begins with. So they are looked up like words and never meet one.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from viewer.search.language.folding import fold
from viewer.search.language.tokenizer import MAX_WORD_LENGTH, split_chunks

_ISSUE_SIGN, _LINK_SIGN = "#", "/"
#: The term of the first page of every issue.
ISSUE_TERM = _ISSUE_SIGN
#: What an address is found without: its scheme, and the name most hosts may be called by as well.
_ADDRESS_START = re.compile(r"(?:[a-z][a-z0-9+.-]*://|mailto:)?(?:www\.)?", re.I)
#: Of an address only so many words are kept; what follows is seldom more than tracking.
_MAX_ADDRESS_WORDS = 24


def issue_number_term(number: int) -> str:
    """The term of the first page of issue ``number``."""
    return f"{_ISSUE_SIGN}{number}"


def issue_date_terms(date: str) -> list[str]:
    """The terms of the first page of an issue of this ISO date: its day if it has one, its month.

    None for a date that is but a year.
    """
    terms = [f"{_ISSUE_SIGN}{date}"]
    if date.count("-") == 2:
        terms.append(f"{_ISSUE_SIGN}{date[:7]}")
    return terms if "-" in date else []


def address_words(address: str) -> tuple[str, ...]:
    """The words of the address of a link, typed or linked to, without scheme and ``www.``."""
    bare = _ADDRESS_START.sub("", unquote(address.strip()), count=1)
    return tuple(split_chunks(fold(bare))[:_MAX_ADDRESS_WORDS])


def address_terms(address: str) -> tuple[str, ...]:
    """The terms of the address of a link."""
    return tuple((_LINK_SIGN + word)[:MAX_WORD_LENGTH] for word in address_words(address))


def is_reserved(term: str) -> bool:
    """Whether a term is one of these and no word."""
    return term[0] in _ISSUE_SIGN + _LINK_SIGN
