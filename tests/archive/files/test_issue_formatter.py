"""What is written as ``issue.md`` and ``publication.yaml`` is read back as it was."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from viewer.archive.files.issue_formatter import find_guid, format_issue, format_publication
from viewer.archive.files.issue_front_matter import (
    parse_issue_front_matter,
    split_issue_front_matter,
)
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.publication_file import read_publication
from viewer.archive.model.issue import ChapterAnnouncement, Publication, SeriesOutline
from viewer.archive.model.issue_draft import ImportLoss, IssueDraft

LINE = st.text(
    # Among the unassigned ones are the noncharacters, which reading takes out.
    st.characters(exclude_categories=["Cc", "Cn", "Cs", "Zl", "Zp"], exclude_characters=
                  "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
    min_size=1, max_size=40,
).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip


@given(LINE, st.lists(LINE, max_size=3, unique=True), LINE)
def test_heads_are_read_back(title: str, words: list[str], guid: str) -> None:
    draft = IssueDraft(
        title, "話", "x", date="2024-01-02", editors=tuple(words), guid=guid,
        tags=tuple(words), language="zh-Hant", losses={ImportLoss.WEB_PICTURE: 2},
    )  # fmt: skip
    text = format_issue(draft, 12)
    problems = ProblemCollector("x")
    head_text, body, _ = split_issue_front_matter(text, problems)
    head = parse_issue_front_matter(head_text, problems)
    assert problems.collected() == ()
    assert (head.number, head.title, head.date, head.guid) == (12, title, "2024-01-02", guid)
    assert head.editors == head.tags == words
    assert head.losses == {"web_picture": 2}
    assert body.strip() == "話"
    assert find_guid(text) == guid


@given(LINE, LINE, st.lists(LINE, min_size=1, max_size=3))
def test_publications_are_read_back(name: str, note: str, outline: list[str]) -> None:
    series = SeriesOutline(
        "s", name, note, tuple(outline), (ChapterAnnouncement(1, 1, 3),), (name, note)
    )
    made = Publication("x", name, "en", "https://example.org", note, (series,))
    path = Path("publication.yaml")
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "publication.yaml"
        path.write_text(format_publication(made), encoding="utf-8")
        found, problems = read_publication(path, Publication("", "", ""))
    assert problems == ()
    assert found == made
