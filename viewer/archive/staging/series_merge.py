"""Merges the series of imported drafts into those of their publication."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from viewer.archive.model.issue import Publication, SeriesOutline
from viewer.archive.model.issue_draft import IssueDraft
from viewer.archive.model.title_numbers import normalize_title


def merge_series(
    publication: Publication, proposed: Sequence[SeriesOutline], drafts: Sequence[IssueDraft]
) -> tuple[list[IssueDraft], tuple[SeriesOutline, ...]]:
    """``drafts`` with the ids of merged series, and all series of the publication.

    A series of the same title, or with the same outline, is the same one, whatever the draft
    calls it.
    """
    series = {outline.id: outline for outline in publication.series}
    titles = {normalize_title(outline.title): outline.id for outline in publication.series}

    def join(incoming: SeriesOutline) -> str:
        alike = (
            existing.id for existing in series.values() if _have_same_outline(existing, incoming)
        )
        id_ = titles.get(normalize_title(incoming.title)) or next(
            alike, incoming.id if incoming.id in series else ""
        )
        if id_:
            existing = series[id_]
            outline = (
                existing.outline
                if len(existing.outline) >= len(incoming.outline)
                else incoming.outline
            )
            announcements = {a.issue: a for a in (*incoming.announcements, *existing.announcements)}
            series[id_] = replace(
                existing,
                outline=outline,
                speaker=existing.speaker or incoming.speaker,
                places=existing.places or incoming.places,
                announcements=tuple(
                    sorted(announcements.values(), key=lambda a: (a.issue, a.first))
                ),
            )
            return id_
        series[incoming.id] = incoming
        titles[normalize_title(incoming.title)] = incoming.id
        return incoming.id

    for incoming in proposed:
        join(incoming)
    merged = []
    for draft in drafts:
        text = draft.text
        for incoming in draft.series:
            id_ = join(incoming)
            if id_ != incoming.id:
                text = re.sub(
                    rf'(\{{[^{{}}\n]*\bseries=)"?{re.escape(incoming.id)}"?(?=[\s}}])',
                    rf"\g<1>{id_}",
                    text,
                )
        merged.append(replace(draft, text=text))
    return merged, tuple(series.values())


def _have_same_outline(first: SeriesOutline, second: SeriesOutline) -> bool:
    """Whether most lines of the shorter outline stand at their places in the longer one."""
    lines = list(zip(first.outline, second.outline, strict=False))
    same = sum(
        normalize_title(one_line) == normalize_title(other_line) for one_line, other_line in lines
    )
    return same >= 3 and same * 3 >= len(lines) * 2
