"""The command line in Chinese: what it prints and what it refuses.

Covers viewer/cli/console.py, and how viewer/cli/arguments.py, main.py, output.py and
library_commands.py use it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from viewer.cli.main import main

ISSUE = "---\nnumber: 1\ncolour: red\n---\n\n# A. 一 {#a}\n\n[去](#no)\n"


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOSUDO_LANGUAGE", "zh_TW")


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["show", "nope"], 2,
         "「nope」不是位址；請寫成 刊物/期/文章，例如 dosudo/2/c3。可用的指令有：list"),
        (["show", "dosudo/9"], 1, "dosudo/9 沒有內容；書庫裡 dosudo 的各期有 2。"),
        (["show"], 2, "缺少必要的參數：address。請參閱「dosudo-viewer show --help」。"),
        (["search", "--limit", "x", "a"], 2, "參數 --limit：「x」不是 1 到 10000 的數字。"),
        (["search", "--foo"], 2, "「--foo」不是 search 的選項"),
        (["shot", "--theme", "blue", "a.png"], 2, "參數 --theme：不能是 'blue'（可用的有 "),
        (["shot", "--size", "9", "a.png"], 2,
         "參數 --size：「9」不是尺寸；請寫成 1280x800 這樣（至少 400x250）"),
        (["list", "--foo"], 2, "不認得參數：--foo。請參閱"),
        (["remove", "nobody"], 1, "沒有刊物「nobody」"),
        (["import", "--uploads", "/nowhere", "a"], 1,
         "/nowhere 不是資料夾；請指定存放上傳檔案的資料夾。"),
        (["file://far/a.md"], 2, "「file://far/a.md」不是這個系統上的檔案；請先把它複製到這裡。"),
    ],
)  # fmt: skip
def test_what_is_refused_is_told_in_chinese(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, told: str
) -> None:
    assert main(arguments) == code
    assert told in capsys.readouterr().err


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("command", [[], ["search"], ["import"], ["shot"]])
def test_help_is_in_chinese_to_the_last_line(
    capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    assert ended.value.code == 0
    help_text = capsys.readouterr().out
    assert help_text.startswith("用法：dosudo-viewer")
    assert "\n選項:\n" in help_text
    assert "顯示這份說明後結束" in help_text
    told = "".join(line for line in help_text.splitlines(True) if not line.startswith("範例："))
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", told)


def test_help_in_english_is_what_argparse_says(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["search", "--help"])
    help_text = capsys.readouterr().out
    assert help_text.startswith("usage: dosudo-viewer search [-h]")
    assert "\noptions:\n" in help_text
    assert "show this help message and exit" in help_text
    assert "at most N hits" in help_text


@pytest.mark.usefixtures("chinese")
def test_results_are_told_in_chinese(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    source = tmp_path / "小報" / "1.md"
    source.parent.mkdir()
    source.write_text(ISSUE, encoding="utf-8")
    assert main(["check", str(source)]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 個錯誤、1 個警告、2 項推測"
    assert main(["import", str(source)]) == 0
    told = capsys.readouterr()
    assert "新增 1 期，更新 0 期，不變 0 期，失敗 0 期；1 篇文章，0 張圖" in told.out
    assert main(["list"]) == 0
    assert "14 章已刊出 7 章" in capsys.readouterr().out
    assert main(["search", "titel:red", "鯨魚"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("0 篇文章，")
    assert "提示：「titel:」不是可用的欄位，「title:」才是；當作文字搜尋。" in told.out
    assert main(["undo"]) == 0
    assert capsys.readouterr().out == "已還原：匯入 1 期到「小報」。\n"
    assert main(["undo"]) == 1
    assert capsys.readouterr().out == "沒有可以還原的變更。\n"


@pytest.mark.parametrize("arguments", [["list"], ["search", "titel:red", "NoScope"]])
def test_json_is_the_same_in_every_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    found = []
    for language in ("en", "zh_TW"):
        monkeypatch.setenv("DOSUDO_LANGUAGE", language)
        assert main([*arguments, "--json"]) == 0
        found.append(json.loads(capsys.readouterr().out))
        found[-1].pop("took_ms", None)
    assert found[0] == found[1]


def test_the_locale_is_followed_without_qt() -> None:
    script = (
        "import sys; from viewer.cli.main import main; code = main(['show', 'nope'])\n"
        "sys.exit(90 if any(name.startswith('PySide6') for name in sys.modules) else code)"
    )
    environment = {k: v for k, v in os.environ.items() if k != "DOSUDO_LANGUAGE"}
    made = subprocess.run(
        [sys.executable, "-c", script],
        env={**environment, "LC_ALL": "zh_TW.UTF-8"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert made.returncode == 2
    assert made.stderr.decode().startswith("「nope」不是位址")
