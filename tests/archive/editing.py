"""An editor's hand, seeded: what may happen to the issues of a publication between two readings."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from viewer.archive.model.han_variants import han_variants

_SENTENCE = re.compile(r"[^。！？.!?]+[。！？.!?]*")
_LETTERS = "天地玄黃宇宙洪荒日月盈昃辰宿列張寒來暑往秋收冬藏etaoinshrdlu"


@dataclass(frozen=True)
class Item:
    """An article as its author has it.

    ``origins`` are the numbers of the items of which it holds most, ``parts`` of those of which it
    holds less than another.
    """

    origins: tuple[int, ...]
    title: str
    paragraphs: tuple[str, ...]
    own_id: str = ""
    #: Its text is another one now: by its title alone it is found again.
    rewritten: bool = False
    parts: tuple[int, ...] = ()


@dataclass
class Section:
    """A section of an issue."""

    title: str
    items: list[Item] = field(default_factory=list)


@dataclass
class Draft:
    """An issue: ``labels`` if its sections have letters and its items numbers."""

    number: int
    sections: list[Section]
    labels: bool = False

    def markdown(self) -> str:
        """The issue's file."""
        lines = ["---", f"number: {self.number}", f"title: Number {self.number}", "---", ""]
        for place, section in enumerate(self.sections):
            label = f"{chr(ord('A') + place)}. " if self.labels else ""
            lines += [f"# {label}{section.title}", ""]
            for number, item in enumerate(section.items, 1):
                counted = f"{number}. " if self.labels else ""
                own_id = f" {{#{item.own_id}}}" if item.own_id else ""
                lines += [f"## {counted}{item.title}{own_id}", ""]
                for paragraph in item.paragraphs:
                    lines += [paragraph, ""]
        return "\n".join(lines)

    @property
    def items(self) -> list[Item]:
        """Every item, in order."""
        return [item for section in self.sections for item in section.items]


def plain(text: str) -> str:
    """``text`` without what Markdown or a heading takes for marks."""
    return re.sub(r"[\\`*_\[\]<>#|~{}&!$^=+:\-\n\t()（）.、]+", " ", text).strip()


def sentences(text: str) -> list[str]:
    """``text`` cut behind its full stops."""
    return _SENTENCE.findall(text)


@lru_cache(maxsize=1)
def _other_characters() -> dict[int, str]:
    """For a character of each class of variants another one of it."""
    other: dict[int, str] = {}
    for code, char in han_variants().items():
        other.setdefault(ord(char), chr(code))
    return other


def in_other_characters(text: str) -> str:
    """``text`` in the other Han characters, as a conversion between scripts writes it."""
    return text.translate(_other_characters())


def with_typos(text: str, chance: random.Random, count: int) -> str:
    """``text`` with ``count`` characters replaced, left out or put in."""
    for _ in range(count):
        place = chance.randrange(len(text) + 1)
        taken = chance.choice((0, 1, 1))
        put = chance.choice(("", chance.choice(_LETTERS), chance.choice(_LETTERS)))
        text = text[:place] + put + text[place + taken :]
    return " ".join(text.split()) or "。"


def length(item: Item) -> int:
    """How many characters the text of ``item`` has."""
    return sum(map(len, item.paragraphs))


