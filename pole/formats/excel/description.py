"""How a workbook is written: the `format` part of a mapping."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from pole.formats.parts import Name, OneOrMore, Part
from pole.formats.types import Fault, RowType, type_faults

Row: TypeAlias = Annotated[int, Field(ge=1)]


class SheetType(RowType):
    """The rows of one sheet."""

    sheet: str = Field(default="", description="Name of the sheet; the first of the workbook where it is left out")
    header: Annotated[tuple[Row, ...], Field(min_length=1), OneOrMore()] = Field(
        default=(1,),
        description="The row, from 1, that holds the names of the columns; several where names have storeys",
    )

    @property
    def first_merged(self) -> int:
        """The first row, from 0, in which a cell that is merged over several has its value in each of them."""
        return min(self.header) - 1 if len(self.header) > 1 else self.names_end

    @property
    def names_end(self) -> int:
        """The last row, from 1, above all rows."""
        return max(self.header)


class Excel(Part):
    """A workbook (xlsx, xlsm, xlsb, xls, ods): each type of row is a sheet."""

    kind: Literal["excel"] = Field(description="The sort of layout")
    absent: frozenset[str] = Field(default=frozenset({""}), description="Texts that mean blank")
    types: dict[Name, SheetType] = Field(min_length=1, description="The types of row, each a sheet")

    @property
    def declared(self) -> None:
        """Columns of files without types, of which there are none."""
        return None

    @property
    def needs_columns(self) -> bool:
        """Never: the sheet names them."""
        return False


def excel_faults(layout: Excel) -> Iterator[Fault]:
    """What is wrong with a description whose shape is right: where, and what was expected."""
    yield from type_faults(layout.types)
    seen: dict[str, str] = {}
    for name, type_ in layout.types.items():
        if type_.is_ != "row" or type_.under is not None:
            yield ("types", name), "rows of a sheet stand under nothing, and there is neither header nor trailer."
        other = seen.setdefault(type_.sheet, name)
        if other != name:
            yield ("types", name, "sheet"), f"{other} is that sheet already."
