"""Import, rename, remove and undo on the command line.

Covers viewer/importers/import_report.py.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.importers.writing import FIRST, SECOND, publication
from tests.search.archive import index_lock
from viewer import paths
from viewer.archive.library.library import Library
from viewer.cli.main import _import_path, main
from viewer.errors import UsageError


def run(*arguments: str | Path) -> int:
    return main([str(argument) for argument in arguments])


def told(capsys: pytest.CaptureFixture[str], code: int, *arguments: str | Path) -> Any:
    assert run(*arguments) == code
    return json.loads(capsys.readouterr().out)


def ids(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    listed = told(capsys, 0, "list", "--json")["publications"]
    return {one["id"]: one["name"] for one in listed}


def test_a_folder_comes_in_and_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = publication(tmp_path / "given")
    report = told(capsys, 0, "import", folder, "--json")
    assert report["publication"] == "weekly"
    assert report["issues"] == {"added": 2, "updated": 0, "unchanged": 0, "failed": 0}
    assert (report["articles"], report["pictures"], report["problems"]) == (2, 0, [])
    found = told(capsys, 0, "search", "院子", "--json")
    (hit,) = found["hits"]
    assert hit["address"].startswith("weekly/2/")
    again = told(capsys, 0, "import", folder, "--json")
    assert again["issues"] == {"added": 0, "updated": 0, "unchanged": 2, "failed": 0}
    assert again["articles"] == 2


def index_folder() -> Path:
    return Library(paths.library_folder(None), None).index_folder


def test_while_another_program_writes_the_index_an_import_succeeds_and_a_search_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", publication(tmp_path / "one", FIRST), "--publication", "one") == 0
    assert run("search", "貓") == 0
    capsys.readouterr()
    with index_lock(index_folder()):
        assert run("import", publication(tmp_path / "two", SECOND), "--publication", "two") == 0
        assert "The search index follows with the next search." in capsys.readouterr().err
        assert run("search", "院子", "--json") == 0
        answer = capsys.readouterr()
        assert "What changed last is not searched yet." in answer.err
        assert json.loads(answer.out)["hits"] == []
    assert len(told(capsys, 0, "search", "院子", "--json")["hits"]) == 1


def test_an_index_that_another_program_is_writing_anew_is_left_to_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with index_lock(index_folder()):
        assert run("import", publication(tmp_path / "one", SECOND)) == 0
        capsys.readouterr()
        assert len(told(capsys, 0, "search", "院子", "--json")["hits"]) == 1
    folder = index_folder()
    assert not folder.with_name(folder.name + ".damaged").exists()


def test_of_many_problems_in_the_issues_a_search_names_a_few(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", publication(tmp_path / "given", FIRST)) == 0
    folder = paths.library_folder(None) / "weekly"
    for number in range(10, 22):
        (folder / f"{number:03}").mkdir()
        (folder / f"{number:03}" / "issue.md").write_bytes(b"")
    capsys.readouterr()
    assert run("search", "貓") == 0
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 6
    assert lines[-1].startswith("Problems in the issues: 12, of which the first 5 are named here;")


def test_one_bad_issue_is_named_and_the_rest_is_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = publication(tmp_path / "given", FIRST, "", SECOND.replace("2", "3"))
    report = told(capsys, 1, "import", folder, "--json")
    assert report["issues"] == {"added": 2, "updated": 0, "unchanged": 0, "failed": 1}
    (problem,) = [p for p in report["problems"] if p["severity"] == "error"]
    assert problem["file"].endswith("002/issue.md")
    assert "empty" in problem["message"]
    assert set(problem) >= {"file", "line", "message"}


def test_another_id_can_be_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = publication(tmp_path / "given")
    report = told(capsys, 0, "import", folder, "--publication", "mine", "--json")
    assert report["publication"] == "mine"
    assert ids(capsys)["mine"] == "小週報"
    assert run("import", folder, "--publication", "No Good") == 1
    assert "cannot be a publication's id" in capsys.readouterr().err


def test_what_is_no_newsletter_says_what_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strange = tmp_path / "x.bin"
    strange.write_bytes(bytes(range(256)))
    report = told(capsys, 1, "import", strange, tmp_path / "nothing", "--json")
    assert report["issues"]["failed"] == 2
    messages = {problem["file"]: problem["message"] for problem in report["problems"]}
    assert "none of the formats that can be brought in" in messages["x.bin"]
    assert "nothing at this path" in messages[str(tmp_path / "nothing")]


def test_people_are_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", publication(tmp_path / "given")) == 0
    assert capsys.readouterr().out == (
        "小週報 (weekly): 2 added, 0 updated, 0 unchanged, 0 failed; 2 articles, 0 pictures\n"
    )


def test_rename_remove_and_undo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", publication(tmp_path / "given"))
    assert run("rename", "weekly", "大週報") == 0
    capsys.readouterr()
    assert ids(capsys)["weekly"] == "大週報"
    assert run("remove", "weekly") == 0
    capsys.readouterr()
    assert "weekly" not in ids(capsys)
    assert told(capsys, 0, "search", "院子", "--json")["hits"] == []
    assert run("undo", "--dry-run") == 0
    assert capsys.readouterr().out == "The next undo takes back: removal of “大週報”.\n"
    assert "weekly" not in ids(capsys)
    assert run("undo") == 0
    assert capsys.readouterr().out == (
        "Taken back: removal of “大週報”.\n"
        "The next undo takes back: renaming of “小週報” to “大週報”.\n"
    )
    assert told(capsys, 0, "search", "院子", "--json")["hits"] != []
    assert run("undo") == 0
    capsys.readouterr()
    assert ids(capsys)["weekly"] == "小週報"
    assert run("undo") == 0
    assert capsys.readouterr().out == "Taken back: import of 2 issues into 小週報.\n"
    assert "weekly" not in ids(capsys)
    for options in ([], ["--dry-run"]):
        assert run("undo", *options) == 1
        assert "nothing to take back" in capsys.readouterr().out


def test_undo_says_what_it_leaves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", publication(tmp_path / "given"))
    (standing,) = [p for p in tmp_path.rglob("weekly/001/issue.md") if "given" not in p.parts]
    standing.write_text(FIRST + "\n我加的話。\n", encoding="utf-8")
    assert run("undo") == 1, "not all of it is taken back"
    said = capsys.readouterr()
    assert "Taken back: import of 2 issues into 小週報." in said.out
    assert "But weekly/001 was changed since and stays." in said.err
    assert "我加的話" in standing.read_text(encoding="utf-8")


def test_a_file_on_the_command_line_is_an_import(tmp_path: Path) -> None:
    pack = tmp_path / "小報 1.dvpack"
    assert _import_path(str(pack)) == pack, "even if it is not there: the import says so"
    assert _import_path(str(tmp_path)) == tmp_path
    assert _import_path("file://" + str(tmp_path / "a%20b.dvpack")) == tmp_path / "a b.dvpack"
    assert _import_path("dosudo/2/c3") is None
    assert _import_path("dosudo-viewer:dosudo/2/c3") is None
    assert _import_path("nonsense") is None
    with pytest.raises(UsageError, match="not a file of this system"):
        _import_path("file://host/share/x.dvpack")


def test_what_was_changed_by_hand_stays_until_it_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = publication(tmp_path / "given")
    told(capsys, 0, "import", folder, "--json")
    (standing,) = [p for p in tmp_path.rglob("weekly/001/issue.md") if "given" not in p.parts]
    mine = FIRST + "\n我加的話。\n"
    standing.write_text(mine, encoding="utf-8")
    again = told(capsys, 0, "import", folder, "--json")
    assert again["issues"] == {"added": 0, "updated": 0, "unchanged": 2, "failed": 0}
    assert again["kept"] == 1
    publication(tmp_path / "given", FIRST.replace("曬太陽", "睡覺"), SECOND)
    assert run("import", folder) == 1, "what the source says now did not come in"
    out = capsys.readouterr()
    assert "0 updated, 1 unchanged, 1 kept as changed by hand" in out.out
    assert "“--replace” takes what the source says instead" in out.out
    assert "Issue 1 was changed by hand" in out.err
    assert standing.read_text(encoding="utf-8") == mine
    replaced = told(capsys, 0, "import", folder, "--replace", "--json")
    assert replaced["issues"]["updated"] == 1
    assert "睡覺" in standing.read_text(encoding="utf-8")
    assert run("undo") == 0
    assert standing.read_text(encoding="utf-8") == mine


def feed(path: Path, site: str, *titles: str) -> Path:
    items = "".join(
        f"<item><title>{title}</title><guid>https://{site}/{at}</guid>"
        f"<description>&lt;p&gt;Words of {title}.&lt;/p&gt;</description></item>"
        for at, title in enumerate(titles)
    )
    path.write_text(
        f'<rss version="2.0"><channel><title>Newsletter</title><link>https://{site}/</link>'
        f"{items}</channel></rss>",
        encoding="utf-8",
    )
    return path


def test_two_feeds_of_one_name_are_two_publications(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", feed(tmp_path / "a.xml", "tea.one.example", "Green", "Black")) == 0
    capsys.readouterr()
    assert run("import", feed(tmp_path / "b.xml", "coffee.two.example", "Beans")) == 0
    said = capsys.readouterr()
    assert "1 added, 0 updated" in said.out
    assert "is called “Newsletter” as well; this one is brought in as" in said.err
    listed = [name for name in ids(capsys).values() if name == "Newsletter"]
    assert len(listed) == 2


def test_what_is_empty_makes_no_publication(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "strange.md"
    bad.write_text("---\ntitle: Nothing\n---\n", encoding="utf-8")
    assert run("import", bad) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "strange.md" in said.err


def test_what_is_in_is_not_said_to_be_given_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from viewer.archive.library.library import Library
    from viewer.archive.model.catalogue_entries import UpdateResult
    from viewer.errors import CatalogueError

    refresh = Library.update_catalogue

    def full(self: Library, *args: Any, **options: Any) -> UpdateResult:
        if options.get("parsed_records"):
            raise CatalogueError("The catalogue could not be written (the disk is full).")
        return refresh(self, *args, **options)

    monkeypatch.setattr(Library, "update_catalogue", full)
    assert run("import", publication(tmp_path / "given")) == 1
    said = capsys.readouterr()
    assert "2 added" in said.out
    assert "The issues are in the library, but cannot be listed yet." in said.err
    assert "the disk is full" in said.err
    monkeypatch.setattr(Library, "update_catalogue", refresh)
    assert "weekly" in ids(capsys), "and the next command lists them"


FRONT = """---
number: 3
title: 小週報 第 3 期
date: 2024-05-15
editors: [王小明]
---

