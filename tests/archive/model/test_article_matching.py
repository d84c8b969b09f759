"""Old articles are found among new ones, and none in one that is another."""

from __future__ import annotations

import copy
import random
from collections import Counter
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest

from tests.archive.editing import Draft, Editor, Item, Section, in_other_characters, verdict
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.model.address import Address
from viewer.archive.model.article_matching import (
    KnownArticle,
    fingerprint,
    fingerprint_from_json,
    match_articles,
)
from viewer.archive.model.issue import Publication, text_digest
from viewer.archive.parser.issue_parser import parse_issue_text

_WORDS = ("機器", "舊書", "茶葉", "河流", "郵局", "newsletter ", "garden ", "修好")


def make_text(chance: random.Random, size: int) -> str:
    """``size`` sentences that nobody wrote."""

    def sentence() -> str:
        rare = [chr(chance.randrange(0x4E00, 0x8FFF)) for _ in range(chance.randint(8, 30))]
        return f"{chance.choice(_WORDS)}{''.join(rare)}{chance.choice(_WORDS)}。"

    return "".join(sentence() for _ in range(size))


def make_drafts(chance: random.Random, numbers: Sequence[int]) -> list[Draft]:
    """Issues of two sections with a few items each."""
    ids = count(1)

    def item() -> Item:
        number = next(ids)
        own_id = f"own{number}" if chance.random() < 0.1 else ""
        text = make_text(chance, chance.randint(1, 12))
        return Item((number,), f"{make_text(chance, 1)[:9]} {number}", (text,), own_id)

    return [
        Draft(
            number,
            [
                Section(f"部分 {n} {number}", [item() for _ in range(chance.randint(2, 6))])
                for n in "甲乙"
            ],
            labels=chance.random() < 0.5,
        )
        for number in numbers
    ]


def parsed(draft: Draft) -> list[KnownArticle]:
    """The articles of ``draft``, one for each of its items."""
    publication = Publication("paper", "小報", "zh-Hant")
    path = Path(f"/nowhere/{draft.number:03}/issue.md")
    issue = parse_issue_text(draft.markdown(), path, publication, ProblemCollector("issue.md"))
    return [
        KnownArticle(
            issue.article_address(a), a.title, a.has_own_id, text_digest(a.title, a.text), a.text
        )
        for section in issue.sections
        for a in section.articles
    ]


def article(
    key: str, title: str, text: str, issue: int = 1, *, own_id: bool = False
) -> KnownArticle:
    address = Address("paper", issue, key)
    return KnownArticle(address, title, own_id, text_digest(title, text), text)


def marked(known: KnownArticle) -> KnownArticle:
    """``known`` as a mark remembers it."""
    taken = fingerprint(known.title, known.text, has_own_id=known.has_own_id)
    back = fingerprint_from_json(taken.to_json_value())
    assert back == taken
    return KnownArticle.from_fingerprint(known.address, back)


def found(old: list[KnownArticle], new: list[KnownArticle]) -> dict[str, str]:
    all_old = all(known.sample is None for known in old)
    places = match_articles(old, new, all_old=all_old)
    return {str(a)[6:]: str(b)[6:] for a, b in places.items()}


TEA = "燒水以前先把杯子燙過，茶葉放三公克就夠，第一泡倒掉不喝，第二泡等半分鐘。"
FERRY = "渡輪每小時開一班，颱風天停駛，船票在碼頭東側的小窗口買，自行車另外收費二十元。"
LAMP = "The lamp on the landing was repaired in March, and its new shade throws less light."
POST = "信件週末不送，包裹請到三號櫃檯領取，忘了帶證件的人可以請家裡的長輩代領一次。"


def test_numbers_that_move_on_take_no_article_along() -> None:
    old = [article("a1", "茶", TEA), article("a2", "渡輪", FERRY)]
    new = [article("a1", "茶", TEA), article("a2", "新的", LAMP), article("a3", "渡輪", FERRY)]
    assert found(old, new) == {"1/a1": "1/a1", "1/a2": "1/a3"}
    assert found([marked(old[1])], new) == {"1/a2": "1/a3"}


def test_ids_that_importers_number_are_no_ids_of_the_author() -> None:
    """``a2`` is made of section and number, with or without braces around it."""
    text = "# A. 焦點\n\n## 2. 茶 {#a2}\n\n好\n\n## 3. 茶 {#tea}\n\n喝\n\n# 燈 {#lamp}\n\n亮\n"
    path = Path("/nowhere/1.md")
    issue = parse_issue_text(text, path, Publication("p", "P", ""), ProblemCollector("1.md"))
    own = {a.key: a.has_own_id for section in issue.sections for a in section.articles}
    assert own == {"a2": False, "tea": True, "lamp": True}


def test_an_id_of_the_author_holds_whatever_is_written_under_it() -> None:
    old = [article("tea", "茶", TEA, own_id=True), article("lamp", "燈", LAMP, own_id=True)]
    new = [article("lamp", "橘子", POST, own_id=True), article("tea", "渡輪", FERRY, own_id=True)]
    assert found(old, new) == {"1/tea": "1/tea", "1/lamp": "1/lamp"}


