"""The web address an issue came from."""

from __future__ import annotations

from pathlib import Path

import pytest

from viewer.archive.files.source_url import issue_source_url


@pytest.mark.parametrize(
    ("guid", "found"),
    [
        ("https://example.org/p/12", "https://example.org/p/12"),
        ("https://example.org/#pages", ""),
        ("tag:example.org,2020:12", ""),
        ("https://example.org/a b", ""),
    ],
)
def test_it_is_what_the_import_knew_the_issue_by(tmp_path: Path, guid: str, found: str) -> None:
    text = f'---\nnumber: 1\nguid: "{guid}"\n---\n\nWords.\n'
    (tmp_path / "issue.md").write_text(text, encoding="utf-8")
    assert issue_source_url(tmp_path) == found


def test_none_is_known_without_a_head_or_a_file(tmp_path: Path) -> None:
    assert issue_source_url(tmp_path) == ""
    (tmp_path / "issue.md").write_bytes(b"\xff\xfe# A")
    assert issue_source_url(tmp_path) == ""
