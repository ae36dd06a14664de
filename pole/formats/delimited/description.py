"""How a delimited file is written: the `format` part of a mapping."""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from pole.formats.encodings import Encoding

NO_QUOTE = ""
_NAMED = {"tab": "\t", "none": NO_QUOTE}


def _named(text: object) -> object:
    return _NAMED.get(text, text) if isinstance(text, str) else text


Column: TypeAlias = Annotated[str, Field(min_length=1)]


class Trailer(BaseModel):
    """The last line of a file that says how many rows came before it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    starts: str = Field(min_length=1, description="Text that the line begins with")
    count: int = Field(ge=2, description="Which of its fields, from 1, holds the count of rows")


class Delimited(BaseModel):
    """Fields set apart by a delimiter, rows by line ends."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["delimited"] = Field(description="The sort of layout")
    delimiter: Annotated[str, BeforeValidator(_named)] = Field(
        default=",", min_length=1, description="Any text; `tab` for a tab"
    )
    quote: Annotated[str, BeforeValidator(_named)] = Field(
        default='"', max_length=1, description="One character, or `none` where quotes are ordinary characters"
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

    @property
    def has_header(self) -> bool:
        """Whether the first line names the columns."""
        return self.header == "yes"

    @property
    def declared(self) -> tuple[str, ...] | None:
        """The names of the columns where the description has them."""
        return self.header if isinstance(self.header, tuple) else None

    @model_validator(mode="after")
    def _can_be_told_apart(self) -> Self:
        for name, text in (("delimiter", self.delimiter), ("quote", self.quote)):
            if any(character in text for character in "\r\n"):
                raise ValueError(f"the {name} cannot hold a line end")
        if self.quote and self.quote in self.delimiter:
            raise ValueError("the delimiter cannot hold the quote")
        if self.escape == "backslash" and "\\" in self.delimiter + self.quote:
            raise ValueError("a backslash that escapes cannot be delimiter or quote")
        return self
