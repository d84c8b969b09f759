"""A publication of our own, as a folder another reader hands over."""

from __future__ import annotations

from pathlib import Path

YAML = "id: weekly\nname: 小週報\nlanguage: zh-Hant\n"
FIRST = (
    "---\nnumber: 1\ntitle: 小週報 第 1 期\ndate: 2024-05-01\n---\n\n## 短訊\n\n貓在窗邊曬太陽。\n"
)
SECOND = (
    "---\nnumber: 2\ntitle: 小週報 第 2 期\ndate: 2024-05-08\n---\n\n## 長文\n\n狗在院子裡挖洞。\n"
)


def publication(folder: Path, *texts: str) -> Path:
    """The folder with ``publication.yaml`` and an issue for each of ``texts`` (else two)."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "publication.yaml").write_text(YAML, encoding="utf-8")
    for number, text in enumerate(texts or (FIRST, SECOND), start=1):
        issue = folder / f"{number:03}"
        issue.mkdir(exist_ok=True)
        (issue / "issue.md").write_text(text, encoding="utf-8")
    return folder
