"""The glossary: names that mean the same thing in Chinese and English."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from viewer.search.language.folding import fold
from viewer.search.language.tokenizer import split_chunks

#: The file's name among the resources.
GLOSSARY_FILE = "glossary.yaml"
_CAPITALISED = re.compile("[A-Z][a-z]+")


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """One thing: every name it has, each once, the headword first."""

    names: tuple[str, ...]

    @property
    def term(self) -> str:
        """The headword."""
        return self.names[0]


class Glossary:
    """Finds all names of a thing by any of them."""

    def __init__(self, entries: Iterable[GlossaryEntry] = ()) -> None:
        self.entries = tuple(entries)
        #: Names that are an ordinary word in small letters (Apple), unless they are such names too.
        self.capitalised_names = frozenset(
            name
            for entry in self.entries
            for name in entry.names
            if _CAPITALISED.fullmatch(name) and name.lower() not in entry.names
        )
        self._by_key: dict[str, list[GlossaryEntry]] = {}
        self._key_of_name: dict[str, str] = {}
        for entry in self.entries:
            for name in entry.names:
                key = self._key_of_name.setdefault(name, " ".join(split_chunks(fold(name))))
                entries_of_key = self._by_key.setdefault(key, [])
                if key and entry not in entries_of_key:
                    entries_of_key.append(entry)

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def key(self, name: str) -> str:
        """The key of a name in the glossary: its folded chunks with a blank between them."""
        return self._key_of_name[name]

    def names(self, key: str) -> tuple[str, ...]:
        """Every name of the thing that ``key`` names; of names that fold alike, the first."""
        names: dict[str, str] = {}
        for entry in self._by_key.get(key, ()):
            for name in entry.names:
                names.setdefault(self._key_of_name[name], name)
        return tuple(name for key, name in names.items() if key)


@lru_cache(maxsize=4)
def load_glossary(path: Path) -> Glossary:
    """Read a glossary; a missing or unreadable one is empty: a search must not fail by it."""
    try:
        rows = _parse_rows(path)
        return Glossary(_parse_entry(row) for row in rows)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Glossary()


def _parse_rows(path: Path) -> list[Mapping[str, Any]]:
    text = path.read_text("utf-8")
    try:
        # Our own file has one entry of JSON a line; importing YAML would cost 20 ms.
        lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
        return [json.loads(line.removeprefix("- ")) for line in lines]
    except ValueError:
        return _read_yaml(text)


def _read_yaml(text: str) -> list[Mapping[str, Any]]:
    import yaml

    try:
        return list(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


def _parse_entry(row: Mapping[str, Any]) -> GlossaryEntry:
    def names_in(field: str) -> tuple[str, ...]:
        value = row.get(field) or ()
        return (str(value),) if isinstance(value, str | int) else tuple(str(v) for v in value)

    names = (str(row["term"]), *names_in("zh"), *names_in("en"), *names_in("aliases"))
    return GlossaryEntry(tuple(dict.fromkeys(names)))
