"""Trial loads: said beforehand, compared with each other, looked at by who signs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Force
from tests.cli.running import pole


def held(folder: Path) -> str:
    return pole("store", "dump", "--exact", data=folder).out


@pytest.fixture
def extracts(tmp_path: Path) -> Path:
    assert pole("simulate", tmp_path / "extracts", "--people", 40, "--days", 2).code == 0
    return tmp_path / "extracts" / "crimes"


def test_a_dry_run_says_what_the_load_then_does_and_changes_nothing(tmp_path: Path, extracts: Path) -> None:
    data = tmp_path / "data"
    first = sorted(extracts.glob("*_0001.txt"))
    assert pole("load", *first, data=data).code == 0
    before, files = held(data), sorted(path.name for path in data.iterdir())
    tried = pole("load", extracts, "--dry-run", "--report", tmp_path / "dry.json", data=data)
    assert tried.code == 0, tried.err
    assert "Dry run: nothing was loaded." in tried.out
    assert held(data) == before
    assert sorted(path.name for path in data.iterdir()) == files
    assert pole("load", extracts, "--report", tmp_path / "real.json", data=data).code == 0
    assert held(data) != before
    assert json.loads((tmp_path / "dry.json").read_text()) == json.loads((tmp_path / "real.json").read_text())
    same = pole("compare", tmp_path / "dry.json", tmp_path / "real.json")
    assert (same.code, same.out) == (0, "Both loads came to the same.\n")


def test_a_dry_run_refuses_what_the_load_would(tmp_path: Path, extracts: Path) -> None:
    cut = next(extracts.glob("crimes_mo_full_0001.txt"))
    cut.write_text(cut.read_text().partition("TRAILER")[0], encoding="utf-8")
    ran = pole("load", extracts, "--dry-run", data=tmp_path / "data")
    assert (ran.code, "cut short" in ran.err) == (4, True)
    assert held(tmp_path / "data") == ""


def test_a_dry_run_is_not_for_a_watch(tmp_path: Path) -> None:
    ran = pole("load", "--watch", tmp_path, "--dry-run", data=tmp_path / "data")
    assert (ran.code, "leave --watch out" in ran.err) == (2, True)


def test_two_loads_are_compared_count_by_count(tmp_path: Path, extracts: Path) -> None:
    reports = []
    for name in ("before", "after"):
        reports.append(tmp_path / f"{name}.json")
        ran = pole("load", extracts, "--dry-run", "--report", reports[-1], data=tmp_path / name)
        assert ran.code == 0, ran.err
        mo = next(extracts.glob("crimes_mo_full_0001.txt"))
        *rows, _ = mo.read_text().splitlines()
        mo.write_text("\n".join([*rows[:-1], f"TRAILER|{len(rows) - 2}", ""]), encoding="utf-8")
    found = pole("compare", *reports, "--json").json()
    assert isinstance(found, list)
    rows_read = [one for one in found if isinstance(one, dict) and one["what"] in ("read", "new")]
    assert [(one["source"], one["type"], int(str(one["before"])) - int(str(one["after"]))) for one in rows_read] == [
        ("crimes", "mo", 1),
        ("crimes", "mo", 1),
    ]
    shown = pole("compare", *reports).out
    assert "-1" in shown
    assert "mo" in shown


DOGS = """\
source: dogs
title: Dog wardens
format: {kind: delimited, delimiter: ";", header: yes}
markings: {ordinary: {classification: OFFICIAL}, inner: {classification: OFFICIAL-SENSITIVE}}
marking: ordinary
records:
  dog:
    file: dogs_{extract}.csv
    key: CHIP
    mentions:
      dog:
        is: object/property-item
        keys: {dog-chip: serial}
        attributes: {serial: CHIP, item-type: SORT, colour: COLOUR}
      keeper:
        is: person/person
        attributes: {name: KEEPER}
