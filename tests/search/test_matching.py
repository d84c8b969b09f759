"""What a query finds, and what it must not: one small archive for each rule.

Covers viewer/search/index/postings_builder.py, viewer/search/index/postings_codec.py,
viewer/search/language/glossary.py, viewer/search/query/planner.py, viewer/search/query/results.py,
viewer/search/retrieval/did_you_mean.py, viewer/search/retrieval/matcher.py,
viewer/search/retrieval/ranking.py and viewer/search/retrieval/searcher.py.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.search.archive import Engine, article, marked
from viewer.search import Results
from viewer.search.index.postings_builder import saturated_weight
from viewer.search.query.parser import Term
from viewer.search.retrieval.did_you_mean import respell_query
from viewer.search.retrieval.ranking import RERANK_COUNT, bm25_scores

Over = Callable[..., Engine]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("機器學習", "談機器學習的書"),
        ("机器学习", "談機器學習的書"),
        ("機器學習", "谈机器学习的书"),
        ("學", "談機器學習的書"),
        ("学习", "談機器學習的書"),
        ("軟體", "开源软件很多"),
        ("软件", "開源軟體很多"),
        ("迴圈", "一个循环"),
        ("循环", "一個迴圈"),
        ("網路", "网络不好"),
        ("网络", "網路不好"),
        ("程式", "写程序的人"),
        ("程序", "寫程式的人"),
        ("資料", "数据很大"),
        ("数据", "資料很大"),
        ("ＤＥＥＰ", "deep water"),
        ("cafe", "un Café noir"),
        ("CNN模型", "CNN 模型"),
        ("CNN模型", "這個CNN模型"),
        ("UNIX", "在UNiX命令行"),
        ("C++", "用C++寫"),
        ("c#", "C# 語言"),
        ("GPT-4", "GPT-4 出來了"),
        ("GPT4", "GPT-4 出來了"),
        ("GPT-4", "GPT4 出來了"),
        ("YOLOv2", "比 YOLOv2 快"),
        ("3×3", "用 3x3 的核"),
        ("3x3", "用 3×3 的核"),
        ("node.js", "Node.js 好"),
        ("nodejs", "Node.js 好"),
        ("1000", "有 1,000 人"),
        ("learn", "she learned it"),
        ("learned ", "he learns it"),
        ("studies ", "a study"),
        ("running ", "run away"),
        ("convol", "a convolutional net"),
        ("co", "a convolutional net"),
        ('"deep learning"', "on Deep Learning today"),
        ("「深度學習」", "深度学习"),
        ("neur*", "neural nets"),
        ("學習 機器", "機器會學習"),
    ],
)
def test_finds(over: Over, query: str, text: str) -> None:
    engine = over(article("x", text), article("y", "別的事 nothing here"))
    assert engine.titles(query) == ["x"]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("機器學習", "機器與器學，還有學習"),
        ("機器學習 ", "機器。學習"),
        ("cat ", "concatenate"),
        ("C++ ", "用 C 寫"),
        ("C# ", "用 C 寫"),
        ('"deep learning"', "deep and learning"),
        ('"learning deep"', "deep learning"),
        ('"learn"', "learning"),
        ("機器 學習", "只有機器"),
        ("GPT-4 ", "GPT-3 與 4"),
        ("311 ", "Python 3.11"),
    ],
)
def test_does_not_find(over: Over, query: str, text: str) -> None:
    engine = over(article("x", text), article("y", "別的"))
    results = engine.search(query, relax=False)
    assert results.total == 0 or results.corrected


def test_what_is_typed_key_by_key_stays_found(over: Over) -> None:
    engine = over(article("x", "Deep Learning 與神經網路"), article("y", "別的"))
    for query in ("Deep Learning", "神經網路", "deep 神經"):
        # A single Latin letter is a word of its own, not yet a beginning.
        for end in range(2 if query[0].isascii() else 1, len(query) + 1):
            assert engine.titles(query[:end]) == ["x"], query[:end]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("貓 -狗", ["貓"]),
        ("貓 OR 狗", ["貓", "狗", "貓狗"]),
        ("(貓 OR 狗) 魚", ["貓"]),
        ("貓 AND 狗", ["貓狗"]),
        ("NOT 貓", ["狗"]),
        ("貓 AND NOT 狗", ["貓"]),
        ("-貓", ["狗"]),
        ("title:狗", ["狗", "貓狗"]),
        ("貓 title:狗", ["貓狗"]),
        ("editor:hubert", ["貓", "貓狗"]),
        ("editor:Hub", ["貓", "貓狗"]),
        ('editor:"Jack Lin"', ["狗"]),
        ("issue:2", ["狗", "貓狗"]),
        ("issue:1-2 貓", ["貓", "貓狗"]),
        ("section:A", ["貓", "狗"]),
        ("section:動物", ["貓", "狗"]),
        ("publication:paper", ["貓", "狗", "貓狗"]),
        ("publication:other", []),
        ("series:talk", ["貓狗"]),
        ("before:2018", ["貓"]),
        ("after:2018", ["狗", "貓狗"]),
        ("after:2018-06 before:2018-07", ["狗"]),
        ("has:figure", ["貓"]),
        ("has:link 貓", ["貓狗"]),
        ("-has:figure 貓", ["貓狗"]),
    ],
)
def test_query_language(over: Over, query: str, titles: list[str]) -> None:
    engine = over(
        article("貓", "魚在哪裡", issue=1, date="2017-07-29", editors=["Hubert"],
                section=("A", "動物"), has="figure"),
        article("狗", "骨頭", issue=2, date="2018-06-01", editors=["Chih-Hsu (Jack) Lin"],
                section=("A", "動物")),
        article("貓狗", "在一起", issue=2, date="2018-09-01", editors=["Hubert", "Joanne"],
                section=("B", "故事"), series="talk", has="link note"),
    )  # fmt: skip
    assert sorted(engine.titles(query)) == sorted(titles)


def test_a_label_means_that_section_and_no_title_that_begins_so(over: Over) -> None:
    engine = over(
        article("一", "貓", section=("A", "Highlights")),
        article("二", "貓", section=("B", "News and materials")),
        article("三", "貓", section=("C", "A big event")),
        article("四", "貓", section=("", "a")),
    )
    assert set(engine.titles("section:A")) == {"一", "四"}
    assert engine.titles("section:b 貓") == ["二"]
    assert engine.titles("section:Big") == ["三"]
    assert set(engine.titles("-section:a 貓")) == {"二", "三"}
    # Where no section has the label, it is the beginning of a word.
    assert engine.titles("section:m") == ["二"]


def test_a_whole_name_means_that_editor_alone(over: Over) -> None:
    engine = over(
        article("一", "貓", editors=["Ada"]),
        article("二", "貓", editors=["Ada Lin"]),
        article("三", "貓", editors=["Grace", "Ada"]),
    )
    assert set(engine.titles("editor:ada")) == {"一", "三"}
    assert engine.titles('editor:"Ada Lin"') == ["二"]
    # What is no whole name is the beginning of a word of one.
    assert engine.titles("editor:Li") == ["二"]
    assert dict(engine.search("貓").facets["editor"])["Ada"] == len(engine.titles("editor:Ada"))


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("series:LeCun", ["一"]),
        ('series:"Deep learning and the Path to AI"', ["一"]),
        ("series:path-to-ai", ["一"]),
        ("series:之路", ["二"]),
        ("series:Hinton", []),
        ("-series:LeCun 貓", ["二", "三"]),
        ("publication:newsletter", ["一"]),
        ("publication:週刊", ["二", "三"]),
        ("publication:周刊", ["二", "三"]),
        # An id means that publication and no other whose name says so too.
        ("publication:weekly", ["二", "三"]),
        ("publication:week", ["一", "二", "三"]),
    ],
)
def test_series_and_publications_go_by_all_their_names(
    over: Over, query: str, titles: list[str]
) -> None:
    engine = over(
        article("一", "貓", publication="dosudo", series="path-to-ai"),
        article("二", "貓", publication="weekly", series="ai"),
        article("三", "貓", publication="weekly"),
    )
    engine.archive.named = {
        "dosudo": (
            "Dosudo weekly newsletter",
            {"path-to-ai": "Deep learning and the Path to AI · Yann LeCun"},
        ),
        "weekly": ("科技週刊", {"ai": "人工智慧之路 · 某人"}),
    }
    assert sorted(engine.titles(query)) == sorted(titles)


def test_only_filters_list_the_newest_first(over: Over) -> None:
    engine = over(*(article(f"t{n}", "x", issue=n, date=f"2017-0{n}-01") for n in range(1, 6)))
    assert engine.titles("after:2017-02") == ["t5", "t4", "t3", "t2"]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (article("b 學習", "x"), article("w", "學習 x")),
        (article("b", "x", headings=["學習"]), article("w", "學習 x")),
        (article("b", "學習 學習 學習"), article("w", "學習", "別的" * 50)),
        (article("b", "談學習"), article("w", "x", captions=["學習的圖"])),
    ],
)
def test_order_of_fields(over: Over, better: object, worse: object) -> None:
    for documents in ((better, worse), (worse, better)):
        assert over(*documents, article("z", "無關")).titles("學習")[0].startswith("b")


def test_what_stands_in_another_script_makes_a_text_hardly_longer(over: Over) -> None:
    chinese = article("chinese", "這個工具箱收錄了各式程式庫與教學文章" * 3 + " parser and backend")
    english = article("english", "parser" + " and more of all these things" * 8 + " backend")
    for documents in ((chinese, english), (english, chinese)):
        assert over(*documents).titles("parser") == ["chinese", "english"]


def test_one_mention_in_a_very_long_text_is_worth_less_than_in_a_long_one(over: Over) -> None:
    long = article("long", "learn" + " other things" * 1000)
    longer = article("longer", "learn" + " other things" * 9000)
    hits = over(long, longer).search("learn", prefer_newer=False).hits
    assert [hit.title for hit in hits] == ["long", "longer"]
    assert hits[0].score > hits[1].score


def test_parts_that_stand_near_come_first(over: Over) -> None:
    far = "貓" + "，然後是別的事情" * 20 + "狗"
    near = "貓狗" + "，然後是別的事情" * 20
    assert over(article("far", far), article("near", near)).titles("貓 狗") == ["near", "far"]
    assert over(article("near", near), article("far", far)).titles("貓 狗") == ["near", "far"]


@pytest.mark.parametrize("near", ["機器學習", "機器 學習"])
def test_nearness_weighs_more_than_how_often_the_parts_stand_there(over: Over, near: str) -> None:
    gap = "，然後是別的事情" * 20
    engine = over(
        article("often", ("機器" + gap + "學習" + gap) * 6),
        article("機器", "機器" + gap * 4 + "學習"),
        article("near", near + gap * 6),
    )
    assert engine.titles("機器 學習", prefer_newer=False)[0] == "near"


def test_parts_that_stand_near_but_not_together_come_first(over: Over) -> None:
    gap = "，然後是別的事情" * 20
    near = article("near", "貓，後面是狗" + gap)
    far = article("far", "貓" + gap + "狗，後面是")
    for documents in ((near, far), (far, near)):
        assert over(*documents).titles("貓 狗") == ["near", "far"]


def test_a_title_leads_into_the_closer_look_before_many_texts(over: Over) -> None:
    texts = [article(f"t{n}", "談學習，再談學習") for n in range(RERANK_COUNT + 10)]
    engine = over(*texts, article("學習", "別的，" * 300))
    assert engine.titles("學習", prefer_newer=False)[0] == "學習"


def test_a_word_said_ten_times_is_not_worth_twice_one_said_five_times() -> None:
    scores = bm25_scores(3, 100)
    five, ten = scores[saturated_weight(5)], scores[saturated_weight(10)]
    assert 1.05 * five < ten < 1.25 * five


@pytest.mark.parametrize("sort", ["relevance", "date"])
def test_hits_of_equal_score_do_not_depend_on_the_order_of_bringing_in(
    over: Over, sort: str
) -> None:
    names = ["daily", "monthly", "weekly"]
    articles = [article(f"{name} {n}", "學習", publication=name) for name in names for n in "12"]
    in_order = over(*articles).titles("學習", sort=sort)
    assert over(*articles[2:], *articles[:2]).titles("學習", sort=sort) == in_order
    many = [article(f"{n}", "學習", publication=f"p{n:03}") for n in range(RERANK_COUNT + 20)]
    first = over(*many).titles("學習", sort=sort)
    assert over(*many[::-1]).titles("學習", sort=sort) == first


def test_newer_issues_are_preferred_a_little_unless_told_not_to(over: Over) -> None:
    old = article("old", "學習 x", issue=1, date="2015-01-01")
    new = article("new", "學習 x", issue=9, date="2019-01-01")
    engine = over(old, new)
    assert engine.titles("學習") == ["new", "old"]
    assert [h.score for h in engine.search("學習").hits] != [
        h.score for h in engine.search("學習", prefer_newer=False).hits
    ]
    better_old = article("old", "學習 學習 學習", issue=1, date="2015-01-01")
    assert over(better_old, new).titles("學習")[0] == "old"


def test_the_exact_word_stands_above_its_other_forms(over: Over) -> None:
    engine = over(
        article("prefix", "learning things"), article("form", "learns things"),
        article("exact", "learn things"),
    )  # fmt: skip
    assert engine.titles("learn")[0] == "exact"


def test_sorting_by_date(over: Over) -> None:
    engine = over(
        article("學習 學習", "學習", date="2015-01-01"), article("x", "學習", date="2016-01-01")
    )
    assert engine.titles("學習", sort="date") == ["x", "學習 學習"]


GLOSSARY = """
- {term: CNN, zh: [卷積神經網路], en: [convolutional neural network], aliases: [ConvNet]}
- {term: LSTM, zh: [長短期記憶], en: [long short-term memory]}
"""


def test_the_glossary_is_searched_too_and_says_so(over: Over) -> None:
    engine = over(
        article("zh", "談卷積神經網路的文章"), article("en", "on CNN"), article("other", "別的"),
        glossary=GLOSSARY,
    )  # fmt: skip
    results = engine.search("CNN")
    assert [hit.title for hit in results.hits] == ["en", "zh"]
    assert results.also_searched == ("卷積神經網路",)
    assert engine.titles("卷积神经网络") == ["zh", "en"]
    assert set(engine.titles("convolutional neural network")) == {"zh", "en"}


def test_exact_matches_stand_above_synonyms_however_good(over: Over) -> None:
    engine = over(
        article("卷積神經網路", "卷積神經網路 卷積神經網路", date="2020-01-01"),
        article("en", "x " * 300 + "CNN", date="2010-01-01"),
        glossary=GLOSSARY,
    )
    assert engine.titles("CNN") == ["en", "卷積神經網路"]


def test_scores_fall_in_the_order_of_the_hits(over: Over) -> None:
    engine = over(
        article("卷積神經網路", "卷積神經網路 卷積神經網路", date="2020-01-01"),
        article("談卷積神經網路"),
        article("en", "x " * 300 + "CNN", date="2010-01-01"),
        article("CNN", "CNN CNN"),
        glossary=GLOSSARY,
    )
    scores = [hit.score for hit in engine.search("CNN").hits]
    assert len(set(scores)) == 4
    assert scores == sorted(scores, reverse=True)


def test_synonyms_can_be_taken_off(over: Over) -> None:
    engine = over(article("zh", "卷積神經網路"), article("en", "CNN"), glossary=GLOSSARY)
    assert engine.titles("CNN", excluded_synonyms=["卷積神經網路"]) == ["en"]
    assert engine.titles("CNN", synonyms=False) == ["en"]
    assert engine.search("CNN", synonyms=False).also_searched == ()
    assert engine.titles('"CNN"') == ["en"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("機噐學xi", ""),
        ("機氣學習", "機器學習"),
        ("机气学习", "機器學習"),
        ("機器習學", "機器學習"),
        ("機器學習習", "機器學習"),
        ("NoScpoe", "NoScope"),
        ("convolutoinal", "convolutional"),
        ("Scope", "NoScope"),
        ("convloutio", "convolutional"),
        ("機氣學習 NoScope", "機器學習 NoScope"),
        ("完全沒有", ""),
    ],
)
def test_did_you_mean(over: Over, typed: str, meant: str) -> None:
    engine = over(
        article("x", "機器學習與 NoScope，convolutional"), article("y", "別的"), article("z", "貓")
    )
    results = engine.search(typed)
    assert results.did_you_mean == meant
    assert [hit.title for hit in results.hits] == (["x"] if meant else [])
    assert results.corrected == bool(meant)


def test_a_correction_finds_what_it_suggests_and_nothing_else(over: Over) -> None:
    run = [article(f"run {n}", "run") for n in range(3)]
    engine = over(*run, article("GAN", "GAN"), article("transfer"), article("translation", "x"))
    results = engine.search("ran ")
    assert (results.did_you_mean, results.corrected) == ("run ", True)
    assert {hit.title for hit in results.hits} == {"run 0", "run 1", "run 2"}


def test_a_rare_spelling_keeps_its_own_hits(over: Over) -> None:
    common = [article(f"t{n}", "機器學習很好") for n in range(12)]
    results = over(article("typo", "機氣學習"), *common).search("機氣學習")
    assert [hit.title for hit in results.hits] == ["typo"]
    assert results.did_you_mean == "機器學習"
    assert not results.corrected


def test_a_mistyped_word_of_a_frequent_phrase_is_corrected_to_that_phrase(over: Over) -> None:
    common = [article(f"c{n}", "while Pieter") for n in range(9)]
    frequent = [article(f"n{n}", "said Pieter Wuille today") for n in range(4)]
    results = over(*common, *frequent).search("Pieter Wuile ")
    assert (results.did_you_mean, results.corrected) == ("Pieter Wuille ", True)
    assert {hit.title for hit in results.hits} == {"n0", "n1", "n2", "n3"}


def test_a_word_that_stands_nowhere_is_read_as_the_one_beside_the_others(over: Over) -> None:
    common = [article(f"c{n}", "are here") for n in range(9)]
    results = over(*common, article("x", "made with arco design")).search("aro design")
    assert [hit.title for hit in results.hits] == ["x"]
    assert (results.did_you_mean, results.corrected) == ("arco design", True)


@pytest.mark.parametrize("typed", ["前端q", "前端j ", "前端qu", "學前端Zh", "人工 前端q"])
def test_letters_left_behind_by_an_input_method_are_left_out(over: Over, typed: str) -> None:
    others = article("前導 q", "前面 q 與前導 q"), article("c", "維生素C"), article("y", "別的")
    engine = over(article("x", "人工學前端"), *others)
    results = engine.search(typed)
    assert [hit.title for hit in results.hits] == ["x"]
    assert results.did_you_mean.strip() == typed.rstrip(" qjuZh")
    assert engine.search("維生素c ").did_you_mean == ""


def test_an_acronym_in_capitals_is_offered_another_and_not_exchanged(over: Over) -> None:
    engine = over(article("x", "an LSM tree"), article("y", "別的"))
    results = engine.search("LSQM ")
    assert (results.total, results.did_you_mean) == (0, "LSM ")
    assert engine.search("lsqm ").corrected
    named = over(
        article("x", "an LSM tree"), article("y", "別的"), glossary="- {term: LSTM, zh: [長短期]}"
    )
    assert (named.search("lstm ").total, named.search("lstm ").did_you_mean) == (0, "LSM ")


def test_a_rare_word_is_offered_no_word_far_from_it(over: Over) -> None:
    kraken = [article(f"k{n}", "the Kraken and all its tentacles") for n in range(20)]
    engine = over(article("cs", "Krásné svátky, tent"), *kraken)
    for typed in ("Krásné", "krasne ", "tent "):
        assert (engine.search(typed).total, engine.search(typed).did_you_mean) == (1, "")


@pytest.mark.parametrize(
    "typed", ["2021-07-14", "BIP999", "CVE-2022-0721", "3x3", "v1.2.4", "issue #80", "x86-65"]
)
def test_numbers_and_identifiers_are_never_corrected(over: Over, typed: str) -> None:
    text = "2021-07-15 BIP99 BIP998 CVE-2022-0720 33 4x3 v1.2.3 issue #81 x86-64"
    results = over(article("x", text), article("y", "別的")).search(typed + " ", relax=False)
    assert (results.total, results.did_you_mean) == (0, "")


def test_a_word_beside_a_number_is_corrected(over: Over) -> None:
    engine = over(article("2024年の機器學習", "Newsletter #70"), article("y", "別的"))
    assert engine.search("2024年の機氣學習").did_you_mean == "2024年の機器學習"
    assert engine.search("Newsleter #70 ").did_you_mean == "Newsletter #70 "


def test_a_word_that_stands_in_the_archive_is_offered_another_and_not_exchanged(over: Over) -> None:
    taproot = [article(f"t{n}", "taproot, taproot") for n in range(9)]
    engine = over(article("tapfoot", "別的"), *taproot)
    results = engine.search("tapfoot ")
    assert [hit.title for hit in results.hits] == ["tapfoot"]
    assert (results.did_you_mean, results.corrected) == ("taproot ", False)
    in_title = over(article("a", "tapfoot"), article("taproot", "x")).search("title:tapfoot ")
    assert (in_title.did_you_mean, in_title.corrected, in_title.hits) == ("", False, ())


def test_a_typo_in_the_words_of_another_region_is_corrected(over: Over) -> None:
    results = over(article("x", "闪电网络很快"), article("y", "別的")).search("閃店網路")
    assert (results.did_you_mean, results.corrected) == ("闪电网络", True)
    assert [hit.title for hit in results.hits] == ["x"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("Peter Wuille", "Pieter Wuille"),
        ("peter wuill", "Pieter wuill"),
        ("Pieter Wuille", ""),
        ("Wuille Pieter", ""),
        ('"Peter" Wuille', ""),
    ],
)
def test_a_frequent_phrase_is_offered_beside_the_hits(over: Over, typed: str, offered: str) -> None:
    frequent = [article(f"n{n}", "said Pieter Wuille today") for n in range(8)]
    apart = article("apart", "Peter came and later, much later, so did Wuille; Wuile was a typo")
    engine = over(*frequent, apart, article("alone", "Peter and Wuile"))
    results = engine.search(typed)
    assert (results.did_you_mean, results.corrected) == (offered, False)
    assert results.hits


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("brands ran", "brands run"),
        ("(ran) brands", "(run) brands"),
        ("title:ran", "title:run"),
        ("ran.js a-ran ran", "ran.js a-ran run"),
        ("/ran/ -x ran，b", "/ran/ -x run，b"),
        ("-ran", "-run"),
    ],
)
def test_only_the_mistyped_word_is_exchanged(typed: str, meant: str) -> None:
    assert respell_query(typed, Term(("ran",), raw="ran"), ("run",), "run") == meant


def test_facets_and_histogram_count_what_was_found(over: Over) -> None:
    engine = over(
        article("a", "貓", publication="one", date="2017-07-29", editors=["X"], section=("A", "")),
        article("b", "貓", publication="two", date="2018-01-02", editors=["X", "Y"],
                section=("", "新聞")),
        article("c", "狗", publication="two", date="2019-01-02"),
    )  # fmt: skip
    results = engine.search("貓")
    assert dict(results.facets["publication"]) == {"one": 1, "two": 1}
    assert dict(results.facets["year"]) == {"2017": 1, "2018": 1}
    assert dict(results.facets["section"]) == {"A": 1, "新聞": 1}
    assert results.facets["editor"] == (("X", 2), ("Y", 1))
    assert results.histogram == (("2017-07", 1), ("2018-01", 1))
    assert results.total == 2


@pytest.mark.parametrize("query", ["", "  ", "-", "貓", "沒有的", "貓 沒有的"])
def test_the_facets_are_always_the_same_four(over: Over, query: str) -> None:
    facets = over(article("貓", "x")).search(query).facets
    assert list(facets) == ["publication", "year", "section", "editor"]
    assert list(Results("").facets) == list(facets)


def test_a_hit_shows_where_it_stands(over: Over) -> None:
    engine = over(
        article("標題", "第一段。", "第二段說機器學習。", headings=["一", "二"], key="c2", issue=7,
                date="2017-07-29", editors=["A B", "C"], section=("C", "大事")),
        article("y", "別的"),
    )  # fmt: skip
    results = engine.search("机器学习")
    (hit,) = results.hits
    assert str(hit.address) == "paper/7/c2#h2"
    assert (hit.issue, hit.section, hit.section_title) == (7, "C", "大事")
    assert (hit.editor, hit.date, hit.article) == ("A B, C", "2017-07-29", "c2")
    assert marked(results) == ["機器學習"]
    assert hit.match_count == 1
    text = next(engine.archive.documents()).text
    assert text[hit.match_offset : hit.match_offset + 4] == "機器學習"


def test_a_hit_in_the_title_alone(over: Over) -> None:
    (hit,) = over(article("談機器學習", "別的"), article("y", "z")).search("机器学习").hits
    assert hit.title_spans == ((1, 5),)
    assert hit.match_offset == -1
    assert hit.snippet_spans == ()
    assert hit.snippet == "別的"


def test_editors_and_sections_are_searched(over: Over) -> None:
    engine = over(
        article("x", "a", editors=["Joanne Tseng"]), article("y", "b", section=("B", "快訊"))
    )
    assert engine.titles("Joanne Tseng") == ["x"]
    assert engine.titles("快訊") == ["y"]


def test_a_title_with_the_phrase_leads_one_with_its_words_apart(over: Over) -> None:
    engine = over(
        article("alpha, or the beta", "alpha and beta. " * 3),
        article("The alpha beta of it all and more", "something else"),
        article("z", "unrelated"),
    )
    assert engine.titles("alpha beta ")[0] == "The alpha beta of it all and more"
