"""The command line, as a script or a reader without a screen uses it.

Covers viewer/__main__.py, viewer/cli/arguments.py, viewer/cli/output.py, viewer/errors.py and
viewer/self_test.py.
"""

from __future__ import annotations

import gc
import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from viewer import paths
from viewer.cli.arguments import COMMANDS, command_parser, window_parser
from viewer.cli.main import main

ADDRESSES = [
    "dosudo/2/front",
    *(f"dosudo/2/a{n}" for n in range(1, 6)),
    "dosudo/2/b",
    "dosudo/2/c",
    *(f"dosudo/2/c{n}" for n in range(1, 8)),
]

WITHOUT_QT = """
import sys
from viewer.cli.main import main
code = main(sys.argv[1:])
loaded = [name for name in sys.modules if name.startswith(("PySide6", "shiboken6"))]
sys.exit(90 if loaded else code)
"""


def run(*arguments: str) -> int:
    return main(list(arguments))


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run(*arguments) == 0
    return json.loads(capsys.readouterr().out)


def test_list_holds_the_whole_issue(capsys: pytest.CaptureFixture[str]) -> None:
    (publication,) = printed(capsys, "list", "--json")["publications"]
    assert (publication["id"], publication["language"]) == ("dosudo", "zh-Hant")
    (issue,) = publication["issues"]
    assert issue["number"] == 2
    assert issue["edition"] == "restated"
    assert issue["editors"] == ["George.Wu", "Joanne Tseng", "Hubert", "Chih-Hsu (Jack) Lin"]
    (event,) = issue["events"]
    assert event["title"] == "Dosudo deep learning #6"
    assert event["start"] == "2017-07-29T17:00:00-07:00"
    articles = [a for section in issue["sections"] for a in section["articles"]]
    assert [a["address"] for a in articles] == ADDRESSES
    assert [s["label"] for s in issue["sections"] if s["label"]] == ["A", "B", "C"]
    (third,) = (a for a in articles if a["address"] == "dosudo/2/a3")
    assert third == {
        "address": "dosudo/2/a3",
        "number": "3",
        "title": "Synthesizing Obama: Learning Lip Sync from Audio",
        "editor": "Chih-Hsu (Jack) Lin",
        "date": "2017-07-29",
    }


def test_list_tells_chapters_from_announcements(capsys: pytest.CaptureFixture[str]) -> None:
    (series,) = printed(capsys, "list", "--json")["publications"][0]["series"]
    assert (series["title"], series["speaker"]) == (
        "Deep learning and the Path to AI",
        "Yann LeCun",
    )
    assert series["places"] == ["台灣大學", "交通大學", "成功大學"]
    chapters = series["chapters"]
    assert [c["number"] for c in chapters] == list(range(1, 15))
    assert [c["address"] for c in chapters[:7]] == ADDRESSES[-7:]
    assert all(c["address"] is None and c["announced_in"] == 3 for c in chapters[7:])
    assert chapters[13]["title"] == "Aligning fugue AI with human values"


def test_the_list_for_people_names_every_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list") == 0
    shown = capsys.readouterr().out
    assert all(address in shown for address in ADDRESSES)


def test_publications_of_one_name_are_told_apart_and_the_query_language_leads(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for folder, language in (("ours", "zh-Hant"), ("theirs", "en")):
        issue = tmp_path / folder / "001" / "issue.md"
        issue.parent.mkdir(parents=True)
        head = f"id: {folder}\nname: Weekly\nlanguage: {language}\n"
        (tmp_path / folder / "publication.yaml").write_text(head, "utf-8")
        text = "---\nnumber: 1\ndate: 2020-01-01\n---\n\n# News\n\nA taproot 比特幣.\n"
        issue.write_text(text, "utf-8")
    assert run("list", "--library", str(tmp_path)) == 0
    shown = capsys.readouterr().out
    assert "Weekly (繁體中文) (ours)" in shown
    assert "Weekly (English) (theirs)" in shown
    for query, leads in (("taproot", "theirs"), ("比特幣", "ours")):
        hits = printed(capsys, "search", query, "--json", "--library", str(tmp_path))["hits"]
        assert hits[0]["publication"] == leads


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", "雙下巴"),
        ("markdown", '!!! annotation "推得的是嘴型，不是三維骨架 {#e06}"'),
        ("html", "<h1>Synthesizing Obama: Learning Lip Sync from Audio</h1>"),
    ],
)
def test_show_prints_an_article(
    capsys: pytest.CaptureFixture[str], form: str, expected: str
) -> None:
    assert run("show", "dosudo/2/a3", "--format", form) == 0
    assert expected in capsys.readouterr().out


def test_search_answers_in_both_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    traditional = printed(capsys, "search", "神經網路", "--json")
    simplified = printed(capsys, "search", "神经网络", "--json")
    assert traditional["total"] == simplified["total"] > 0
    assert traditional["query"] == "神經網路"
    hit = traditional["hits"][0]
    assert set(hit) == {
        "address", "publication", "issue", "section", "article", "title", "date", "editor",
        "score", "snippet", "spans", "issue_title",
    }  # fmt: skip
    marked = {hit["snippet"][start:end] for start, end in hit["spans"]}
    assert marked <= {"神經網路", "神經網絡"}
    assert marked


