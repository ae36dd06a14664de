"""How a delimited file is written: the `format` part of a mapping."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from pole.formats.encodings import Encoding
from pole.formats.lines.description import LineType
from pole.formats.parts import Name, Part
from pole.formats.types import Fault

NO_QUOTE = ""
_NAMED = {"tab": "\t", "none": NO_QUOTE}


def _named(text: object) -> object:
    return _NAMED.get(text, text) if isinstance(text, str) else text


def _one_character(quote: str) -> str:
    if len(quote) > 1:
        raise ValueError("write one character, or `none` where quotes are ordinary characters")
    return quote


Column: TypeAlias = Annotated[str, Field(min_length=1)]


class Trailer(Part):
    """The last line of a file that says how many rows came before it."""

    starts: str = Field(min_length=1, description="Text that the line begins with")
    count: int = Field(ge=2, description="Which of its fields, from 1, holds the count of rows")


class DelimitedLine(LineType[tuple[Column, ...]]):
    """One type of line whose fields are set apart by a delimiter."""


class Delimited(Part):
    """Fields set apart by a delimiter, rows by line ends."""

    kind: Literal["delimited"] = Field(description="The sort of layout")
    delimiter: Annotated[str, BeforeValidator(_named)] = Field(
        default=",", min_length=1, description="Any text; `tab` for a tab"
    )
    quote: Annotated[str, BeforeValidator(_named), AfterValidator(_one_character)] = Field(
        default='"', description="One character, or `none` where quotes are ordinary characters"
    )
    escape: Literal["doubled", "backslash"] = Field(
        default="doubled", description="How a quote is written inside quotes; a backslash also escapes outside them"
    )
    encoding: Encoding = Field(default=Encoding.UTF_8, description="Declared, never guessed")
    header: Literal["yes", "no"] | tuple[Column, ...] = Field(
        default="yes", description="`yes`, the names of the columns, or `no` where each record names its own"
    )
    absent: frozenset[str] = Field(default=frozenset({""}), description="Texts that mean blank")
    trailer: Trailer | None = Field(default=None, description="The last line, where it counts the rows")
    code_at: int = Field(default=1, ge=1, description="With `types`: which field, from 1, holds the code of a line")
    types: dict[Name, DelimitedLine] = Field(
        default_factory=dict[str, DelimitedLine], description="The types of line, where a file has several"
    )

    @property
    def line_types(self) -> dict[str, DelimitedLine]:
        """The types of line, where a file has several."""
        return self.types

    @property
    def has_header(self) -> bool:
        """Whether the first line names the columns."""
        return self.header == "yes" and not self.types

    @property
    def declared(self) -> tuple[str, ...] | None:
        """The names of the columns where the description has them."""
        return self.header if isinstance(self.header, tuple) else None

    @property
    def needs_columns(self) -> bool:
        """Whether each record must name the columns, because neither the file nor the description does."""
        return self.header == "no" and not self.types

    @model_validator(mode="after")
    def _can_be_told_apart(self) -> Self:
        for name, text in (("delimiter", self.delimiter), ("quote", self.quote)):
            if any(character in text for character in "\r\n"):
                raise ValueError(f"the {name} cannot hold a line end")
        if self.quote and self.quote in self.delimiter:
            raise ValueError("the delimiter cannot hold the quote")
        if self.escape == "backslash" and "\\" in self.delimiter + self.quote:
            raise ValueError("a backslash that escapes cannot be delimiter or quote")
        if self.types and (self.trailer is not None or "header" in self.model_fields_set):
            raise ValueError("with `types`, header and trailer are types among them: leave `header` and `trailer` out")
        return self


def delimited_faults(layout: Delimited) -> Iterator[Fault]:
    """Types of line whose code stands in no column."""
    for name, type_ in layout.types.items():
        if type_.code and len(type_.columns) < layout.code_at:
            yield ("types", name, "columns"), f"its code is in field {layout.code_at}, and it has fewer columns."
