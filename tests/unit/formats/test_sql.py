"""Tables and queries as rows: read only, one after the other, and mistakes told without an address or a password."""

from __future__ import annotations

import sqlite3
import tracemalloc
from collections import deque
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from pole.errors import DatabaseAwayError, ExtractError, SettingsError
from pole.formats.describing import format_faults, read_format
from pole.formats.opening import open_reader, open_writer
from pole.formats.rows import RawRow
from pole.formats.sql.cells import text_of
from pole.formats.sql.database import opened
from pole.formats.sql.description import QueryType, Sql
from pole.formats.sql.reader import pull
from pole.formats.sql.writer import TableWriter


def layout(**types: object) -> Sql:
    read = read_format({"kind": "sql", "types": types})
    assert isinstance(read, Sql)
    return read


LAYOUT = layout(holder={"table": "HOLDER"}, weapon={"table": "WEAPON"})
ALL = QueryType(query="SELECT * FROM HOLDER")


def database(folder: Path, *statements: str) -> str:
    path = folder / "licences.db"
    with sqlite3.connect(path) as db:
        for statement in statements or (
            "CREATE TABLE HOLDER (NO TEXT, NAME TEXT)",
            "INSERT INTO HOLDER VALUES (7, 'BERG')",
        ):
            db.execute(statement)
    db.close()
    return f"sqlite:///{path}"


def pulled(url: str, type_: QueryType = ALL) -> list[tuple[str, ...]]:
    with opened(url) as connection:
        return [tuple(row) for row in pull(connection, "holder", type_).rows]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("007 ", "007 "),
        (True, "true"),
        (10**30, str(10**30)),
        (0.1, "0.1"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1.50"), "1.50"),
        (date(1979, 2, 14), "1979-02-14"),
        (datetime(2026, 11, 2, 9, 31, 7), "2026-11-02 09:31:07"),
        (datetime(2026, 11, 2, 9, 31, 7, 5, UTC), "2026-11-02 09:31:07.000005+00:00"),
        (time(9, 5), "09:05:00"),
        (timedelta(hours=3), "3:00:00"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (b"\x89PNG", None),
    ],
)
def test_what_a_database_holds_as_text(cell: object, text: str | None) -> None:
    assert text_of(cell) == text


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
Rows = list[tuple[str, str]]


@given(st.lists(st.tuples(words, words), max_size=5), st.lists(st.tuples(words, words), max_size=3))
@settings(max_examples=40)
def test_what_was_written_to_tables_comes_back_through_files(holders: Rows, weapons: Rows) -> None:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/x.db"
        with TableWriter(LAYOUT, url, {"holder": ["A", "B"], "weapon": ["A", "B"]}) as tables:
            for type_, rows in (("holder", holders), ("weapon", weapons)):
                for row in rows:
                    tables.write(row, type_)
        with opened(url) as connection:
            for type_, rows in (("holder", holders), ("weapon", weapons)):
                path = Path(folder) / f"{type_}.csv"
                found = pull(connection, type_, LAYOUT.types[type_])
                with open_writer(LAYOUT, path, found.columns) as file:
                    for texts in found.rows:
                        file.write(texts)
                again = open_reader(LAYOUT, path, type_=type_)
                assert again.columns == ("A", "B")
                assert [tuple(row.values) for row in again.rows() if isinstance(row, RawRow)] == rows


def test_nothing_can_be_written(tmp_path: Path) -> None:
    url = database(tmp_path)
    with opened(url) as connection, pytest.raises(OperationalError, match="readonly"):
        connection.exec_driver_sql("DELETE FROM HOLDER")
    assert pulled(url) == [("7", "BERG")]


def test_all_types_are_of_one_moment(tmp_path: Path) -> None:
    url = database(tmp_path, "PRAGMA journal_mode = WAL", "CREATE TABLE HOLDER (NO)", "INSERT INTO HOLDER VALUES (1)")
    with opened(url) as connection:
        assert [*pull(connection, "holder", ALL).rows] == [["1"]]
        with sqlite3.connect(tmp_path / "licences.db") as other:
            other.execute("INSERT INTO HOLDER VALUES (2)")
        other.close()
        assert [*pull(connection, "holder", ALL).rows] == [["1"]]
    assert pulled(url) == [("1",), ("2",)]


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    query = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) "
        "SELECT i AS a, 'some text ' || i AS b FROM n"
    )
    url, most = database(tmp_path), dict[int, int]()
    for rows in (5_000, 50_000):
        with opened(url) as connection:
            found = pull(connection, "holder", QueryType(query=query.format(rows)))
            tracemalloc.start()
            deque(found.rows, maxlen=0)
            most[rows] = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
    assert most[50_000] < 1.2 * most[5_000] < 2_000_000


@pytest.mark.parametrize(
    ("type_", "words"),
    [
        (QueryType(table="OWNER"), "holder: the database has no table OWNER; it has HOLDER"),
        (QueryType(query="SELECT SURNAM FROM HOLDER"), "refuses the query of holder: no such column: SURNAM. Either"),
        (QueryType(query="SELECT NO, NAME AS NO FROM HOLDER"), "The query of holder has the column NO more than once"),
        (
            QueryType(query="SELECT NO, x'89' AS PHOTO FROM HOLDER"),
            "Row 1 of holder: PHOTO holds no text, number or date",
        ),
    ],
)
def test_a_mistake_in_a_query_is_told(tmp_path: Path, type_: QueryType, words: str) -> None:
    with pytest.raises(ExtractError, match=words):
        pulled(database(tmp_path), type_)


@pytest.mark.parametrize(
    ("url", "error", "words"),
    [
        ("rubbish secret", SettingsError, "is no address of a database"),
        ("nosuch://user:secret@host/x", SettingsError, "what speaks to nosuch is not installed"),
        (
            "postgresql+psycopg://user:secret@host/x",
            SettingsError,
            r"what speaks to postgresql\+psycopg is not installed",
        ),
        ("sqlite:////nowhere/secret.db", DatabaseAwayError, "names a file of SQLite that does not exist"),
        ("sqlite://", DatabaseAwayError, "does not exist"),
    ],
)
def test_an_address_is_never_repeated(url: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words) as told, opened(url):
        pass
    assert "secret" not in str(told.value)
    assert told.value.__context__ is None


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("no database, whatever its name", encoding="utf-8")
    with pytest.raises((DatabaseAwayError, ExtractError)):
        pulled(f"sqlite:///{tmp_path / 'x.db'}")


def test_what_is_wrong_with_a_description_is_told() -> None:
    wrong = layout(a={"query": "DELETE FROM A"}, b={"table": "B", "under": "a"})
    assert [("/".join(map(str, place)), message) for place, message in format_faults(wrong)] == [
        ("types/a/query", "a query begins with SELECT or WITH: nothing is ever written there."),
        ("types/b", "rows of a database stand under nothing, and there is neither header nor trailer."),
    ]


def test_what_cannot_be_written_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    with pytest.raises(ExtractError, match="described by a query"):
        TableWriter(layout(a={"query": "SELECT 1"}), url, {"a": ["A"]})
    with TableWriter(LAYOUT, url, {"holder": ["A", "B"]}) as tables:
        for values, type_, words in ((["1"], "holder", "1 values for 2"), (["1", "2"], "weapon", "no table that is")):
            with pytest.raises(ExtractError, match=words):
                tables.write(values, type_)
