"""Parser of the query language: typed text to a tree, without ever failing.

::

    deep learning             both parts; while it is typed the last word may be unfinished
    機器學習                   that run of characters
    "deep learning"           the phrase as typed
    neural*                   words that begin so
    -word  OR  ( … )          without it; either; grouping
    AND  NOT word             what a blank is; -word (in capitals only)
    title:word                in the title
    editor:  issue:  section:  publication:  series:   before:  after:  has:figure|link|note

What cannot be read as syntax is searched as text, and a hint says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from viewer.archive.model.control_characters import encodable
from viewer.search.language.folding import fold
from viewer.search.language.tokenizer import is_han, joined_compounds, split_chunks
from viewer.search.query.fields import QUERY_FIELDS, FieldFilter
from viewer.search.query.issue_references import IssueReference, find_references
from viewer.search.query.query_hints import QueryHint, join_hints

MAX_QUERY_LENGTH = 500
MAX_OPERATORS = 32
MAX_TERMS = 32
MIN_PREFIX_LENGTH = 2

_QUOTES = {'"': '"', "＂": "＂", "“": "”", "„": "”", "「": "」", "『": "』", "《": "》"}
_CLOSING_QUOTES = '"＂“”'
_OPEN_PARENTHESES, _CLOSE_PARENTHESES = "(（", ")）"
_FIELD_PREFIX = re.compile(r"([A-Za-z]+)[:：]")
_SEPARATORS = "，、；。！？"
#: What an input method leaves behind a run of Han while a character is still being composed.
_LEFTOVER = re.compile("(?<=[㐀-鿿])[ㄅ-ㄯ][ㄅ-ㄯˇˉˊˋ˙]*$")
_LONE_CONSONANT = re.compile("[ㄅ-ㄙ]")
_INITIAL = re.compile(r"[^\W\d_]\.")


@dataclass(frozen=True, slots=True)
class Term:
    """Words or runs of Han that stand side by side, folded.

    ``prefix``: the last word may go on. ``exact``: quoted, so only this form counts. ``compound``:
    the chunks written together. ``raw``: as typed. ``reference``: the date or number of an issue
    that was typed.
    """

    chunks: tuple[str, ...]
    prefix: bool = False
    exact: bool = False
    title_only: bool = False
    compound: str = ""
    raw: str = ""
    reference: IssueReference | None = None


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts; those in ``optional`` need not match but raise the score."""

    parts: tuple[Node, ...]
    optional: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Not this."""

    part: Node


Node = Term | FieldFilter | And | Or | Not


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, as a tree (``None``: nothing to search for), with hints for the reader."""

    tree: Node | None
    hints: tuple[QueryHint, ...] = ()

    @property
    def hint_text(self) -> str:
        """The hints in English."""
        return join_hints(self.hints)


@dataclass(slots=True)
class _Token:
    kind: str  # text, phrase, open, close, or, and, not, field
    raw: str = ""
    closed: bool = True
    reference: IssueReference | None = None


@dataclass(slots=True)
class _ParserState:
    tokens: list[_Token]
    position: int = 0
    hints: list[QueryHint] = field(default_factory=list)
    term_count: int = 0

    def add_hint(self, kind: str, about: str = "") -> None:
        hint = QueryHint(kind, about)
        if hint not in self.hints:
            self.hints.append(hint)


@lru_cache(maxsize=256)
def parse(typed: str, *, finished: bool = False) -> Query:
    """Parse a query; any text can be parsed, nothing is raised.

    The last word may go on (``learn`` is also the beginning of ``learning``), unless a blank
    follows it or the query is ``finished``.
    """
    text = typed = encodable(typed)
    hints: list[QueryHint] = []
    if len(text) > MAX_QUERY_LENGTH:
        text = text[:MAX_QUERY_LENGTH]
        hints.append(QueryHint("long", str(MAX_QUERY_LENGTH)))
    tokens = _drop_unmatched_parentheses(_tokenize(text, hints), hints)
    if sum(token.kind not in {"text", "phrase"} for token in tokens) > MAX_OPERATORS:
        hints.append(QueryHint("operators"))
        tokens = [_Token("text", part) for part in re.sub(r"[()（）\"“”*]", " ", text).split()]
    state = _ParserState(tokens, hints=hints)
    if tokens:
        last = tokens[-1]
        if last.kind == "phrase":
            last.closed |= finished
        elif not finished and last.kind in {"text", "and", "not"} and not text[-1:].isspace():
            last.closed = False
    tree = _parse_or(state, title=False)
    return Query(tree, tuple(state.hints))