"""
LINES = "CHIP;KEEPER;SORT;COLOUR;LICENCE\n", "C1;FENWICK, GRETA;TERRIER;BLACK;L1\n", "C2;FENWICK, G;TERRIER;GREY;L1\n"


def tried(folder: Path, mapping: str, *lines: str) -> Path:
    """A backup of what a trial load came to."""
    (folder / "mappings" / "dogs").mkdir(parents=True)
    (folder / "mappings" / "dogs" / "mapping.yaml").write_text(mapping, encoding="utf-8")
    (folder / "dogs_0001.csv").write_text("".join(lines), encoding="utf-8")
    ran = pole(
        "load", folder / "dogs_0001.csv", "--dry-run", "--keep", folder / "kept.pole",
        data=folder / "data", mappings=folder / "mappings",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    return folder / "kept.pole"


def test_two_trials_of_the_same_are_the_same(tmp_path: Path) -> None:
    kept = [tried(tmp_path / name, DOGS, *LINES) for name in ("once", "again")]
    same = pole("compare", *kept)
    assert (same.code, same.out) == (0, "Both hold the same, and the same things are one.\n")
    assert held(tmp_path / "once" / "data") == ""


def test_two_trials_differ_in_rows_that_say_something_else_or_are_not_in_both(tmp_path: Path) -> None:
    before = tried(tmp_path / "before", DOGS, *LINES, "C3;DUSEK, PAVEL;COLLIE;TAN;L3\n")
    after = tried(
        tmp_path / "after", DOGS.replace("colour: COLOUR", "colour: {column: COLOUR, marking: inner}, note: LICENCE"),
        LINES[0], LINES[1].replace("TERRIER", "LURCHER"), LINES[2], "C4;HOLT, ANN;COLLIE;TAN;L4\n",
    )  # fmt: skip
    dogs, first, second = ("dogs", "dog"), "dogs_0001.csv:2", "dogs_0001.csv:3"
    found = pole("compare", before, after, "--json").json()
    assert isinstance(found, dict)
    assert found["things"] == []
    assert isinstance(found["rows"], list)
    assert [tuple(one.values()) for one in found["rows"] if isinstance(one, dict)] == [
        (*dogs, "dog.colour: its marking", 2, [first, second]),
        (*dogs, "dog.item-type", 1, [first]),
        (*dogs, "dog.note", 2, [first, second]),
        (*dogs, "only after", 1, ["dogs_0001.csv:4"]),
        (*dogs, "only before", 1, ["dogs_0001.csv:4"]),
        (*dogs, "other", 2, [first, second]),
        (*dogs, "row as received", 1, [first]),
        (*dogs, "row as received: its marking", 1, [second]),
    ]
    shown = pole("compare", before, after)
    assert "Nothing was joined or parted." in shown.out
    assert "LURCHER" not in shown.out


def test_a_value_that_is_marked_higher_makes_nothing_else_another(tmp_path: Path) -> None:
    before = tried(tmp_path / "before", DOGS, *LINES)
    after = tried(tmp_path / "after", DOGS + "        marking: inner\n", *LINES)
    found = pole("compare", before, after, "--json").json()
    assert isinstance(found, dict)
    assert isinstance(found["rows"], list)
    assert [one["what"] for one in found["rows"] if isinstance(one, dict)] == [
        "keeper.name: its marking",
        "other",
        "row as received: its marking",
    ]
    assert found["things"] == []


def test_two_trials_tell_who_was_joined_and_who_was_parted(tmp_path: Path) -> None:
    apart = tried(tmp_path / "apart", DOGS, *LINES)
    mended = DOGS.replace("{name: KEEPER}", "{name: KEEPER, source-number: LICENCE}").replace(
        "is: person/person\n", "is: person/person\n        keys: {dog-licence: source-number}\n"
    )
    as_one = tried(tmp_path / "as-one", mended, *LINES)
    for pair, what in (((apart, as_one), "joined"), ((as_one, apart), "parted")):
        found = pole("compare", *pair, "--json").json()
        assert isinstance(found, dict)
        assert found["things"] == [
            {"kind": "PERSON", "what": what, "things": 1, "places": ["dogs_0001.csv:2 + dogs_0001.csv:3"]}
        ]
    assert "joined" in pole("compare", apart, as_one).out


def test_a_backup_and_a_report_are_not_compared(tmp_path: Path) -> None:
    kept = tried(tmp_path / "kept", DOGS, *LINES)
    (tmp_path / "x.json").write_text("[]", encoding="utf-8")
    ran = pole("compare", kept, tmp_path / "x.json")
    assert (ran.code, "give two reports of loads, or two backups" in ran.err) == (2, True)
    again = pole("load", LINES, "--dry-run", "--keep", kept, data=tmp_path / "data")
    assert (again.code, "is there already" in again.err) == (4, True)
    for_real = pole("load", LINES, "--keep", tmp_path / "new", data=tmp_path / "data")
    assert (for_real.code, "--keep is for a --dry-run" in for_real.err) == (2, True)


def test_what_is_no_report_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("[1]", encoding="utf-8")
    ran = pole("compare", tmp_path / "x.json", tmp_path / "x.json")
    assert (ran.code, "x.json is no report of a load" in ran.err) == (2, True)


def test_a_sample_is_drawn_by_a_seed_and_is_in_the_audit(force: Force) -> None:
    trail = force.folder / "data" / "audit.jsonl"
    asked = trail.read_text(encoding="utf-8").count('"read/record"') if trail.exists() else 0
    drawn = [force.json("sample", 5, "--source", "crimes", "--seed", 7) for _ in range(2)]
    assert trail.read_text(encoding="utf-8").count('"read/record"') == asked + 4  # intent and outcome
    assert drawn[0] == drawn[1]
    assert isinstance(drawn[0], dict)
    records = drawn[0]["records"]
    assert isinstance(records, list)
    assert len({json.dumps(record) for record in records}) == 5
    assert force.json("sample", 5, "--source", "crimes", "--seed", 8) != drawn[0]
    shown = force.ask("sample", 2, "--source", "crimes", "--type", "mo")
    assert "2 records of crimes, drawn with --seed " in shown.out
    assert shown.out.count("Crime recording") == 2 or shown.out.count(", mo, version") == 2


def test_a_sample_has_every_record_where_there_are_few_and_only_what_is_visible(force: Force) -> None:
    several = force.json("sample", 100, "--source", "child-protection", "--type", "referral", as_="child-protection")
    none = force.json("sample", 100, "--source", "child-protection", "--type", "referral", "--seed", 1)
    assert isinstance(several, dict)
    assert isinstance(none, dict)
    assert isinstance(none["records"], list)
    assert all(isinstance(record, dict) and record["raw"] is None for record in none["records"])
    assert several["records"]


def test_a_sample_needs_a_reason(force: Force) -> None:
    ran = pole("sample", 1, "--source", "crimes", data=force.folder / "data")
    assert (ran.code, "reason" in ran.err) == (2, True)
