"""Objects as rows: read as a stream whatever the size, numbers as they are written, and what is wrong is said."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pole.errors import ExtractError
from pole.formats.arrivals import sole_arrival
from pole.formats.describing import Format, column_fault, format_faults, read_format
from pole.formats.json.scanner import Scanner
from pole.formats.opening import everything_in, open_parser, open_reader, open_writer
from pole.formats.rows import BadRow, RawRow, text_with_above


def layout(kind: str = "json", **said: object) -> Format:
    return read_format({"kind": kind, **said})


TYPES = {
    "run": {"is": "header"},
    "report": {"path": "data.reports"},
    "item": {"under": "report", "path": "content.items"},
    "end": {"is": "trailer", "path": "summary", "counts": {"reports": "report", "all": "rows"}},
}
LAYOUT = layout(types=TYPES)
FILE = """\
{
 "number": 7, "made": {"on": "2026-11-02"}, "skipped": [{"a": 1}],
 "data": {"reports": [
  {"urn": "R1", "unit": null, "open": true, "weight": 1.50e+3, "big": 123456789012345678901234567890,
   "names": [{"surname": "BERG", "given": "ANNA"}, {"surname": "B."}], "aliases": ["BERGY", "B"],
   "content": {"items": [{"no": 1, "text": "a \\"quoted\\" word"}, {"no": 2.0, "text": ""}]}, "closed": "yes"},
  {"urn": "R2", "names": []}
 ]},
 "summary": {"reports": 2, "all": 4}
}
"""


def written(folder: Path, text: str | bytes = FILE) -> Path:
    path = folder / "intel.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(
    folder: Path, type_: str, *wanted: str, text: str | bytes = FILE, by: Format = LAYOUT
) -> list[RawRow | BadRow]:
    return list(open_reader(by, written(folder, text), type_=type_, wanted=wanted).rows())


def values(rows: list[RawRow | BadRow]) -> list[list[str]]:
    assert all(isinstance(row, RawRow) for row in rows), rows
    return [list(row.values) for row in rows if isinstance(row, RawRow)]


def test_a_row_has_its_members_and_those_around_it(tmp_path: Path) -> None:
    assert values(read(tmp_path, "item", "no", "text", "^urn", "^closed", "^^number", "^^made.on")) == [
        ["1", 'a "quoted" word', "R1", "yes", "7", "2026-11-02"],
        ["2.0", "", "R1", "yes", "7", "2026-11-02"],
    ]


def test_values_are_the_text_that_they_are(tmp_path: Path) -> None:
    wanted = ("weight", "big", "open", "unit", "nothing", "names[1].surname", "names[2].given", "aliases[]", "^number")
    assert values(read(tmp_path, "report", *wanted)) == [
        ["1.50e+3", "123456789012345678901234567890", "true", "", "", "BERG", "", "BERGY\nB", "7"],
        ["", "", "", "", "", "", "", "", "7"],
    ]


def test_a_row_is_kept_without_the_rows_in_it(tmp_path: Path) -> None:
    report, other = read(tmp_path, "report", "urn")
    item, _ = read(tmp_path, "item", "no")
    assert (report.line, other.line, item.line) == (4, 7, 4)
    assert '"content":{}' in report.raw and '"weight":1.50e+3' in report.raw and "quoted" not in report.raw
    assert other.raw == '{"urn": "R2", "names": []}'
    assert item.raw == '{"no":1,"text":"a \\"quoted\\" word"}'


@pytest.mark.parametrize("type_", ["report", "item"])
def test_a_row_is_read_again_from_itself_and_what_it_stands_in(tmp_path: Path, type_: str) -> None:
    wanted = {"report": ["urn", "^made.on", "names[2].surname"], "item": ["text", "^closed", "^weight", "^^number"]}
    rows = read(tmp_path, type_, *wanted[type_])
    parser = open_parser(LAYOUT, "", (), type_=type_, wanted=wanted[type_])
    for row in rows:
        again = parser.parse(text_with_above(row.raw, row.above), row.line)
        assert isinstance(row, RawRow) and isinstance(again, RawRow)
        assert (list(again.values), again.raw, again.line) == (list(row.values), row.raw, row.line)


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        ("aliases", "aliases is there 2 times"),
        ("names.surname", "names.surname is there 2 times"),
        ("names", "names has members, and is no value"),
        ("urn.number", "urn is a value, and has no members"),
    ],
)
def test_a_value_of_another_shape_than_the_path_expects_is_told(tmp_path: Path, wanted: str, reason: str) -> None:
    bad, _ = read(tmp_path, "report", wanted)
    assert isinstance(bad, BadRow) and bad.reason == reason


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"urn": "R2"', '"urn": "R2", "urn": "R3"', "urn is there twice"),
        ('"urn": "R2"', '"urn": NaN', "NaN is no number"),
        ('"urn": "R2"', '"urn": "\\ud83d"', "it holds half a character"),
    ],
)
def test_what_no_json_should_say_costs_its_row(tmp_path: Path, old: str, new: str, reason: str) -> None:
    good, bad = read(tmp_path, "report", "closed", text=FILE.replace(old, new))
    assert isinstance(good, RawRow) and isinstance(bad, BadRow)
    assert bad.reason == reason


def test_null_missing_and_empty_are_all_blank_and_a_list_of_one_needs_no_number(tmp_path: Path) -> None:
    by = layout(types={"row": {}})
    text = '[{"a": null}, {}, {"a": ""}, {"a": ["x"]}, {"a": {}}, {"a": []}, null]'
    assert values(read(tmp_path, "row", "a", text=text, by=by)) == [[""], [""], [""], ["x"], [""], [""], [""]]


def test_the_file_itself_may_be_the_rows_or_one_row(tmp_path: Path) -> None:
    by = layout(types={"row": {}, "part": {"under": "row", "path": "parts"}})
    assert values(read(tmp_path, "part", ".", "^no", text='[{"no": 1, "parts": ["a", "b"]}]', by=by)) == [
        ["a", "1"],
        ["b", "1"],
    ]
    assert values(read(tmp_path, "row", "no", text='{"no": 1, "parts": {"x": 2}}', by=by)) == [["1"]]
    assert values(read(tmp_path, "part", "x", text='{"no": 1, "parts": {"x": 2}}', by=by)) == [["2"]]


def refused(folder: Path, text: str | bytes) -> str:
    with pytest.raises(ExtractError) as error:
        read(folder, "item", "no", text=text)
    return error.value.message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (FILE[:-3], "intel.json, line 9: this is not JSON: it ends where ',' is missing"),
        (FILE[:250], "line 5: this is not JSON: unterminated string"),
        ("", "line 1: this is not JSON: "),
        (FILE + "{}", "line 11: this is not JSON: there is more after its end"),
        (FILE.replace('"open": true', '"open": treu'), "line 4: this is not JSON: expecting value"),
        (
            FILE.replace('"urn": "R2", "names"', '"urn": "R2" "names"'),
            "line 7: this is not JSON: expecting ',' delimiter",
        ),
        (
            FILE.replace('"names": []}\n', '"names": []},\n'),
            "line 8: this is not JSON: a row is missing after the comma",
        ),
        (FILE.replace('"reports": 2', '"reports": 3'), "reports of the end counts 3 for report, and the file has 2"),
        (FILE.replace('"all": 4', '"all": 5'), "all of the end counts 5 for rows, and the file has 4"),
        (FILE.replace("summary", "sumary"), "has no end (summary). Ask the owner for the whole file"),
        (FILE.encode().replace(b"BERGY", b"BERG\xc9"), "line 5: a byte (0xc9) is not utf-8"),
        ('{"data": {"reports": [' + "[" * 200_000 + "]" * 200_000 + "]}}", "this is not JSON: it is nested too deeply"),
    ],
)
def test_what_is_no_such_file_is_refused_with_its_line(tmp_path: Path, text: str | bytes, told: str) -> None:
    assert told in refused(tmp_path, text)


LINES = layout("json-lines", types={"row": {}, "part": {"under": "row", "path": "parts"}})


def test_json_lines_cost_a_row_each(tmp_path: Path) -> None:
    text = '{"no": 1, "parts": [{"x": 1}, {"x": 2}]}\n\n{"no": 2\n{"no": 3} {}\n{"no": 4.10}\n'
    rows = read(tmp_path, "row", "no", text=text, by=LINES)
    assert [(row.line, row[1] if isinstance(row, RawRow) else row.reason) for row in rows] == [
        (1, ["1"]),
        (3, "it is not JSON: Expecting ',' delimiter (character 9)"),
        (4, "there is more after its end"),
        (5, ["4.10"]),
    ]
    assert rows[3].raw == '{"no": 4.10}'
    parts = read(tmp_path, "part", "x", "^no", text=text, by=LINES)
    assert values(parts) == [["1", "1"], ["2", "1"]]
    parser = open_parser(LINES, "", (), type_="part", wanted=["x", "^no"])
    assert [parser.parse(text_with_above(row.raw, row.above), 1)[1] for row in parts] == [["1", "1"], ["2", "1"]]


def pieces(text: str, size: int) -> Iterator[str]:
    return (text[at : at + size] for at in range(0, len(text), size))


def places(text: str) -> Iterator[int]:
    """Where each value of a list begins."""
    at = 1
    while text[at:].strip() != "]":
        at += len(text[at:]) - len(text[at:].lstrip(" \n,"))
        yield at
        _, at = json.JSONDecoder().raw_decode(text, at)


anything: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@given(st.lists(anything, max_size=4), st.integers(1, 7), st.integers(0, 2))
@settings(max_examples=200)
def test_a_text_in_pieces_is_read_and_passed_over_as_a_whole(found: list[object], size: int, indent: int) -> None:
    text = json.dumps(found, indent=indent or None, ensure_ascii=bool(size % 2))
    scanner = Scanner(pieces(text, size), "x")
    scanner.take("[")
    starts = list(places(text))
    for number, value in enumerate(found):
        if number % 2:
            scanner.pass_over()
        else:
            scanner.peek()
            line = scanner.line
            _, raw = scanner.read()
            assert json.loads(raw) == value
            assert line == 1 + text.count("\n", 0, starts[number])
        if number < len(found) - 1:
            scanner.take(",")
    scanner.take("]")
    scanner.end()


SIZES = """
import resource, sys
from pathlib import Path
from pole.formats.describing import read_format
from pole.formats.opening import open_reader
types = {"report": {"path": "data.reports"}, "item": {"under": "report", "path": "items"}}
reader = open_reader(read_format({"kind": "json", "types": types}), Path(sys.argv[1]), type_="item", wanted=["text", "^urn"])
assert sum(1 for _ in reader.rows()) == int(sys.argv[2])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """Nor with what stands in it that nobody asks for."""
    peaks = []
    for number in (2_000, 40_000):
        path = tmp_path / f"{number}.json"
        with path.open("w") as file:
            file.write('{"people": [0')
            for n in range(number):
                file.write(f', {{"name": "Somebody {n}", "note": "{"x" * 80}"}}')
            file.write('], "data": {"reports": [{"urn": ""}')
            for n in range(number):
                file.write(f', {{"urn": "{n}", "items": [{{"text": "{"y" * 80}"}}]}}')
            file.write("]}}")
        told = subprocess.run(
            [sys.executable, "-c", SIZES, path, str(number)], check=True, capture_output=True, text=True
        )
        peaks.append(int(told.stdout))
    assert peaks[1] < peaks[0] * 1.1, peaks


