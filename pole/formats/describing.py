"""All descriptions of layouts as one: what a `format` may say, what is wrong with it, which columns it knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, TypeAlias

from pydantic import Field, TypeAdapter

from pole.formats.delimited.description import Delimited, delimited_faults
from pole.formats.excel.description import Excel, excel_faults
from pole.formats.fixed_width.description import FixedWidth, fixed_faults
from pole.formats.json.description import Json, json_faults
from pole.formats.json.description import path_fault as json_path_fault
from pole.formats.lines.description import line_faults, scope
from pole.formats.sql.description import Sql, sql_faults
from pole.formats.trees.description import steps_fault
from pole.formats.types import UP, Fault, ancestors, of_sort, step_out
from pole.formats.xml.description import Xml, xml_faults
from pole.formats.xml.description import path_fault as xml_path_fault

Format: TypeAlias = Annotated[Delimited | FixedWidth | Xml | Json | Excel | Sql, Field(discriminator="kind")]
"""Any description of a layout; `kind` tells them apart."""
Lines: TypeAlias = Delimited | FixedWidth
Trees: TypeAlias = Xml | Json

_FORMATS: TypeAdapter[Format] = TypeAdapter(Format)


def read_format(said: object) -> Format:
    """A description from what the `format` of a mapping says. Raises pydantic's ValidationError for what it cannot say."""
    return _FORMATS.validate_python(said)


def format_faults(layout: Format) -> Iterator[Fault]:
    """What is wrong with a description whose shape is right: where, and what was expected."""
    match layout:
        case Xml():
            yield from xml_faults(layout)
        case Json():
            yield from json_faults(layout)
        case Excel():
            yield from excel_faults(layout)
        case Sql():
            yield from sql_faults(layout)
        case FixedWidth():
            yield from line_faults(layout.types)
            yield from fixed_faults(layout)
        case Delimited():
            yield from line_faults(layout.types) if layout.types else ()
            yield from delimited_faults(layout)


def columns_of_type(layout: Format, type_: str) -> tuple[str, ...] | None:
    """Every column that rows of a type can be asked for; None where only the file says it."""
    return scope(layout.types, type_) if isinstance(layout, Delimited | FixedWidth) and layout.types else None


def own_columns(layout: Format, type_: str) -> tuple[str, ...] | None:
    """The columns of a type itself; None where only the file says them."""
    return layout.types[type_].names if isinstance(layout, Delimited | FixedWidth) and layout.types else None


def header_columns(layout: Format) -> tuple[str, ...] | None:
    """The columns of all headers; None where only the file says them."""
    if not isinstance(layout, Delimited | FixedWidth):
        return None
    return tuple(name for type_ in layout.types.values() if type_.is_ == "header" for name in type_.names)


def header_counts(layout: Format) -> tuple[str, ...]:
    """The columns of headers that say how many rows of a type there are."""
    types = layout.types if isinstance(layout, Xml | Json) else {}
    return tuple(column for type_ in types.values() if type_.is_ == "header" for column in type_.counts)


def column_fault(layout: Format, type_: str, column: str) -> str | None:
    """Why rows of a type cannot have such a column, where that is known without the file; None where they can."""
    match layout:
        case Xml():
            return xml_path_fault(layout, column) or steps_fault(layout.types, type_, column)
        case Json():
            return json_path_fault(column) or steps_fault(layout.types, type_, column)
        case _:
            return None


def plain_column(layout: Format, column: str) -> str:
    """A column without what it says of which value is meant where there are several."""
    return re.sub(r"\[[0-9]*\]", "", column) if isinstance(layout, Xml | Json) else column


def never_in(layout: Format, type_: str, columns: Sequence[str]) -> tuple[str, ...]:
    """These columns, in a row of a type and in all that it stands under, or what stands under a row would tell of it."""
    known = columns_of_type(layout, type_)
    if known is not None:
        return tuple(column for column in known if step_out(column)[1] in columns)
    if not isinstance(layout, Xml | Json):
        return tuple(columns)
    steps = len(ancestors(layout.types, type_)) + bool(of_sort(layout.types, "header"))
    return tuple(UP * step + column for step in range(steps + 1) for column in columns)
