"""Output of ``list`` and ``search`` as text or JSON; JSON keys are only added, never changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from viewer.archive.model.catalogue_entries import (
    ArticleEntry,
    IssueEntry,
    PublicationEntry,
    SectionEntry,
    SeriesEntry,
)
from viewer.cli.console import in_terminal_language
from viewer.messages import Message
from viewer.search import Hit, Results
from viewer.search.query.fields import FieldFilter
from viewer.search.query.parser import And, Node, Not, Or, parse, positive_terms

_EDITION_TEMPLATES = {"original": "original", "restated": "restated"}


def contents_as_json(publications: Sequence[PublicationEntry]) -> str:
    """The library's contents as JSON."""
    return _dump({"publications": [_publication(p) for p in publications]})


def contents_as_text(publications: Sequence[PublicationEntry]) -> str:
    """The library's contents as an indented list."""
    lines: list[str] = []
    for publication in publications:
        lines.append(f"{publication.label or publication.name} ({publication.id})")
        for issue in publication.issues:
            date = f" · {issue.date}" if issue.date else ""
            edition = in_terminal_language(Message(_EDITION_TEMPLATES[issue.edition]))
            lines.append(f"  #{issue.number} {issue.title}{date} · {edition}")
            for section in issue.sections:
                if section.label or section.title:
                    lines.append(
                        f"    {section.label + '. ' if section.label else ''}{section.title}"
                    )
                for article in section.articles:
                    number = f"{article.number}. " if article.number else ""
                    lines.append(f"      {article.address}  {number}{article.title}")
        for series in publication.series:
            published = sum(c.address is not None for c in series.chapters)
            message = Message(
                "{title} ({speaker}): {told_count} of {chapter_count} published",
                title=series.title,
                speaker=series.speaker,
                told_count=published,
                chapter_count=len(series.chapters),
            )
            lines.append(f"  {in_terminal_language(message)}")
    return "\n".join(lines)


def results_as_json(results: Results) -> str:
    """Search results as JSON."""
    return _dump(
        {
            "query": results.query,
            "total": results.total,
            "took_ms": round(results.took_ms, 2),
            "hits": [_hit(hit) for hit in results.hits],
            "also_searched": list(results.also_searched),
            "did_you_mean": results.did_you_mean,
            "also_meant": list(results.also_meant),
            "corrected": results.corrected,
            "relaxed": results.relaxation.kind if results.relaxation else "",
            "exact_total": results.exact_total,
            "hint": results.hint_text,
            "facets": {
                name: [{"value": value, "count": count} for value, count in values]
                for name, values in results.facets.items()
            },
            "histogram": [{"month": month, "count": count} for month, count in results.histogram],
        }
    )


def results_as_text(results: Results) -> str:
    """Search results for people: address, title, and the passage."""
    messages = [
        Message(
            "{articles}, {milliseconds:.0f} ms",
            articles=Message.counted(results.total, "1 article", "{count:,} articles"),
            milliseconds=results.took_ms,
        )
    ]
    if results.did_you_mean:
        messages.append(
            Message(
                "these are hits for: {query}" if results.corrected else "did you mean: {query}",
                query=results.did_you_mean,
            )
        )
    if results.also_meant:
        others = ", ".join(results.also_meant)
        messages.append(Message("or did you mean: {queries}", queries=others))
    if results.relaxation:
        messages.append(results.relaxation.text)
    if results.hints:
        hints = " ".join(in_terminal_language(hint.text) for hint in results.hints)
        messages.append(Message("note: {hints}", hints=hints))
    if not results.hits:
        messages.append(_advice(results.query))
    lines = [in_terminal_language(message) for message in messages]
    for hit in results.hits:
        issue_title = hit.issue_title if hit.issue_title_spans else None
        about = " · ".join(
            part
            for part in (issue_title if issue_title != hit.title else "", hit.editor, hit.date)
            if part
        )
        lines.append(f"\n{hit.address}  {hit.title}" + (f"  ({about})" if about else ""))
        if hit.snippet:
            lines.append(f"    {hit.snippet}")
    return "\n".join(lines)


def _advice(query: str) -> Message:
    """What to try where nothing was found."""
    tree = parse(query).tree
    if _leaves_out(tree):
        return Message("Try it without what leaves articles out, such as “after:2020” or “-word”.")
    if len(positive_terms(tree)) > 1:
        return Message("Try fewer of the words, or others.")
    return Message("Try another spelling, a shorter word, or how it begins with a star: “neur*”.")


def _leaves_out(node: Node | None) -> bool:
    """Whether a part of the query keeps articles out that have its words."""
    if isinstance(node, And | Or):
        return any(_leaves_out(part) for part in node.parts)
    return isinstance(node, FieldFilter | Not)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _publication(entry: PublicationEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "name": entry.name,
        "language": entry.language,
        "issues": [_issue(issue) for issue in entry.issues],
        "series": [_series(series) for series in entry.series],
    }


def _issue(entry: IssueEntry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "title": entry.title,
        "date": entry.date,
        "edition": entry.edition,
        "editors": list(entry.editors),
        "events": [
            {"title": event.title, "start": event.start, "zone": event.zone}
            for event in entry.events
        ],
        "sections": [_section(section) for section in entry.sections],
    }


def _section(entry: SectionEntry) -> dict[str, Any]:
    return {
        "label": entry.label,
        "title": entry.title,
        "articles": [_article(article) for article in entry.articles],
    }


def _article(entry: ArticleEntry) -> dict[str, Any]:
    return {
        "address": str(entry.address),
        "number": entry.number,
        "title": entry.title,
        "editor": ", ".join(entry.editors),
        "date": entry.date,
    }


def _series(entry: SeriesEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "speaker": entry.speaker,
        "places": list(entry.places),
        "chapters": [
            {
                "number": chapter.number,
                "title": chapter.title,
                "address": str(chapter.address) if chapter.address else None,
                "announced_in": chapter.announced_in,
            }
            for chapter in entry.chapters
        ],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "address": str(hit.address),
        "publication": hit.publication,
        "issue": hit.issue,
        "section": hit.section,
        "article": hit.article,
        "title": hit.title,
        "date": hit.date,
        "editor": hit.editor,
        "score": round(hit.score, 4),
        "snippet": hit.snippet,
        "spans": [list(span) for span in hit.snippet_spans],
        "issue_title": hit.issue_title,
    }
