"""Token soup and mutated files through every reader: no exception, no hang, no word lost unsaid.

Hypothesis draws the inputs. A failure is an exception that is not the program's own sentence,
more than ``BUDGET`` processor seconds for at most ``_LONGEST`` characters, text that cannot be encoded, or words
that stand in the input and neither come out nor are told to be left out.
"""

# ruff: noqa: E501  # tokens in rows
from __future__ import annotations

import contextlib
import random
import re
import shutil
import signal
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from tests.campaign import hostile
from tests.campaign.libraries import indexed_library

COUNT = 30_000
#: Processor seconds that an input may take; an interrupted one took ``HANG``.
BUDGET, HANG = 3.0, 20
#: No text has more characters.
_LONGEST = 64_000
#: So many inputs of a kind are drawn together.
_BATCH = 50

_YAML = (
    "number: 1\n", "title: T\n", "id: tea\n", "name: Tea\n", "date: 2020-01-01\n", "language: zh-Hant\n", "series:\n",
    "- id: a\n  title: b\n  outline: [c, d]\n", "events:\n- title: a\n  start: 2020-01-01T10:00:00+08:00\n", "losses: {a: 1}\n",
    "editors: [a, b]\n", "tags: a\n", "guid: x\n", "home: http://a.bc\n", "note: |\n  a\n", ": ", "- ", "? ", "[", "]", "{", "}",
    ",", "&a ", "*a ", "!!str ", "!!python/object:a ", "!a ", "|", ">", "'", '"', "#", "%", "@", "`", "\n", "  ", "\t", "---\n",
    "...\n", "~", "null", "true", "1e999", "0x1f", "0o7", "1_000", "-0", ".inf", ".nan", "2020-13-45", "12:30:45", "=", "<<: *a\n",
    '"\\ud800"', '"\\0"', '"\\x07"', "\u2028", "\ufeff", "\x07", "9" * 30, "貓", "title = 'T'\n", "[a]\n", "[[a]]\n", "a.b = 1\n", "+++\n",
    "1979-05-27T07:32:00Z", '"""', "'''", "//", "/*", "*/",
)  # fmt: skip
_QUERY = (
    '"', "“", "”", "(", ")", "（", "）", "-", "NOT ", "OR ", "AND ", "|", "title:", "標題:", "after:", "before:", "has:", "has:figure",
    "editor:", "issue:", "in:", "2016-05", "2024-02-30", "*", "ta*oot", "*root", "~", ":", "：", " ", "\u3000", "神經", "网络", "網", "ran",
    "NoScope", "C++", ".NET", "std::vec", "map()", "#12", "@a", "--x", "$HOME", "a_b", "/etc/hosts", "http://a.bc/d?e=f", "期", "第3期", "#3",
    "1.0.0", "73%", "don't", "’", "café", "ｆｕｌｌ", "\u0301", "\u200d", "👩‍👩‍👧", "\ud800", "\0", "\n", "\x07", "ß", "İ", "ǆ", "か", "カ",
    "jiqi", "a", "é" * 40, "貓" * 40, "-" * 20, '"a b"', "paper", "dosudo", "the", "\\", "[", "]", "{", "}", "<", ">", "&", "^",
)  # fmt: skip
_ADDRESS = (
    "dosudo", "paper", "/", "//", "#", "2", "003", "999999999", "9999999999", "c3", "a.b", "-", "_", ".", "..", "%2F", "%23", "%00", "%ff",
    "%ED%A0%80", "dosudo-viewer:", "DOSUDO-VIEWER://", "file:", "貓", "é", "\u0301", "\n", " ", "\0", "\ud800", "?", "&", "١", "²", "A", "\u202e",
)  # fmt: skip
_JSON = (
    "{", "}", "[", "]", ",", ":", '"', "null", "true", "NaN", "Infinity", "-1", "1e400", "9" * 30, "9" * 5000, '"\\ud800"', '"\\u0000"',
    '"a"', '"../a"', '"/etc/hosts"', '"C:\\\\a"', '"files"', '"earlier"', '"paper"', '"2"', '"issue.md"', '"change"', '"moves"', '"path"', '"n"',
    '"paper/002/issue.md"', '"staged"', '"unit"', '"sha256"', '"made"', '"names"', '"read"', '"place"', '"moved"', '"kept"', '"article"', '"pack"',
    '"paper/2/a1"', '"貓"', "0", "1", " ", "\n", "\r\n", "\ufeff", "\\", "[" * 2000, '{"a":' * 2000, '{"paper":{"2":', "}}",
)  # fmt: skip
_HEADERS = (
    "Subject: ", "From: ", "To: ", "Date: ", "Message-ID: ", "List-Id: ", "Content-Type: ", "MIME-Version: 1.0\n", "Content-Transfer-Encoding: ",
    "Content-Disposition: ", "List-Unsubscribe: ", "Reply-To: ", "Content-Id: ", "text/html", "text/plain", "multipart/mixed; boundary=x", "message/rfc822",
    "text/calendar", "image/png", "; charset=", "utf-8", "big5", "gb2312", "x-none", "utf-7", "iso-2022-jp", "hz", "punycode", "rot13", "idna",
    "base64", "quoted-printable", "uuencode", "8bit", "=?utf-8?q?a?=", "=?utf-8?b?4p?=", "=?big5?b?/w==?=", "=?x?q?a?=", "=?", "<a@b.cd>", "<", ">", "@",
    "(", ")", '"', ",", ";", "a", "貓", "\n", "\n ", "\n\n", "--x\n", "--x--\n", "Fri, 01 May 2020 23:30:00 +0800", "99 Foo 99999", "-0000", "\udcff", "\0",
    "filename*=utf-8''%ff", 'filename="a/b"', "name=..", "attachment", "inline", "begin 644 a\n", "=3D", "=\n", "/w==",
)  # fmt: skip
#: Behind these text may rightly be none: an address, a comment, a quoted mail, a definition.
_HIDING = frozenset(
    (
        "<", "<a", "<!--", "<![CDATA[", "<?", "<!", "<script>", "<style>", "<svg>", "<math>", "<iframe>", "<select>", "<textarea>", "<title>",
        "[a](", "![a](", "![", "](", "[^", "[^a]: b\n", "[a]: b\n", "[[", "From a\n", "-- \n", "On a wrote:\n", "--a\n", "Content-Type: a\n",
    )
)  # fmt: skip
_SHOWING = tuple(token for token in hostile.TOKENS if token not in _HIDING)


