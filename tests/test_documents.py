"""The documents name files that exist, and the examples in ``docs/formats.md`` are read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from viewer.archive.files.pack_manifest import MANIFEST_VERSION
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.publication_file import parse_publication
from viewer.archive.model.issue import Publication
from viewer.archive.parser.issue_parser import parse_issue_text

ROOT = Path(__file__).parent.parent
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "tests/bench/README.md")),
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