class Editor:
    """Edits drafts; ``fresh`` are titles and texts that stand in none of them."""

    def __init__(self, chance: random.Random, fresh: Sequence[tuple[str, str]]) -> None:
        self._chance = chance
        self._fresh = list(fresh)
        chance.shuffle(self._fresh)
        #: What was done, for the reports.
        self.log: list[str] = []
        self.edits: tuple[Callable[[list[Draft]], None], ...] = (
            self.insert, self.insert, self.remove, self.reorder, self.correct_title,
            self.correct_title, self.mend_typos, self.mend_typos, self.move_sentences, self.split,
            self.merge, self.rename_section, self.convert, self.move_to_other_section,
            self.move_to_other_issue, self.replace_item, self.rewrite_text, self.shorten,
        )  # fmt: skip

    def edit(self, drafts: list[Draft], count: int) -> None:
        """Make ``count`` changes."""
        for _ in range(count):
            change = self._chance.choice(self.edits)
            change(drafts)
            self.log.append(change.__name__)

    def _section(self, drafts: list[Draft]) -> Section:
        return self._chance.choice(self._chance.choice(drafts).sections)

    def _pick(self, drafts: list[Draft]) -> tuple[Section, int]:
        """An item that is no longer to be the last of its section."""
        filled = [s for draft in drafts for s in draft.sections if len(s.items) > 1]
        section = self._chance.choice(filled)
        return section, self._chance.randrange(len(section.items))

    def _change(self, drafts: list[Draft], **changes: Callable[[Item], object]) -> None:
        section, place = self._pick(drafts)
        item = section.items[place]
        if item.rewritten:
            return
        section.items[place] = replace(item, **{n: make(item) for n, make in changes.items()})  # type: ignore[arg-type]

    def insert(self, drafts: list[Draft]) -> None:
        """A new item somewhere."""
        title, text = self._fresh.pop()
        section = self._section(drafts)
        section.items.insert(
            self._chance.randrange(len(section.items) + 1), Item((), title, (text,))
        )

    def remove(self, drafts: list[Draft]) -> None:
        """An item goes."""
        section, place = self._pick(drafts)
        del section.items[place]

    def replace_item(self, drafts: list[Draft]) -> None:
        """Another item at the same place."""
        section, place = self._pick(drafts)
        title, text = self._fresh.pop()
        section.items[place] = Item((), title, (text,))

    def reorder(self, drafts: list[Draft]) -> None:
        """The items of a section in another order."""
        self._chance.shuffle(self._section(drafts).items)

    def correct_title(self, drafts: list[Draft]) -> None:
        """A title with one or two characters changed, or something put before or behind it."""
        whole = self._chance.choice((True, False))
        self._change(
            drafts,
            title=lambda item: (
                self._chance.choice(("Update, {}", "{} 新版", "再談 {}")).format(item.title)
                if whole
                else with_typos(item.title, self._chance, self._chance.randint(1, 2))
            ),
        )

    def mend_typos(self, drafts: list[Draft]) -> None:
        """One to three characters of a text changed."""
        self._change(
            drafts,
            paragraphs=lambda item: (
                with_typos(item.paragraphs[0], self._chance, self._chance.randint(1, 3)),
                *item.paragraphs[1:],
            ),
        )

    def move_sentences(self, drafts: list[Draft]) -> None:
        """The sentences of a text in another order."""

        def shuffled(item: Item) -> tuple[str, ...]:
            parts = sentences(" ".join(item.paragraphs))
            self._chance.shuffle(parts)
            return (" ".join(parts),)

        self._change(drafts, paragraphs=shuffled)

    def shorten(self, drafts: list[Draft]) -> None:
        """A third of a text's sentences goes."""

        def shortened(item: Item) -> tuple[str, ...]:
            parts = sentences(" ".join(item.paragraphs))
            kept = max(1, len(parts) * 2 // 3)
            return (
                (" ".join(parts[:kept]),) if sum(map(len, parts[:kept])) > 20 else item.paragraphs
            )

        self._change(drafts, paragraphs=shortened)

    def rewrite_text(self, drafts: list[Draft]) -> None:
        """Another text under the same title: it is found again where no other has that title."""
        _, text = self._fresh.pop()
        titles = [item.title for draft in drafts for item in draft.items]
        section, place = self._pick(drafts)
        item = section.items[place]
        if titles.count(item.title) == 1 and len(item.origins) == 1:
            section.items[place] = replace(item, paragraphs=(text,), rewritten=True)

    def split(self, drafts: list[Draft]) -> None:
        """Two items of one; the first part keeps title and id, but may be the lesser."""
        section, place = self._pick(drafts)
        item = section.items[place]
        parts = sentences(" ".join(item.paragraphs))
        texts = [parts[:cut] for cut in range(1, len(parts))]
        whole = sum(map(len, parts))
        fitting = [
            len(t) for t in texts if not 0.4 < sum(map(len, t)) / whole < 0.6 and whole > 120
        ]
        if not fitting or len(item.origins) != 1 or item.own_id or item.rewritten:
            return
        cut = self._chance.choice(fitting)
        first, second = " ".join(parts[:cut]), " ".join(parts[cut:])
        is_first = len(first) > len(second)
        title = self._fresh.pop()[0]
        whole_of, part_of = item.origins, item.parts
        lesser = (*item.origins, *item.parts)
        section.items[place : place + 1] = [
            replace(
                item,
                paragraphs=(first,),
                origins=whole_of if is_first else (),
                parts=part_of if is_first else lesser,
            ),
            Item(
                () if is_first else whole_of,
                title,
                (second,),
                parts=lesser if is_first else part_of,
            ),
        ]

    def merge(self, drafts: list[Draft]) -> None:
        """One item of two that stand beside each other."""
        section, place = self._pick(drafts)
        if place + 1 < len(section.items):
            first, second = section.items[place : place + 2]
            if not second.own_id and min(length(first), length(second)) > 25:
                text = (*first.paragraphs, second.title, *second.paragraphs)
                merged = replace(
                    first,
                    origins=first.origins + second.origins,
                    paragraphs=text,
                    parts=first.parts + second.parts,
                )
                section.items[place : place + 2] = [merged]

    def rename_section(self, drafts: list[Draft]) -> None:
        """Another heading above a section."""
        self._section(drafts).title = plain(self._fresh.pop()[0])[:20]

    def convert(self, drafts: list[Draft]) -> None:
        """An issue in the other characters."""
        for section in self._chance.choice(drafts).sections:
            section.title = in_other_characters(section.title)
            section.items[:] = [
                replace(
                    item,
                    title=in_other_characters(item.title),
                    paragraphs=tuple(map(in_other_characters, item.paragraphs)),
                )
                for item in section.items
            ]

    def move_to_other_section(self, drafts: list[Draft]) -> None:
        """An item under another heading of its issue."""
        draft = self._chance.choice(drafts)
        section, place = self._pick(
            [draft] if any(len(s.items) > 1 for s in draft.sections) else drafts
        )
        if section in draft.sections:
            self._chance.choice(draft.sections).items.append(section.items.pop(place))

    def move_to_other_issue(self, drafts: list[Draft]) -> None:
        """An item in another issue of the publication, as it is."""
        section, place = self._pick(drafts)
        if length(section.items[place]) > 40 and not section.items[place].own_id:
            self._section(drafts).items.append(section.items.pop(place))


def verdict(number: int, before: Item | None, found: Item | None) -> str:
    """``right``, ``kept`` or ``wrong``: where the mark on item ``number`` is found.

    ``before`` is the item that holds most of it now, ``found`` the one the mark is at; None for
    none. A mark at a lesser part of its article is at no wrong one where the rest is gone.
    """
    if found is before:
        return "right"
    if found is None:
        return "kept"
    return "kept" if before is None and number in found.parts else "wrong"
