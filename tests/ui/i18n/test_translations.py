"""The window speaks Traditional Chinese throughout, and what is committed is what it speaks."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from resources import make_sentences
from viewer import paths
from viewer.ui.i18n.message_translation import MessageTranslator

FOLDER = paths.resources_folder() / "i18n"
LANGUAGES = ["zh_TW", "en"]
SENTENCES = "sentences_zh_TW.ts"


def tool(name: str) -> str:
    """The PySide6 tool beside the interpreter that runs the tests."""
    beside = Path(sys.executable).parent
    found = shutil.which(name, path=str(beside)) or shutil.which(name)
    assert found, f"{name} is not in {beside}: install PySide6-Essentials there"
    return found


def messages(path: Path) -> dict[tuple[str, str], ElementTree.Element]:
    """Every source string of a .ts file, by context, with its translation."""
    found = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            if translation.get("type") not in ("vanished", "obsolete"):
                found[name, message.findtext("source", "")] = translation
    return found


def forms(translation: ElementTree.Element) -> list[str]:
    plural = [form.text or "" for form in translation.iter("numerusform")]
    return plural or [translation.text or ""]


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], object]:
    """What the program says, as the translators' tool finds it in the source."""
    made = tmp_path_factory.mktemp("lupdate") / "found.ts"
    package = Path(paths.__file__).parent
    files = [str(file) for file in sorted(package.rglob("*.py")) if "tr" in file.read_text("utf-8")]
    subprocess.run(
        [tool("pyside6-lupdate"), *files, "-ts", str(made)], check=True, capture_output=True
    )
    return dict(messages(made))


def test_the_tool_finds_what_the_window_says(sources: dict[tuple[str, str], object]) -> None:
    assert ("Page", "link lost") in sources
    assert len(sources) > 80


@pytest.mark.parametrize("language", ["zh_TW"])
def test_every_sentence_is_translated(
    sources: dict[tuple[str, str], object], language: str
) -> None:
    translated = messages(FOLDER / f"viewer_{language}.ts")
    missing = [
        key
        for key in sources
        if key not in translated
        or translated[key].get("type") == "unfinished"
        or not all(forms(translated[key]))
    ]
    assert missing == []


@pytest.mark.parametrize("name", [SENTENCES, *(f"viewer_{language}.ts" for language in LANGUAGES)])
def test_placeholders_are_kept(name: str) -> None:
    for (_, source), translation in messages(FOLDER / name).items():
        for text in forms(translation):
            if text:
                pattern = r"\{\w+\}|%L?n"
                assert sorted(re.findall(pattern, text)) == sorted(re.findall(pattern, source))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_committed_is_what_is_spoken(language: str, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.qm"
    subprocess.run(
        [tool("pyside6-lrelease"), str(FOLDER / f"viewer_{language}.ts"), "-qm", str(fresh)],
        check=True,
        capture_output=True,
    )
    assert fresh.read_bytes() == (FOLDER / f"viewer_{language}.qm").read_bytes()


def test_english_has_its_plurals() -> None:
    translated = messages(FOLDER / "viewer_en.ts")
    assert not [source for _, source in translated if "%n" in source], "thousands set apart: %Ln"
    plurals = {source: forms(t) for (_, source), t in translated.items() if "%Ln" in source}
    assert plurals["%Ln article(s)"] == ["%Ln article", "%Ln articles"]


@pytest.fixture(scope="module")
def collected() -> list[str]:
    """What the rooms without Qt can say, as our own tool finds it in the source."""
    return make_sentences.Collector().sentences()


def test_every_sentence_of_the_rooms_without_qt_is_translated(collected: list[str]) -> None:
    known = make_sentences.read(FOLDER / SENTENCES)
    missing = [source for source in collected if source not in known]
    stale = [source for source in known if source not in collected]
    untranslated = [source for source, text in known.items() if not text]
    wrong = {"missing": missing, "stale": stale, "untranslated": untranslated}
    assert not any(wrong.values()), (
        "Run “python resources/make_sentences.py”, then give every message without translation in "
        f"resources/i18n/{SENTENCES} its Chinese (see Translations in CONTRIBUTING.md): {wrong}"
    )


def test_the_file_of_sentences_is_as_the_tool_writes_it(collected: list[str]) -> None:
    known = make_sentences.read(FOLDER / SENTENCES)
    text = make_sentences.written(make_sentences.merged(collected, known), "zh_TW")
    assert (FOLDER / SENTENCES).read_text(encoding="utf-8") == text


def test_every_sentence_is_known_again_with_its_values(collected: list[str]) -> None:
    """Whatever values stand in it, a sentence is said as its own translation, with them."""
    speaker = MessageTranslator(FOLDER / SENTENCES)
    known = make_sentences.read(FOLDER / SENTENCES)
    values = ["期/一", "12", "〈b〉, c", "Ünï “d”", "x:y", "{n} \\1"]
    for turn in range(len(values)):
        for source in (source for source in collected if " " in source):
            holes = list(dict.fromkeys(make_sentences.HOLE.findall(source)))
            put = {name: values[(turn + at) % len(values)] for at, name in enumerate(holes)}
            if holes:
                put[holes[0]] += " (2)"
            put |= {name: "1,234" for name in holes if name in ("count", "n")}
            made, wanted = (
                make_sentences.HOLE.sub(lambda found, put=put: put[found[1]], text)
                for text in (source, known[source])
            )
            assert speaker.translate(made) == wanted, source


def untold(code: str) -> list[int]:
    """The lines of a module of the window that show what another room says as it is."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        into = ast.unparse(node.func)
        # The first two hand a sentence on to ``MessageBar.show_translated``, the third to the
        # self-test.
        passed_on = ("damaged.emit", "failed.emit", "problems.append")
        if node.func.attr not in SHOWN or into.endswith(passed_on):
            continue
        for argument in node.args:
            text = ast.unparse(argument)
            if re.search(r"\bstr\(error\)|\.(message|problem)\b(?!\()", text) and not re.search(
                r"\b(said|told\w*)\(", text
            ):
                found.append(node.lineno)
    return found


SHOWN = ("say", "emit", "setText", "setPlainText", "fail", "format", "append", "announce")


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("messages.say(str(error))", [1]),
        ("message.emit(self._reader.problem, False)", [1]),
        ("lines.append(f'{place}: {problem.message}')", [1]),
        ("messages.say(said(str(error)), details=str(error))", []),
        ("self.damaged.emit(str(error))\nself.message.emit(text)", []),
    ],
)
def test_english_that_is_shown_is_seen(code: str, lines: list[int]) -> None:
    assert untold(code) == lines


@pytest.mark.parametrize(
    "path", sorted((Path(paths.__file__).parent / "ui").rglob("*.py")), ids=str
)
def test_what_other_rooms_say_is_shown_in_the_reader_s_language(path: Path) -> None:
    assert untold(path.read_text(encoding="utf-8")) == [], (
        "Show it through sentences.said, sentences.told or MessageStrip.tell."
    )
