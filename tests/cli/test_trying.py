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
