"""Elements as rows: read as a stream whatever the size, nothing expanded, and what is wrong is said with its line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import ANY

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pole.errors import ExtractError
from pole.formats.arrivals import sole_arrival
from pole.formats.describing import Format, column_fault, format_faults, read_format
from pole.formats.opening import everything_in, open_parser, open_reader, open_writer
from pole.formats.rows import BadRow, RawRow, text_with_above


def layout(**said: object) -> Format:
    return read_format({"kind": "xml", **said})


TYPES = {
    "run": {"is": "header", "path": "intelligence", "counts": {"@reports": "report"}},
    "report": {"path": "intelligence/reports/report"},
    "item": {"under": "report", "path": "items/item"},
    "subject": {"under": "item", "path": "subject"},
}
LAYOUT = layout(types=TYPES)
FILE = """\
<?xml version="1.0" encoding="UTF-8"?>
<intelligence number="7" reports="2">
 <run><date>2026-11-02</date></run>
 <reports>
  <report urn="R1">
   <header><unit>K9</unit><title>A &amp; B</title></header>
   <items>
    <item no="1">
     <text>seen at the <b>corner</b> of Elm Road</text>
     <subject><name><given>ANNA</given><surname>BERG</surname></name><alias>BERGY</alias><alias>B</alias></subject>
     <subject><name><surname>SAND</surname></name></subject>
    </item>
    <item no="2"><text>nothing</text></item>
   </items>
   <closed>yes</closed>
  </report>
  <report urn="R2"><items/></report>
 </reports>