def test_a_title_is_corrected_and_the_text_in_other_characters() -> None:
    old = [article("茶", "茶", TEA)]
    new = [article("茶葉", "茶葉", in_other_characters(TEA)), article("燈", "燈", LAMP)]
    assert in_other_characters(TEA) != TEA
    assert found(old, new) == found([marked(old[0])], new) == {"1/茶": "1/茶葉"}


def test_another_text_under_the_same_title_is_the_same_article_where_no_other_has_it() -> None:
    old = [article("茶", "茶", TEA), article("燈", "燈", LAMP)]
    assert found(old, [article("茶", "茶", FERRY), article("燈", "燈", LAMP)])["1/茶"] == "1/茶"
    twice = [article("茶", "茶", FERRY), article("茶-2", "茶", POST), article("燈", "燈", LAMP)]
    assert "1/茶" not in found(old, twice)


def test_one_of_two_with_the_same_title_goes() -> None:
    old = [article("茶", "茶", TEA), article("茶-2", "茶", FERRY)]
    new = [article("茶", "茶", FERRY)]
    assert found(old, new) == {"1/茶-2": "1/茶"}
    assert found([marked(old[0])], new) == {}


def test_a_split_article_is_where_most_of_it_went_and_merged_ones_in_the_whole() -> None:
    short, long = make_text(random.Random(1), 3), make_text(random.Random(2), 8)
    whole = [article("茶", "茶", f"{short}\n{long}")]
    parts = [article("茶", "茶", short), article("更多", "更多", long)]
    assert found(whole, parts) == found([marked(whole[0])], parts) == {"1/茶": "1/更多"}
    assert found(parts, whole) == {"1/茶": "1/茶", "1/更多": "1/茶"}


def test_an_article_that_goes_leaves_its_mark_at_none_that_quotes_it() -> None:
    """The other held the words before."""
    old = [article("茶", "茶", TEA), article("選", "選集", f"{LAMP}\n{TEA}\n{FERRY}")]
    assert found(old, [old[1]]) == {"1/選": "1/選"}


def test_an_article_goes_to_another_issue_unless_it_stood_there_as_well() -> None:
    old = [
        article("茶", "茶", TEA),
        article("訂閱", "訂閱", POST),
        article("訂閱", "訂閱", POST, 2),
    ]
    new = [article("茶", "茶", TEA, 2), article("訂閱", "訂閱", POST, 2)]
    assert found(old, new) == {"1/茶": "2/茶", "2/訂閱": "2/訂閱"}


def test_two_that_hold_the_same_are_no_guess() -> None:
    old = [article("茶", "茶", TEA)]
    new = [article("甲", "甲", f"{TEA}甲"), article("乙", "乙", f"{TEA}乙")]
    assert found(old, new) == {}


def test_short_texts_must_be_alike_as_wholes() -> None:
    old = [article("一", "一个开源的工具", "")]
    assert found(old, [article("二", "一个开源的工具库，用来画图和计算", LAMP)]) == {}
    assert found(old, [article("二", "一個開源的小工具", "")]) == {"1/一": "1/二"}


@pytest.mark.parametrize(
    "value",
    [None, 7, [], ["t", 1, 2], ["t", 1, 2, "é"], ["t", 1, "2", "00"], ["t", 1, 2, "~" * 5], {}],
    ids=repr,
)
def test_a_damaged_fingerprint_is_none(value: object) -> None:
    assert fingerprint_from_json(value) is None


@pytest.mark.parametrize("by_fingerprints", [False, True], ids=["texts", "fingerprints"])
def test_an_edited_publication_is_recognised(by_fingerprints: bool) -> None:
    """The large run with the issues of others is ``python -m tests.campaign follow``."""
    verdicts: Counter[str] = Counter()
    for seed in range(12):
        chance = random.Random(seed)
        drafts = make_drafts(chance, (1, 2, 3))
        edited = copy.deepcopy(drafts)
        fresh = [(f"{make_text(chance, 1)[:10]} new {n}", make_text(chance, 4)) for n in range(60)]
        Editor(chance, fresh).edit(edited, chance.choice((1, 3, 6, 12)))
        item_at = {
            known.address: item
            for draft in edited
            for known, item in zip(parsed(draft), draft.items, strict=True)
        }
        holder = {
            number: item for draft in edited for item in draft.items for number in item.origins
        }
        for draft in drafts:
            known = [(k, i) for k, i in zip(parsed(draft), draft.items, strict=True)]
            if by_fingerprints:
                sample = [pair for pair in known if chance.random() < 0.4]
                new = [k for d in edited if d.number == draft.number for k in parsed(d)]
                places = match_articles([marked(k) for k, _ in sample], new, all_old=False)
            else:
                sample = known
                old = [k for d in drafts for k in parsed(d)]
                places = match_articles(old, [k for d in edited for k in parsed(d)])
            for k, item in sample:
                holding = holder.get(item.origins[0])
                at = places.get(k.address)
                verdicts[verdict(item.origins[0], holding, item_at[at] if at else None)] += 1
    assert verdicts["wrong"] == 0
    assert verdicts["right"] >= (0.95 if by_fingerprints else 0.99) * verdicts.total()
