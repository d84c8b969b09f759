"""The reader's own data: what she read, where she is, what she searched for.

It is precious, never mixed with the caches, and lies in the library as journals, which a synced
folder may carry to other machines (``reader_journal.py``). The window's settings are no part of it.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viewer.archive.library import reader_journal
from viewer.archive.library.old_reader_store import (
    OLD_STORE_FILE,
    read_old_store,
    reader_rows,
)
from viewer.archive.library.reader_data_backups import (
    Backup,
    back_up,
    list_backups,
    newest_good_copy,
    read_backup,
)
from viewer.archive.library.reader_journal import (
    Entries,
    Entry,
    JournalText,
    ReaderJournals,
    format_journal,
    parse_journals,
)
from viewer.archive.model.address import Address
from viewer.messages import Message, reason_of

if TYPE_CHECKING:
    from viewer.archive.model.article_matching import Fingerprint

#: Up to this many bytes of journals (some 2,000 lines) are looked through at the start.
MAX_BYTES_AT_START = 160_000
#: A journal of more lines than this, most of them outdated, is written anew.
MIN_LINES_TO_COMPACT = 1000
#: After so many changes the data is copied once more.
CHANGES_TO_BACK_UP = 200

#: Under this kind and key stands that the store of early versions was read.
_TAKEN_OVER = ("taken over", OLD_STORE_FILE)
#: Of this kind are journals, by the number of damaged lines that the reader was told of.
_DAMAGE_TOLD = "damage told"

#: The kinds of marks, whose values say of which article they are; see ``marked_articles.py``.
MARK_KINDS = ("read", "place")

#: Kind, key and value (anything JSON can hold; None removes the key).
Item = tuple[str, str, Any]


class ReaderData:
    """Values by kind and key, such as ``"read"`` and an article's address.

    A value that is set is on the disk when the method returns, which says so by True. Where it
    cannot be written it is held, ``problem`` says why, and ``retry`` writes it once that is
    possible. Without ``folder`` nothing is ever written.

    Other programs may write to the same library, here and elsewhere: of two values of a key the
    later prevails. Clocks may be wrong, so a value is always later than all that were known when it
    was set. May be used in any thread.

    Very large journals are searched for what is asked until ``load_remaining`` was called.
    """

    def __init__(self, folder: Path | None, machine: str | None = None) -> None:
        #: What the reader is to be told, once.
        self.problem: Message | str = ""
        self.folder = folder
        self._lock = threading.RLock()
        self._entries: Entries = {}
        #: Keys of articles that were read, by their issue.
        self._read_by_issue: dict[str, set[str]] = {}
        self._latest_time = 0
        self._unkept: dict[tuple[str, str], None] = {}
        self._journals = ReaderJournals(folder, machine) if folder is not None else None
        self._unparsed: list[JournalText] = []
        self._looked_for: set[str] = set()
        self.damaged: dict[str, int] = {}
        self._changes_since_backup = 0
        self._open()

    def _open(self) -> None:
        if self._journals is None:
            return
        texts = self._journals.read_all()
        if sum(len(text.content) for text in texts) > MAX_BYTES_AT_START:
            self._unparsed = texts
        else:
            self._take(parse_journals(texts))
        assert self.folder is not None
        if self.get(*_TAKEN_OVER) is None and os.path.isfile(self.folder / OLD_STORE_FILE):
            self._take_over_old_store()

    def _take_over_old_store(self) -> None:
        """Once: what an early version kept in ``reader.sqlite``, which stays as it is."""
        assert self.folder is not None
        assert self._journals is not None
        store = read_old_store(self.folder)
        if store is None:
            return
        source = self._journals.own_name
        rows = {
            place: Entry(min(time_, reader_journal.MAX_TIME // 2), source, value)
            for place, (value, time_) in reader_rows(store.rows).items()
        }
        rows[_TAKEN_OVER] = Entry(time.time_ns() // 1_000_000, source, True)
        known = self._entries
        self._save(
            {
                (kind, key): entry
                for (kind, key), entry in rows.items()
                if entry.is_newer_than(known.get(kind, {}).get(key))
            },
            durable=True,
        )
        if store.damaged_count:
            self.problem = Message(
                "{file} is damaged: {count:,} of its entries could be read, {restored:,} of them "
                "in its backups. It is kept as it is.",
                file=OLD_STORE_FILE,
                count=len(store.rows),
                restored=store.restored_count,
            )

    def close(self) -> None:
        """Write what is still to be written, if that is possible, and close the files."""
        self.retry()
        with self._lock:
            if self._journals is not None:
                self._journals.close()

    # Values by kind and key

    def get(self, kind: str, key: str, default: Any = None) -> Any:
        """The value of ``key``, or ``default``."""
        with self._lock:
            entry = self._entry(kind, key)
        return default if entry is None or entry.value is None else entry.value

    def set(self, kind: str, key: str, value: Any) -> bool:
        """Set the value of ``key``; whether it is kept by now."""
        return self.set_all([(kind, key, value)])

    def remove(self, kind: str, key: str) -> bool:
        """Take ``key`` away; whether that is kept by now."""
        return self.set(kind, key, None)

    def move(self, kind: str, old_key: str, new_key: str) -> bool:
        """Give the value of ``old_key`` to ``new_key``; whether that is kept by now."""
        return self.move_all([(kind, old_key, new_key)])

    def move_all(self, moves: Iterable[tuple[str, str, str]]) -> bool:
        """Move values of a kind from an old key to a new one, all at once.

        Old keys may be new keys of others; a new key that is not moved itself loses its value. An
        old key without a value changes nothing.
        """
        with self._lock:
            values = [(move, self.get(move[0], move[1])) for move in moves]
            values = [(move, value) for move, value in values if value is not None]
            items = {(kind, old): None for (kind, old, _), _ in values}
            items.update({(kind, new): value for (kind, _, new), value in values})
            return self.set_all((kind, key, value) for (kind, key), value in items.items())

    def keys(self, kind: str, prefix: str = "") -> list[str]:
        """The keys of ``kind`` that have a value and begin with ``prefix``."""
        with self._lock:
            self._look_for(f'"{kind}","{_json_start(prefix)}')
            return [
                key
                for key, entry in self._entries.get(kind, {}).items()
                if entry.value is not None and key.startswith(prefix)
            ]

    def kinds(self) -> list[str]:
        """The kinds there are."""
        self.load_remaining()
        with self._lock:
            return list(self._entries)

    def set_all(self, items: Iterable[Item], *, durable: bool = True) -> bool:
        """Set many values at once; whether they are kept by now.

        Values that are not ``durable`` outlast the program's end but not a power failure.
        """
        with self._lock:
            self.refresh()
            changed = []
            for kind, key, value in items:
                known = self._entry(kind, key)
                is_same = (known.value if known is not None else None) == value
                if not is_same or (kind, key) in self._unkept:
                    changed.append((kind, key, value))
            if not changed:
                return True
            now = max(time.time_ns() // 1_000_000, self._latest_time + 1)
            now = min(now, reader_journal.MAX_TIME)
            source = self._journals.own_name if self._journals is not None else ""
            return self._save(
                {(kind, key): Entry(now, source, value) for kind, key, value in changed}, durable
            )

    def _save(self, changed: dict[tuple[str, str], Entry], durable: bool) -> bool:
        """Keep ``changed`` in memory and on the disk; whether the latter was possible."""
        if not changed:
            return True
        lines = _lines(changed)
        for (kind, key), entry in changed.items():
            self._remember(kind, key, entry)
        if self._journals is None:
            return True
        try:
            self._write(lines, durable)
        except OSError as error:
            self._unkept.update(dict.fromkeys(changed))
            self.problem = self._not_kept_message(error)
            return False
        for place in changed:
            self._unkept.pop(place, None)
        self._changes_since_backup += len(changed)
        return True

    def _write(self, lines: bytes, durable: bool) -> None:
        assert self._journals is not None
        try:
            self._journals.append(lines, durable)
        except FileNotFoundError:
            # The journal is gone, with all that was written before: the library was deleted, or
            # another program put something in its place.
            self._write_missing()

    def _write_missing(self) -> None:
        """Write every value that the journals on the disk have not, or have older."""
        assert self._journals is not None
        self.load_remaining()
        on_disk = parse_journals(self._journals.read_all()).entries
        missing = {
            (kind, key): entry
            for kind, keys in self._entries.items()
            for key, entry in keys.items()
            if entry.is_newer_than(on_disk.get(kind, {}).get(key))
        }
        if missing:
            self._journals.append(_lines(missing))

    # What could not be kept

    @property
    def unkept_count(self) -> int:
        """How many values are held in memory alone, since they could not be written."""
        return len(self._unkept)

    def is_kept(self, kind: str, key: str) -> bool:
        """Whether the value of ``key`` is on the disk."""
        return (kind, key) not in self._unkept

    def retry(self) -> bool:
        """Write what could not be written; whether nothing is left to be written."""
        with self._lock:
            if not self._unkept or self._journals is None:
                return True
            try:
                if self._journals.is_in_place:
                    unkept = {(kind, key): self._entries[kind][key] for kind, key in self._unkept}
                    self._write(_lines(unkept), True)
                else:
                    self._write_missing()
            except OSError as error:
                self.problem = self._not_kept_message(error)
                return False
            self._unkept.clear()
            self.problem = ""
            return True

    def _not_kept_message(self, error: OSError) -> Message:
        assert self.folder is not None
        if error.errno == errno.ENOENT and not reader_journal.holds_anything(self.folder):
            return Message(
                "The library {folder} is gone. What you mark is not kept yet; it will be as soon "
                "as the folder is back where it was.",
                folder=self.folder,
            )
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return Message(
                "There is no room left in {folder}. What you mark is not kept yet; it will be as "
                "soon as there is some.",
                folder=self.folder,
            )
        return Message(
            "{folder} cannot be written ({reason}). What you mark is not kept yet; it will be as "
            "soon as that is possible.",
            folder=self.folder,
            reason=reason_of(error),
        )

    # Loading

    @property
    def is_fully_loaded(self) -> bool:
        """Whether everything in the journals is known."""
        return not self._unparsed

    def load_remaining(self) -> None:
        """Read what the start left out."""
        with self._lock:
            texts = self._unparsed
        if texts:
            parsed = parse_journals(texts)
            with self._lock:
                if self._unparsed is texts:
                    self._take(parsed)
                    self._unparsed = []

    def maintain(self) -> bool:
        """Load the rest, mend what is damaged, back up; whether more is known than before.

        Slow: called behind the first page, and where ``needs_backup`` says so.
        """
        has_more = not self.is_fully_loaded
        self.load_remaining()
        if self.folder is None or self._journals is None:
            return has_more
        has_more = self._mend(self.folder, self._journals) or has_more
        if self._journals.has_own:
            with contextlib.suppress(OSError):
                self._compact(self._journals)
            with self._lock:
                entries = {kind: dict(keys) for kind, keys in self._entries.items()}
                self._changes_since_backup = 0
            back_up(self.folder, self._journals.machine, entries)
        return has_more

    @property
    def needs_backup(self) -> bool:
        """Whether so much has changed that ``maintain`` should be called again."""
        return self._changes_since_backup >= CHANGES_TO_BACK_UP

    def backups(self) -> list[Backup]:
        """The copies there are, by machine and the newest first."""
        return list_backups(self.folder) if self.folder is not None else []

    def restore(self, backup: Backup) -> int | None:
        """Make everything as it is in ``backup``; how many values that changed, None: damaged.

        What there is now is copied first.
        """
        copied = read_backup(backup)
        if copied is None:
            return None
        self.maintain()
        with self._lock:
            places = {
                (kind, key)
                for entries in (self._entries, copied)
                for kind, keys in entries.items()
                if kind not in (_TAKEN_OVER[0], _DAMAGE_TOLD)
                for key in keys
            }
            values = {place: self._value_in(copied, place) for place in places}
            changed = [
                (*place, value)
                for place, value in values.items()
                if value != self._value_in(self._entries, place)
            ]
            self.set_all(changed)
        return len(changed)

    @staticmethod
    def _value_in(entries: Entries, place: tuple[str, str]) -> Any:
        entry = entries.get(place[0], {}).get(place[1])
        return None if entry is None else entry.value

    def _mend(self, folder: Path, journals: ReaderJournals) -> bool:
        """Put back from the newest copy what the journals have lost; whether that was anything."""
        copy = newest_good_copy(folder, journals.machine)
        with self._lock:
            is_cut = journals.take_cut()
            lost = {}
            if copy is not None:
                lost = {
                    (kind, key): entry._replace(source=journals.own_name)
                    for kind, keys in copy[1].items()
                    for key, entry in keys.items()
                    if entry.time > self._time_of(kind, key)
                }
            damaged = {
                name: count
                for name, count in self.damaged.items()
                if self.get(_DAMAGE_TOLD, name) != count
            }
            self.damaged.clear()
            self._save(lost, durable=True)
            # This program's own is mended; others stay as they are, and are told of once.
            others = {name: count for name, count in damaged.items() if name != journals.own_name}
            self.set_all((_DAMAGE_TOLD, name, count) for name, count in others.items())
            if lost or damaged:
                self.problem = _damage_message(damaged, len(lost), copy[0] if copy else None)
            elif is_cut:
                self.problem = Message(
                    "The end of {file} is gone; what was marked last may be missing.",
                    file=journals.own_name,
                )
            elif journals.unreadable:
                self.problem = next(iter(journals.unreadable.values()))
        return bool(lost)

    def _time_of(self, kind: str, key: str) -> int:
        known = self._entries.get(kind, {}).get(key)
        return -1 if known is None else known.time

    def _compact(self, journals: ReaderJournals) -> None:
        """Write this program's journal anew, where it is damaged or most of it is outdated."""
        with self._lock:
            content = journals.read_own()
        own = parse_journals([JournalText(journals.own_name, content)])
        if not own.damaged:
            current = sum(map(len, own.entries.values()))
            if own.line_count < max(MIN_LINES_TO_COMPACT, 2 * current):
                return
        else:
            journals.set_aside(content)
        with self._lock:
            journals.replace_own(content, format_journal(own.entries))

    def refresh(self) -> bool:
        """Read what other programs have written; whether there was anything."""
        with self._lock:
            texts = self._journals.read_changes() if self._journals is not None else []
            if texts:
                self._take(parse_journals(texts))
            return bool(texts)

    def _take(self, parsed: reader_journal.ParsedJournals) -> None:
        """Add what was read to what is known; the later values prevail."""
        for name, count in parsed.damaged.items():
            self.damaged[name] = self.damaged.get(name, 0) + count
        for kind, keys in parsed.entries.items():
            known = self._entries.setdefault(kind, {})
            for key, entry in keys.items():
                if entry.is_newer_than(known.get(key)):
                    self._remember(kind, key, entry)

    def _remember(self, kind: str, key: str, entry: Entry) -> None:
        self._entries.setdefault(kind, {})[key] = entry
        if entry.time > self._latest_time:
            self._latest_time = entry.time
        if kind == "read":
            issue, _, article = key.rpartition("/")
            read_articles = self._read_by_issue.setdefault(issue, set())
            if mark_parts(entry.value)[0]:
                read_articles.add(article)
            else:
                read_articles.discard(article)

    def _entry(self, kind: str, key: str) -> Entry | None:
        if self._unparsed:
            issue, slash, _ = key.rpartition("/")
            self._look_for(f'"{_json_start(issue + slash or key)}')  # all of its issue at once
        return self._entries.get(kind, {}).get(key)

    def _look_for(self, text: str) -> None:
        """Read the lines in which ``text`` follows a comma, where they are not loaded yet."""
        if not self._unparsed or text in self._looked_for:
            return
        self._looked_for.add(text)
        wanted = f",{text}".encode("utf-8", "replace")
        texts = [
            JournalText(name, b"\n".join(_lines_with(wanted, content)))
            for name, content in self._unparsed
        ]
        parsed = parse_journals(texts)
        parsed.damaged.clear()  # counted when the rest is loaded
        self._take(parsed)

    # What was read, and how far

    def is_read(self, address: Address) -> bool:
        """Whether the article was read to its end or marked as read."""
        return bool(mark_parts(self.get("read", str(address.without_anchor)))[0])

    def set_read(
        self, address: Address, read: bool = True, article: Fingerprint | None = None
    ) -> bool:
        """Mark the article as read, or as not read; whether that is kept by now.

        ``article`` is what the mark recognises it by when the issue is changed.
        """
        return self.set_all(_mark_items("read", address, read, article))

    def set_all_read(
        self,
        addresses: Iterable[Address],
        read: bool = True,
        articles: Mapping[Address, Fingerprint] | None = None,
    ) -> bool:
        """Mark these articles as read, or as not read; whether that is kept by now."""
        known = articles or {}
        return self.set_all(
            item
            for address in addresses
            for item in _mark_items("read", address, read, known.get(address.without_anchor))
        )

    def read_articles(self, publication: str, issue: int) -> Set[str]:
        """The keys of read articles of an issue; some may no longer exist."""
        return self._read_by_issue.get(f"{publication}/{issue}", frozenset())

    def issues_with_read_articles(self) -> Iterator[tuple[str, int]]:
        """Publication and number of every issue with a read article."""
        for issue, read_articles in list(self._read_by_issue.items()):
            publication, _, number = issue.rpartition("/")
            if read_articles and number.isdecimal():
                yield publication, int(number)

    def reading_position(self, address: Address) -> int:
        """The stored position in an article: an offset (code points) in its plain text, or 0."""
        value = mark_parts(self.get("place", str(address.without_anchor)))[0]
        return value if isinstance(value, int) else 0

    def set_reading_position(
        self, address: Address, offset: int, article: Fingerprint | None = None
    ) -> bool:
        """Store the position in an article: an offset (code points) in its plain text."""
        return self.set_all(_mark_items("place", address, offset, article), durable=False)


