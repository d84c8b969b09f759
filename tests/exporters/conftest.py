"""A library with a publication as a reader would have written it, oddities included."""

from __future__ import annotations

from pathlib import Path

import pytest

from viewer import paths
from viewer.archive.library.library import Library

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360"
    "60606000000005000160e0e5670000000049454e44ae426082"
)

PUBLICATION = """\
name: 'Weekly: Tea & Code'
id: tea
home: https://tea.example/
note: >
  Two lines
  of note
series:
- title: On tea
  id: on-tea
  speaker: Lin
  outline: [Leaves, "Water: hot", Cups]
  announced:
  - {chapters: 2-3, issue: 4}
  - {chapters: "3", issue: 5}
"""

FIRST = """\
---
title:   "Tea: the “first”"
number: 1
date: 2020-05-01
editors: [Ann, 'Bo: the second']
edition: restated
guid: "https://tea.example/?p=1"
losses: {flat_table: 2, web_picture: 1}
events:
- title: Meeting
  start: 2020-05-02T10:00:00+02:00
  zone: Europe/Berlin
---
# A. Leaves {#a}

## 1. Green {#a1 series=on-tea chapter=1}

Text with a picture. ![A cup](figures/cup.png "The cup")

![odd](<figures/my cup (1).png>) and ![odd again](figures/my%20cup%20(1).png)

![gone](figures/gone.png)
"""

SECOND = "# 第 2 期：紅茶\r\n\r\n## 泡茶\r\n\r\n水要滾，茶葉要好。\r\n"


@pytest.fixture
def library(_own_library: Path) -> Library:
    home = _own_library / "my tea"
    (home / "001" / "figures").mkdir(parents=True)
    (home / "publication.yaml").write_text(PUBLICATION, encoding="utf-8")
    (home / "001" / "issue.md").write_text(FIRST, encoding="utf-8")
    (home / "001" / "figures" / "cup.png").write_bytes(PNG)
    (home / "001" / "figures" / "my cup (1).png").write_bytes(PNG + b"1")
    (home / "001" / "figures" / "unused.png").write_bytes(PNG)
    (home / "issue-2.md").write_bytes(b"\xef\xbb\xbf" + SECOND.encode())
    made = Library(_own_library, paths.bundled_issues())
    made.update_catalogue()
    return made
