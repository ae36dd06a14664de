"""A delimited file comes back as it was written, row by row and to the letter; what is wrong with it is said."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pole.errors import ExtractError
from pole.formats.delimited.description import Delimited
from pole.formats.opening import open_reader, open_writer
from pole.formats.rows import BadRow, RawRow


def layout(**said: object) -> Delimited:
    return Delimited.model_validate({"kind": "delimited", **said})


def read(text: str | bytes, folder: Path, description: Delimited, **how: object) -> list[RawRow | BadRow]:
    path = folder / "extract.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(open_reader(description, path, **how).rows())  # type: ignore[arg-type] # tests pass either keyword


PIPE = layout(delimiter="|")

layouts = st.builds(
    layout,
    delimiter=st.sampled_from(["|", ",", "tab", "||", "~|~", "ab"]),
    quote=st.sampled_from(['"', "'"]),
    escape=st.sampled_from(["doubled", "backslash"]),
)
awkward = st.text(st.sampled_from("ab|,\t\"'\\\r\n~ é£"), max_size=8) | st.text(
    st.characters(codec="utf-8"), max_size=8
)


@given(layouts, st.integers(1, 4), st.data())
@settings(max_examples=150)
def test_what_was_written_is_read_again(description: Delimited, width: int, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.lists(awkward, min_size=width, max_size=width), max_size=4))
    columns = [f"COLUMN{n}" for n in range(width)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "extract.txt"
        with open_writer(description, path, columns) as writer:
            for row in rows:
                writer.write(row)
        reader = open_reader(description, path)
        found = [row for row in reader.rows() if isinstance(row, RawRow)]
        assert reader.columns == tuple(columns)
        assert [list(row.values) for row in found] == rows
        assert [reader.parse(row.raw, row.line) for row in found] == found
        header, *_ = path.read_bytes().decode().split("\n", 1)
        assert path.read_bytes().decode() == "".join(f"{line}\n" for line in [header, *(row.raw for row in found)])


@given(st.lists(st.lists(awkward, min_size=2, max_size=3), min_size=1, max_size=3))
@settings(max_examples=100)
def test_a_plain_layout_is_read_as_the_csv_module_reads_it(rows: list[list[str]]) -> None:
    rows = [[value.replace("\r", "") for value in row[:2]] for row in rows]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter="|", lineterminator="\n").writerows([["A", "B"], *rows])
    with TemporaryDirectory() as folder:
        found = read(text.getvalue(), Path(folder), PIPE)
    assert [list(row.values) for row in found if isinstance(row, RawRow)] == rows


@given(st.binary(max_size=120))
@settings(max_examples=150)
def test_no_file_raises_anything_but_that_it_is_no_such_extract(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        try:
            rows = read(b"A|B\n" + content, Path(folder), PIPE)
        except ExtractError:
            return
    assert "".join(row.raw for row in rows).replace("\n", "").replace("\r", "") == content.decode().replace(
        "\n", ""
    ).replace("\r", "")


def test_a_row_keeps_its_text_over_several_lines(tmp_path: Path) -> None:
    rows = read('A|B\n1|"first\r\nsecond"\r\n2|x\n', tmp_path, PIPE)
    assert rows == [RawRow(2, ["1", "first\r\nsecond"], '1|"first\r\nsecond"'), RawRow(4, ["2", "x"], "2|x")]


def test_a_quote_that_is_never_closed_costs_one_row(tmp_path: Path) -> None:
    first, *others = read('A|B\n1|"open\n2|x\n3|y\n', tmp_path, PIPE)
    assert isinstance(first, BadRow)
    assert (first.line, first.raw) == (2, '1|"open')
    assert [row.line for row in others] == [3, 4]


def test_too_few_and_too_many_fields_are_bad_rows(tmp_path: Path) -> None:
    few, many, junk = read('A|B\n1\n1|2|3\n"1"x|2\n', tmp_path, PIPE)
    assert isinstance(few, BadRow) and few.reason == "1 fields where 2 are expected"
    assert isinstance(many, BadRow) and many.reason == "3 fields where 2 are expected"
    assert isinstance(junk, BadRow) and junk.reason == "text after a closing quote"


def test_columns_are_picked_by_name_whatever_their_order(tmp_path: Path) -> None:
    assert read("C|A|B\n3|1|2\n", tmp_path, PIPE, wanted=["A", "C"]) == [RawRow(2, ("1", "3"), "3|1|2")]


def test_a_missing_column_is_refused_with_what_was_found(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="no column B; it has A, C"):
        read("A|C\n", tmp_path, PIPE, wanted=["A", "B"])


def test_without_header_the_mapping_names_the_columns(tmp_path: Path) -> None:
    assert read("1|2\n", tmp_path, layout(delimiter="|", header=["A", "B"])) == [RawRow(1, ["1", "2"], "1|2")]
    assert read("1|2\n", tmp_path, layout(delimiter="|", header="no"), columns=["X", "Y"])[0].line == 1
    with pytest.raises(ExtractError, match="must name the columns"):
        read("1|2\n", tmp_path, layout(delimiter="|", header="no"))


def test_the_first_line_of_another_encoding_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match=r"line 3: byte 3 \(0xa3\) is not utf-8"):
        read(b"A|B\n1|2\n1|\xa35\n", tmp_path, PIPE)
    with pytest.raises(ExtractError, match="line 2: declared windows-1252, and written in UTF-8"):
        read("A|B\n1|£5\n".encode(), tmp_path, layout(delimiter="|", encoding="windows-1252"))
    assert read(b"A|B\n1|\xa35\n", tmp_path, layout(delimiter="|", encoding="windows-1252"))[0].raw == "1|£5"


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    assert read(b"\xef\xbb\xbfA|B\n1|2\n", tmp_path, PIPE, wanted=["A", "B"])[0].raw == "1|2"


TRAILED = layout(delimiter="|", trailer={"starts": "TRAILER", "count": "2"})


def test_a_trailer_counts_the_rows_and_is_none_itself(tmp_path: Path) -> None:
    assert [row.line for row in read("A|B\n1|2\nTRAILER|3\n3|4\nTRAILER|3\n", tmp_path, TRAILED)] == [2, 3, 4]


@pytest.mark.parametrize(
    ("text", "words"),
    [("A|B\n1|2\n", "cut short"), ("A|B\nTRAILER|1\n", "counts 1, and the file has 0 rows"), ("A|B\n", "cut short")],
)
def test_a_file_that_is_cut_short_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ExtractError, match=words):
        read(text, tmp_path, TRAILED)


def test_a_written_file_ends_with_its_trailer_unless_writing_failed(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    with open_writer(TRAILED, path, ["A", "B"]) as writer:
        writer.write(["1", "2"])
    assert path.read_text() == "A|B\n1|2\nTRAILER|1\n"
    with pytest.raises(ExtractError, match="3 values for 2 columns"), open_writer(TRAILED, path, ["A", "B"]) as writer:
        writer.write(["1", "2", "3"])
    assert path.read_text() == "A|B\n"


def test_what_the_layout_cannot_express_is_refused(tmp_path: Path) -> None:
    bare = layout(delimiter="|", quote="none")
    with pytest.raises(ExtractError, match="needs quotes"), open_writer(bare, tmp_path / "a", ["A", "B"]) as writer:
        writer.write(["1|2", "3"])
    narrow = layout(encoding="windows-1252")
    with pytest.raises(ExtractError, match="row 1"), open_writer(narrow, tmp_path / "b", ["A"]) as writer:
        writer.write(["ł"])


def test_progress_ends_with_the_size_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "extract.txt"
    path.write_text("A|B\n" + "1|2\n" * 200_000)
    told: list[int] = []
    assert open_reader(PIPE, path).verify(told.append) == 200_000
    assert told == sorted(told) and len(told) > 2 and told[-1] == path.stat().st_size
