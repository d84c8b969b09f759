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

from viewer import paths
from viewer.translation import LANGUAGES

FOLDER = paths.resources_folder() / "i18n"


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


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_kept(language: str) -> None:
    for (_, source), translation in messages(FOLDER / f"viewer_{language}.ts").items():
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
            english = r"\b(str\(error\)|error_message\()|\.(message|problem)\b(?!\()"
            if re.search(english, text) and not re.search(r"\btranslate_\w+\(", text):
                found.append(node.lineno)
    return found


SHOWN = ("say", "emit", "setText", "setPlainText", "fail", "format", "append", "announce")


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("messages.say(str(error))", [1]),
        ("message.emit(self._reader.problem, False)", [1]),
        ("lines.append(f'{place}: {problem.message}')", [1]),
        ("lines.append(error_message(error))", [1]),
        ("lines.append(translate_message(error.message))", []),
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
        "Show it through message_translation or MessageBar.show_translated."
    )
