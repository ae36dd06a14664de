"""Rows of several types in one file: each is read with what it stands under, and what is torn takes nobody else along."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pole.errors import ExtractError
from pole.formats.describing import Format, format_faults, read_format
from pole.formats.opening import open_parser, open_reader, open_writer, row_typer
from pole.formats.rows import BadRow, RawRow, text_with_above


def layout(**said: object) -> Format:
    return read_format(said)


SPOOL = layout(
    kind="delimited",
    delimiter="|",
    **{"code-at": "1"},
    types={
        "run": {"is": "header", "code": "00", "columns": ["CODE", "RUN_NO", "RUN_AT"]},
        "detention": {"code": "10", "columns": ["CODE", "NO", "NAME"]},
        "charge": {"code": ["20", "21"], "under": "detention", "columns": ["CODE", "SEQ", "OFFENCE"]},
        "result": {"code": "30", "under": "charge", "columns": ["CODE", "RESULT"]},
        "cell": {"code": "50", "columns": ["CODE", "CELL"]},
        "end": {
            "is": "trailer",
            "code": "99",
            "columns": ["CODE", "ALL", "CHARGES", "LINES"],
            "counts": {"ALL": "rows", "CHARGES": ["charge"], "LINES": "lines"},
        },
    },
)
OPEN_ENDED = SPOOL.model_copy(update={"types": {name: SPOOL.types[name] for name in SPOOL.types if name != "end"}})
"""The same without a trailer."""
GOOD = """\
00|7|2026-11-02
10|D1|BERG
20|1|THEFT
30|GUILTY
21|2|AFFRAY
10|D2|SAND
50|C4
20|1|ARSON
99|7|3|9
"""


def read(text: str, folder: Path, type_: str, description: Format = SPOOL, **how: object) -> list[RawRow | BadRow]:
    path = folder / "spool.txt"
    path.write_bytes(text.encode())
    return list(open_reader(description, path, type_=type_, **how).rows())  # type: ignore[arg-type] # as keywords


def refused(text: str, folder: Path, type_: str = "detention") -> str:
    with pytest.raises(ExtractError) as error:
        read(text, folder, type_)
    return error.value.message


def uncounted(text: str) -> str:
    """The same spool without its trailer."""
    return text.replace("99|7|3|9\n", "")


def test_each_row_is_read_with_the_columns_of_what_it_stands_under(tmp_path: Path) -> None:
    wanted = ["SEQ", "^NO", "^^RUN_NO", "OFFENCE"]
    rows = read(GOOD.replace("50|C4\n", "").replace("7|3|9", "6|3|8"), tmp_path, "charge", wanted=wanted)
    assert [row.values for row in rows if isinstance(row, RawRow)] == [
        ("1", "D1", "7", "THEFT"),
        ("2", "D1", "7", "AFFRAY"),
        ("1", "D2", "7", "ARSON"),
    ]
    assert [(row.line, row.raw) for row in rows] == [(3, "20|1|THEFT"), (5, "21|2|AFFRAY"), (7, "20|1|ARSON")]
    (result,) = read(GOOD, tmp_path, "result", wanted=["RESULT", "^OFFENCE", "^^NAME", "^^^RUN_AT"])
    assert isinstance(result, RawRow)
    assert result.values == ("GUILTY", "THEFT", "BERG", "2026-11-02")


def test_a_row_of_another_type_ends_what_stood_open(tmp_path: Path) -> None:
    *_, astray = read(GOOD, tmp_path, "charge")
    assert isinstance(astray, BadRow)
    assert (astray.line, astray.reason) == (8, "no detention line stands before it")


def test_a_torn_row_keeps_back_what_stands_under_it_and_nothing_else(tmp_path: Path) -> None:
    torn = GOOD.replace("10|D1|BERG", "10|D1|BERG|?").replace("50|C4\n", "").replace("7|3|9", "6|3|8")
    bad, good = read(torn, tmp_path, "detention")
    assert isinstance(bad, BadRow) and isinstance(good, RawRow)
    assert (bad.line, bad.reason) == (2, "4 fields where 3 are expected")
    first, second, third = read(torn, tmp_path, "charge")
    why = "the detention line it stands under, line 2, cannot be read: 4 fields where 3 are expected"
    assert isinstance(first, BadRow) and isinstance(second, BadRow) and isinstance(third, RawRow)
    assert (first.reason, second.reason) == (why, why)
    (result,) = read(torn, tmp_path, "result")
    assert isinstance(result, BadRow)
    assert result.reason == f"the charge line it stands under, line 3, is held back: {why}"


def test_a_line_of_no_known_type_may_be_what_the_next_ones_stand_under(tmp_path: Path) -> None:
    text = GOOD.replace("10|D2|SAND\n50|C4", "1O|D2|SAND")
    text = text.replace("99|7|3|9", "99|6|3|8")
    *_, stray = read(text, tmp_path, "detention", strays=True)
    assert isinstance(stray, BadRow) and stray.stray
    assert (stray.line, stray.reason) == (6, "no type of line has the code '1O'")
    assert "Known are 00, 10, 20, 21, 30, 50, 99" in stray.remedy
    *_, charge = read(text, tmp_path, "charge")
    assert isinstance(charge, BadRow) and not charge.stray
    assert charge.reason == "line 6 before it is of the unknown type '1O', and may be what it stands under"
    assert [row.line for row in read(text, tmp_path, "detention")] == [2]


def test_a_row_kept_back_is_read_again_with_what_it_stands_under(tmp_path: Path) -> None:
    torn = uncounted(GOOD.replace("10|D1|BERG", '10|D1|"BERG, \n\nANNA"|?').replace("50|C4\n", "37|NEW\n"))
    rows = [
        (type_, row)
        for type_ in ("detention", "charge", "result", "cell")
        for row in read(torn, tmp_path, type_, OPEN_ENDED, strays=type_ == "detention")
    ]
    assert len([row for _, row in rows if isinstance(row, BadRow)]) == 6
    told = row_typer(OPEN_ENDED)
    for type_, row in rows:
        text = text_with_above(row.raw, row.above)
        assert told(text) == (None if isinstance(row, BadRow) and row.stray else type_)
        again = open_parser(OPEN_ENDED, "", (), type_=type_).parse(text, row.line)
        if not (isinstance(row, BadRow) and row.stray):
            assert (type(again), again[1]) == (type(row), row[1])
            assert text_with_above(again.raw, again.above) == text


def test_what_was_kept_back_for_an_unknown_type_comes_through_once_the_type_is_named(tmp_path: Path) -> None:
    text = uncounted(GOOD.replace("50|C4", "37|NEW"))
    charge = read(text, tmp_path, "charge", OPEN_ENDED)[-1]
    (stray,) = read(text, tmp_path, "cell", OPEN_ENDED, strays=True)
    assert isinstance(charge, BadRow) and isinstance(stray, BadRow) and stray.stray
    said = OPEN_ENDED.model_dump(by_alias=True, exclude_unset=True)
    said["types"]["movement"] = {"code": "37", "under": "detention", "columns": ["CODE", "WHAT"]}
    mended = layout(**said)
    found = open_parser(mended, "", (), type_="charge", wanted=["OFFENCE", "^NAME"]).parse(
        text_with_above(charge.raw, charge.above), charge.line
    )
    assert isinstance(found, RawRow) and found.values == ("ARSON", "SAND")
    text = text_with_above(stray.raw, stray.above)
    assert row_typer(mended)(text) == "movement"
    found = open_parser(mended, "", (), type_="movement", wanted=["WHAT", "^NAME", "^^RUN_NO"]).parse(text, stray.line)
    assert isinstance(found, RawRow) and found.values == ("NEW", "SAND", "7")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("00|7|2026-11-02\n", "", "spool.txt, line 1: the file does not begin with its run line."),
        ("50|C4", "00|8|2026-11-03", "line 7: there is a second run line: two files seem to be in one"),
        ("99|7|3|9\n", "", "does not end with its end line (99): it is cut short"),
        ("99|7|3|9", "99|7|4|9", "line 9: the end line counts 4 for charge, and the file has 3"),
        ("99|7|3|9", "99||3|9", "the end line counts nothing for rows, and the file has 7"),
        ("99|7|3|9", "99|7|3|10", "counts 10 for lines, and the file has 9"),
        ("99|7|3|9\n", "99|7|3|9\n10|D3|LATE\n", "line 10: there is more after the trailer"),
        ("00|7|2026-11-02", "00|7", "line 1: the run line cannot be read: 2 fields where 3 are expected"),
        ("50|C4\n", "".join(f"A{n}|\n" for n in range(30)), "more than 20 unknown types of line in one place"),
    ],
)
def test_a_file_whose_ends_are_wrong_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert told in refused(GOOD.replace(old, new), tmp_path, "charge")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ([("detention", ["", "D1", "BERG"])], "the run line must come first"),
        ([("nothing", [""])], "'nothing' is no type of line; there are run, detention"),
        ([("run", ["", "7"])], "2 values for 3 columns of run"),
        ([("run", ["", "7", "TODAY"]), ("charge", ["", "1", "X"])], "a charge line must come after the detention line"),
        ([], "the run line must come first"),
    ],
)
def test_a_writer_refuses_what_no_reader_would_understand(
    tmp_path: Path, written: list[tuple[str, list[str]]], told: str
) -> None:
    with pytest.raises(ExtractError, match=told), open_writer(SPOOL, tmp_path / "spool.txt") as writer:
        for type_, values in written:
            writer.write(values, type_)


class Row(NamedTuple):
    type: str
    values: list[str]
    under: list[Row]


TREE = {"detention": 2, "charge": 2, "result": 1, "cell": 1}
CHILDREN = {"detention": ["charge"], "charge": ["result"], "result": [], "cell": []}
awkward = st.text(st.sampled_from("ab|,\"'\\\r\n~ é£"), max_size=6)


@st.composite
def trees(draw: st.DrawFn, types: tuple[str, ...] = ("detention", "cell"), depth: int = 3) -> list[Row]:
    found = draw(st.lists(st.sampled_from(types), max_size=3)) if depth and types else []
    return [
        Row(
            type_,
            [draw(awkward) for _ in range(TREE[type_])],
            draw(trees(tuple(CHILDREN[type_]), depth - 1)),
        )
        for type_ in found
    ]


def flat(rows: list[Row], around: tuple[str, ...]) -> list[tuple[str, list[str], tuple[str, ...]]]:
    """Every row in the order of the file, with the columns of what it stands under."""
    found = []
    for row in rows:
        code = {"detention": "10", "charge": "20", "result": "30", "cell": "50"}[row.type]
        found.append((row.type, row.values, around))
        found += flat(row.under, (code, *row.values, *around))
    return found


@given(trees(), st.tuples(awkward, awkward), st.sampled_from(['"', "'"]), st.sampled_from(["doubled", "backslash"]))
@settings(max_examples=100)
def test_what_was_written_is_read_again(rows: list[Row], run: tuple[str, str], quote: str, escape: str) -> None:
    described = layout(**{**SPOOL.model_dump(by_alias=True, exclude_unset=True), "quote": quote, "escape": escape})
    expected = flat(rows, ("00", *run))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "spool.txt"
        with open_writer(described, path) as writer:
            writer.write(["", *run], "run")
            for type_, values, _ in expected:
                writer.write(["", *values], type_)
        for type_ in TREE:
            reader = open_reader(described, path, type_=type_)
            found = list(reader.rows())
            assert all(isinstance(row, RawRow) for row in found)
            assert [[*row.values[1:]] for row in found if isinstance(row, RawRow)] == [
                [*values, *around] for name, values, around in expected if name == type_
            ]
            for row in found:
                again = open_parser(described, "", (), type_=type_).parse(text_with_above(row.raw, row.above), row.line)
                assert isinstance(again, RawRow)
                assert (again.values, again.raw) == (row[1], row.raw)


def test_what_is_wrong_with_types_is_told_with_its_place() -> None:
    wrong = layout(
        kind="delimited",
        types={
            "head": {"is": "header", "code": "00", "columns": ["A", "A"], "under": "row"},
            "row": {"code": "10", "under": "child", "columns": ["X", "^Y"]},
            "child": {"code": "10", "under": "row", "columns": ["X"], "counts": {"X": "rows"}},
            "lost": {"under": "nobody", "columns": ["X"]},
            "other": {"columns": ["X"]},
            "end": {"is": "trailer", "code": "99", "columns": ["N"], "counts": {"M": "rows", "N": "nothing"}},
        },
    )
    told = {"/".join(map(str, place)): message for place, message in format_faults(wrong)}
    assert told == {
        "types/head/under": "a header stands under nothing.",
        "types/row/under": "row would stand under itself.",
        "types/child/under": "child would stand under itself.",
        "types/lost/under": "'nobody' is no type of row; there are row, child, lost, other.",
        "types/row/code": "'10' is the code of several types.",
        "types/child/code": "'10' is the code of several types.",
        "types/head/columns": "A is here 2 times.",
        "types/row/columns": "^Y: ^ before a name means a line around.",
        "types/child/counts": "only a trailer counts.",
        "types/end/counts/M": "'M' is no column of end; it has N.",
        "types/end/counts/N": "'nothing' cannot be counted; there are rows, lines, row, child, lost, other.",
        "types/other": "only one type may be without `code`, and lost is.",
    }
