"""Covers viewer/startup_tuning.py; what it does to imports stands in tests/test_app.py."""

from __future__ import annotations

import gc

from viewer import startup_tuning


def test_what_stands_when_collecting_begins_again_is_not_walked() -> None:
    standing = [[] for _ in range(3)]
    startup_tuning.pause_garbage_collection()
    try:
        assert not gc.isenabled()
    finally:
        startup_tuning.resume_garbage_collection()
    later: list[object] = []
    assert gc.isenabled()
    walked = {id(one) for one in gc.get_objects()}
    assert id(later) in walked
    assert walked.isdisjoint(map(id, standing))
    gc.unfreeze()
