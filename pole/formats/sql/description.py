"""How rows lie in a database: the `format` part of a mapping. Where the database is, and how to sign in, is no part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, Self

from pydantic import Field, model_validator

from pole.formats.delimited.description import Delimited
from pole.formats.parts import Name, Part, exactly_one
from pole.formats.types import Fault, RowType, type_faults


class QueryType(RowType):
    """The rows of one table or query."""

    table: Name | None = Field(
        default=None, description="A table or view, with its schema before a dot where it needs one"
    )
    query: Name | None = Field(default=None, description="A query that begins with SELECT or WITH")

    @model_validator(mode="after")
    def _one_sort(self) -> Self:
        exactly_one("a type of row", {"table": self.table, "query": self.query})
        return self


class Sql(Part):
    """A database: each type of row is a table or a query."""

    kind: Literal["sql"] = Field(description="The sort of layout")
    absent: frozenset[str] = Field(default=frozenset({""}), description="Texts that mean blank, as NULL does")
    types: dict[Name, QueryType] = Field(min_length=1, description="The types of row, each a table or a query")

    @property
    def declared(self) -> None:
        """Columns of files without types, of which there are none."""
        return None

    @property
    def needs_columns(self) -> bool:
        """Never: the table or query names them."""
        return False


@cache
def pulled() -> Delimited:
    """How the file is written that the rows of one type come in."""
    return Delimited.model_validate({"kind": "delimited", "trailer": {"starts": "END OF EXTRACT", "count": 2}})


def sql_faults(layout: Sql) -> Iterator[Fault]:
    """What is wrong with a description whose shape is right: where, and what was expected."""
    yield from type_faults(layout.types)
    for name, type_ in layout.types.items():
        if type_.is_ != "row" or type_.under is not None:
            yield ("types", name), "rows of a database stand under nothing, and there is neither header nor trailer."
        if type_.query is not None and not re.match(r"\s*(select|with)\b", type_.query, re.IGNORECASE):
            yield ("types", name, "query"), "a query begins with SELECT or WITH: nothing is ever written there."
