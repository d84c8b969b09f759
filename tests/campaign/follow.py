"""Issues edited at random between two starts: marks stay with their articles, none at another.

``DOSUDO_CORPUS`` names a folder of Markdown issues to edit, which is imported once; without it
texts that nobody wrote are edited. An experiment is a mark. Every second round the cache is lost,
so that nothing is left to recognise an article by but what its marks keep.
"""

from __future__ import annotations

import copy
import os
import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.archive.editing import Draft, Editor, Item, Section, plain, verdict
from tests.archive.model.test_article_matching import make_drafts, make_text
from tests.archive.writing import write
from viewer.archive.library import marked_articles
from viewer.archive.library.library import Library
from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.article_matching import fingerprint
from viewer.cli.main import main

COUNT = 2000
#: Of a hundred marks so many must be found again; none may be at another article.
_MUST_BE_FOUND = 99
_ISSUES = 4


def run(folder: Path, chance: random.Random, count: int, control: bool) -> Iterator[str]:
    """The control leaves marks at the addresses at which they were set."""
    corpus = _corpus(folder, os.environ.get("DOSUDO_CORPUS", ""))
    made = kept = 0
    follow = marked_articles.follow_articles
    while made < count:
        drafts, fresh = _choose(chance, corpus)
        edited = copy.deepcopy(drafts)
        editor = Editor(chance, fresh)
        editor.edit(edited, chance.choice((1, 1, 2, 3, 5, 8, 15)))
        shutil.rmtree(folder / "library", ignore_errors=True)
        if control:
            marked_articles.follow_articles = _follow_nothing
        try:
            verdicts = _marks_after(folder / "library", chance, drafts, edited, made % 2 == 1)
        finally:
            marked_articles.follow_articles = follow
        for title, result in verdicts[: count - made]:
            made += 1
            kept += result == "kept"
            yield (
                f"{title}: at another article ({editor.log})"
                if result == "wrong"
                else (
                    f"{title}: {kept} of {made} not found ({editor.log})"
                    if result == "kept" and kept * 100 > (100 - _MUST_BE_FOUND) * max(made, 100)
                    else ""
                )
            )


def _follow_nothing(*_: object) -> marked_articles.FollowedMarks:
    return marked_articles.FollowedMarks({}, ())


def _marks_after(
    folder: Path,
    chance: random.Random,
    drafts: Sequence[Draft],
    edited: Sequence[Draft],
    lose_cache: bool,
) -> list[tuple[str, str]]:
    """Title and verdict of every mark that was set before the issues were ``edited``."""
    library = _write(folder, drafts)
    data = library.reader_data = ReaderData(folder)
    library.update_catalogue()
    marked: list[tuple[int, Item, int]] = []
    with library.open_catalogue() as catalogue:
        for draft in drafts:
            articles = catalogue.known_articles("paper", draft.number)
            for known, item in zip(articles, draft.items, strict=True):
                if chance.random() < 0.5:
                    taken = fingerprint(known.title, known.text, has_own_id=known.has_own_id)
                    # The place tells the marks apart.
                    data.set_reading_position(known.address, item.origins[0], taken)
                    marked.append((item.origins[0], item, draft.number))
    if lose_cache:
        shutil.rmtree(library.cache_folder)
    library = _write(folder, edited)
    library.reader_data = data
    library.update_catalogue()
    holders = {n: (i, d.number) for d in edited for i in d.items for n in i.origins}
    at: dict[int, list[Item]] = {}
    with library.open_catalogue() as catalogue:
        for draft in edited:
            articles = catalogue.known_articles("paper", draft.number)
            for known, item in zip(articles, draft.items, strict=True):
                place = data.reading_position(known.address)
                if place:
                    at.setdefault(place, []).append(item)
    data.close()
    verdicts = []
    for number, item, issue in marked:
        holder, holder_issue = holders.get(number, (None, issue))
        found = at.get(number, [None])
        result = verdict(number, holder, found[0])
        is_merged = holder is not None and len(holder.origins) > 1
        if result == "kept" and (is_merged or (lose_cache and holder_issue != issue)):
            result = "right"  # another place prevails in it; or kept, as it should be
        verdicts.append((item.title, "wrong" if len(found) > 1 else result))
    return verdicts


def _write(folder: Path, drafts: Sequence[Draft]) -> Library:
    shutil.rmtree(folder / "paper", ignore_errors=True)
    write(folder / "paper", {f"{d.number:03}/issue.md": d.markdown() for d in drafts})
    return Library(folder)


def _corpus(folder: Path, source: str) -> list[Draft]:
    """The issues in ``source``; none where it is empty."""
    if not source:
        return []
    home = folder / "imported"
    main(["import", source, "--library", str(home)])
    library = Library(home)
    drafts = []
    with library.open_catalogue() as catalogue:
        for publication in catalogue.publications():
            for entry in publication.issues:
                texts = {
                    known.address: known.text
                    for known in catalogue.known_articles(publication.id, entry.number)
                }
                sections = [
                    Section(
                        plain(section.title) or "Front",
                        [
                            _item(article.title, texts[article.address])
                            for article in section.articles
                            if plain(article.title)
                        ],
                    )
                    for section in entry.sections
                ]
                drafts.append(Draft(entry.number, [s for s in sections if s.items]))
    return drafts


def _item(title: str, text: str) -> Item:
    paragraphs = tuple(filter(None, map(plain, text.split("\n"))))
    return Item((), plain(title)[:60], paragraphs or ("。",))


def _choose(
    chance: random.Random, corpus: Sequence[Draft]
) -> tuple[list[Draft], list[tuple[str, str]]]:
    """Issues to edit, each item with a number, and titles and texts of others."""
    if not corpus:
        texts = [(f"{make_text(chance, 1)[:10]} {n}", make_text(chance, 4)) for n in range(80)]
        return make_drafts(chance, range(1, _ISSUES + 1)), texts
    chosen = chance.sample(corpus, _ISSUES + 8)
    drafts = copy.deepcopy(list(chosen[:_ISSUES]))
    number = 0
    for draft in drafts:
        draft.labels = chance.random() < 0.5
        for section in draft.sections:
            for place, item in enumerate(section.items):
                number += 1
                own_id = f"own{number}" if chance.random() < 0.05 else ""
                section.items[place] = Item((number,), item.title, item.paragraphs, own_id)
    others = [
        (item.title, " ".join(item.paragraphs))
        for draft in chosen[_ISSUES:]
        for item in draft.items
        if sum(map(len, item.paragraphs)) > 15
    ]
    return drafts, others