</intelligence>
"""


def written(folder: Path, text: str | bytes = FILE) -> Path:
    path = folder / "intel.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(
    folder: Path, type_: str, *wanted: str, text: str | bytes = FILE, by: Format = LAYOUT
) -> list[RawRow | BadRow]:
    return list(open_reader(by, written(folder, text), type_=type_, wanted=wanted).rows())


def values(rows: list[RawRow | BadRow]) -> list[list[str]]:
    assert all(isinstance(row, RawRow) for row in rows), rows
    return [list(row.values) for row in rows if isinstance(row, RawRow)]


def test_a_row_has_its_elements_and_attributes_and_those_around_it(tmp_path: Path) -> None:
    wanted = ("name/surname", "name/given", "^@no", "^^@urn", "^^header/title", "^^closed", "^^^@number", "^^^run/date")
    assert values(read(tmp_path, "subject", *wanted)) == [
        ["BERG", "ANNA", "1", "R1", "A & B", "yes", "7", "2026-11-02"],
        ["SAND", "", "1", "R1", "A & B", "yes", "7", "2026-11-02"],
    ]
    assert values(read(tmp_path, "item", "@no", "text", "^@urn")) == [
        ["1", "seen at the corner of Elm Road", "R1"],
        ["2", "nothing", "R1"],
    ]
    assert values(read(tmp_path, "report", "@urn", "header/unit")) == [["R1", "K9"], ["R2", ""]]


def test_a_row_is_kept_as_its_element_without_the_rows_in_it(tmp_path: Path) -> None:
    report, _ = read(tmp_path, "report", "@urn")
    item, _ = read(tmp_path, "item", "@no")
    (subject, other) = read(tmp_path, "subject", "name/surname")
    assert (report.line, item.line, subject.line, other.line) == (5, 8, 10, 11)
    assert (
        "<item " not in report.raw
        and report.raw.startswith('<report urn="R1">')
        and "<closed>yes</closed>" in report.raw
    )
    assert "<subject" not in item.raw and "corner" in item.raw
    assert other.raw == "<subject><name><surname>SAND</surname></name></subject>"


@pytest.mark.parametrize("type_", ["report", "item", "subject"])
def test_a_row_is_read_again_from_itself_and_what_it_stands_in(tmp_path: Path, type_: str) -> None:
    wanted = {"report": ["@urn", "^run/date"], "item": ["text", "^closed", "^^@number"], "subject": ["^^@urn", "^text"]}
    rows = read(tmp_path, type_, *wanted[type_])
    parser = open_parser(LAYOUT, "", (), type_=type_, wanted=wanted[type_])
    for row in rows:
        again = parser.parse(text_with_above(row.raw, row.above), row.line)
        assert isinstance(row, RawRow) and isinstance(again, RawRow)
        assert (list(again.values), again.raw, again.line) == (list(row.values), row.raw, row.line)
    assert isinstance(parser.parse("", 1), BadRow)


STRAY = '<item no="9"><text>nobody knows</text><subject><alias>X</alias></subject></item>'


@pytest.mark.parametrize(
    "place", [" <reports>\n", "</report>\n", "</reports>\n", " <run><date>2026-11-02</date></run>\n"]
)
def test_a_row_outside_of_what_it_stands_under_is_kept_back_and_nothing_else_is(tmp_path: Path, place: str) -> None:
    text = FILE.replace(place, f"{place}<items>{STRAY}</items>", 1)
    for type_ in ("report", "item", "subject"):
        rows = read(tmp_path, type_, ".", text=text)
        astray = [row for row in rows if isinstance(row, BadRow)]
        sound = [row.raw for row in read(tmp_path, type_, ".") if isinstance(row, RawRow)]
        assert [row.raw for row in rows if isinstance(row, RawRow)] == sound
        assert [(row.line, row.reason) for row in astray] == {
            "report": [],
            "item": [(text[: text.index(STRAY)].count("\n") + 1, "it stands outside of any report")],
            "subject": [(text[: text.index(STRAY)].count("\n") + 1, "it stands outside of any item")],
        }[type_]
        for row in astray:
            again = open_parser(LAYOUT, "intel.xml", (), type_=type_, wanted=(".",))
            assert again.parse(text_with_above(row.raw, row.above), row.line) == row._replace(above=ANY)


def test_what_a_header_holds_is_no_stray_row(tmp_path: Path) -> None:
    types = {**TYPES, "run": {"is": "header", "path": "intelligence/run"}}
    text = FILE.replace("<run>", "<run><subject>ANNA</subject>")
    rows = read(tmp_path, "subject", "name/surname", text=text, by=layout(types=types))
    assert [type(row) for row in rows] == [RawRow, RawRow]


def test_several_values_are_told_unless_all_or_one_is_meant(tmp_path: Path) -> None:
    several, one = read(tmp_path, "subject", "alias")
    assert isinstance(several, BadRow) and isinstance(one, RawRow)
    assert (several.line, several.reason) == (10, "alias is there 2 times")
    assert "alias[] in the mapping for all of them, one a line, or alias[1] for the first" in several.remedy
    assert values(read(tmp_path, "subject", "alias[]", "alias[1]", "alias[2]", "alias[3]")) == [
        ["BERGY\nB", "BERGY", "B", ""],
        ["", "", "", ""],
    ]


def test_namespaces_are_declared_once_and_prefixes_are_the_mappings_own(tmp_path: Path) -> None:
    by = layout(
        namespace="urn:force",
        namespaces={"p": "urn:people", "x": "urn:links"},
        types={"row": {"path": "all/row"}, "man": {"under": "row", "path": "p:man"}},
    )
    text = """<f:all xmlns:f="urn:force"><f:row x:ref="9" xmlns:x="urn:links"><man xmlns="urn:people" no="1"><name>A</name>
        <name xmlns="urn:force">B</name><name xmlns="">C</name></man></f:row></f:all>"""
    assert values(read(tmp_path, "man", "p:name", "name", "@no", "^@x:ref", text=text, by=by)) == [["A", "B", "1", "9"]]
    (row,) = read(tmp_path, "man", "p:name", "^@x:ref", text=text, by=by)
    again = open_parser(by, "", (), type_="man", wanted=["p:name", "^@x:ref"]).parse(
        text_with_above(row.raw, row.above), 1
    )
    assert isinstance(again, RawRow) and again.values == ["A", "9"]


def test_a_row_is_kept_in_the_same_words_wherever_it_stands(tmp_path: Path) -> None:
    by = layout(namespace="urn:a", types={name: TYPES[name] for name in ("report", "item", "subject")})
    text = FILE.replace("<intelligence ", '<intelligence xmlns="urn:a" xmlns:b="urn:b" ').replace(
        "<text>", "<text b:x='1'>"
    )
    first = text[text.index("  <report") : text.index('  <report urn="R2"')]
    later = text.replace(first, first.replace("R1", "R0") + first)
    raws = [row.raw for row in read(tmp_path, "subject", text=text, by=by)]
    assert [row.raw for row in read(tmp_path, "subject", text=later, by=by)][2:] == raws
    assert raws[1].startswith('<subject xmlns="urn:a" xmlns:b="urn:b"><name>')


def test_the_root_itself_may_be_the_row(tmp_path: Path) -> None:
    by = layout(types={"report": {"path": "report"}, "item": {"under": "report", "path": "item"}})
    text = '<report urn="R1"><item>one</item><item>two</item></report>'
    assert values(read(tmp_path, "report", "@urn", text=text, by=by)) == [["R1"]]
    assert values(read(tmp_path, "item", ".", "^@urn", text=text, by=by)) == [["one", "R1"], ["two", "R1"]]


def refused(folder: Path, text: str | bytes, type_: str = "item") -> str:
    with pytest.raises(ExtractError) as error:
        read(folder, type_, "@no", text=text)
    return error.value.message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (FILE.replace("</report>\n  <report", "</reprt>\n  <report"), "line 16: this is not well-formed XML"),
        (FILE[: len(FILE) // 2], "intel.xml, line 10: this is not well-formed XML"),
        ("", "intel.xml, line 1: this is not well-formed XML: no element found"),
        (FILE.replace('reports="2"', 'reports="3"'), "@reports of the run counts 3 for report, and the file has 2"),
        (FILE.replace(' reports="2"', ""), "@reports of the run counts nothing for report, and the file has 2"),
        (FILE.replace("intelligence", "custody"), "has the root custody, and the mapping has intelligence"),
        (FILE.replace("A &amp; B", "A &wrong; B"), "line 6: this is not well-formed XML: Entity 'wrong' not defined"),
        (
            FILE.encode("utf-8").replace(b"K9", b"K\xe9"),
            "line 6: this is not well-formed XML: Invalid bytes in character encoding",
        ),
        ("<!DOCTYPE intelligence>" + FILE[39:], "declares a document type"),
    ],
)
def test_what_is_no_such_file_is_refused_with_its_line(tmp_path: Path, text: str | bytes, told: str) -> None:
    assert told in refused(tmp_path, text)


BOMB = """<!DOCTYPE intelligence [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">]>"""


@pytest.mark.parametrize("where", ['<intelligence x="&f;"/>', "<intelligence>&f;</intelligence>"])
def test_entities_are_never_expanded(tmp_path: Path, where: str) -> None:
    assert "declares a document type" in refused(tmp_path, BOMB + where) or "not well-formed" in refused(
        tmp_path, BOMB + where
    )


def test_nothing_outside_the_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not for you")
    for declared in (f'<!ENTITY x SYSTEM "file://{secret}">', f'<!ENTITY % x SYSTEM "file://{secret}">%x;'):
        text = (
            f"<!DOCTYPE intelligence [{declared}]><intelligence><reports><report>&x;</report></reports></intelligence>"
        )
        message = refused(tmp_path, text)
        assert "not for you" not in message and "declares a document type" in message
    external = f'<!DOCTYPE intelligence SYSTEM "file://{secret}"><intelligence/>'
    assert "declares a document type" in refused(tmp_path, external)


SIZES = """
import resource, sys
from pathlib import Path
from pole.formats.describing import read_format
from pole.formats.opening import open_reader
types = {"report": {"path": "intelligence/reports/report"}, "item": {"under": "report", "path": "items/item"}}
reader = open_reader(read_format({"kind": "xml", "types": types}), Path(sys.argv[1]), type_="item", wanted=["text", "^@urn"])
assert sum(1 for _ in reader.rows()) == int(sys.argv[2])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """Nor with what stands in it that nobody asks for."""
    peaks = []
    for number in (2_000, 40_000):
        path = tmp_path / f"{number}.xml"
        with path.open("w") as file:
            file.write("<intelligence>")
            for part in ("<people>", "</people><reports>"):
                file.write(part)
                for n in range(number):
                    if part == "<people>":
                        file.write(f"<person><name>Somebody {n}</name><note>{'x' * 80}</note></person>\n")
                    else:
                        file.write(f'<report urn="{n}"><items><item><text>{"y" * 80}</text></item></items></report>\n')
            file.write("</reports></intelligence>")
        told = subprocess.run(
            [sys.executable, "-c", SIZES, path, str(number)], check=True, capture_output=True, text=True
        )
        peaks.append(int(told.stdout))
    assert peaks[1] < peaks[0] * 1.1, peaks


def test_everything_in_a_file_can_be_seen(tmp_path: Path) -> None:
    (first, _) = everything_in(LAYOUT, sole_arrival(written(tmp_path)), type_="report").rows
    assert first == {
        "@urn": "R1",
        "header/unit": "K9",
        "header/title": "A & B",
        "closed": "yes",
        "^@number": "7",
        "^@reports": "2",
        "^run/date": "2026-11-02",
    }


sayable = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
text = st.text(sayable | st.sampled_from("<&>\"'\n\t"), max_size=8).map(str.strip)
Rows = list[tuple[str, str, list[tuple[str, str]]]]
SPACES = {"namespace": "urn:force", "namespaces": {"p": "urn:people"}}


@given(st.lists(st.tuples(text, text, st.lists(st.tuples(text, text), max_size=3)), max_size=3), text, st.booleans())
@settings(max_examples=100)
def test_what_was_written_is_read_again(rows: Rows, run: str, spaced: bool) -> None:
    by = layout(types={**TYPES, "run": {"is": "header", "path": "intelligence"}}, **(SPACES if spaced else {}))
    surname = "p:name/surname" if spaced else "name/surname"
    of_types = {"run": ["run/date"], "report": ["@urn", "header/title"], "item": ["text", surname]}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "intel.xml"
        with open_writer(by, path, of_types=of_types) as writer:
            writer.write([run], "run")
            for urn, title, items in rows:
                writer.write([urn, title], "report")
                for item in items:
                    writer.write(list(item), "item")
        reports = open_reader(by, path, type_="report", wanted=["@urn", "header/title", "^run/date"])
        assert values(list(reports.rows())) == [[urn, title, run] for urn, title, _ in rows]
        inner = open_reader(by, path, type_="item", wanted=["text", surname, "^@urn"])
        assert values(list(inner.rows())) == [[*item, urn] for urn, _, inside in rows for item in inside]


def test_what_would_not_come_back_is_not_written(tmp_path: Path) -> None:
    for bad in ("a\x00b", " a", "a\n"):
        with (
            pytest.raises(ExtractError, match=r"report 1: header/title (holds a character|would not come back)"),
            open_writer(LAYOUT, tmp_path / "x.xml", of_types={"report": ["header/title"]}) as writer,
        ):
            writer.write([bad], "report")


def test_what_is_wrong_with_paths_is_told() -> None:
    wrong = layout(
        namespaces={"p": "urn:people"},
        types={"row": {"path": "all/q:row"}, "lost": {}, "attribute": {"path": "all/@id", "counts": {"a b": "rows"}}},
    )
    told = {"/".join(map(str, place)): message for place, message in format_faults(wrong)}
    assert told == {
        "types/row/path": "the prefix 'q' is not among `namespaces`.",
        "types/lost/path": "say which elements these are, from the root or from what they stand under.",
        "types/attribute/counts": "only a header or a trailer counts.",
        "types/attribute/path": "`path` leads to elements, such as reports/report.",
        "types/attribute/counts/a b": "'a b' is no path such as name/surname or @id: 'a b' is no step of one.",
    }
    assert column_fault(LAYOUT, "item", "name//surname") is not None
    assert column_fault(LAYOUT, "item", "q:name") == "the prefix 'q' is not among `namespaces`."
    assert column_fault(LAYOUT, "item", "^^^@urn") == "^^^@urn goes 3 steps out, and there are 2 around a item."
    assert [column_fault(LAYOUT, "item", good) for good in ("@no", "a/b[2]/c[]", ".", "^^run/date")] == [None] * 4
