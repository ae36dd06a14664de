"""Writing tables, every column a text: what a database that is pulled from may look like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from sqlalchemy import Column, Connection, MetaData, Table, Text, create_engine

from pole.errors import ExtractError
from pole.formats.sql.description import Sql


class TableWriter:
    """New tables in one database, whole once closed. What is described by a query has none."""

    def __init__(self, layout: Sql, url: str, columns: Mapping[str, Sequence[str]]) -> None:
        """`columns` are those of each type that is written."""
        self._tables = {name: _table(layout, name, names) for name, names in columns.items()}
        self._engine = create_engine(url, hide_parameters=True)
        self._connection: Connection = self._engine.connect()
        for table in self._tables.values():
            table.create(self._connection)

    def write(self, values: Sequence[str], type_: str = "") -> None:
        """One row of a type; a blank is NULL. Raises ExtractError for what would not come back."""
        table = self._tables.get(type_)
        if table is None:
            raise ExtractError(f"{type_!r} is no table that is written; there are {', '.join(self._tables)}.")
        if len(values) != len(table.columns):
            raise ExtractError(f"{type_}: {len(values)} values for {len(table.columns)} columns.")
        named = zip((column.name for column in table.columns), values, strict=True)
        self._connection.execute(table.insert(), {name: value or None for name, value in named})

    def close(self) -> None:
        """Commit, and let go of the database."""
        if not self._connection.closed:
            self._connection.commit()
            self._connection.close()
            self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._connection.rollback()
        self.close()


def _table(layout: Sql, name: str, columns: Sequence[str]) -> Table:
    known = layout.types.get(name)
    if known is None or known.table is None:
        raise ExtractError(f"{name} is described by a query, so there is no table to write.")
    schema, _, bare = known.table.rpartition(".")
    return Table(bare, MetaData(), *(Column(column, Text) for column in columns), schema=schema or None)
