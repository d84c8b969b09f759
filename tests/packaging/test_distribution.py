"""What the wheel takes of the resources: what the program reads, and nothing else."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: For those who build and translate, not for those who read.
LEFT_OUT = ("packaging/", "screenshots/", "make_", "collect_")


def test_the_wheel_takes_what_the_program_reads_and_no_recipes() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    taken = build["targets"]["wheel"]["force-include"]
    assert all(target == f"viewer/{source}" for source, target in taken.items())
    files = {
        path.relative_to(ROOT / "resources").as_posix()
        for path in (ROOT / "resources").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    wanted = {name for name in files if not name.startswith(LEFT_OUT)}
    here = [source.removeprefix("resources/") for source in taken if source != "issues"]
    assert wanted == {n for n in files if any(n == h or n.startswith(f"{h}/") for h in here)}
    assert {"glossary.yaml", "han_variants.txt", "pinyin.txt", "i18n/viewer_zh_TW.qm"} <= wanted
