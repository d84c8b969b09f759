"""Small publications of our own, written to disk for one test."""

from __future__ import annotations

from pathlib import Path

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.model.issue import Article, Issue, Publication, SeriesOutline
from viewer.archive.parser.issue_parser import parse_issue, parse_issue_text

SERIES = SeriesOutline("talk", "一場演講", "講者", ("歷史", "方法", "Entity NN", "結語"))
PUBLICATION = Publication("paper", "小報", "zh-Hant", series=(SERIES,))

HEAD = "---\nnumber: 2\ntitle: 小報第二期\ndate: 2017-07-29\n---\n\n"

YAML = """\
id: paper
name: 小報
language: zh-Hant
series:
  - id: talk
    title: 一場演講
    speaker: 講者
    outline: [歷史, 方法, Entity NN, 結語]
    announced:
      - {chapters: 3-4, issue: 3}
"""

BODY = """\
這是刊頭。

# A. 焦點 {#a}

## 1. 會走會跳的機器 {#a1 editor="王小明"}

機器**學會**走路，見[下一節](#b)與[結語](paper/2/b1)。

![步伐](figures/step.svg "三種步伐")

[原文](https://example.org/a) [中文]()

!!! note "編者按 E01"
    這裡有誤。

# B. 演講 {#b}

先說緣起。

## 1. 歷史 {#b1 series=talk chapter=1}

從前從前。

## 2. 方法

方法很多。
"""


def issue(body: str, *, head: str = HEAD, name: str = "issue.md") -> Issue:
    """``body`` parsed as an issue that stands alone in no particular folder."""
    path = Path("/nowhere/002") / name
    return parse_issue_text(head + body, path, PUBLICATION, ProblemCollector(name))


def articles(made: Issue) -> dict[str, Article]:
    return {article.key: article for section in made.sections for article in section.articles}


def only(body: str, *, head: str = HEAD) -> Article:
    """The one article that ``body`` makes."""
    (article,) = articles(issue(body, head=head)).values()
    return article


def sentences(made: Issue) -> list[str]:
    return [str(problem) for problem in made.problems]


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write ``files`` (by relative name) below ``folder``."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding="utf-8")
    return folder


def bundle(folder: Path) -> Path:
    """A publication of one issue, as it comes with the program."""
    return write(
        folder,
        {
            "publication.yaml": YAML,
            "002/issue.md": HEAD + BODY,
            "002/figures/step.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        },
    )


def read(path: Path) -> Issue:
    return parse_issue(path, PUBLICATION, root=path.parent.parent)
