"""Copies of the reader's own data, one a day at the most, thinned out as they age.

The pace is Anki's: twelve daily, ten weekly and nine monthly copies, made only when something has
changed since the last one.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from collections.abc import Iterable
from datetime import date
from pathlib import Path

BACKUPS_FOLDER = "backups"
DAILY, WEEKLY, MONTHLY = 12, 10, 9
_NAME = re.compile(r"reader-(\d{4})(\d\d)(\d\d)\.sqlite\Z")


def back_up(store: Path, today: date) -> Path | None:
    """Copy the reader's store at ``store`` into ``backups`` beside it; None if there is no need.

    A copy is needed once a day, and only when the store has changed since the last one. A copy
    that cannot be made leaves everything as it was.
    """
    folder = store.parent / BACKUPS_FOLDER
    copies = _existing_backups(folder)
    target = folder / f"reader-{today:%Y%m%d}.sqlite"
    partial = target.with_suffix(".part")
    try:
        changed = max(
            path.stat().st_mtime_ns
            for path in (store, store.with_name(store.name + "-wal"))
            if path.exists()
        )
        if target.exists() or (copies and copies[-1][1].stat().st_mtime_ns >= changed):
            return None
        folder.mkdir(exist_ok=True)
        partial.unlink(missing_ok=True)
        with (
            contextlib.closing(sqlite3.connect(store)) as source,
            contextlib.closing(sqlite3.connect(partial)) as copy,
        ):
            source.backup(copy)
        os.replace(partial, target)
    except (OSError, ValueError, sqlite3.Error):
        return None
    for day, path in [*copies, (today, target)]:
        if day not in backups_to_keep([*(day for day, _ in copies), today]):
            path.unlink(missing_ok=True)
    return target


def backups_to_keep(days: Iterable[date]) -> set[date]:
    """Which of the copies made on ``days`` stay: the newest of each day, week and month."""
    newest = sorted(set(days), reverse=True)
    kept_days = set(newest[:DAILY])
    for count, period in ((WEEKLY, _week), (MONTHLY, _month)):
        newest_by_period: dict[tuple[int, int], date] = {}
        for day in newest:
            newest_by_period.setdefault(period(day), day)
        kept_days.update(list(newest_by_period.values())[:count])
    return kept_days


def _week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _existing_backups(folder: Path) -> list[tuple[date, Path]]:
    """The copies there are, oldest first."""
    copies = []
    try:
        paths = list(folder.iterdir())
    except OSError:
        return []
    for path in paths:
        name = _NAME.match(path.name)
        if name:
            with contextlib.suppress(ValueError):
                year, month, day = (int(part) for part in name.groups())
                copies.append((date(year, month, day), path))
    return sorted(copies)