class _Hang(BaseException):
    """What interrupts an input that takes too long; no reader catches it."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """Inputs of one kind: what they are drawn from, and what is done with one.

    ``read`` gets an empty folder, raises what the reader raises, and returns what failed or "".
    """

    name: str
    drawn: st.SearchStrategy[Any]
    read: Callable[[Any, Path], str]


#: Without what begins a tag or a link.
_SOME_TEXT = st.text(st.characters(exclude_characters="<[&"), max_size=6)


def _soup(tokens: Sequence[str], longest: int = 60) -> st.SearchStrategy[list[str]]:
    few = st.lists(st.sampled_from(tokens), min_size=1, max_size=6)
    some = st.lists(st.sampled_from(tokens) | _SOME_TEXT, min_size=longest // 4, max_size=longest)
    # A few tokens again and again, or any in a row.
    return some | few.map(lambda kept: kept * (longest // len(kept)))


def _text(pieces: Sequence[str]) -> str:
    return "".join(pieces)


# Documents: whatever is imported or stands in a library


def _read_document(file_name: str, content: bytes, folder: Path, words: Sequence[str] = ()) -> str:
    """Read a file as an import does; ``words`` must come out or be told."""
    from viewer.archive.catalogue.row_mapping import to_issue_record
    from viewer.archive.files.issue_formatter import format_issue
    from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
    from viewer.archive.parser.issue_parser import parse_issue_text
    from viewer.importers.base import ImportOptions
    from viewer.importers.reader_process import _ReaderServer

    (folder / "spool").mkdir()
    path = folder / file_name
    path.write_bytes(content)
    if file_name == "publication.yaml":
        (folder / "001").mkdir()
        (folder / "001" / "issue.md").write_text("---\nnumber: 1\n---\n# S\n\n## A\n\na\n")
        path = folder
    with contextlib.closing(
        _ReaderServer([str(path)], ImportOptions(), str(folder / "spool"))
    ) as server:
        info: Any = server.answer(("open", 0, 0))
        said, shown = list(info.problems), []
        for index in range(len(info.titles)):
            result: Any = server.answer(("draft", 0, index))
            said += result.problems
            if result.draft is None:
                continue
            said += [*result.draft.problems, *result.draft.losses]
            collector = ProblemCollector(file_name)
            try:
                text = format_issue(result.draft, result.draft.number or 1)
                issue = parse_issue_text(text, path / "issue.md", info.publication, collector)
            except UnreadableFileError as error:
                said += error.problems
                continue
            to_issue_record(issue)
            said += [problem for problem in issue.problems if problem.severity.value != "guess"]
            shown.append(issue.title)
            for section in issue.sections:
                shown.append(section.title)
                shown += [f"{article.title}\n{article.text}" for article in section.articles]
    text = "\n".join(shown).lower()
    (text + "".join(str(one) for one in said)).encode()
    missing = [word for word in words if word not in text]
    return (
        f"{len(missing)} words are lost unsaid: {missing[:2]}"
        if missing and shown and not said
        else ""
    )


def _soup_document(drawn: tuple[str, list[str], int], folder: Path) -> str:
    format_, pieces, times = drawn
    name, write = hostile.FORMATS[format_]
    text, words = _with_words(pieces)
    if _HIDING & set(pieces) or times > 1:
        words = []
    text = (text * times).encode("utf-8", "replace").decode()
    return _read_document(name, write(text[:_LONGEST]), folder, words)


def _with_words(pieces: Sequence[str]) -> tuple[str, list[str]]:
    """The pieces in a row with a word of its own behind every tenth, and these words."""
    words = [f"wortmarkennummer{chr(97 + at // 10)}" for at in range(0, min(len(pieces), 250), 10)]
    text = "".join(
        piece + (f" {words[at // 10]} " if at % 10 == 0 and at // 10 < len(words) else "")
        for at, piece in enumerate(pieces)
    )
    return text, words


def _mutated_document(drawn: tuple[str, int], folder: Path) -> str:
    format_, seed = drawn
    name, write = hostile.FORMATS[format_]
    return _read_document(name, _mutated(write(_SAMPLE), random.Random(seed)), folder)


_SAMPLE = (
    "Tea is **hot** and [good](http://a.bc/).\n\n![A cup](cup.png)\n\n## 第二篇 <b>Green</b>\n\n- one\n- two\n\n"
    "> Someone said so.[^1]\n\n[^1]: A note.\n\n| a | b |\n|---|---|\n| c | d |\n\n<p>最後 &amp; least</p>\n"
)  # fmt: skip


def _mutated(content: bytes, chance: random.Random) -> bytes:
    """``content`` with one to twelve bytes flipped, blocks cut, doubled, exchanged or filled."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        if not made:
            break
        start = chance.randrange(len(made))
        end = min(len(made), start + chance.choice((1, 2, 8, 64, 512)))
        kind = chance.randrange(6)
        if kind == 0:
            made[start] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del made[start:end]
        elif kind == 2:
            made[start:start] = made[start:end] * chance.choice((1, 2, 50))
        elif kind == 3:
            made[start:end] = chance.randbytes(end - start)
        elif kind == 4:
            made[start:start] = chance.choice(
                (b"\0", b"\xff", b"\xed\xa0\x80", b"\r", b"<", b'"', b"\n\n", b"]]>", b"9" * 40)
            )
        else:
            made[start:end] = chance.choice((0, 1, 0xFFFF, 0x7FFFFFFF)).to_bytes(4, "little")
    return bytes(made)


