"""The rows of one type out of a database, one after the other, as texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

from sqlalchemy import Connection, CursorResult, MetaData, Select, Table, inspect, select, text
from sqlalchemy.exc import DBAPIError, NoSuchTableError, SQLAlchemyError

from pole.errors import DatabaseAwayError, ExtractError
from pole.formats.columns import require
from pole.formats.sql.cells import text_of
from pole.formats.sql.database import reason_of
from pole.formats.sql.description import QueryType


class Pulled(NamedTuple):
    """What a table or query holds."""

    columns: tuple[str, ...]
    rows: Iterator[Sequence[str]]
    """To be read to the end before anything else is asked of the same connection."""


def pull(connection: Connection, name: str, type_: QueryType) -> Pulled:
    """Ask for the rows of a type.

    Raises ExtractError where the table is not there or the query is refused; while rows are read also for what is no text,
    and DatabaseAwayError where the connection breaks.
    """
    wanted = text(type_.query) if type_.query is not None else _all_of(connection, name, type_.table or "")
    try:
        result = connection.execute(wanted)
    except SQLAlchemyError as error:
        why = reason_of(error)
    else:
        columns = tuple(result.keys())
        require(f"The query of {name}", tuple(dict.fromkeys(columns)), columns)
        return Pulled(columns, _texts(name, columns, result))
    raise ExtractError(
        f"The database refuses the query of {name}: {why}. Either its tables have changed, or the query in the mapping is wrong."
    )


def _all_of(connection: Connection, name: str, table: str) -> Select[tuple[object, ...]]:
    schema, _, bare = table.rpartition(".")
    try:
        return select(Table(bare, MetaData(), schema=schema or None, autoload_with=connection))
    except NoSuchTableError:
        there = inspect(connection)
        known = sorted([*there.get_table_names(schema or None), *there.get_view_names(schema or None)])
    raise ExtractError(
        f"{name}: the database has no table {table}; it has {', '.join(known) or 'none'}. Either this is another database, or "
        "its tables have changed and the mapping must follow."
    )


def _texts(name: str, columns: Sequence[str], result: CursorResult[tuple[object, ...]]) -> Iterator[Sequence[str]]:
    number = 0
    try:
        for number, row in enumerate(result, 1):
            texts = [text_of(cell) for cell in cast("Sequence[object]", row)]
            if None in texts:
                raise ExtractError(
                    f"Row {number} of {name}: {columns[texts.index(None)]} holds no text, number or date. Leave the column "
                    "out of the query, or turn it into text there."
                )
            yield cast("list[str]", texts)
        return
    except DBAPIError:
        pass  # its words may hold data
    raise DatabaseAwayError(f"The database stopped after row {number} of {name}.")
