"""Joining the series that issues bring along to those of their publication."""

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
    """The drafts and the publication's series with those that the drafts bring along.

    A series of the same title, or with the same outline, is the same one, whatever the draft
    calls it.
    """
    series = {one.id: one for one in publication.series}
    titles = {normalize_title(one.title): one.id for one in publication.series}

    def join(one: SeriesOutline) -> str:
        alike = (known.id for known in series.values() if _have_same_outline(known, one))
        id_ = titles.get(normalize_title(one.title)) or next(
            alike, one.id if one.id in series else ""
        )
        if id_:
            known = series[id_]
            outline = known.outline if len(known.outline) >= len(one.outline) else one.outline
            told = {a.issue: a for a in (*one.announcements, *known.announcements)}
            series[id_] = replace(
                known,
                outline=outline,
                speaker=known.speaker or one.speaker,
                places=known.places or one.places,
                announcements=tuple(sorted(told.values(), key=lambda a: (a.issue, a.first))),
            )
            return id_
        series[one.id] = one
        titles[normalize_title(one.title)] = one.id
        return one.id

    for one in proposed:
        join(one)
    made = []
    for draft in drafts:
        text = draft.text
        for one in draft.series:
            id_ = join(one)
            if id_ != one.id:
                text = re.sub(
                    rf'(\{{[^{{}}\n]*\bseries=)"?{re.escape(one.id)}"?(?=[\s}}])',
                    rf"\g<1>{id_}",
                    text,
                )
        made.append(replace(draft, text=text))
    return made, tuple(series.values())


def _have_same_outline(one: SeriesOutline, other: SeriesOutline) -> bool:
    """Whether most lines of the shorter outline stand at their places in the longer one."""
    lines = list(zip(one.outline, other.outline, strict=False))
    same = sum(normalize_title(mine) == normalize_title(theirs) for mine, theirs in lines)
    return same >= 3 and same * 3 >= len(lines) * 2
