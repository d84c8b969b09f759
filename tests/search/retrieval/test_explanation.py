from __future__ import annotations

from typing import Any

from tests.search.archive import article
from viewer.search.retrieval.explanation import MatchReason, explain_match


def test_reasons_name_the_place_and_the_form() -> None:
    found = article(
        "談機器學習", "用軟體學機器學習", headings=["卷積神經網路"], captions=["机器学习"]
    )
    assert explain_match("机器学习", found.title, found.text, found.blocks) == (
        MatchReason("机器学习", "機器學習", "title", "folded", 1),
        MatchReason("机器学习", "機器學習", "text", "folded", 1),
        MatchReason("机器学习", "机器学习", "caption", "exact", 1),
    )
    (synonym,) = explain_match("CNN", found.title, found.text, found.blocks)
    assert synonym == MatchReason("CNN", "卷積神經網路", "heading", "synonym", 1)
    (region,) = explain_match("软件", found.title, found.text, found.blocks)
    assert region == MatchReason("软件", "軟體", "text", "region", 1)


def test_synonyms_that_were_not_searched_are_no_reason() -> None:
    found = article("CNN 與卷積神經網路", "ConvNet")

    def printed(**options: Any) -> list[str]:
        rows = explain_match("CNN ", found.title, found.text, found.blocks, **options)
        return [row.matched_text for row in rows]

    assert printed() == ["CNN", "卷積神經網路", "ConvNet"]
    assert printed(excluded_synonyms=["卷積神經網路"]) == ["CNN", "ConvNet"]
    assert printed(synonyms=False) == ["CNN"]


def test_other_forms_of_a_word() -> None:
    found = article("", "learn learning learned Learn")
    rows = explain_match("learn", found.title, found.text, found.blocks)
    assert {(row.matched_text, row.kind) for row in rows} == {
        ("learn", "exact"), ("Learn", "folded"), ("learning", "prefix"), ("learned", "prefix"),
    }  # fmt: skip
    rows = explain_match("learn ", found.title, found.text, found.blocks)
    assert ("learned", "ending") in {(row.matched_text, row.kind) for row in rows}


def test_no_reason_for_nothing() -> None:
    assert explain_match("", "a", "b", ()) == ()
    assert explain_match("editor:x", "x", "x", ()) == ()
