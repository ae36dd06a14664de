"""Fields at fixed places come back as they were written; what does not fit, or would be lost, is said."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from pole.errors import ExtractError
from pole.formats.describing import Format, format_faults, read_format
from pole.formats.opening import open_reader, open_writer
from pole.formats.rows import BadRow, RawRow


def layout(**said: object) -> Format:
    written = {"kind": "fixed-width", **{name.replace("_", "-"): value for name, value in said.items()}}
    return read_format(written)


ZEROS = {"at": "15-17", "align": "right", "pad": "0"}
TYPES = {
    "head": {"is": "header", "code": "HD", "columns": {"RUN": "3-6"}},
    "cert": {"code": "01", "columns": {"CODE": "1-2", "NO": "3-8", "NAME": "9-14", "GUNS": ZEROS, "FLAG": "20"}},
    "gun": {"code": "02", "under": "cert", "columns": {"MAKE": "3-8", "SERIAL": {"at": "9-14", "align": "right"}}},
    "tail": {
        "is": "trailer",
        "code": "TR",
        "columns": {"ALL": {"at": "3-6", "align": "right", "pad": "0"}},
        "counts": {"ALL": "rows"},
    },
}
LAYOUT = layout(code_at="1-2", types=TYPES)
FILE = """\
HD0042
01X00042BERG  002  Y
02BRWNNG  A 12
01X00043SAND  000   
TR0003
"""  # noqa: W291 - a blank is a field


def read(text: str | bytes, folder: Path, type_: str, description: Format = LAYOUT) -> list[RawRow | BadRow]:
    path = folder / "fixed.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(open_reader(description, path, type_=type_).rows())


def test_fields_are_cut_and_freed_of_what_fills_them_up(tmp_path: Path) -> None:
    certs = read(FILE, tmp_path, "cert")
    assert [row.values for row in certs if isinstance(row, RawRow)] == [
        ("01", "X00042", "BERG", "2", "Y", "0042"),
        ("01", "X00043", "SAND", "0", "", "0042"),
    ]
    (gun,) = read(FILE, tmp_path, "gun")
    assert isinstance(gun, RawRow)
    assert gun.values == ("BRWNNG", "A 12", "01", "X00042", "BERG", "2", "Y", "0042")


def test_a_place_is_a_character_and_not_a_byte(tmp_path: Path) -> None:
    text = FILE.replace("BERG  ", "BÉRGŁ ")
    assert read(text, tmp_path, "cert")[0][1][2] == "BÉRGŁ"
    narrow = layout(code_at="1-2", types=TYPES, encoding="windows-1252")
    assert read(FILE.replace("BERG  ", "BÉRG  ").encode("cp1252"), tmp_path, "cert", narrow)[0][1][2] == "BÉRG"


def test_a_line_of_another_length_is_torn_unless_only_blanks_are_missing(tmp_path: Path) -> None:
    cut = FILE.replace("000   \n", "000\n")
    _, short = read(cut, tmp_path, "cert")
    assert isinstance(short, BadRow)
    assert short.reason == "17 characters where 20 are expected"
    assert "short-lines" in short.remedy
    lenient = layout(code_at="1-2", types=TYPES, short_lines="yes")
    _, row = read(cut, tmp_path, "cert", lenient)
    assert isinstance(row, RawRow) and row.values[3:5] == ("0", "")
    _, long = read(FILE.replace("000   \n", "000   X\n"), tmp_path, "cert")
    assert isinstance(long, BadRow) and long.reason == "text after place 20, where the last field ends"
    _, filled = read(FILE.replace("000   \n", "000      \n"), tmp_path, "cert")
    assert isinstance(filled, RawRow)


def test_one_type_of_line_needs_no_code(tmp_path: Path) -> None:
    plain = layout(types={"person": {"columns": {"NAME": "1-4", "SEX": "5"}}})
    assert [row.values for row in read("ANNAF\nOWENM\n", tmp_path, "person", plain) if isinstance(row, RawRow)] == [
        ("ANNA", "F"),
        ("OWEN", "M"),
    ]


def test_a_type_without_code_takes_every_other_line(tmp_path: Path) -> None:
    types = {"head": {"is": "header", "code": "H", "columns": {"RUN": "2-3"}}, "row": {"columns": {"ALL": "1-3"}}}
    rows = read("H01\nANN\nBEN\n", tmp_path, "row", layout(code_at="1", types=types))
    assert [row.values for row in rows if isinstance(row, RawRow)] == [("ANN", "01"), ("BEN", "01")]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (["", "X1", "TOO LONG", "1", ""], "NAME has 8 characters, and there is room for 6"),
        (["", "X1", "END ", "1", ""], "NAME would not come back as it is"),
        (["", "X1", "NAME", "007", ""], "GUNS would not come back as it is"),
        (["", "X1", "A\nB", "1", ""], "NAME would not come back as it is"),
        (["9", "X1", "NAME", "1", ""], "'9' is not the code of a cert line"),
    ],
)
def test_what_would_be_lost_is_not_written(tmp_path: Path, values: list[str], told: str) -> None:
    with pytest.raises(ExtractError, match=told), open_writer(LAYOUT, tmp_path / "fixed.txt") as writer:
        writer.write(["0042"], "head")
        writer.write(values, "cert")


text = st.text(st.sampled_from("ab 0é£"), max_size=6)


@given(st.lists(st.tuples(text, text, st.integers(0, 999).map(str), st.sampled_from(["", "Y", "0"])), max_size=5))
@settings(max_examples=150)
def test_what_was_written_is_read_again(rows: list[tuple[str, str, str, str]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "fixed.txt"
        kept = []
        with open_writer(LAYOUT, path) as writer:
            writer.write(["0042"], "head")
            for row in rows:
                if any(value.endswith(" ") for value in row):
                    with pytest.raises(ExtractError):
                        writer.write(["", *row], "cert")
                else:
                    writer.write(["", *row], "cert")
                    kept.append(("01", *row, "0042"))
        found = list(open_reader(LAYOUT, path, type_="cert").rows()) if len(kept) == len(rows) else []
        assert [row.values for row in found if isinstance(row, RawRow)] == (kept if len(kept) == len(rows) else [])


def test_what_is_wrong_with_places_is_told() -> None:
    with pytest.raises(ValidationError, match="such as 3-12"):
        layout(types={"row": {"columns": {"A": "12-3"}}})
    with pytest.raises(ValidationError, match="`code-at` must say"):
        layout(types={"row": {"code": "1", "columns": {"A": "1"}}})
    types = {"row": {"code": "123", "columns": {"A": "1-4", "B": "4-6", "C": "9"}}}
    assert dict(format_faults(layout(code_at="1-2", types=types))) == {
        ("types", "row", "code"): "'123' is longer than the place 1-2 of the code.",
        ("types", "row", "columns", "B"): "B (4-6) overlaps A (1-4).",
    }


def money(**amount: object) -> Format:
    return layout(types={"fine": {"columns": {"NO": "1-2", "DUE": {"at": "3-7", **amount}}}}, short_lines="yes")


@pytest.mark.parametrize(
    ("line", "amount", "value"),
    [
        ("0100123", {"sign": "overpunched"}, "123"),
        ("010012C", {"sign": "overpunched"}, "123"),
        ("010012L", {"sign": "overpunched", "decimals": "2"}, "-1.23"),
        ("010000}", {"sign": "overpunched"}, "0"),
        ("01  5}", {"sign": "overpunched"}, "-50"),
        ("010123-", {"sign": "behind", "decimals": "1"}, "-12.3"),
        ("010123 ", {"sign": "behind"}, "123"),
        ("0100005", {"decimals": "3"}, "0.005"),
        ("01     ", {"decimals": "2"}, ""),
    ],
)
def test_numbers_of_old_machines_are_read(tmp_path: Path, line: str, amount: dict[str, str], value: str) -> None:
    (row,) = read(f"{line}\n", tmp_path, "fine", money(**amount))
    assert isinstance(row, RawRow)
    assert row.values == ("01", value)


def test_what_is_no_number_is_kept_back(tmp_path: Path) -> None:
    (row,) = read("0112X45\n", tmp_path, "fine", money(decimals="2"))
    assert isinstance(row, BadRow)
    assert row.reason == "DUE holds no number as `sign` and `decimals` have it"


@given(st.integers(-9999, 9999), st.sampled_from(["overpunched", "behind"]), st.integers(0, 3))
def test_numbers_that_were_written_are_read_again(number: int, sign: str, decimals: int) -> None:
    value = f"{number / 10**decimals:.{decimals}f}" if number else f"{0:.{decimals}f}"
    described = money(sign=sign, decimals=str(decimals))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "fixed.txt"
        with open_writer(described, path) as writer:
            writer.write(["1", value], "fine")
        assert [row.values for row in open_reader(described, path, type_="fine").rows()] == [("1", value)]  # type: ignore[union-attr]


def test_a_number_that_does_not_fit_or_is_none_is_not_written(tmp_path: Path) -> None:
    for value, told in (("123456", "there is room for 5"), ("x", "DUE is no number"), ("1.23", "would not come back")):
        with pytest.raises(ExtractError, match=told), open_writer(money(decimals="1"), tmp_path / "f.txt") as writer:
            writer.write(["1", value], "fine")


def test_a_number_needs_neither_side_nor_filling() -> None:
    with pytest.raises(ValidationError, match="leave `align` and `pad` out"):
        money(sign="behind", pad="0")
