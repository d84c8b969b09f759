"""The manual page and the metainfo say what the program and the README say, and cannot go stale."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from resources.packaging.linux import describe
from viewer.cli.arguments import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def plain(manual: str) -> str:
    """A manual page without its marks."""
    return re.sub(r"\\f[BIR]", "", manual).replace("\\-", "-").replace("\\(aq", "'")


def test_what_is_written_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert describe.main(["--check"]) == 0, capsys.readouterr().out


def test_what_is_out_of_date_is_named_and_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(describe, "FOLDER", tmp_path)
    for path, text in describe.described(README).items():
        path.write_text(text, "utf-8")
    (tmp_path / "dosudo-viewer.1").write_text(".TH OLD\n")
    assert describe.main(["--check"]) == 1
    assert capsys.readouterr().out.startswith("dosudo-viewer.1 is out of date")
    assert describe.main([]) == 0
    assert describe.main(["--check"]) == 0


def test_the_manual_names_every_command_and_what_it_takes() -> None:
    manual = plain(describe.manual(README))
    for command in COMMANDS:
        assert f"\ndosudo-viewer {command}" in manual
        assert f"\n.B {command}\n" in manual
    assert "search QUERY... [--json] [--limit N]" in manual
    assert "[--format text|markdown|html]" in " ".join(manual.split())
    assert "--replace: issues that were changed by hand as well." in manual
    # Everything of the README's own list, whose truth another test proves.
    listed = README.partition("## On the command line")[2].partition("Every command takes")[0]
    options = set(re.findall(r"--[a-z-]+", listed))
    assert len(options) > 10
    assert [option for option in sorted(options) if option not in manual] == []


def test_the_manual_names_every_variable_that_is_read() -> None:
    found = set()
    for path in (ROOT / "viewer").rglob("*.py"):
        found |= set(re.findall(r"\bDOSUDO_[A-Z]+\b", path.read_text("utf-8")))
    # For measuring the program, see tests/bench/.
    assert found - {"DOSUDO_BENCH"} == describe.VARIABLES.keys()


def test_the_metainfo_says_what_the_readme_says_in_both_languages() -> None:
    told = ElementTree.fromstring(describe.metainfo(README))
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    english = [one.text for one in told.iter("li") if language not in one.attrib]
    chinese = [one.text for one in told.iter("li") if one.get(language) == "zh-TW"]
    assert len(english) == len(chinese) == 2
    assert english[1] is not None
    assert "WordPress exports" in english[1]
    assert chinese[1] == describe.CHINESE[english[1]]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("and Atom files", "and JSON files", "has no Chinese"),
        ("A desktop viewer for", "A viewer for", "has no sentence"),
        ("Exit codes: ", "It ends with ", "has no sentence"),
    ],
)
def test_a_readme_that_says_something_else_is_refused(right: str, wrong: str, said: str) -> None:
    assert right in README
    with pytest.raises(ValueError, match=said):
        describe.described(README.replace(right, wrong))
