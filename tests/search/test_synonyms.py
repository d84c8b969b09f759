"""Names of one thing find the same. Covers viewer/search: glossary, planner, index and marks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.search.archive import Engine, article
from viewer.search.engine import highlight_spans

Over = Callable[..., Engine]

GLOSSARY = """
- {term: neural network, zh: [神經網路], en: [neural net], aliases: [NN]}
- {term: ANN, zh: [類神經網路, 人工神經網路], en: [artificial neural network]}
- {term: RNN, zh: [循環神經網路], en: [recurrent neural network]}
- {term: GAIL, zh: [生成模仿學習]}
"""


@pytest.mark.parametrize(
    "name",
    [
        "神經網路",
        "神经网络",
        "神經網絡",
        "neural network",
        "Neural Network",
        "neural net",
        "NN ",
        "neural networks",
        "Neural Networks",
        "neural nets ",
        "NNs ",
    ],
)
def test_whichever_name_is_typed_the_same_articles_are_found(over: Over, name: str) -> None:
    texts = {
        "tw": "談神經網路", "cn": "谈神经网络", "en": "on neural networks", "net": "a Neural Net",
        "short": "an NN here",
    }  # fmt: skip
    others = (article("apart", "the network of a neural clinic"), article("small", "ann or nn"))
    engine = over(*(article(k, text) for k, text in texts.items()), *others, glossary=GLOSSARY)
    found = set(engine.titles(name))
    typed = {"small"} if name in ("NN ", "NNs ") else set()  # what is typed counts in any case
    assert found == set(texts) | typed


def test_a_synonym_that_is_a_name_elsewhere_stands_in_capitals(over: Over) -> None:
    engine = over(
        article("zh", "談類神經網路"), article("ANN", "we train an ANN"),
        article("ANNs", "two ANNs"),
        article("person", "Ann Arbor, and ann too"), article("Ann", "別的"), glossary=GLOSSARY,
    )  # fmt: skip
    assert set(engine.titles("類神經網路")) == {"zh", "ANN", "ANNs"}
    assert set(engine.titles("title:類神經網路")) == {"ANN", "ANNs"}
    assert "zh" not in engine.titles("Ann ")
    assert engine.titles("Gail ") == []
    assert set(engine.titles("ANN ")) == {"zh", "ANN", "person", "Ann", "ANNs"}


@pytest.mark.parametrize(
    ("name", "printed"), [("蘋果公司", "Apple"), ("谷歌", "Google"), ("目標函數", "Objective")]
)
def test_a_synonym_that_is_a_word_elsewhere_stands_with_its_capital(
    over: Over, name: str, printed: str
) -> None:
    engine = over(
        article("zh", f"談{name}"), article("name", f"說{printed}說, and {printed}'s"),
        article("word", f"one {printed.lower()} and {printed}s, {printed.upper()}"),
        article("y", "別的"),
    )  # fmt: skip
    results = engine.search(name)
    assert {hit.title for hit in results.hits} == {"zh", "name"}
    assert results.also_searched == (printed,)
    assert [hit.snippet[a:b] for hit in results.hits for a, b in hit.snippet_spans] == [
        name, printed, printed,
    ]  # fmt: skip
    assert "zh" in engine.titles(f"{printed} ")
    assert engine.search(printed.lower()[:-1]).total == 2  # completed like any other word


def test_no_word_is_completed_or_corrected_to_letters_in_capitals(over: Over) -> None:
    engine = over(article("x", "the GAIL way"), article("y", "z"))
    assert engine.search("gial").did_you_mean == "GAIL"
    assert engine.search("GAI").total == 1


def test_only_capitals_are_marked() -> None:
    text = "Ann trains ANNs, an ANN and an ann"
    spans = highlight_spans("類神經網路", text)
    assert [text[start:end] for start, end in spans] == ["ANNs", "ANN"]


def test_some_words_of_a_run_are_of_another_region(over: Over) -> None:
    engine = over(article("x", "然后连接到比特币网络就好"), article("y", "加载什么就加载什么"))
    assert engine.titles("連線到比特幣網路") == ["x"]
    assert engine.titles("載入什麼就載入什") == ["y"]