def test_everything_in_a_file_can_be_seen(tmp_path: Path) -> None:
    first, other = everything_in(LAYOUT, sole_arrival(written(tmp_path)), type_="report").rows
    assert list(first) == [
        "urn", "open", "weight", "big", "names.surname", "names.given", "aliases", "closed", "^number", "^made.on",
    ]  # fmt: skip
    assert first["names.surname"] == "BERG\nB."
    assert other == {"urn": "R2", "^number": "7", "^made.on": "2026-11-02"}


Rows = list[tuple[str, str, list[tuple[str, str]]]]
OF_TYPES = {"run": ["number", "made.on"], "report": ["urn", "names[2].given"], "item": ["a\\.b", "deep.er"], "end": []}


@given(
    st.lists(st.tuples(st.text(), st.text(), st.lists(st.tuples(st.text(), st.text()), max_size=3)), max_size=3),
    st.tuples(st.text(), st.text()),
    st.sampled_from(["json", "json-lines"]),
)
@settings(max_examples=150)
def test_what_was_written_is_read_again(rows: Rows, run: tuple[str, str], kind: str) -> None:
    lines = kind == "json-lines"
    inner = {"under": "report", "path": "content.items"}
    by = layout(kind, types={"report": {}, "item": inner} if lines else TYPES)
    outer, header = ("^urn", []) if lines else ("^urn", ["^number", "^made.on"])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "intel.json"
        with open_writer(by, path, of_types=OF_TYPES) as writer:
            if not lines:
                writer.write(list(run), "run")
            for urn, given_name, items in rows:
                writer.write([urn, given_name], "report")
                for item in items:
                    writer.write(list(item), "item")
        reports = open_reader(by, path, type_="report", wanted=["urn", "names[2].given", *header])
        told = [] if lines else list(run)
        assert values(list(reports.rows())) == [[urn, given_name, *told] for urn, given_name, _ in rows]
        found = open_reader(by, path, type_="item", wanted=["a\\.b", "deep.er", outer])
        assert values(list(found.rows())) == [[*item, urn] for urn, _, items in rows for item in items]
        if not lines:
            json.loads(path.read_text())


