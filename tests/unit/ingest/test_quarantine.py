"""Rows that could not be taken: kept once, with what to do, and read again without their file."""

from __future__ import annotations

from pathlib import Path

from pole.graph.rows import QuarantineRow
from pole.ingest.files import ExtractFile, extract_files
from pole.ingest.quarantine import Again, quarantine_row, read_again
from pole.ingest.shape.outcomes import Quarantined
from pole.model.facts import row_id
from tests.faults.cases import COLUMNS, MAPPING, cases

AT = "2026-11-27T03:00:00.000000Z"
MENDED = MAPPING.replace("{M: M, F: F}", "{M: M, F: F, W: F}")
BAD = "I|C1|8|2024-01-01|Cara Dee|W"


def file_in(folder: Path, text: str = "") -> ExtractFile:
    path = folder / "person_full_1.txt"
    path.write_text(f"{COLUMNS['person']}\n{text}END|0\n", encoding="utf-8")
    (file,) = extract_files(cases(), [path])
    return file


def kept(file: ExtractFile, raw: str = BAD, line: int = 3) -> QuarantineRow:
    held = Quarantined(line, row_id("cases", "person", "C1|8"), "SEX", "unknown code", "add it", raw, 1)
    return quarantine_row("cases", file, held, "batch", AT, COLUMNS["person"].split("|"))


def again(*rows: QuarantineRow, mapping: str = MAPPING, size: int = 10) -> list[Again]:
    return list(read_again(cases(mapping), rows, {"batch": "1"}.get, lambda: AT, size))


def test_a_row_is_kept_once_however_often_it_is_tried(tmp_path: Path) -> None:
    file = file_in(tmp_path)
    assert kept(file) == kept(file)
    assert kept(file).id != kept(file, line=4).id
    assert kept(file).id != kept(file_in(tmp_path, "another content\n")).id


def test_after_a_fix_it_is_shaped_without_its_file(tmp_path: Path) -> None:
    row = kept(file_in(tmp_path))
    (tmp_path / "person_full_1.txt").unlink()
    (found,) = again(row, mapping=MENDED)
    (shaped,) = found.batch.rows
    assert (shaped.row, shaped.received, shaped.line) == (row.row, "2024-01-01T00:00:00Z", 3)
    assert found.taken == [row.id]
    assert found.extract == "1"
    assert found.batch.ledger.counts["read"] == 1


def test_what_is_still_wrong_stays_with_what_is_wrong_now(tmp_path: Path) -> None:
    (found,) = again(kept(file_in(tmp_path)))
    assert found.batch.rows == () and found.taken == []
    (still,) = found.batch.quarantined
    assert (still.id, still.batch, still.reason) == (kept(file_in(tmp_path)).id, "batch", "unknown code: 'W'")
    assert still.parent == row_id("cases", "head", "C1")


def test_rows_are_read_again_a_piece_at_a_time(tmp_path: Path) -> None:
    file = file_in(tmp_path)
    rows = [kept(file, line=n) for n in range(5)]
    assert [len(found.taken) for found in again(*rows, mapping=MENDED, size=2)] == [2, 2, 1]


def test_a_type_that_the_mapping_no_longer_has_is_passed_over(tmp_path: Path) -> None:
    assert again(kept(file_in(tmp_path))._replace(type="vehicle")) == []