def _tokenize(text: str, hints: list[QueryHint]) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    start = True  # whether syntax may begin here
    references = {reference.start: reference for reference in find_references(text)}
    while at < len(text):
        char = text[at]
        reference = references.get(at)
        if reference is not None and not (tokens and tokens[-1].kind == "field"):
            end = reference.end
            tokens.append(_Token("text", text[at:end], reference=reference))
            at, start = end, True
            continue
        if char.isspace() or char in _SEPARATORS:
            at, start = at + 1, True
            continue
        if start and char in "-－" and at + 1 < len(text) and not text[at + 1].isspace():
            tokens.append(_Token("not", "-"))
            at += 1
            continue
        if start and char in _QUOTES:
            end = _find_closing_quote(text, at)
            closed = end >= 0
            tokens.append(_Token("phrase", text[at + 1 : end if closed else None], closed))
            at = end + 1 if closed else len(text)
            start = True
            continue
        if start and char in _OPEN_PARENTHESES:
            tokens.append(_Token("open", char))
            at += 1
            continue
        if char in _CLOSE_PARENTHESES:
            tokens.append(_Token("close", char))
            at, start = at + 1, True
            continue
        field_match = _FIELD_PREFIX.match(text, at) if start else None
        if field_match and field_match.group(1).lower() in QUERY_FIELDS:
            next_char = text[field_match.end() : field_match.end() + 1]
            if next_char and not next_char.isspace():
                tokens.append(_Token("field", field_match.group(1).lower()))
                at = field_match.end()
                continue
        if (
            field_match
            and len(field_match.group(1)) > 2
            and not text.startswith("//", field_match.end())
        ):
            is_field = field_match.group(1).lower() in QUERY_FIELDS
            hints.append(QueryHint("value" if is_field else "field", field_match.group(1)[:20]))
        end = at
        while (
            end < len(text)
            and not text[end].isspace()
            and text[end] not in _CLOSE_PARENTHESES + _SEPARATORS
            and not (end > at and end in references)
        ):
            end += 1
        word = text[at:end]
        tokens.append(_Token(_classify_word(word, tokens[-1] if tokens else None), word))
        at, start = end, False
    return tokens


def _classify_word(word: str, before: _Token | None) -> str:
    if word.lower() == "or" or word in {"|", "||", "｜"}:
        return "or"
    # Unlike “or”, “and” and “not” in small letters are more often words to look for.
    is_operand = before is not None and before.kind in {"field", "not"} and before.raw != "NOT"
    return word.lower() if word in {"AND", "NOT"} and not is_operand else "text"


def _find_closing_quote(text: str, at: int) -> int:
    mark = _QUOTES[text[at]]
    if text[at] in _CLOSING_QUOTES:
        ends = [text.find(c, at + 1) for c in _CLOSING_QUOTES]
        ends = [end for end in ends if end >= 0]
        return min(ends) if ends else -1
    return text.find(mark, at + 1)


def _drop_unmatched_parentheses(tokens: list[_Token], hints: list[QueryHint]) -> list[_Token]:
    """Drop parentheses without a partner, or nested deeper than anyone means."""
    keep = [True] * len(tokens)
    open_indexes: list[int] = []
    for index, token in enumerate(tokens):
        if token.kind == "open":
            open_indexes.append(index)
        elif token.kind == "close":
            if open_indexes:
                opening = open_indexes.pop()
                if len(open_indexes) >= MAX_OPERATORS:
                    keep[opening] = keep[index] = False
            else:
                keep[index] = False
    for index in open_indexes:
        keep[index] = False
    if not all(keep):
        hints.append(QueryHint("parenthesis"))
    return [token for token, kept in zip(tokens, keep, strict=True) if kept]


def _parse_or(state: _ParserState, *, title: bool) -> Node | None:
    options: list[Node] = []
    while True:
        part = _parse_and(state, title=title)
        if part is not None:
            options.append(part)
        if state.position < len(state.tokens) and state.tokens[state.position].kind == "or":
            state.position += 1
            continue
        break
    if not options:
        return None
    return options[0] if len(options) == 1 else Or(tuple(options))


def _parse_and(state: _ParserState, *, title: bool) -> Node | None:
    parts: list[Node] = []
    optional: list[Term] = []
    tokens = state.tokens
    while state.position < len(tokens):
        token = tokens[state.position]
        if token.kind == "close":
            break
        if token.kind == "or":
            if parts and _starts_operand(tokens, state.position + 1):
                break
            state.position += 1
            state.add_hint("or")
            word = _parse_term(_Token("text", token.raw), state, title=title)
            if word is not None:
                optional.append(word)
            continue
        if token.kind == "and" and parts and _starts_operand(tokens, state.position + 1):
            state.position += 1
            continue
        is_word_operator = token.kind in {"and", "not"} and token.raw != "-"
        if is_word_operator and parts and not _starts_operand(tokens, state.position + 1):
            # The next word is still to be typed.
            state.position += 1
            word = _parse_term(token, state, title=title)
            if word is not None:
                optional.append(word)
            continue
        part = _parse_unary(state, title=title)
        if part is not None:
            parts.append(part)
    if not parts:
        if optional:
            return optional[0] if len(optional) == 1 else And(tuple(optional))
        return None
    last = parts[-1]
    if len(parts) > 1 and isinstance(last, Term) and _LONE_CONSONANT.fullmatch(last.raw):
        parts.pop()  # a character that is still being composed
    parts = _join_initials(parts)
    if len(parts) == 1 and not optional:
        return parts[0]
    return And(tuple(parts), tuple(optional))


