"""What is really looked up for a query: each typed text with its other forms.

The forms of a text, best first: itself; words that begin so; written together (``gpt4`` for
``GPT-4``); other endings of a Latin word; the words of another region (軟體, 软件); the glossary's
names for the same thing. Quoted text has no other form than itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from viewer import paths
from viewer.search.language.glossary import GLOSSARY, Glossary, load
from viewer.search.language.han_variants import WORDS
from viewer.search.language.tokenizer import is_han
from viewer.search.language.vocabulary import every_ending
from viewer.search.query.parser import Both, Either, Filter, Node, Text, Without

EXACT, PREFIX, JOINED, ENDING, REGION, SYNONYM, TYPO = (
    "exact", "prefix", "joined", "ending", "region", "synonym", "typo",
)  # fmt: skip
#: How much of an exact match's weight another form has.
FACTOR = {EXACT: 1.0, PREFIX: 0.45, JOINED: 0.9, ENDING: 0.7, REGION: 0.95, SYNONYM: 0.5, TYPO: 0.8}
_MOST_REGIONAL = 8
_MOST_SYNONYMS = 6
_LONGEST_REGIONAL = max(len(word) for pair in WORDS for word in pair)


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a typed text. ``prefix``: its last word may go on; ``name``: a synonym's."""

    chunks: tuple[str, ...]
    kind: str
    prefix: bool = False
    name: str = ""

    @property
    def needle(self) -> bytes:
        """What stands in the stream of an article where this form stands."""
        text = " ".join(self.chunks)
        if not is_han(self.chunks[0]):
            text = " " + text
        if not self.prefix and not is_han(self.chunks[-1]):
            text += " "
        return text.encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A typed text with all its forms."""

    forms: tuple[Form, ...]
    title: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Every part; ``instead`` are synonyms of all the parts together."""

    parts: tuple[Step, ...]
    wished: tuple[Leaf, ...] = ()
    instead: tuple[Form, ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """Some part."""

    parts: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Not this part."""

    part: Step


@dataclass(frozen=True, slots=True)
class Slipped:
    """A mistyped text: the readings that stand for it, and a name for what they match."""

    forms: tuple[Form, ...]
    text: Text


Step = Leaf | Filter | All | Any | Not | Slipped


@lru_cache(maxsize=1)
def _regional() -> dict[str, tuple[str, ...]]:
    others: dict[str, list[str]] = {}
    for one, other in WORDS:
        others.setdefault(one, []).append(other)
        others.setdefault(other, []).append(one)
    return {word: tuple(found) for word, found in others.items()}


def regional(run: str) -> list[str]:
    """The run with words of one region exchanged for another's."""
    table = _regional()
    found: list[tuple[int, str, str]] = []
    for start in range(len(run) - 1):
        for end in range(min(len(run), start + _LONGEST_REGIONAL), start + 1, -1):
            for other in table.get(run[start:end], ()):
                found.append((start, run[start:end], other))
    out = [run[:start] + other + run[start + len(word) :] for start, word, other in found]
    everything = run
    for _, word, other in found:
        everything = everything.replace(word, other, 1) if other not in everything else everything
    if len(found) > 1 and everything != run:
        out.insert(0, everything)
    return list(dict.fromkeys(variant for variant in out if variant != run))[:_MOST_REGIONAL]


@dataclass(frozen=True, slots=True)
class Planner:
    """Makes plans. ``endings`` gives the archive's other forms of a Latin word."""

    glossary: Glossary | None = None
    endings: Callable[[str], tuple[str, ...]] | None = None
    without: frozenset[str] = frozenset()
    slipped: Mapping[Text, Slipped] = field(default_factory=dict)

    def plan(self, node: Node) -> Step:
        """The plan for a query tree."""
        if isinstance(node, Text):
            return self.slipped.get(node) or self.leaf(node)
        if isinstance(node, Filter):
            return node
        if isinstance(node, Without):
            return Not(self.plan(node.part))
        if isinstance(node, Either):
            return Any(tuple(self.plan(part) for part in node.parts))
        return self._both(node)

    def leaf(self, text: Text) -> Leaf:
        """A typed text with its forms."""
        forms = [Form(text.chunks, EXACT)]
        if text.prefix:
            forms.append(Form(text.chunks, PREFIX, prefix=True))
        if not text.exact:
            if text.joined:
                forms.append(Form((text.joined,), JOINED, text.prefix))
            word = text.chunks[0]
            if len(text.chunks) == 1 and not is_han(word) and self.endings is not None:
                forms += [Form((other,), ENDING) for other in self.endings(word)]
            forms += self._regional(text)
            forms += self._synonyms(" ".join(text.chunks))
        return Leaf(tuple(dict.fromkeys(forms)), text.title)

    def _regional(self, text: Text) -> list[Form]:
        forms: list[Form] = []
        for index, chunk in enumerate(text.chunks):
            if len(chunk) > 1 and is_han(chunk):
                forms += [
                    Form((*text.chunks[:index], other, *text.chunks[index + 1 :]), REGION)
                    for other in regional(chunk)
                ]
        return forms[:_MOST_REGIONAL]

    def _synonyms(self, key: str) -> list[Form]:
        if self.glossary is None:
            return []
        keys = [key, *(regional(key) if is_han(key) else ())]
        names = [
            name
            for known in keys
            for name in self.glossary.others(known)
            if name not in self.without and self.glossary.key(name) not in keys
        ]
        return [
            Form(tuple(self.glossary.key(name).split(" ")), SYNONYM, name=name)
            for name in list(dict.fromkeys(names))[:_MOST_SYNONYMS]
        ]

    def _both(self, node: Both) -> Step:
        steps: list[Step] = []
        parts = node.parts
        at = 0
        while at < len(parts):
            end = self._named(parts, at)
            if end > at + 1:
                texts = [part for part in parts[at:end] if isinstance(part, Text)]
                key = " ".join(chunk for text in texts for chunk in text.chunks)
                group = tuple(self.leaf(text) for text in texts)
                steps.append(All(group, instead=tuple(self._synonyms(key))))
            else:
                end = at + 1
                steps.append(self.plan(parts[at]))
            at = end
        if len(steps) == 1 and isinstance(steps[0], All) and not node.wished:
            return steps[0]
        return All(tuple(steps), tuple(self.leaf(text) for text in node.wished))

    def _named(self, parts: tuple[Node, ...], at: int) -> int:
        """The end of the longest run of parts from ``at`` that the glossary knows as one name."""
        if self.glossary is None:
            return at
        key: list[str] = []
        best = at
        for index in range(at, len(parts)):
            part = parts[index]
            if not isinstance(part, Text) or part.exact or part.title or part in self.slipped:
                break
            key += part.chunks
            if index > at and " ".join(key) in self.glossary:
                best = index + 1
        return best


def standalone(without: Iterable[str], *, synonyms: bool) -> Planner:
    """The planner for texts outside the index, with the program's own glossary."""
    glossary = load(paths.resources_folder() / GLOSSARY) if synonyms else None
    return Planner(glossary, every_ending, frozenset(without))


def leaves(step: Step) -> list[Leaf]:
    """The leaves that a match shows, in the order typed."""
    if isinstance(step, Leaf):
        return [step]
    if isinstance(step, Slipped):
        return [Leaf(step.forms)]
    if isinstance(step, All):
        found = [leaf for part in step.parts for leaf in leaves(part)]
        if step.instead:
            found.append(Leaf(step.instead))
        return found + list(step.wished)
    if isinstance(step, Any):
        return [leaf for part in step.parts for leaf in leaves(part)]
    return []
