"""The documents tell the truth: files that exist, commands that run, examples that are read."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from viewer.archive.files.pack_manifest import MANIFEST_VERSION
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.publication_file import parse_publication
from viewer.archive.library.reader_journal import JournalText, parse_journals
from viewer.archive.model.issue import Publication
from viewer.archive.parser.issue_parser import parse_issue_text
from viewer.cli.arguments import COMMANDS, parse_arguments

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-TW.md")
DOCUMENTS = [
    *(ROOT / name for name in (*READMES, "CONTRIBUTING.md", "tests/bench/README.md")),
    ROOT / "resources/packaging/SIZES.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
_NAMED = re.compile(r"`((?:viewer|tests|resources|docs|issues)/[\w/.-]*)`")
_ALONE = re.compile(r"`(\w+\.py)`")
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")


def missing_files(document: Path) -> list[str]:
    """What ``document`` names and is not there: paths, links, and modules by their bare name."""
    text = document.read_text(encoding="utf-8")
    names = {path.name for folder in ("viewer", "tests", "resources") for path in
             (ROOT / folder).rglob("*.py")}  # fmt: skip
    return [
        *(name for name in _NAMED.findall(text) if not (ROOT / name).exists()),
        *(name for name in _ALONE.findall(text) if name not in names),
        *(name for name in _LINK.findall(text) if not (document.parent / name).exists()),
    ]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_what_a_document_names_exists(document: Path) -> None:
    assert not missing_files(document)


def test_names_of_files_that_are_gone_are_found(tmp_path: Path) -> None:
    document = tmp_path / "gone.md"
    document.write_text("`viewer/gone.py`, `gone.py` and [a page](gone.md); `viewer/app.py`\n")
    assert missing_files(document) == ["viewer/gone.py", "gone.py"]


def example(language: str) -> str:
    text = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
    found = re.search(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_the_examples_of_the_formats_are_read_as_they_stand() -> None:
    problems = ProblemCollector("publication.yaml")
    publication, said = parse_publication(example("yaml"), Publication("", "", ""), problems)
    assert not said
    issue = parse_issue_text(
        example("markdown"), Path("/none/issue.md"), publication, ProblemCollector("issue.md")
    )
    assert not issue.problems
    addresses = [article.key for section in issue.sections for article in section.articles]
    assert addresses == ["front", "a1", "a2"]
    told = issue.sections[1].articles[1]
    assert (told.series, told.chapter) == ("brewing", 1)
    assert "cups" in [anchor.id for anchor in issue.sections[1].articles[0].anchors]
    assert f'"version": {MANIFEST_VERSION},' in example("json")
    journal = parse_journals([JournalText("laptop", example("jsonl").encode())])
    assert (journal.line_count, journal.damaged) == (3, {})


def test_the_whoosh_that_is_pinned_is_the_one_that_is_described() -> None:
    required = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "dependencies"
    ]
    (pinned,) = [line for line in required if line.lower().startswith("whoosh")]
    name, version = pinned.split("==")
    assert f"the package {name} {version}," in (ROOT / "docs/whoosh.md").read_text("utf-8")


def said_of_folders(document: str) -> dict[str, str]:
    """What the map of the rooms says of each folder, a line each."""
    block = document.partition("\n## The rooms\n")[2].partition("```\n")[2].partition("```")[0]
    lines = (line.partition(" ") for line in block.splitlines())
    return {folder.rstrip("/"): said.strip() for folder, _, said in lines}


def wrong_folders(document: str, root: Path) -> list[str]:
    """The packages that the map does not name, and what it names that is none."""
    packages = {
        path.parent.relative_to(root).as_posix() for path in root.rglob("viewer/**/__init__.py")
    }
    said = said_of_folders(document)
    said = said_of_folders(document)
    return sorted(
        (said.keys() ^ packages) | {folder for folder, words in said.items() if not words}
    )


def test_the_map_of_the_rooms_names_every_folder() -> None:
    assert wrong_folders((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), ROOT) == []


def test_a_folder_that_is_not_as_the_map_says_is_found(tmp_path: Path) -> None:
    for folder in ("viewer", "viewer/archive", "viewer/archive/model", "viewer/ui"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").touch()
    document = """
