"""The index on disk: built, kept in step, and never trusted.

Covers viewer/search/engine.py, viewer/search/index/index_writer.py,
viewer/search/index/stored_fields.py and
viewer/search/retrieval/index_reader.py.
"""

from __future__ import annotations

import random
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from tests.search.archive import Archive, Engine, article
from viewer.errors import SearchIndexError
from viewer.search.index import index_files, index_layout
from viewer.search.index.index_files import MANIFEST_NAME
from viewer.search.index.index_layout import STORED_FIELDS_SUFFIX, WORDS_SUFFIX
from viewer.search.index.stored_fields import StoredFields


@pytest.fixture
def archive() -> Archive:
    return Archive(
        article(f"題目{n}", f"第{n}篇談機器學習與 word{n}", issue=n) for n in range(1, 30)
    )


@pytest.fixture
def engine(archive: Archive, tmp_path: Path) -> Engine:
    return Engine(archive, tmp_path)


def files(engine: Engine) -> list[Path]:
    return sorted(engine.folder.iterdir())


def no_space(*_: object) -> None:
    raise OSError(28, "No space left on device")


def total(engine: Engine, query: str = "機器學習") -> int:
    engine.open()
    count = engine.search(query).total
    engine.close()
    return count


def test_without_an_index_there_is_nothing_to_open(engine: Engine) -> None:
    with pytest.raises(SearchIndexError, match="rebuilt"):
        engine.open()


def test_the_first_refresh_builds_and_the_second_has_nothing_to_do(engine: Engine) -> None:
    progress_calls: list[tuple[int, int]] = []
    assert engine.refresh(progress=lambda done, of: progress_calls.append((done, of)))
    assert progress_calls[-1] == (29, 29)
    assert total(engine) == 29
    assert not engine.refresh()


def test_an_empty_library_is_searched_in_vain(tmp_path: Path) -> None:
    engine = Engine(Archive(), tmp_path)
    engine.refresh()
    assert total(engine) == 0
    assert not engine.refresh()


def test_new_changed_and_removed_articles(engine: Engine, archive: Archive) -> None:
    engine.refresh()
    engine.open()
    archive.put(article("新的", "新的一篇談機器學習", issue=99))
    archive.drop("題目3")
    archive.drop("題目4")
    archive.put(article("題目4", "改過了，不談那個", issue=4))
    assert engine.refresh()
    assert engine.search("機器學習").total == 28
    assert engine.titles("改過了") == ["題目4"]
    assert engine.titles("word3") != ["題目3"]
    assert not engine.refresh()
    engine.close()
    assert total(engine, "新的一篇") == 1


def test_many_small_additions_do_not_pile_up_segments(engine: Engine, archive: Archive) -> None:
    engine.refresh()
    for n in range(100, 130):
        archive.put(article(f"加{n}", "再談機器學習", issue=n))
        engine.refresh()
    assert len(index_files.segment_names(engine.folder)) < 10
    assert total(engine) == 59


def test_everything_can_be_removed(engine: Engine, archive: Archive) -> None:
    engine.refresh()
    for n in range(1, 30):
        archive.drop(f"題目{n}")
    assert engine.refresh()
    assert total(engine) == 0
    archive.put(article("回來", "機器學習"))
    engine.refresh()
    assert total(engine) == 1


def test_an_index_behind_the_library_answers_what_it_knows(
    engine: Engine, archive: Archive
) -> None:
    engine.refresh()
    archive.put(article("新的", "機器學習 x"))
    archive.drop("題目3")
    engine.open()
    assert "題目4" in engine.titles("機器學習", limit=50)
    assert "題目3" not in engine.titles("機器學習", limit=50)
    assert engine.titles("新的") == []
    engine.refresh()
    assert engine.titles("x 新的") == ["新的"]
    engine.close()


def test_an_index_of_another_catalogue_is_not_opened(engine: Engine, archive: Archive) -> None:
    engine.refresh()
    archive.begin_anew()
    with pytest.raises(SearchIndexError, match="another library"):
        engine.open()
    assert engine.refresh()
    # The same articles bear other numbers now: nothing of the old index was kept.
    assert engine.titles("word7 ") == ["題目7"]
    assert total(engine) == 29


def test_nothing_is_kept_of_the_index_of_another_catalogue(tmp_path: Path) -> None:
    """Not even where the same numbers stand for articles of the same, unchanged issue."""
    archive = Archive(article(f"題目{n}", f"word{n} 機器學習", issue=1) for n in range(1, 6))
    engine = Engine(archive, tmp_path)
    engine.refresh()
    archive.begin_anew()
    assert engine.refresh()
    engine.open()
    assert [engine.titles(f"word{n} ") for n in range(1, 6)] == [[f"題目{n}"] for n in range(1, 6)]
    engine.close()


# In steps


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_files, "FIRST_STEP_ARTICLES", 4)
    monkeypatch.setattr(index_files, "_MAX_WAITING_ARTICLES", 10)
    monkeypatch.setattr(index_layout, "_SMALL_STEP_ARTICLES", 3)