def test_a_hit_names_the_item_it_stands_in(capsys: pytest.CaptureFixture[str]) -> None:
    hits = printed(capsys, "search", "--json", "Facets")["hits"]
    assert hits[0]["address"] == "dosudo/2/b#b8"


def test_a_library_may_be_called_as_the_command(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = printed(capsys, "--library", "search", "search", "--json", "CNN", "-GAN")
    assert answer["query"] == "CNN -GAN"


def test_search_keeps_to_its_limit(capsys: pytest.CaptureFixture[str]) -> None:
    answer = printed(capsys, "search", "--json", "--limit", "2", "CNN")
    assert len(answer["hits"]) == 2 < answer["total"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["show", "dosudo/2/zz"], 1, "dosudo/2/zz"),
        (["show", "dosudo/9/a1"], 1, "dosudo/9"),
        (["show", "what is this"], 2, "not an address"),
        (["nonsense"], 2, "not an address"),
        (["show"], 2, "address"),
        (["search", "--limit", "no", "x"], 2, "“no”"),
        (["shot", "x.png", "--size", "big"], 2, "“big”"),
        (["shot", "x.png", "--show", "nothing"], 2, "'nothing'"),
        (["--bogus"], 2, "--bogus"),
        (["shot", "x.jpg", "dosudo/2/c3"], 2, "“x.jpg” does not end in .png"),
        (["export", "nope", "out"], 1, "There is no publication “nope”; there are dosudo."),
        (["rename", "nope", "x"], 1, "There is no publication “nope”; there are dosudo."),
        (["remove", "nope"], 1, "There is no publication “nope”; there are dosudo."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    assert run(*arguments) == code
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_has_a_line_for_every_command_and_option_and_an_example(
    capsys: pytest.CaptureFixture[str], command: str
) -> None:
    with pytest.raises(SystemExit):
        main([*command.split(), "--help"])
    told = capsys.readouterr().out
    (parsers,) = (
        action.choices for action in command_parser()._actions if action.dest == "command"
    )
    parser = parsers[command] if command else window_parser()
    assert all(action.help for action in parser._actions)
    if command:
        assert f"\nExample: dosudo-viewer {command}" in told
    else:
        assert all(re.search(rf"^  {name} +\w", told, re.MULTILINE) for name in COMMANDS)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("zzzzqq", "Try another spelling, a shorter word, or how it begins with a star"),
        ("zzzzqq wwwwqq", "Try fewer of the words, or others."),
        ("zzzzqq after:2020", "Try it without what leaves articles out"),
        ("CNN -CNN", "Try it without what leaves articles out"),
    ],
)
def test_a_search_without_a_hit_says_what_to_try(
    capsys: pytest.CaptureFixture[str], query: str, said: str
) -> None:
    assert run("search", query) == 0
    assert said in capsys.readouterr().out
    assert run("search", "CNN") == 0
    assert "Try" not in capsys.readouterr().out


def test_a_library_that_is_a_file_is_wrong_usage(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    assert run("list", "--library", str(file)) == 2
    assert str(file) in capsys.readouterr().err


def test_check_finds_nothing_in_our_own_issue(capsys: pytest.CaptureFixture[str]) -> None:
    issues = Path(__file__).parents[2] / "issues"
    assert run("check", str(issues)) == 0
    assert capsys.readouterr().out == "0 errors, 0 warnings, 0 guesses\n"


def test_check_prints_every_problem_and_fails(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    issue = tmp_path / "weekly" / "001" / "issue.md"
    issue.parent.mkdir(parents=True)
    issue.write_text(
        "---\nnumber: 1\ntitel: 週報\n---\n\n# A. 一\n\n![圖](figures/none.png)\n", encoding="utf-8"
    )
    assert run("check", str(tmp_path)) == 1
    shown = capsys.readouterr().out
    assert "titel" in shown
    assert "none.png" in shown
    assert ":3" in shown


@pytest.mark.parametrize(
    "arguments", [["list"], ["show", "dosudo/2/c3"], ["search", "CNN"], ["check", "issues"]]
)
def test_no_qt_is_loaded_without_a_window(arguments: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_QT, *arguments],
        capture_output=True,
        timeout=120,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert ran.returncode == 0, ran.stderr.decode("utf-8", "replace")


def test_without_a_screen_the_window_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    if sys.platform != "linux":
        pytest.skip("other systems always have a screen")
    ran = subprocess.run(
        [sys.executable, "-m", "viewer"], capture_output=True, timeout=60, check=False, text=True
    )
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
    assert "shot" in ran.stderr
    assert "search" in ran.stderr


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_shot_draws_the_window(tmp_path: Path, theme: str) -> None:
    target = tmp_path / "window.png"
    command = ["shot", str(target), "dosudo/2/c5", "--query", "蛋糕", "--theme", theme]
    ran = subprocess.run(
        [sys.executable, "-m", "viewer", *command, "--size", "1000x700"],
        capture_output=True,
        timeout=120,
        check=False,
        text=True,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    data = target.read_bytes()
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[16:20], "big") == 1000
    assert int.from_bytes(data[20:24], "big") == 700


@pytest.mark.parametrize(
    ("part", "address", "said"),
    [
        ("contact-sheet", "dosudo/2/a1", ""),
        ("whole", "dosudo/2/c3", ""),
        ("quiet", "dosudo/2/c3", ""),
        ("slideshow", "dosudo/2/a1", "This article has no slideshow; name one that has.\n"),
    ],
)
def test_shot_brings_a_part_to_the_fore(tmp_path: Path, part: str, address: str, said: str) -> None:
    target = tmp_path / "window.png"
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "viewer",
            "shot",
            str(target),
            address,
            "--show",
            part,
            "--size",
            "900x600",
        ],
        capture_output=True,
        timeout=120,
        check=False,
        text=True,
    )
    assert (ran.returncode, ran.stderr) == (1 if said else 0, said)
    assert target.exists() == (not said)
    if not said:
        assert target.read_bytes()[16:24] == b"\0\0\x03\x84\0\0\x02\x58", "900 x 600"


