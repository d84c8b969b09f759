"""Every template of a message is written out where it is used, and translated."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from resources import collect_messages
from resources.collect_messages import NoTemplateError, collect, read, written

FILES = {
    language: collect_messages.FOLDER / f"messages_{language}.ts"
    for language in collect_messages.TRANSLATED
}


@pytest.fixture(scope="module")
def templates() -> list[str]:
    return collect()


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_every_template_is_translated(templates: list[str], file: Path) -> None:
    known = read(file)["Messages"]
    wrong = {
        "missing": [source for source in templates if source not in known],
        "stale": [source for source in known if source not in templates],
        "untranslated": [source for source, text in known.items() if not text],
    }
    assert not any(wrong.values()), (
        "Run “python resources/collect_messages.py”, then give every message without translation "
        f"in resources/i18n/{file.name} one (see Translations in CONTRIBUTING.md): {wrong}"
    )


@pytest.mark.parametrize("language", FILES)
def test_the_file_is_as_the_tool_writes_it(language: str) -> None:
    file = FILES[language]
    assert file.read_text(encoding="utf-8") == written(read(file), language)


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_a_translation_has_the_values_of_its_template(file: Path) -> None:
    def fields(text: str) -> list[tuple[str, str]]:
        parsed = string.Formatter().parse(text)
        return sorted((name, spec or "") for _, name, spec, _ in parsed if name is not None)

    for source, text in read(file)["Messages"].items():
        assert fields(source) == fields(text)


def collected(folder: Path, code: str) -> list[str]:
    (folder / "viewer").mkdir()
    (folder / "viewer" / "one.py").write_text(code, encoding="utf-8")
    return [text for text in collect(folder) if text != ", "]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("Message('{a} is ' 'red.', a=1)", ["{a} is red."]),
        ("faults.error(Message('a' if b else 'c'))", ["a", "c"]),
        ("Message.counted(n, '1 cat', '{count} cats')", ["1 cat", "{count} cats"]),
        ("problems.count_guess('so ({count})', line)", ["so ({count})"]),
        ("A_TEMPLATES = {1: 'a', 2: ('b', 'c')}\nMessage(A_TEMPLATES[k])", ["a", "b", "c"]),
        ("_TEMPLATES = {1: ('b', 'c')}\nMessage.counted(1, *_TEMPLATES[k])", ["b", "c"]),
        ("print('no message')", []),
    ],
)
def test_each_way_to_write_a_template(tmp_path: Path, code: str, found: list[str]) -> None:
    assert collected(tmp_path, code) == found


@pytest.mark.parametrize(
    "code",
    ["Message(f'{a} is red.')", "Message(text)", "Message('a' + b)", "Message.counted(1, a, 'b')"],
)
def test_a_template_that_nobody_could_translate_is_refused(tmp_path: Path, code: str) -> None:
    with pytest.raises(NoTemplateError, match=r"one\.py:1"):
        collected(tmp_path, code)
