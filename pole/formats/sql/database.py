"""A database of somebody else: opened for reading only, and its failures told without its address or password."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from pole.errors import DatabaseAwayError, SettingsError

_MANY_ROWS: Final = 1_000
"""Fetched at a time."""
_READ_ONLY: Final = {
    "sqlite": ("PRAGMA query_only = ON", "BEGIN"),
    "postgresql": ("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",),
    "mysql": ("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",),
    "mariadb": ("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",),
    "oracle": ("SET TRANSACTION READ ONLY",),
}
"""What begins a transaction that sees one state of everything and writes nothing. Others are only rolled back."""


@contextmanager
def opened(url: str) -> Generator[Connection]:
    """A connection in one transaction that is never committed; rows come as they are read.

    Raises SettingsError for an address that is none, or whose driver is missing, and DatabaseAwayError where nobody answers.
    """
    address = address_of(url)
    engine = engine_at(address)
    try:
        with _connected(engine) as connection:
            for statement in _READ_ONLY.get(address.get_backend_name(), ()):
                connection.exec_driver_sql(statement)
            yield connection.execution_options(stream_results=True, yield_per=_MANY_ROWS)
            connection.rollback()
    finally:
        engine.dispose()


def address_of(url: str) -> URL:
    """The address as its parts. Raises SettingsError without repeating it, for it may hold a password."""
    try:
        address = make_url(url)
    except ArgumentError:
        address = None
    if address is None:
        raise SettingsError(
            "POLE_DATABASE is no address of a database, such as postgresql+psycopg://user:password@host/name or "
            "sqlite:////folder/file.db."
        )
    name = address.database
    if address.get_backend_name() == "sqlite" and not (name and Path(name).is_file()):
        raise DatabaseAwayError("POLE_DATABASE names a file of SQLite that does not exist.")  # opening would make one
    return address


def engine_at(address: URL) -> Engine:
    """Reaches nobody yet. Raises SettingsError where what speaks to such a database is not installed."""
    try:
        return create_engine(address, poolclass=NullPool, hide_parameters=True)
    except (NoSuchModuleError, ModuleNotFoundError):
        driver = address.drivername
    raise SettingsError(f"POLE_DATABASE: what speaks to {driver} is not installed. Install its driver for SQLAlchemy.")


def reason_of(error: SQLAlchemyError) -> str:
    """The first line of what the database said of a query, before any row was read; a driver adds its own after it."""
    said = str(error.orig) if isinstance(error, DBAPIError) and error.orig is not None else str(error)
    return (said.strip().splitlines() or [type(error).__name__])[0].rstrip(".")


@contextmanager
def _connected(engine: Engine) -> Generator[Connection]:
    try:
        connection = engine.connect()
    except DBAPIError:
        connection = None  # its words may hold the address
    if connection is None:
        raise DatabaseAwayError(
            "The database in POLE_DATABASE does not let us in: it is away, or user, password or name are not right."
        )
    with connection:
        yield connection