def test_rows_of_two_lists_are_written_and_read(tmp_path: Path) -> None:
    types = {"run": {"is": "header", "path": "data"}, "man": {"path": "data.men"}, "car": {"path": "data.cars.all"}}
    by = layout(types=types)
    path = tmp_path / "x.json"
    with open_writer(by, path, of_types={"run": ["no"], "man": ["n"], "car": ["n"]}) as writer:
        writer.write(["7"], "run")
        for type_, name in (("man", "A"), ("man", "B"), ("car", "C")):
            writer.write([name], type_)
    assert json.loads(path.read_text()) == {
        "data": {"no": "7", "men": [{"n": "A"}, {"n": "B"}], "cars": {"all": [{"n": "C"}]}}
    }
    assert values(list(open_reader(by, path, type_="car", wanted=["n", "^no"]).rows())) == [["C", "7"]]
    with (
        pytest.raises(ExtractError, match=r"rows of data\.men must stand together"),
        open_writer(by, path, of_types={"man": ["n"], "car": ["n"]}) as writer,
    ):
        for type_ in ("man", "car", "man"):
            writer.write(["A"], type_)


def test_what_is_wrong_with_paths_is_told() -> None:
    wrong = layout(
        types={
            "all": {},
            "row": {"path": "a..b", "counts": {"x[0]": "rows"}},
            "lost": {"under": "row"},
            "one": {"path": "a[1]"},
        }
    )
    told = {"/".join(map(str, place)): message for place, message in format_faults(wrong)}
    assert told == {
        "types/row/counts": "only a header or a trailer counts.",
        "types/row/path": "write the members that lead to the rows, such as data.reports.",
        "types/row/counts/x[0]": "'x[0]' is no path such as name.surname or aliases[1]: 'x[0]' is no step of one.",
        "types/lost/path": "say in which member of the row around these rows stand.",
        "types/one/path": "write the members that lead to the rows, such as data.reports.",
        "types/all/path": "rows that are the file itself leave no room for row, one: say a path.",
    }
    lines = layout("json-lines", types={"row": {"path": "a"}, "other": {}, "run": {"is": "header"}})
    assert [place for place, _ in format_faults(lines)] == [
        ("types", "row", "path"),
        ("types", "other"),
        ("types", "run", "is"),
    ]
    assert column_fault(LAYOUT, "item", "name..x") is not None
    assert column_fault(LAYOUT, "item", "^^^x") == "^^^x goes 3 steps out, and there are 2 around a item."
    assert [column_fault(LAYOUT, "item", good) for good in ("a.b[2].c", "a[]", ".", "^^made.on", "a\\.b")] == [None] * 5
