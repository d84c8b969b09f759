"""Publications of one name are told apart."""

from __future__ import annotations

import pytest

from viewer.archive.model.catalogue_entries import PublicationSummary
from viewer.archive.model.publication_labels import short_label, with_labels


@pytest.mark.parametrize(
    ("publications", "labels"),
    [
        ([("週報", "zh-Hant", ""), ("Weekly", "en", "")], ["週報", "Weekly"]),
        (
            [("Weekly", "en", ""), ("weekly", "zh-Hant", ""), ("Weekly", "zh_CN", "")],
            ["Weekly (English)", "weekly (繁體中文)", "Weekly (简体中文)"],
        ),
        ([("Weekly", "en", ""), ("Weekly", "tlh", "")], ["Weekly (English)", "Weekly (tlh)"]),
        (
            [("W", "en", "https://www.a.org/x"), ("W", "en", "https://b.org")],
            ["W (a.org)", "W (b.org)"],
        ),
        (
            [("W", "en", "http://a.org"), ("W", "ja", "http://a.org"), ("W", "ja", "http://[")],
            ["W (English, a.org)", "W (日本語, a.org)", "W (日本語, http://[)"],
        ),
        ([("W", "en", ""), ("W", "en", ""), ("V", "en", "")], ["W (0)", "W (1)", "V"]),
        ([("W", "", ""), ("W", "en", "")], ["W (0)", "W (1)"]),
        ([("", "en", "")], ["0"]),
    ],
)
def test_a_label_tells_a_publication_from_others_of_its_name(
    publications: list[tuple[str, str, str]], labels: list[str]
) -> None:
    summaries = [
        PublicationSummary(str(n), *facts, "", (), ()) for n, facts in enumerate(publications)
    ]
    assert [one.label for one in with_labels(summaries)] == labels
    assert [one.name for one in with_labels(summaries)] == [one.name for one in summaries]


def test_where_little_room_is_only_what_tells_it_apart_stands() -> None:
    facts = [("Weekly (old)", "en"), ("Log", "en"), ("Log", "ja"), ("", "en")]
    summaries = [PublicationSummary(str(n), *one, "", "", (), ()) for n, one in enumerate(facts)]
    shown = [short_label(one) for one in with_labels(summaries)]
    assert shown == ["Weekly (old)", "English", "日本語", "3"]