def test_a_large_build_is_searched_while_it_goes_on(engine: Engine, small_steps: None) -> None:
    sizes = []
    progress_calls: list[tuple[int, int]] = []
    while True:
        step = engine.refresh_step(lambda done, of: progress_calls.append((done, of)))
        assert step.changed
        assert total(engine) == step.indexed
        sizes.append(step.indexed)
        if step.is_complete:
            break
    assert sizes == [4, 16, 29]
    assert progress_calls == [(4, 29), (16, 29), (29, 29)]
    assert not engine.refresh()
    assert len(engine.titles("機器學習", limit=50)) == 29
    # What was built in steps was written once.
    assert len(index_files.segment_names(engine.folder)) == 3
    engine.close()


def test_a_build_in_steps_that_breaks_off_goes_on_where_it_was(
    engine: Engine, archive: Archive, tmp_path: Path, small_steps: None
) -> None:
    assert engine.refresh_step().indexed == 4
    assert not engine.refresh_step(cancelled=lambda: True).changed
    again = Engine(archive, tmp_path)
    assert total(again) == 4
    assert again.refresh_step().indexed == 16
    assert again.refresh()
    assert total(again) == 29


def test_while_the_library_grows_a_few_articles_wait(
    engine: Engine, archive: Archive, small_steps: None
) -> None:
    while not engine.refresh_step(catalogue_complete=False).is_complete:
        pass
    archive.put(*(article(f"加{n}", "機器學習", issue=n) for n in range(100, 109)))
    step = engine.refresh_step(catalogue_complete=False)
    assert (step.changed, step.is_complete, step.indexed, step.total) == (False, False, 29, 38)
    archive.put(article("加9", "機器學習", issue=109))
    assert engine.refresh_step(catalogue_complete=False).indexed == 39
    archive.put(article("加10", "機器學習", issue=110))
    assert not engine.refresh_step(catalogue_complete=False).changed
    assert engine.refresh_step().is_complete
    assert total(engine) == 40


def test_a_change_of_nothing_searched_keeps_the_index(engine: Engine, archive: Archive) -> None:
    engine.refresh()
    before = [path.stat().st_mtime_ns for path in files(engine) if path.name != MANIFEST_NAME]
    archive.touch()
    assert not engine.refresh()
    assert before == [
        path.stat().st_mtime_ns for path in files(engine) if path.name != MANIFEST_NAME
    ]
    assert total(engine) == 29