def _join_initials(parts: list[Node]) -> list[Node]:
    """The parts with each initial (``Y.``) made one term with the name beside it."""
    joined: list[Node] = []
    for part in parts:
        before = joined[-1] if joined else None
        if (
            isinstance(part, Term)
            and isinstance(before, Term)
            and not (part.exact or before.exact)
            and part.title_only == before.title_only
            and len(part.chunks) == 1
            and (_ends_with_initial(before) or (_is_initial(part) and _is_name(before)))
        ):
            joined[-1] = replace(
                part, chunks=before.chunks + part.chunks, raw=f"{before.raw} {part.raw}"
            )
        else:
            joined.append(part)
    return joined


def _is_initial(term: Term) -> bool:
    return len(term.chunks[0]) == 1 and _INITIAL.fullmatch(term.raw) is not None


def _is_name(term: Term) -> bool:
    return len(term.chunks) == 1 and not is_han(term.chunks[0])


def _ends_with_initial(term: Term) -> bool:
    """Whether a term is an initial, or initials, that a name may follow."""
    return all(_INITIAL.fullmatch(word) for word in term.raw.split(" "))


def _starts_operand(tokens: list[_Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].kind not in {"close", "or"}


def _parse_unary(state: _ParserState, *, title: bool) -> Node | None:
    token = state.tokens[state.position]
    state.position += 1
    if token.kind == "not":
        if _starts_operand(state.tokens, state.position):
            part = _parse_unary(state, title=title)
            return None if part is None else Not(part)
        return None if token.raw == "-" else _parse_term(token, state, title=title)
    if token.kind == "open":
        inner = _parse_or(state, title=title)
        if state.position < len(state.tokens) and state.tokens[state.position].kind == "close":
            state.position += 1
        return inner
    if token.kind == "field":
        return _parse_field(token.raw, state, title=title)
    term = _parse_term(token, state, title=title)
    if term is not None and token.reference is not None and token.reference.is_words:
        words = tuple(Term((chunk,), title_only=title, raw=chunk) for chunk in term.chunks)
        return Or((term, And(words))) if len(words) > 1 else term
    return term


def _parse_term(token: _Token, state: _ParserState, *, title: bool) -> Term | None:
    quoted = token.kind == "phrase"
    raw = token.raw if quoted else _LEFTOVER.sub("", token.raw)
    star = not quoted and raw.endswith("*")
    folded = fold(raw)
    chunks = split_chunks(folded)
    if not chunks:
        if not quoted and raw.strip("-—–·&+"):
            state.add_hint("nothing", raw[:20])
        return None
    state.term_count += 1
    if state.term_count > MAX_TERMS:
        state.add_hint("parts", str(MAX_TERMS))
        return None
    last = chunks[-1]
    prefix = (star or not token.closed) and not is_han(last) and last[-1:].isalnum()
    if prefix and len(last) < MIN_PREFIX_LENGTH and (star or state.term_count == 1):
        # A letter by itself is a word; after other words it is the beginning of the next.
        prefix = False
        if star:
            state.add_hint("star", raw[:20])
    compound = ""
    if not quoted and len(chunks) > 1:
        compounds = joined_compounds(folded)
        if len(compounds) == 1 and compounds[0] == "".join(chunks):
            compound = compounds[0]
    return Term(tuple(chunks), prefix, quoted, title, compound, raw, token.reference)


def _parse_field(name: str, state: _ParserState, *, title: bool) -> Node | None:
    token = state.tokens[state.position] if state.position < len(state.tokens) else None
    parse_value = QUERY_FIELDS[name].parse
    if parse_value is None and token is not None and token.kind in {"text", "phrase", "open"}:
        return _parse_unary(state, title=True)
    if parse_value is None or token is None or token.kind not in {"text", "phrase"}:
        state.add_hint("value", name)
        return None
    state.position += 1
    condition = parse_value(token.raw.strip())
    if condition is not None:
        return condition
    state.add_hint("unreadable", f"{name}:{token.raw[:20]}")
    return _parse_term(_Token("text", f"{name} {token.raw}", token.closed), state, title=title)


def has_digit(term: Term) -> bool:
    """Whether a term is a number or an identifier, which nothing else can stand for."""
    return any(char.isdigit() for chunk in term.chunks for char in chunk)


def positive_terms(node: Node | None) -> list[Term]:
    """The terms that a match shows, in the order typed: not those that must be absent."""
    if node is None or isinstance(node, FieldFilter | Not):
        return []
    if isinstance(node, Term):
        return [node]
    terms = [term for part in node.parts for term in positive_terms(part)]
    if isinstance(node, And):
        terms += node.optional
    return terms
