"""A source is written from the description in its mapping, so that its loader reads back the very rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from pole.errors import ExtractError
from pole.formats.describing import read_format
from pole.formats.opening import open_reader
from pole.formats.rows import RawRow
from pole.simulator.extracts import SourceLayout
from pole.simulator.lines import Line

ENDS = {
    "run": {"is": "header", "code": "00", "columns": {"RUN_NO": "3-6"}},
    "end": {
        "is": "trailer",
        "code": "99",
        "columns": {"RUN_NO": "3-6", "ROWS": {"at": "7-10", "align": "right", "pad": "0"}},
        "counts": {"ROWS": "rows"},
    },
}
MAPPING = {
    "format": {
        "kind": "fixed-width",
        "code-at": "1-2",
        "types": {
            **ENDS,
            "holder": {"code": "01", "columns": {"NO": "3-6", "NAME": "7-16"}},
            "weapon": {"code": "02", "under": "holder", "columns": {"SERIAL": "3-10"}},
        },
    },
    "records": {
        "holder": {"file": "certs_{mode}_{extract}.txt"},
        "gun": {"file": "certs_{mode}_{extract}.txt", "type": "weapon"},
    },
}


def line(record: str, **values: str) -> Line:
    return Line(record, (), values, {})


LINES = [
    line("run", RUN_NO="0007"),
    line("holder", NO="H1", NAME="BERG"),
    line("gun", SERIAL="A1"),
    line("gun", SERIAL="A2"),
    line("holder", NO="H2", NAME="SAND"),
    line("end", RUN_NO="0007"),
]


def test_several_record_types_go_into_one_file_with_header_and_counts(tmp_path: Path) -> None:
    layout = SourceLayout("firearms", {"holder": (), "gun": ()}, MAPPING)
    (written,) = layout.write(tmp_path, "full", "0007", LINES)
    assert (written.record, written.path, written.rows) == ("holder+gun", "firearms/certs_full_0007.txt", 4)
    path = tmp_path / written.path
    assert path.read_text() == "000007\n01H1  BERG      \n02A1      \n02A2      \n01H2  SAND      \n9900070004\n"
    reader = open_reader(read_format(MAPPING["format"]), path, type_="weapon", wanted=["SERIAL", "^NAME", "^^RUN_NO"])
    assert [row.values for row in reader.rows() if isinstance(row, RawRow)] == [
        ("A1", "BERG", "0007"),
        ("A2", "BERG", "0007"),
    ]


def test_a_line_without_what_it_stands_under_is_a_mistake_of_the_simulator(tmp_path: Path) -> None:
    layout = SourceLayout("firearms", {"holder": (), "gun": ()}, MAPPING)
    with pytest.raises(ExtractError, match="a weapon line must come after the holder line"):
        layout.write(tmp_path, "full", "0007", [line("run", RUN_NO="0007"), line("gun", SERIAL="A1")])


def test_a_day_without_rows_is_a_file_all_the_same(tmp_path: Path) -> None:
    layout = SourceLayout("firearms", {"holder": (), "gun": ()}, MAPPING)
    (written,) = layout.write(tmp_path, "delta", "0008", [line("run", RUN_NO="0008")])
    assert (tmp_path / written.path).read_text() == "000008\n99    0000\n"
