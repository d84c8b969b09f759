"""The large archive that is measured: its vocabulary grows with its issues."""

from __future__ import annotations

from tests.bench.scale import with_new_words

FIRST = (
    "---\ntitle: Kočka zpívá\n---\n\nKočka zpívá, [odkaz](https://a.org/zpívá) `zpívá` 貓咪 問題\n"
)
SECOND = "---\ntitle: Kočka\n---\n\nKočka spala. 問題\n"


def test_what_stands_in_one_issue_alone_is_another_word_each_round() -> None:
    changed = with_new_words([FIRST, SECOND])
    rounds = [changed(FIRST, number) for number in (1, 2)]
    assert rounds[0] != rounds[1]
    assert rounds == [changed(FIRST, number) for number in (1, 2)]
    for text in rounds:
        assert text.startswith("---\ntitle: Kočka zpívá\n---\n\nKočka ")
        assert "](https://a.org/zpívá) `zpívá` " in text
        assert text.endswith(" 問題\n")
        assert text.count("zpívá") == 3
        assert len(text) == len(FIRST)
