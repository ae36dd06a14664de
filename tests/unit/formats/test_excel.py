"""Sheets as rows: dates and numbers as text, titles and empty rows passed over, and what is wrong is said with its cell."""

from __future__ import annotations

import gzip
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from pole.errors import ExtractError
from pole.formats.describing import Format, format_faults, read_format
from pole.formats.excel.cells import letter_of, text_of
from pole.formats.opening import open_parser, open_reader, open_writer
from pole.formats.rows import BadRow, RawRow


def layout(**types: object) -> Format:
    return read_format({"kind": "excel", "types": types})


LAYOUT = layout(person={"sheet": "People", "header": "3"}, car={"sheet": "Cars"})


def workbook(folder: Path) -> Path:
    """As an office makes one: a merged title, an empty row, a gap, cells merged over rows, dates, a number as identifier."""
    path = folder / "licences.xlsx"
    book = xlsxwriter.Workbook(str(path))
    people, cars = book.add_worksheet("People"), book.add_worksheet("Cars")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    people.merge_range(0, 0, 0, 4, "LICENCES OF NOVEMBER")
    for column, name in enumerate(["No", "Name", "Date of\nbirth", "Seen", "Area"]):
        people.write_string(2, column, name)
    people.write_number(3, 0, 7)
    people.write_string(3, 1, "BERG")
    people.write_datetime(3, 2, datetime(1979, 2, 14), day)
    people.write_datetime(3, 3, datetime(2026, 11, 2, 9, 31, 7), moment)
    people.merge_range(3, 4, 5, 4, "NORTH")
    people.write_string(5, 0, "007")
    people.write_boolean(5, 1, True)
    cars.write_string(0, 0, "Plate")
    cars.write_string(1, 0, "MF71 ABX")
    book.close()
    return path


def rows(path: Path, type_: str = "person", *wanted: str, by: Format = LAYOUT) -> list[RawRow | BadRow]:
    return list(open_reader(by, path, type_=type_, wanted=wanted or None).rows())


def test_rows_below_the_names_are_read_with_their_row_numbers(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    assert open_reader(LAYOUT, path, type_="person").columns == ("No", "Name", "Date of birth", "Seen", "Area")
    assert [(row.line, row[1]) for row in rows(path)] == [
        (4, ["7", "BERG", "1979-02-14", "2026-11-02 09:31:07", "NORTH"]),
        (5, ["", "", "", "", "NORTH"]),
        (6, ["007", "true", "", "", "NORTH"]),
    ]
    assert [row[1] for row in rows(path, "car", "Plate")] == [["MF71 ABX"]]


def test_a_packed_workbook_is_read_too(tmp_path: Path) -> None:
    packed = tmp_path / "licences.xlsx.gz"
    packed.write_bytes(gzip.compress(workbook(tmp_path).read_bytes()))
    assert rows(packed) == rows(tmp_path / "licences.xlsx")


def test_a_row_is_read_again_from_its_cells(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    columns = open_reader(LAYOUT, path, type_="person").columns
    parser = open_parser(LAYOUT, "", columns, type_="person", wanted=["Seen", "No"])
    first, *_ = rows(path)
    again = parser.parse(first.raw, first.line)
    assert isinstance(again, RawRow) and again.values == ("2026-11-02 09:31:07", "7")
    assert isinstance(parser.parse("nothing", 1), BadRow)


@pytest.mark.parametrize(
    ("types", "wanted", "told"),
    [
        ({"x": {"sheet": "Persons"}}, (), "has no sheet 'Persons'; it has People, Cars"),
        ({"x": {"sheet": "People", "header": "2"}}, (), "row 2 holds no names of columns"),
        ({"x": {"sheet": "People", "header": "3"}}, ("DOB",), "has no column DOB; it has No, Name, Date of birth"),
    ],
)
def test_another_layout_is_refused_with_what_was_found(
    tmp_path: Path, types: dict[str, object], wanted: tuple[str, ...], told: str
) -> None:
    with pytest.raises(ExtractError) as error:
        rows(workbook(tmp_path), "x", *wanted, by=layout(**types))
    assert told in error.value.message


def test_a_text_behind_the_last_column_is_named_by_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, "A")
    sheet.write_string(1, 0, "1")
    sheet.write_string(1, 2, "a remark")
    book.close()
    (bad,) = rows(path, "row", by=layout(row={}))
    assert isinstance(bad, BadRow) and bad.reason == "cell C2 is behind the last column that has a name"


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path).read_bytes()
    path = tmp_path / "licences.xlsx"
    for content in (b"no workbook", b"", whole[:2000]):
        path.write_bytes(content)
        with pytest.raises(ExtractError, match=r"licences\.xlsx.*(cannot be read as a workbook|damaged)"):
            rows(path)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (7.0, "7"),
        (-0.5, "-0.5"),
        (0.1, "0.1"),
        (1e15, "1000000000000000.0"),
        (False, "false"),
        (date(1979, 2, 14), "1979-02-14"),
        (datetime(2026, 11, 2, 12, 34, 59, 999_999), "2026-11-02 12:35:00"),
        (time(9, 5), "09:05:00"),
        (timedelta(hours=26, minutes=3), "26:03:00"),
    ],
)
def test_what_a_cell_says(cell: float | date | time | timedelta, text: str) -> None:
    assert text_of(cell) == text