def _head(drawn: tuple[str, list[str]], folder: Path) -> str:
    kind, pieces = drawn
    text = _text(pieces).encode("utf-8", "replace").decode()
    body = f"# S\n\n## A\n\n{hostile.LAST_WORD}\n"
    name, content = {
        "issue": ("001.md", f"---\nnumber: 1\n{text}\n---\n\n{body}"),
        "publication": ("publication.yaml", f"id: tea\n{text}"),
        "yaml": ("post.md", f"---\ntitle: T\n{text}\n---\n\n{body}"),
        "toml": ("post.md", f"+++\ntitle = 'T'\n{text}\n+++\n\n{body}"),
        "json": ("post.md", f'{{"title": "T", {text}}}\n\n{body}'),
    }[kind]
    words = [hostile.LAST_WORD] if kind != "publication" else []
    return _read_document(name, content.encode(), folder, words)


def _mail(pieces: list[str], folder: Path) -> str:
    head = "From: Tea <tea@a.example>\nSubject: T 12\nMIME-Version: 1.0\n"
    content = (head + _text(pieces) + "\n\nThe tea is hot.\n").encode("utf-8", "surrogatepass")
    return _read_document("tea.eml", content, folder)


def _manifest(pieces: list[str], folder: Path) -> str:
    files = {
        "manifest.json": _text(pieces).encode("utf-8", "replace"),
        "001/issue.md": b"# A\n\na\n",
    }
    return _read_document("tea.dvpack", hostile._zip(files), folder)


