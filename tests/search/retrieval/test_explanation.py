from __future__ import annotations

from typing import Any

from tests.search.archive import article
from viewer.search.retrieval.explanation import Reason, reasons


def test_reasons_name_the_place_and_the_form() -> None:
    found = article(
        "談機器學習", "用軟體學機器學習", headings=["卷積神經網路"], captions=["机器学习"]
    )
    assert reasons("机器学习", found.title, found.text, found.blocks) == (
        Reason("机器学习", "機器學習", "title", "folded", 1),
        Reason("机器学习", "機器學習", "text", "folded", 1),
        Reason("机器学习", "机器学习", "caption", "exact", 1),
    )
    (synonym,) = reasons("CNN", found.title, found.text, found.blocks)
    assert synonym == Reason("CNN", "卷積神經網路", "heading", "synonym", 1)
    (region,) = reasons("软件", found.title, found.text, found.blocks)
    assert region == Reason("软件", "軟體", "text", "region", 1)


def test_synonyms_that_were_not_searched_are_no_reason() -> None:
    found = article("CNN 與卷積神經網路", "ConvNet")

    def printed(**options: Any) -> list[str]:
        rows = reasons("CNN ", found.title, found.text, found.blocks, **options)
        return [row.printed for row in rows]

    assert printed() == ["CNN", "卷積神經網路", "ConvNet"]
    assert printed(without=["卷積神經網路"]) == ["CNN", "ConvNet"]
    assert printed(synonyms=False) == ["CNN"]


def test_other_forms_of_a_word() -> None:
    found = article("", "learn learning learned Learn")
    rows = reasons("learn", found.title, found.text, found.blocks)
    assert {(row.printed, row.kind) for row in rows} == {
        ("learn", "exact"), ("Learn", "folded"), ("learning", "prefix"), ("learned", "prefix"),
    }  # fmt: skip
    rows = reasons("learn ", found.title, found.text, found.blocks)
    assert ("learned", "ending") in {(row.printed, row.kind) for row in rows}


def test_no_reason_for_nothing() -> None:
    assert reasons("", "a", "b", ()) == ()
    assert reasons("editor:x", "x", "x", ()) == ()
