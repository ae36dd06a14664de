"""A source that is kept in a database: pulled into the files of an extract, and from there on loaded as any other."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest

from pole.graph.port import Store
from pole.ingest.mapping import check_mapping
from pole.ingest.pulling import pull_extract
from pole.model.vocabulary import load_vocabulary
from tests.cli.running import Ran, pole
from tests.formats.loading import held_back, load, outcomes, replay, said, source_of

MAPPING = """\
source: licences
title: Licences
format:
  kind: sql
  types:
    holder: {table: HOLDER}
    car: {query: "SELECT PLATE, MAKE, HOLDER_NO FROM CAR WHERE SOLD IS NULL"}
markings: {open: {classification: OFFICIAL}}
marking: open
records:
  holder:
    file: holder_{mode}_{extract}.csv
    key: NO
    retire-limit: 100
    mentions:
      holder:
        is: person/person
        keys: {licence-holder: source-number}
        attributes:
          source-number: NO
          name: {parts: {surname: NAME}}
          born: {column: BORN, format: YYYY-MM-DD}
  car:
    file: car_{extract}.csv
    key: PLATE
    mentions:
      car: {is: object/vehicle, attributes: {vrm: PLATE, make: MAKE}}
"""
TABLES = (
    "CREATE TABLE HOLDER (NO INTEGER, NAME TEXT, BORN TEXT)",
    "CREATE TABLE CAR (PLATE TEXT, MAKE TEXT, HOLDER_NO INTEGER, SOLD TEXT)",
    "INSERT INTO HOLDER VALUES (7, 'BERG', '1979-02-14'), (8, 'SAND\nUND SEE', NULL), (NULL, 'NOBODY', NULL)",
    "INSERT INTO CAR VALUES ('MF71 ABX', 'SKODA', 7, NULL), ('MF70 KJR', 'TOYOTA', 8, '2026-01-01')",
)


def database(folder: Path, statements: Iterable[str] = TABLES) -> str:
    with sqlite3.connect(folder / "licences.db") as db:
        for statement in statements:
            db.execute(statement)
    db.close()
    return f"sqlite:///{folder / 'licences.db'}"


def test_what_was_pulled_is_loaded_kept_back_and_replayed(store: Store, tmp_path: Path) -> None:
    assert check_mapping(MAPPING, load_vocabulary()) == []
    source, url = source_of(MAPPING), database(tmp_path)
    first = pull_extract(source, url, tmp_path)
    assert [(file.path.name, file.record, file.rows) for file in first] == [
        ("holder_full_0001.csv", "holder", 3),
        ("car_0001.csv", "car", 1),
    ]
    found = outcomes(load(store, source, tmp_path))
    assert found == {"holder": {"new": 2, "quarantined": 1}, "car": {"new": 1}}
    assert said(store, source, "holder", "holder")["7"] == {"source-number": "7", "name": "BERG", "born": "1979-02-14"}
    assert held_back(store) == [("holder", 5, "the row has no key")]
    assert outcomes(replay(store, source_of(MAPPING.replace("key: NO", "key: NAME")))) == {"holder": {"new": 1}}


def test_the_next_extract_shows_what_is_gone(store: Store, tmp_path: Path) -> None:
    source, url = source_of(MAPPING), database(tmp_path)
    pull_extract(source, url, tmp_path)
    load(store, source, tmp_path)
    database(tmp_path, ["DELETE FROM HOLDER WHERE NO IS NULL OR NO = 8", "UPDATE HOLDER SET NAME = 'BERGER'"])
    again = tmp_path / "again"
    again.mkdir()
    second = pull_extract(source, url, again, store.last_place("licences"))
    assert [file.path.name for file in second] == ["holder_full_0002.csv", "car_0002.csv"]
    assert outcomes(load(store, source, again))["holder"] == {"changed": 1, "vanished": 1}


def test_a_pull_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    url = database(tmp_path, [*TABLES[:3], "CREATE VIEW CAR2 AS SELECT 1", "DROP TABLE CAR"])
    with pytest.raises(Exception, match="refuses the query of car: no such table: CAR"):
        pull_extract(source_of(MAPPING), url, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["licences.db"]


def test_names_of_files_that_cannot_be_made_are_told() -> None:
    wrong = MAPPING.replace("car_{extract}", "holder_{mode}_{extract}").replace(
        "holder_{mode}_{extract}.csv", "h*.csv", 1
    )
    told = [problem.message for problem in check_mapping(wrong, load_vocabulary())]
    assert told == ["these files are made here, so the name needs {extract}, may have {mode}, and no other part."]
    twins = MAPPING.replace("car_{extract}", "holder_{mode}_{extract}")
    told = [problem.message for problem in check_mapping(twins, load_vocabulary())]
    assert told == ["record holder has files of the same name."]


def command(folder: Path, url: str, *more: object) -> Ran:
    (folder / "mappings" / "licences").mkdir(parents=True, exist_ok=True)
    (folder / "mappings" / "licences" / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    (folder / "in").mkdir(exist_ok=True)
    settings = {"data": folder / "data", "mappings": folder / "mappings", "database": url}
    return pole("pull", *(more or ("licences", folder / "in")), **settings)


def test_the_command_pulls_and_the_next_number_is_after_the_last(tmp_path: Path) -> None:
    url = database(tmp_path)
    ran = command(tmp_path, url)
    assert ran.code == 0, ran.err
    assert "holder_full_0001.csv: 3 rows of holder" in ran.out
    again = command(tmp_path, url, "licences", tmp_path / "in", "--json")
    assert [Path(file["path"]).name for file in json.loads(again.out)] == ["holder_full_0002.csv", "car_0002.csv"]


@pytest.mark.parametrize(
    ("url", "code", "words"),
    [
        ("", 2, "POLE_DATABASE is not set"),
        ("sqlite:////nowhere/secret.db", 5, "does not exist"),
        ("postgresql+psycopg://u:secret@db/x", 2, "not installed"),
    ],
)
def test_no_password_is_told_or_kept(tmp_path: Path, url: str, code: int, words: str) -> None:
    ran = command(tmp_path, url)
    assert (ran.code, words in ran.err) == (code, True), ran.err
    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert "secret" not in ran.out + ran.err
    assert b"secret" not in kept


def test_a_source_of_files_has_no_database(tmp_path: Path) -> None:
    ran = command(tmp_path, "sqlite:///x", "crimes", tmp_path)
    assert (ran.code, "comes in files, not from a database" in ran.err) == (2, True)