def mark_parts(stored: Any) -> tuple[Any, int | None]:
    """The value of a mark as stored, and the digest of its article; None if it tells none."""
    if isinstance(stored, list):
        return (stored[0], stored[1]) if [*map(type, stored[1:])] == [int] else (None, None)
    return stored, None


def article_key(address: Address, digest: int) -> str:
    """The key of the fingerprint of the article that had ``digest`` at ``address``."""
    return f"{address.without_anchor}~{digest:08x}"


def article_item(address: Address, article: Fingerprint) -> Item:
    """The fingerprint that marks on the article at ``address`` refer to."""
    return "article", article_key(address, article.digest), article.to_json_value()


def _mark_items(kind: str, address: Address, value: Any, article: Fingerprint | None) -> list[Item]:
    key = str(address.without_anchor)
    if article is None:
        return [(kind, key, value)]
    return [(kind, key, [value, article.digest]), article_item(address, article)]


def _damage_message(damaged: dict[str, int], restored: int, copy: Backup | None) -> Message:
    files, count = tuple(damaged), sum(damaged.values())
    name = copy.path.name if copy is not None else ""
    if not damaged:
        return Message(
            "What was read and marked was partly missing; put back from the copy {copy}: "
            "{restored:,}.",
            copy=name,
            restored=restored,
        )
    if not restored:
        return Message(
            "Damaged lines in {files}, which are left out: {count:,}. Nothing is missing that the "
            "last copy has.",
            files=files,
            count=count,
        )
    return Message(
        "Damaged lines in {files}: {count:,}. Put back from the copy {copy}: {restored:,}.",
        files=files,
        count=count,
        copy=name,
        restored=restored,
    )


def _json_start(text: str) -> str:
    """How a string that begins with ``text`` is written in a journal, without its quotes."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _lines(entries: dict[tuple[str, str], Entry]) -> bytes:
    return b"".join(
        reader_journal.format_line(kind, key, entry) for (kind, key), entry in entries.items()
    )


def _lines_with(wanted: bytes, content: bytes) -> Iterator[bytes]:
    """The lines of ``content`` that hold ``wanted``."""
    found = content.find(wanted)
    while found >= 0:
        start = content.rfind(b"\n", 0, found) + 1
        end = content.find(b"\n", found)
        end = len(content) if end < 0 else end
        yield content[start:end]
        found = content.find(wanted, end)