def _picture(content: bytes, _folder: Path) -> str:
    from viewer.importers.sources.image_info import identify_image

    size = (identify_image(content) or ("", (0, 0)))[1]
    return "" if min(size) >= 0 else f"a size of {size}"


# What the reader types


class _Search:
    """Queries of the library in ``folder``, through all that reads one."""

    def __init__(self, folder: Path) -> None:
        from viewer.search import SearchEngine

        library = indexed_library(folder)
        self._engine = SearchEngine(library.catalogue_path, library.index_folder)
        with library.open_catalogue() as catalogue:
            self._titles = catalogue.title_index("{number}")
            self._names = [str(title) for title in catalogue.article_titles()]

    def read(self, pieces: list[str], _folder: Path) -> str:
        from viewer.search.engine import highlight_spans
        from viewer.search.language.quick_open import find_titles
        from viewer.search.query.completion import completions
        from viewer.search.query.find_in_page import find_occurrences

        query = _text(pieces)
        results = self._engine.search(query)
        told = [results.hint_text, *(str(results.did_you_mean),)]
        told += [f"{hit.title}{hit.snippet}" for hit in results.hits]
        "".join(map(str, told)).encode()
        if any("damaged" in text for text in told):
            return "a query is told to be a damaged index"
        for spans in (highlight_spans(query, _SAMPLE), find_occurrences(query, _SAMPLE)):
            if any(not 0 <= start < end <= len(_SAMPLE) for start, end in spans):
                return f"marks outside of the text: {spans}"
        completions(query, len(query) // 2, self._titles.filter_values)
        self._titles.find(query, 20)
        find_titles(query, self._names)
        return ""


def _address(pieces: list[str], _folder: Path) -> str:
    from viewer.archive.model.address import parse_address
    from viewer.errors import AddressError

    try:
        address = parse_address(_text(pieces))
    except AddressError as error:
        str(error).encode()
        return ""
    for text in (str(address), address.to_url()):
        if parse_address(text.encode().decode()) != address:
            return f"{text} is another address"
    return ""


# Files of the program that lie in a library


def _journal(drawn: tuple[list[str], int], folder: Path) -> str:
    """Lines with right and wrong sums among the marks of two machines; hers must stay."""
    from zlib import crc32

    from viewer.archive.library.reader_data import ReaderData

    pieces, seed = drawn
    chance = random.Random(seed)
    lines = _text(pieces).encode("utf-8", "replace").split(b"\n")
    signed = [
        b'%s,"%08x"]' % (line, crc32(line)) if chance.random() < 0.7 else line for line in lines
    ]
    data = ReaderData(folder, "desk")
    data.set("read", "paper/2/a1", True)
    data.close()
    (folder / "reader" / "other.jsonl").write_bytes(b"\n".join(signed))
    for _ in range(2):
        data = ReaderData(folder, "desk")
        data.load_remaining()
        data.maintain()
        kept = {
            kind: [data.get(kind, key) for key in data.keys(kind)]
            for kind in ("read", "place", "kept", "moved", "article")
        }
        str(kept).encode()
        str(data.problem).encode()
        is_kept = data.get("read", "paper/2/a1")
        data.close()
        if is_kept is not True and not any(b"paper/2/a1" in line for line in lines):
            return f"her mark is {is_kept}"
    return ""


def _change_record(drawn: tuple[list[str], int], folder: Path) -> str:
    """A journal of a change that no program wrote; what lies in the library must stay."""
    from viewer.archive.library.change_folders import DONE_MARKER
    from viewer.archive.library.change_history import last_change, undo_last_change
    from viewer.archive.library.change_journal import (
        JOURNAL_FILES,
        MADE_FILE,
        TRANSACTIONS_FOLDER,
        _digest,
    )
    from viewer.archive.library.undoable_transaction import roll_back_interrupted
    from viewer.errors import ViewerError

    pieces, seed = drawn
    chance = random.Random(seed)
    own = folder / "paper" / "002" / "issue.md"
    own.parent.mkdir(parents=True)
    own.write_text("hers")
    change = folder / TRANSACTIONS_FOLDER / "20200101T000000-1"
    change.mkdir(parents=True)
    lines = [line.encode("utf-8", "replace") for line in _text(pieces).split("\n")]
    content = b"".join(
        _digest(line).encode() + b" " + line + b"\n" if chance.random() < 0.8 else line + b"\n"
        for line in lines
    )
    for name in (*JOURNAL_FILES, MADE_FILE):
        if chance.random() < 0.8:
            (change / name).write_bytes(content)
    if chance.random() < 0.5:
        (change / DONE_MARKER).touch()
    with contextlib.suppress(ViewerError):
        str(roll_back_interrupted(folder)).encode()
        str(last_change(folder)).encode()
        undo_last_change(folder)
    kept = [path for path in folder.rglob("*") if path.is_file() and path.read_bytes() == b"hers"]
    return "" if kept else "her issue is gone"


def _ledger(pieces: list[str], folder: Path) -> str:
    from viewer.archive.model.issue_draft import IssueDraft
    from viewer.archive.staging.import_ledger import LEDGER_FILE, TRANSACTIONS_FOLDER, ImportLedger

    path = folder / TRANSACTIONS_FOLDER / LEDGER_FILE
    issue = folder / "paper" / "002" / "issue.md"
    for made in (path, issue):
        made.parent.mkdir(parents=True)
    path.write_bytes(_text(pieces).encode("utf-8", "replace"))
    issue.write_text("hers")
    ledger = ImportLedger(folder)
    entry = ledger.entry("paper", 2)
    if entry is not None:
        entry.matches(issue)
        entry.written_files(issue.parent)
    ledger.pack_version("paper")
    ledger.record_existing("paper", 2, IssueDraft("T", "# A\n\na\n", "a"), issue.parent)
    ledger.save_if_dirty()
    again = ImportLedger(folder).entry("paper", 2)
    return "" if again is not None and again.matches(issue) else "what was recorded is not kept"


def _kinds(folder: Path) -> list[tuple[int, _Kind]]:
    """Every kind with its share of the inputs."""
    format_ = st.sampled_from(list(hostile.FORMATS))
    # One in twenty is long: what takes more than linear time shows there.
    times = st.sampled_from((*[1] * 19, 400))
    seeds = st.integers(0, 2**63)
    heads = st.sampled_from(("issue", "publication", "yaml", "toml", "json"))
    return [
        (4, _Kind("soup", st.tuples(format_, _soup(hostile.TOKENS, 120), times), _soup_document)),
        (4, _Kind("shown soup", st.tuples(format_, _soup(_SHOWING, 120), times), _soup_document)),
        (6, _Kind("mutated file", st.tuples(format_, seeds), _mutated_document)),
        (3, _Kind("head", st.tuples(heads, _soup(_YAML)), _head)),
        (2, _Kind("mail", _soup(_HEADERS), _mail)),
        (1, _Kind("manifest", _soup(_JSON), _manifest)),
        (1, _Kind("picture", _pictures(), _picture)),
        (4, _Kind("query", _soup(_QUERY, 30), _Search(folder).read)),
        (2, _Kind("address", _soup(_ADDRESS, 12), _address)),
        (2, _Kind("reader's journal", st.tuples(_json_lines(_READER_LINES), seeds), _journal)),
        (
            2,
            _Kind(
                "record of a change", st.tuples(_json_lines(_CHANGE_LINES), seeds), _change_record
            ),
        ),
        (1, _Kind("record of imports", _json_lines(_LEDGERS), _ledger)),
    ]


_READER_LINES = (
    '[1,"read","paper/2/a1",true,5', '[1,"place","paper/2/a1",[7,12],5', '[2,"read","paper/2/a1",[1],9', '[1,"moved","paper/2/a1","paper/2/a2",5',
    '[1,"kept","read paper/2/a1~ff",true,5', '[1,"article","paper/2/a1~ff",["t",[1,2],3],5',
)  # fmt: skip
_CHANGE_LINES = (
    '{"change":"import","names":["a"],"issues":1,"moves":1}',
    '{"n":0,"path":"paper/002/issue.md","staged":"paper/002/issue.md","unit":"paper/002","sha256":"0"}',
    '{"n":1,"path":"paper/002","staged":"","unit":"","sha256":""}',
    '{"n":0,"path":"../a","staged":"../../paper","unit":"..","sha256":""}', '{"made":0}', '{"made":1}',
)  # fmt: skip
_LEDGERS = (
    '{"paper":{"2":{"files":{"issue.md":"0"},"earlier":["0"]},"pack":3}}', '{"paper":{"2":{"files":{"../../a":"0"}}}}',
    '{"paper":{"2":{"files":{"issue.md":""},"earlier":[""]}}}',
)  # fmt: skip


def _json_lines(lines: Sequence[str]) -> st.SearchStrategy[list[str]]:
    """Lines of JSON in which now and then a piece is another, and soup of JSON's tokens."""

    def changed(drawn: tuple[list[str], list[tuple[int, str]]]) -> list[str]:
        pieces = [piece for line in drawn[0] for piece in (*_JSON_PIECE.findall(line), "\n")]
        for at, piece in drawn[1]:
            pieces[at % len(pieces)] = piece
        return pieces

    changes = st.lists(
        st.tuples(st.integers(0, 200), st.sampled_from(_JSON) | st.text(max_size=5)), max_size=3
    )
    some = st.lists(st.sampled_from(lines), min_size=1, max_size=4)
    return _soup(_JSON) | st.tuples(some, changes).map(changed)


_JSON_PIECE = re.compile(r'"[^"]*"|\w+|[^"\w]')


def _pictures() -> st.SearchStrategy[bytes]:
    heads = (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"GIF89a", b"\xff\xd8\xff\xe0", b"RIFF\0\0\0\0WEBPVP8 ", b"RIFF\0\0\0\0WEBPVP8L",
        b"RIFF\0\0\0\0WEBPVP8X", b"BM", b"<svg ", b"<?xml ", b"",
    )  # fmt: skip
    return st.tuples(st.sampled_from(heads), st.binary(max_size=80)).map(b"".join)


def run(folder: Path, chance: random.Random, count: int, control: bool) -> Iterator[str]:
    """The control drops half of each text, and takes any number and any key of an address."""
    (folder / "library").mkdir()
    kinds = _kinds(folder / "library")
    shares = sum(share for share, _ in kinds)
    with pytest.MonkeyPatch.context() as patch:
        _let_mistakes_through(patch)
        if control:
            _take_defences_away(patch)
        left = count
        for at, (share, kind) in enumerate(kinds):
            wanted = left if at == len(kinds) - 1 else min(left, count * share // shares)
            left -= wanted
            while wanted > 0:
                drawn = _draw(kind.drawn, min(wanted, _BATCH), chance.getrandbits(64))
                wanted -= len(drawn)
                for one in drawn:
                    yield _failure(kind, one, folder / "input", shrink=not control)


def _draw(strategy: st.SearchStrategy[Any], count: int, seed: int) -> list[Any]:
    """At most ``count`` values, at least one."""
    drawn: list[Any] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(strategy)
    def collect(value: Any) -> None:
        drawn.append(value)

    collect()
    return drawn[:count]


def _let_mistakes_through(patch: pytest.MonkeyPatch) -> None:
    """An exception that is not the program's own ends the reading instead of being told."""
    from viewer.importers import reader_process
    from viewer.search import engine

    told = reader_process._exception_problems

    def strict(error: Exception, name: str) -> object:
        sentence = told(error, name)
        if "could not be understood" in str(sentence):
            raise error
        return sentence

    patch.setattr(reader_process, "_exception_problems", strict)
    patch.setattr(engine, "_DAMAGE_ERRORS", ())


def _take_defences_away(patch: pytest.MonkeyPatch) -> None:
    from viewer.archive.library import reader_journal
    from viewer.archive.model import address
    from viewer.archive.parser import issue_parser

    convert = issue_parser.markdown_to_html
    patch.setattr(
        issue_parser, "markdown_to_html", lambda text, told: convert(text[: len(text) // 2], told)
    )
    patch.setattr(reader_journal.math, "isfinite", lambda _: True)
    patch.setattr(address, "_KEY", re.compile(".*", re.DOTALL))


def _failure(kind: _Kind, drawn: Any, folder: Path, *, shrink: bool) -> str:
    """What failed when ``drawn`` was read, with the least of it that fails; empty: nothing."""
    reason = _read(kind, drawn, folder)
    if not reason:
        return ""
    least = drawn
    if shrink:
        least = _shrunk(drawn, lambda less: _read(kind, less, folder)[:12] == reason[:12])
    return f"{kind.name}: {_read(kind, least, folder) or reason} ← {least!r:.1000}"


def _shrunk(drawn: Any, fails: Callable[[Any], bool]) -> Any:
    """``drawn``, or the list in it, with as few pieces as still fail, as far as 200 tries lead."""
    if isinstance(drawn, tuple):
        at = next((at for at, part in enumerate(drawn) if isinstance(part, list)), None)
        if at is None:
            return drawn
        before, after = drawn[:at], drawn[at + 1 :]
        least = _shrunk(drawn[at], lambda less: fails((*before, less, *after)))
        return (*before, least, *after)
    if not isinstance(drawn, list):
        return drawn
    length, tries = len(drawn) // 2, 0
    while length and tries < 200:
        start = 0
        while start < len(drawn) and tries < 200:
            less = drawn[:start] + drawn[start + length :]
            tries += 1
            if fails(less):
                drawn = less
            else:
                start += length
        length //= 2
    return drawn


def _read(kind: _Kind, drawn: Any, folder: Path) -> str:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    began = time.process_time()
    with _interrupted_after(HANG):
        try:
            reason = kind.read(drawn, folder)
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{Path(last.filename).name}:{last.lineno}"
            reason = f"{type(error).__name__} in {place}: {error!s:.200}"
        except _Hang:
            reason = "it hangs"
    seconds = time.process_time() - began
    return reason or (f"{seconds:.1f} s of processor time" if seconds > BUDGET else "")


@contextlib.contextmanager
def _interrupted_after(seconds: float) -> Iterator[None]:
    """Raises ``_Hang`` after so many seconds of processor time, where the system can."""
    if not hasattr(signal, "setitimer"):  # Windows
        yield
        return

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise _Hang

    before = signal.signal(signal.SIGVTALRM, interrupt)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