這是刊頭的話。

# A. 焦點

## 1. 一

話。

## 2. 二

話。

# B. 演講

先說緣起。

## 1. 三

話。
"""


def test_the_articles_are_as_many_wherever_they_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = publication(tmp_path / "given", FIRST, SECOND, FRONT)

    def listed() -> int:
        (found,) = [
            one
            for one in told(capsys, 0, "list", "--json")["publications"]
            if one["id"] == "weekly"
        ]
        return sum(
            len(section["articles"]) for issue in found["issues"] for section in issue["sections"]
        )

    report = told(capsys, 0, "import", folder, "--json")
    assert report["articles"] == listed() == 7
    assert run("import", folder) == 0
    assert "3 unchanged, 0 failed; 7 articles" in capsys.readouterr().out
    publication(tmp_path / "given", FIRST, SECOND, FRONT.replace("## 2. 二", "還有"))
    (standing,) = [p for p in tmp_path.rglob("weekly/001/issue.md") if "given" not in p.parts]
    standing.write_text(FIRST + "\n## 再一\n\n我的話。\n", encoding="utf-8")
    report = told(capsys, 0, "import", folder, "--json")
    assert (report["issues"]["updated"], report["kept"]) == (1, 1)
    assert report["articles"] == listed() == 7


def test_an_old_address_says_where_its_article_is_now(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.archive.library.test_marked_articles import FERRY_ITEM, LAMP_ITEM, TEA_ITEM, issue

    monkeypatch.setenv("DOSUDO_LIBRARY", str(tmp_path / "mine"))
    path = tmp_path / "mine" / "paper" / "001" / "issue.md"
    path.parent.mkdir(parents=True)
    for items in ((TEA_ITEM, FERRY_ITEM), (LAMP_ITEM, TEA_ITEM, FERRY_ITEM)):
        path.write_text(issue(*items), encoding="utf-8")
        assert run("list") == 0
    capsys.readouterr()
    assert run("show", "paper/1/a2") == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("茶\n"), "another article has the address now"
    assert shown.err == "What was at paper/1/a2 is at paper/1/a3 now.\n"
    assert run("show", "paper/1/a3") == 0
    assert capsys.readouterr().err == ""