def test_shot_leaves_no_reading_marks(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "viewer", "shot", str(tmp_path / "x.png")],
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0
    assert not (Path(os.environ["DOSUDO_LIBRARY"]) / "reader").exists()


def test_the_self_test_passes() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "viewer", "--self-test"],
        capture_output=True,
        timeout=120,
        check=False,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "15 articles opened" in ran.stdout


def test_the_self_test_says_what_fails(tmp_path: Path) -> None:
    """A test that cannot fail proves nothing: a library without a page fails it."""
    (tmp_path / "issues").mkdir()
    program = "from viewer import paths; from pathlib import Path; import sys;" + (
        f"paths.bundled_issues = lambda: Path({str(tmp_path / 'issues')!r});"
        "from viewer.cli.main import main; sys.exit(main(['--self-test']))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, timeout=180, check=False, text=True
    )
    assert ran.returncode == 1
    assert "self-test:" in ran.stdout


def test_version_and_readme_agree_on_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("--version")
    assert capsys.readouterr().out.startswith("dosudo-viewer ")
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    for command in ("list", "show", "search", "check", "export", "shot", "--self-test"):
        assert f"dosudo-viewer {command}" in readme


def _untimed(said: str) -> str:
    """What a search said without how long it took."""
    return re.sub(r"\d+ ms", "", said)


@pytest.mark.parametrize(
    ("statement", "arguments"),
    [
        ("UPDATE sections SET tree = '[1]'", ["list"]),
        ("UPDATE issue SET chapters = '{x'", ["list"]),
        ("UPDATE source SET stamp = '{x'", ["list"]),
        ("UPDATE source SET digest = cast(x'7b9a' as text)", ["list"]),
        ("UPDATE content SET body = '[1]'", ["show", "dosudo/2/c3"]),
        ("DELETE FROM article", ["show", "dosudo/2/c3"]),
        ("UPDATE content SET text = replace(text, '蛋糕', '蛋膏')", ["search", "蛋糕"]),
    ],
)
def test_a_damaged_catalogue_is_mended_on_the_way(
    capsys: pytest.CaptureFixture[str], statement: str, arguments: list[str]
) -> None:
    assert run(*arguments) == 0
    expected = _untimed(capsys.readouterr().out)
    library = Path(os.environ["DOSUDO_LIBRARY"])
    catalogue = paths.library_cache_folder(library) / "catalogue.sqlite"
    with closing(sqlite3.connect(catalogue)) as database, database:
        database.execute(statement)
    for _ in range(2):
        assert run(*arguments) == 0
        assert _untimed(capsys.readouterr().out) == expected


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_second_start_shows_its_address_in_the_first_window(
    start: Any, qtbot: Any, library_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    program = start("dosudo/2/c3")
    program.listen_for_addresses()
    command = [sys.executable, "-m", "viewer", "dosudo-viewer:dosudo/2/c6"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    second = subprocess.Popen(command, env=environment)
    qtbot.waitUntil(lambda: str(program.window.address) == "dosudo/2/c6", timeout=20_000)
    assert second.wait(20) == 0


@pytest.mark.parametrize("is_open", [True, False])
def test_a_file_comes_in_beside_the_window_that_is_open(
    is_open: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: Any
) -> None:
    from viewer import app
    from viewer.single_instance import SingleInstance

    asked: list[object] = []

    def hand_over(_self: SingleInstance, address: str) -> bool:
        asked.append(address)
        return is_open

    monkeypatch.setattr(SingleInstance, "send_address", hand_over)
    monkeypatch.setattr(app, "run_import", lambda source, _library: asked.append(source) or 0)
    monkeypatch.setattr(
        app, "run_window", lambda _address, _library, source: asked.append([source]) or 0
    )
    path = tmp_path / "weekly.dvpack"
    try:
        assert run(str(path)) == 0
    finally:
        gc.enable()
    assert asked == ["", path if is_open else [path]]
