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
from collections.abc import Container
from dataclasses import dataclass, field, replace
from functools import lru_cache

from viewer.archive.model.control_characters import encodable
from viewer.search.language.folding import fold
from viewer.search.language.tokenizer import is_han, joined_compounds, split_chunks
from viewer.search.query.fields import QUERY_FIELDS, FieldFilter, similar_field
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
#: A size that was typed with blanks: 3 x 3, 1920 × 1080.
_SIZE = re.compile(r"\d+(?:\s?[xX×✕]\s?\d+)+(?!\w)")
_INNER_STAR = re.compile(r"\A\*+\w|\w\*+[^\W\d]|[^\W\d]\*+\w")


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
    left_out: str = ""

    def add_hint(self, kind: str, about: str = "", instead: str = "") -> None:
        hint = QueryHint(kind, about, instead)
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
    tokens = _without_lone_exclusions(tokens, hints)
    if sum(token.kind not in {"text", "phrase"} for token in tokens) > MAX_OPERATORS:
        hints.append(QueryHint("operators"))
        tokens = [_Token("text", part) for part in re.sub(r"[()（）\"“”*]", " ", text).split()]
    state = _ParserState(tokens, hints=hints)
    if tokens:
        last = tokens[-1]
        if last.kind == "phrase" and finished and not last.closed:
            last.closed = True
            state.add_hint("quote")
        elif not finished and last.kind in {"text", "and", "not"} and not text[-1:].isspace():
            last.closed = False
    tree = _parse_or(state, title=False)
    if tree is None and state.left_out:
        state.add_hint("nothing", state.left_out)
    _check_dates(tree, state)
    return Query(tree, tuple(state.hints))


def _tokenize(text: str, hints: list[QueryHint]) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    start = True  # whether syntax may begin here
    open_groups = open_in_words = 0  # parentheses so far without a partner
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
        size = _SIZE.match(text, at) if start else None
        if size:
            tokens.append(_Token("text", size.group()))
            at, start = size.end(), False
            continue
        is_option = text.startswith("--", at)  # --no-verify
        if start and char in "-－" and not is_option and text[at + 1 : at + 2].strip():
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
            open_groups += 1
            at += 1
            continue
        if char in _CLOSE_PARENTHESES:
            if open_in_words:  # f(x, y)
                open_in_words -= 1
            else:
                tokens.append(_Token("close", char))
                open_groups = max(0, open_groups - 1)
            at, start = at + 1, True
            continue
        field_match = _FIELD_PREFIX.match(text, at) if start else None
        if field_match and field_match.group(1).lower() in QUERY_FIELDS:
            next_char = text[field_match.end() : field_match.end() + 1]
            if next_char and not next_char.isspace():
                tokens.append(_Token("field", field_match.group(1).lower()))
                at = field_match.end()
                continue
        if field_match:
            hints += _field_hints(field_match.group(1), text[field_match.end() :])
        end, still_open = _end_of_word(text, at, references, is_in_group=open_groups > 0)
        open_in_words += still_open
        word = text[at:end]
        tokens.append(_Token(_classify_word(word, tokens[-1] if tokens else None), word))
        at, start = end, False
    return tokens


def _end_of_word(
    text: str, at: int, references: Container[int], *, is_in_group: bool
) -> tuple[int, int]:
    """Where the word at ``at`` ends, and how many parentheses are still open in it.

    Those that are opened behind its first letter belong to it: unwrap(), f(x); so does that of :).
    """
    still_open = 0
    end = at
    has_letter = False
    while end < len(text) and not text[end].isspace() and text[end] not in _SEPARATORS:
        if end > at and end in references:
            break
        if text[end] in _OPEN_PARENTHESES:
            still_open += has_letter
        elif text[end] in _CLOSE_PARENTHESES:
            if not still_open and (is_in_group or has_letter):
                break
            still_open = max(0, still_open - 1)
        has_letter = has_letter or text[end].isalnum()
        end += 1
    return end, still_open


def _field_hints(name: str, rest: str) -> list[QueryHint]:
    """What to say of a word before a colon that is no field with its value."""
    if rest.startswith((":", "//")):  # std::vec, an address
        return []
    if name.lower() in QUERY_FIELDS:
        return [QueryHint("blank" if rest.strip() else "value", name)]
    field = similar_field(name.lower())
    return [QueryHint("field", name[:20], field)] if field else []


def _without_lone_exclusions(tokens: list[_Token], hints: list[QueryHint]) -> list[_Token]:
    """``-Wall`` by itself is an option to look for: there is nothing that it is excluded from."""
    signs, words = tokens[::2], tokens[1::2]
    are_exclusions = len(signs) == len(words) > 0 and all(sign.raw == "-" for sign in signs)
    if not are_exclusions or not all(
        word.kind == "text" and word.raw[:1].isascii() and word.raw[:1].isalpha() for word in words
    ):
        return tokens
    hints.append(QueryHint("excluded", f"-{words[0].raw}"[:20]))
    return [replace(word, raw=f"-{word.raw}") for word in words]


def _check_dates(tree: Node | None, state: _ParserState) -> None:
    """Say so where no date can be after one and before the other."""
    parts = tree.parts if isinstance(tree, And) else ()
    conditions = {part.name: part for part in parts if isinstance(part, FieldFilter)}
    after, before = conditions.get("after"), conditions.get("before")
    if after is not None and before is not None and str(after.low) >= str(before.low):
        state.add_hint("dates", after.value[:20], before.value[:20])


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
    if not quoted and _INNER_STAR.search(raw):
        state.add_hint("inner star", raw[:20])
    if not chunks:
        if not quoted and raw.strip("-—–·&+"):
            state.left_out = state.left_out or raw[:20]
        return None
    state.term_count += 1
    if state.term_count > MAX_TERMS:
        state.add_hint("parts", str(MAX_TERMS))
        return None
    last = chunks[-1]
    may_go_on = star or (not token.closed and folded.endswith(last))
    prefix = may_go_on and not is_han(last) and last[-1:].isalnum()
    is_lone = len(chunks) == 1 and (star or state.term_count == 1)
    if prefix and len(last) < MIN_PREFIX_LENGTH and is_lone:
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
