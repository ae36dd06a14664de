"""What rows are known by, and what they have that stands in no column of their file."""

from __future__ import annotations

from pathlib import Path

from pole.formats.rows import RawRow
from pole.ingest.shape import CompiledSource, Quarantined, ShapeContext
from pole.model.facts import ShapedRow, row_id
from tests.unit.ingest.test_shape import compiled, held, mention, one_record, shaped, stated

CONTEXT = ShapeContext("file", "2026-01-01T00:00:00Z")


def _rows(source: CompiledSource, path: Path) -> list[ShapedRow]:
    ((record, _),) = source.records_of(path.name)
    rows = [record.shape(row, CONTEXT) for row in record.open(path).rows() if isinstance(row, RawRow)]
    assert all(isinstance(row, ShapedRow) for row in rows), rows
    return [row for row in rows if isinstance(row, ShapedRow)]


LOG = """
key: {columns: [NO, DAY], with: "-"}
mentions:
  log: {is: event/incident, keys: {incident: reference}, attributes: {reference: {join: [NO, DAY], with: "-"}}}
"""


def test_a_key_of_several_columns_is_written_as_other_sources_write_it() -> None:
    assert shaped(one_record(LOG), NO="0412", DAY="02112026").row == row_id("test", "row", "0412-02112026")


def test_keys_written_together_are_never_mistaken_for_one_another() -> None:
    keys = {shaped(one_record(LOG), NO=a, DAY=b).key for a, b in (("1-2", "3"), ("1", "2-3"), ("1\\", "2-3"))}
    assert len(keys) == 3


def test_a_child_names_its_parent_by_the_key_as_it_is_written() -> None:
    source = compiled(
        """records:
  log:
    file: log.txt
    key: {columns: [NO, DAY], with: "-"}
    mentions: {log: {is: event/incident, attributes: {reference: NO}}}
  line:
    file: line.txt
    key: [NO, DAY, SEQ]
    parent: {record: log, key: {columns: [NO, DAY], with: "-"}}
    mentions: {log: {is: event/incident, attributes: {summary: TEXT}}}
"""
    )
    line = shaped(source, "line", NO="0412", DAY="02112026", SEQ="1", TEXT="WORDS")
    assert line.parent == row_id("test", "log", "0412-02112026")


WITHOUT = """
key: {columns: [ID], otherwise: ["{file}", "{line}"]}
mentions: {crime: {is: event/crime, attributes: {classification: TYPE}}}
"""


def test_a_row_without_its_key_is_known_by_its_place_where_the_mapping_says_so(tmp_path: Path) -> None:
    file = tmp_path / "row.txt"
    file.write_text("ID|TYPE\nC1|Burglary\n|Drugs\n|Drugs\n")
    assert [row.key for row in _rows(one_record(WITHOUT), file)] == ["C1", "row.txt|3", "row.txt|4"]
    without_place = one_record(WITHOUT.replace(', otherwise: ["{file}", "{line}"]', ""))
    assert isinstance(held(without_place, TYPE="Drugs"), Quarantined)


def test_what_the_name_of_a_file_says_is_a_column(tmp_path: Path) -> None:
    source = compiled(
        """records:
  stop:
    file: "{year}-{month}-{force}-stops.csv"
    key: ["{year}", "{month}", "{force}", "{line}"]
    mentions: {stop: {is: event/stop, attributes: {legislation: LAW, unit: "{force}"}}}
"""
    )
    file = tmp_path / "2019-06-north-marls-stops.csv"
    file.write_text("LAW|OTHER\nA|x\nB|y\n")
    first, second = _rows(source, file)
    assert [one.value for one in stated(mention(first, "stop"), "unit")] == ["north-marls"]
    assert [one.value for one in stated(mention(second, "stop"), "legislation")] == ["B"]
    assert (first.key, second.key) == ("2019|06|north-marls|2", "2019|06|north-marls|3")


ANSWERS = """
key: FORM
mentions:
  crime:
    is: event/crime
    attributes:
      hate-strand: {flags: {A: race, B: religion}, set-by: [Y, "1"], unset-by: [N, ""], note: [WORDS, MORE]}
"""


def test_flags_that_share_their_codes_say_them_once_and_report_any_other() -> None:
    source = one_record(ANSWERS)
    found = mention(shaped(source, FORM="F1", A="1", B="N"), "crime")
    assert [(one.field, one.raw, one.value) for one in stated(found, "hate-strand")] == [("A", "1", "race")]
    source.records["row"].reset_counts()
    strange = stated(mention(shaped(source, FORM="F1", A="Y", B="?"), "crime"), "hate-strand")
    assert [(one.raw, one.value, one.problem) for one in strange] == [
        ("Y", "race", None),
        ("?", None, "rejected: unmapped code: ?"),
    ]
    assert sum(field.unmapped for field in source.records["row"].field_counts()) == 1


def test_a_note_of_several_columns_leaves_out_the_blank_ones() -> None:
    notes = [
        stated(
            mention(shaped(one_record(ANSWERS), FORM="F1", A="Y", WORDS="shouted", MORE=more), "crime"), "hate-strand"
        )
        for more in ("at the door", "")
    ]
    assert [[one.note for one in said] for said in notes] == [["shouted; at the door"], ["shouted"]]