## The rooms

```
viewer/                 the package
viewer/archive/model/   values
viewer/search/          FINDING IT
viewer/ui/
```
"""
    assert wrong_folders(document, tmp_path) == ["viewer/archive", "viewer/search", "viewer/ui"]


def said_of_commands(document: str) -> dict[str, str]:
    """What the first block of commands says can be written behind each, the window's under ""."""
    block = document.partition("```\ndosudo-viewer")[2].partition("```")[0]
    block = re.sub(r"\n +", " ", f"dosudo-viewer{block}")
    block = re.sub(r" {3,}[^\[-].*", "", block, flags=re.MULTILINE)
    lines = re.findall(r"^dosudo-viewer ?([a-z]*)(.*)$", block, re.MULTILINE)
    said: dict[str, str] = {}
    for command, rest in lines:
        said[command] = said.get(command, "") + rest
    return said


def parts_of_usage(usage: str) -> tuple[int, set[str], set[str]]:
    """How many arguments a usage line demands, which options it offers, and which choices."""
    demanded = re.sub(r"\[.*?\]", "", re.sub(r"--self-test", "", usage)).split()
    options = set(re.findall(r"--[a-z-]+", usage)) - {"--library", "--version"}
    return (
        len(demanded),
        options,
        {c for found in re.findall(r"\{(.*?)\}", usage) for c in found.split(",")},
    )


def wrong_commands(document: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The commands of which the document does not say what the program does."""
    said = said_of_commands(document)
    wrong = sorted(said.keys() ^ {"", *COMMANDS})
    for command in sorted(said.keys() - set(wrong)):
        with pytest.raises(SystemExit):
            parse_arguments([*([command] if command else []), "--help"])
        usage = capsys.readouterr().out.partition("\n\n")[0]
        usage = usage.partition(f"dosudo-viewer {command}")[2]
        arguments, options, choices = parts_of_usage(usage)
        told_arguments, told_options, _ = parts_of_usage(said[command])
        missing = choices - set(re.split(r"[] |]+", said[command]))
        if missing or (arguments, options) != (told_arguments, told_options):
            wrong.append(command)
    return wrong


@pytest.mark.parametrize("name", READMES)
def test_the_readme_names_every_command_as_it_is(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "1000")
    assert wrong_commands((ROOT / name).read_text(encoding="utf-8"), capsys) == []


def differing_words(english: str, chinese: str) -> list[str]:
    """What stands as code in the Chinese README and nowhere so in the English one."""
    plain = " ".join(english.split())
    blocks = re.findall(r"^```\n(.*?)^```$", chinese, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.isascii()]
    text = re.sub(r"^```\n.*?^```$", "", chinese, flags=re.MULTILINE | re.DOTALL)
    words = [" ".join(word.split()) for word in re.findall(r"`([^`]+)`", text)]
    return [
        word for word in [*lines, *words] if word.isascii() and " ".join(word.split()) not in plain
    ]


def test_both_readmes_name_the_same_commands_files_and_keys() -> None:
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in READMES)
    assert differing_words(english, chinese) == []
    assert differing_words(english, chinese.replace("after:2017-07", "since:2017")) == [
        "since:2017"
    ]
    assert differing_words(english.replace("pip install -e .", "pip install ."), chinese)


@pytest.mark.parametrize(
    ("right", "wrong", "command"),
    [
        ("\ndosudo-viewer list [--json]", "\ndosudo-viewer ls [--json]", "list ls"),
        ("[--limit N]", "", "search"),
        ("[--drafts]", "[--drafts] [--force]", "import"),
        ("rename ID NAME", "rename ID", "rename"),
        ("light|sepia|dark", "light|dark", "shot"),
        ("--self-test", "--self-check", ""),
    ],
)
def test_a_command_that_is_not_as_the_readme_says_is_found(
    right: str,
    wrong: str,
    command: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "1000")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert right in readme
    assert wrong_commands(readme.replace(right, wrong), capsys) == command.split(" ")