def test_another_version_of_the_analyzer_rebuilds(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.refresh()
    monkeypatch.setattr(index_files, "ANALYZER_VERSION", "next")
    with pytest.raises(SearchIndexError, match="another version"):
        engine.open()
    assert engine.refresh()
    assert total(engine) == 29


@pytest.mark.parametrize("suffix", [".toc", ".trm", STORED_FIELDS_SUFFIX, WORDS_SUFFIX, ".json"])
@pytest.mark.parametrize("way", ["missing", "empty", "cut", "zeros", "bit"])
def test_damage_is_noticed_and_mended(
    engine: Engine, suffix: str, way: str, caplog: pytest.LogCaptureFixture
) -> None:
    engine.refresh()
    for path in [path for path in files(engine) if path.suffix == suffix]:
        damage(path, way)
    with suppress(SearchIndexError):
        engine.open()
    engine.close()
    with caplog.at_level("INFO", logger="viewer"):
        assert engine.refresh()
    assert total(engine) == 29
    assert engine.folder.with_name("index.damaged").is_dir()
    assert "an index that does not fit or is damaged is built anew" in caplog.messages


def damage(path: Path, way: str) -> None:
    data = bytearray(path.read_bytes())
    if way == "missing":
        path.unlink()
        return
    if way == "empty":
        data.clear()
    elif way == "cut":
        del data[len(data) // 2 :]
    elif way == "zeros":
        data[: len(data) // 2] = bytes(len(data) // 2)
    else:
        data[random.Random(3).randrange(len(data))] ^= 16
    path.write_bytes(data)


def test_a_damaged_folder_that_cannot_be_moved_is_rebuilt_in_place(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.refresh()
    for path in files(engine):
        if path.suffix == ".trm":
            damage(path, "zeros")

    def held(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "rename", held)
    assert engine.refresh()
    assert total(engine) == 29
    assert len(index_files.segment_names(engine.folder)) == 1


def test_damage_under_an_open_index_is_mended_by_the_search(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.refresh()
    engine.open()
    read, struck = StoredFields.hit_fields, []

    def broken(stored: StoredFields, number: int) -> object:
        # What is damaged stays so; a file that is written anew is not.
        if not struck or stored in struck:
            struck.append(stored)
            raise ValueError("struck")
        return read(stored, number)

    monkeypatch.setattr(StoredFields, "hit_fields", broken)
    assert engine.search("機器學習").total == 29
    assert len(struck) == 1
    engine.close()


def test_damage_that_cannot_be_mended_is_a_hint_and_no_error(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.refresh()
    engine.open()
    engine.folder.rename(engine.folder.with_name("gone"))
    engine.close()
    monkeypatch.setattr("viewer.search.index.stored_fields.StoredFieldsBuilder.save", no_space)
    results = engine.search("機器學習")
    assert results.hits == ()
    assert "No space left" in results.hint_text


def test_a_flipped_bit_in_the_manifest_is_noticed(engine: Engine) -> None:
    engine.refresh()
    path = engine.folder / MANIFEST_NAME
    content = path.read_bytes()
    path.write_bytes(
        content.replace(b'"dead": {', b'"deae": {').replace(b'"segments"', b'"segmentr"')
    )
    with pytest.raises(SearchIndexError, match="no usable search index"):
        engine.open()
    path.write_bytes(content.replace(b'"dead": {}', b'"dead":\r{}'))
    engine.open()  # nothing else is said
    engine.close()


def test_a_cancelled_build_leaves_what_was_there(engine: Engine, archive: Archive) -> None:
    engine.refresh()
    archive.put(article("新的", "機器學習"))
    assert not engine.refresh(cancelled=lambda: True)
    archive.drop("新的")
    assert not engine.refresh()
    archive.put(article("新的", "機器學習"))
    assert engine.refresh()
    assert total(engine) == 30


def test_a_cancelled_first_build_can_be_repeated(engine: Engine) -> None:
    assert not engine.refresh(cancelled=lambda: True)
    with pytest.raises(SearchIndexError):
        engine.open()
    assert engine.refresh()
    assert total(engine) == 29


def test_only_one_writer(engine: Engine, archive: Archive, tmp_path: Path) -> None:
    engine.refresh()
    archive.put(article("新的", "機器學習"))
    other = Engine(archive, tmp_path)

    def meanwhile() -> bool:
        with pytest.raises(SearchIndexError, match="Another program"):
            other.refresh()
        return False

    assert engine.refresh(cancelled=meanwhile)
    assert not other.refresh()


def test_reading_goes_on_while_another_writes(
    engine: Engine, archive: Archive, tmp_path: Path
) -> None:
    engine.refresh()
    engine.open()
    archive.put(*(article(f"加{n}", "機器學習", issue=n) for n in range(100, 200)))
    Engine(archive, tmp_path).refresh()
    assert engine.search("機器學習").total == 29
    engine.close()
    assert total(engine) == 129


def test_what_another_program_has_indexed_is_found_at_the_next_refresh(
    engine: Engine, archive: Archive, tmp_path: Path
) -> None:
    engine.refresh()
    engine.open()
    archive.put(article("新的", "機器學習"))
    other = Engine(archive, tmp_path)
    other.refresh()
    other.close()
    assert engine.refresh(), "the index is another one than was open"
    assert engine.search("機器學習").total == 30
    assert not engine.refresh()


def test_a_writer_that_fails_lets_go_of_the_lock(
    engine: Engine, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.refresh()
    archive.put(article("新的", "機器學習"))
    monkeypatch.setattr("viewer.search.index.stored_fields.StoredFieldsBuilder.save", no_space)
    with pytest.raises(SearchIndexError, match="No space left"):
        engine.refresh()
    monkeypatch.undo()
    assert engine.refresh()
    assert total(engine) == 30


def test_where_no_index_can_be_written_one_is_kept_until_the_program_ends(
    archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "a file").write_text("no folder", encoding="utf-8")
    engine = Engine(archive, tmp_path / "a file")
    assert engine.refresh()
    assert total(engine) == 29
    assert "until the program ends" in str(engine.temporary_reason)
    assert "cannot be written" in str(engine.temporary_reason)
    archive.put(article("新的", "機器學習"))
    engine.use_files(tmp_path / "a file" / "no catalogue", engine.folder)  # as a window does
    assert engine.refresh()
    assert total(engine) == 30


def test_where_there_is_no_room_for_an_index_anywhere_it_is_told(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("viewer.search.index.stored_fields.StoredFieldsBuilder.save", no_space)
    for _ in range(2):
        with pytest.raises(SearchIndexError, match="No space left"):
            engine.refresh()


def test_an_index_from_elsewhere_without_a_manifest_is_not_opened(
    engine: Engine, tmp_path: Path
) -> None:
    engine.refresh()
    (engine.folder / MANIFEST_NAME).unlink()
    with pytest.raises(SearchIndexError):
        engine.open()
    shutil.rmtree(engine.folder)


def test_large_builds_are_cut_into_segments(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("viewer.search.index.index_writer.MAX_SEGMENT_ARTICLES", 10)
    engine.refresh()
    assert len(index_files.segment_names(engine.folder)) == 3
    assert total(engine) == 29
    engine.open()
    assert len(engine.search("機器學習", 29).hits) == 29
    assert engine.titles("word17 ") == ["題目17"]
    engine.close()


def test_making_an_engine_imports_no_whoosh() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path;"
        "from viewer.search import SearchEngine, highlight_spans;"
        "SearchEngine(Path('a'), Path('b')); highlight_spans('cat 機器', 'a cat');"
        "sys.exit('whoosh' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[3]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