def test_names_of_two_storeys_are_put_together(tmp_path: Path) -> None:
    path = tmp_path / "garages.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(1, 0, 2, 0, "Garage")
        sheet.merge_range(1, 1, 1, 2, "Owner")
        sheet.merge_range(1, 3, 1, 4, "Keyholder")
        sheet.write_row(2, 1, ["Name", "Phone", "Name", "Phone"])
        sheet.write_row(3, 0, ["G1", "BERG", "1", "SAND", "2"])
    reader = open_reader(layout(garage={"header": ["2", "3"]}), path, type_="garage")
    assert reader.columns == ("Garage", "Owner Name", "Owner Phone", "Keyholder Name", "Keyholder Phone")
    assert [(row.line, row[1]) for row in reader.rows()] == [(4, ["G1", "BERG", "1", "SAND", "2"])]


def test_columns_have_letters() -> None:
    assert [letter_of(column) for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


sayable = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
text = st.text(sayable | st.sampled_from("<&>\"' \n\t=_x"), max_size=8)
Rows = list[tuple[str, str]]


@given(st.lists(st.tuples(text, text), max_size=5), st.lists(st.tuples(text, text), max_size=3))
@settings(max_examples=60)
def test_what_was_written_is_read_again_and_its_bytes_are_the_same(people: Rows, cars: Rows) -> None:
    of_types = {"person": ["A", "B"], "car": ["A", "B"]}
    with TemporaryDirectory() as folder:
        contents = []
        for name in ("one.xlsx", "two.xlsx"):
            path = Path(folder) / name
            with open_writer(LAYOUT, path, of_types=of_types) as writer:
                for type_, found in (("person", people), ("car", cars)):
                    for row in found:
                        if any(row):
                            writer.write(list(row), type_)
            contents.append(path.read_bytes())
        assert contents[0] == contents[1]
        for type_, found in (("person", people), ("car", cars)):
            assert [tuple(row[1]) for row in rows(path, type_)] == [row for row in found if any(row)]


@pytest.mark.parametrize("bad", ["a\x00b", "x" * 40_000, "_x0041_"])
def test_what_would_not_come_back_is_not_written(tmp_path: Path, bad: str) -> None:
    path = tmp_path / "x.xlsx"
    with (
        pytest.raises(ExtractError, match="row 4 of person: A is longer than a cell, or holds what a cell cannot"),
        open_writer(LAYOUT, path, of_types={"person": ["A"]}) as writer,
    ):
        writer.write([bad], "person")
    assert not path.exists()


def test_what_is_wrong_with_sheets_is_told() -> None:
    wrong = layout(a={}, b={}, c={"sheet": "C", "under": "a"})
    assert [("/".join(map(str, place)), message) for place, message in format_faults(wrong)] == [
        ("types/b/sheet", "a is that sheet already."),
        ("types/c", "rows of a sheet stand under nothing, and there is neither header nor trailer."),
    ]
