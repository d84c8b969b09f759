"""The tool that collects sentences finds them however they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from resources import make_sentences
from resources.make_sentences import Collector, merged, read, written

ALWAYS = set(make_sentences.FOREIGN)


def collected(folder: Path, code: str, other: str = "") -> set[str]:
    room = folder / "archive"
    room.mkdir()
    (room / "one.py").write_text(code, encoding="utf-8")
    (room / "two.py").write_text(other, encoding="utf-8")
    return set(Collector(folder, ["archive"]).sentences()) - ALWAYS


@pytest.mark.parametrize(
    ("code", "sentences"),
    [
        ("faults.error('One is wrong')", {"One is wrong"}),
        ("Problem(severity, file, f'{path.name} is ' 'a link')", {"{path} is a link"}),
        ("raise LibraryError(f'It is {error.strerror or error} here')", {"It is {error} here"}),
        ("raise sqlite3.DatabaseError('rows are missing')", {"rows are missing"}),
        ("found.append(f'There are {len(names):,} of them.')", {"There are {names} of them."}),
        ("MOST = 3\nx = f'No more than {MOST} are read.'", {"No more than {most} are read."}),
        ("x = f'{a} and {a} are the same.'", {"{a} and {a2} are the same."}),
        ("faults.guessed('So it was read ({n} times)')", {"So it was read ({n} times)"}),
        # Whatever can stand in a brace is a sentence of its own, if it is words.
        (
            "def f(n):\n"
            "    words = '1 cat was' if n == 1 else f'{n} cats were'\n"
            "    faults.guess(f'{words} let in.')",
            {"1 cat was let in.", "{n} cats were let in."},
        ),
        (
            "def f(self):\n    self.g('is red')\n    self.g(what='is blue')\n"
            "def g(self, what):\n    faults.error(f'The sky {what}.')",
            {"The sky is red.", "The sky is blue."},
        ),
        (
            "W = {'a': 'a whole number', 'b': 'a date'}\n"
            "def f(key):\n    faults.error(f'“{key}” must be {W[key]}')",
            {"“{key}” must be a whole number", "“{key}” must be a date"},
        ),
        (
            "class Refused(Exception): ...\n"
            "def f():\n"
            "    try:\n        raise Refused('is too deep')\n"
            "    except Refused as refusal:\n        faults.error(f'The head {refusal}; write.')",
            {"is too deep", "The head is too deep; write."},
        ),
        (
            "def f():\n    for names, what in ((a, 'block'), (b, 'tag')):\n"
            "        made.append(f'The {what} {shown} is left out.')",
            {"The block {shown} is left out.", "The tag {shown} is left out."},
        ),
        # A reason of which only some are known stands in a place for a value.
        (
            "def f(error):\n    reason = error.problem or 'it is nothing'\n"
            "    faults.error(f'It cannot be read: {reason}.')",
            {"It cannot be read: {reason}.", "it is nothing"},
        ),
        ("N = {'a': 'Big5'}\nfaults.guess(f'It was read as {N[key]}')", {"It was read as {key}"}),
        ('"""A docstring is no sentence."""', set()),
        ("x = re.compile('(?:to be|or not) to be.')\nraise RuntimeError('we were wrong')", None),
    ],
)
def test_each_way_to_write_a_sentence(
    tmp_path: Path, code: str, sentences: set[str] | None
) -> None:
    found = collected(tmp_path, code)
    if sentences is None:
        assert "we were wrong" not in found
    else:
        assert found == sentences


def test_a_text_is_followed_into_another_module(tmp_path: Path) -> None:
    found = collected(
        tmp_path,
        "def fault(name: str) -> str:\n    return 'is far too long'\n",
        "def g(name):\n    faults.error(f'The name {fault(name)}; shorten it.')",
    )
    assert "The name is far too long; shorten it." in found


def test_a_translation_stays_where_only_a_name_has_changed(tmp_path: Path) -> None:
    old = {"{path} is a link of {owner}.": "{owner} 的 {path} 是連結。", "It is gone.": "不見了。"}
    made = merged(["{name} is a link of {owner}.", "It is <new>."], old)
    assert made == {
        "{name} is a link of {owner}.": "{owner} 的 {name} 是連結。",
        "It is <new>.": "",
    }
    path = tmp_path / "a.ts"
    path.write_text(written(made, "zh_TW"), encoding="utf-8")
    assert read(path) == made
    assert 'type="unfinished"' in path.read_text(encoding="utf-8")
