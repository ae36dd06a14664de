"""How a file of fixed width is written: the `format` part of a mapping."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, ClassVar, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from pole.formats.encodings import Encoding
from pole.formats.fixed_width.numbers import Sign
from pole.formats.lines.description import LineType
from pole.formats.parts import Name, Part
from pole.formats.types import Fault


def _places(text: str) -> str:
    first, dash, last = text.partition("-")
    if not first.isdecimal() or (dash and not last.isdecimal()) or not 1 <= int(first) <= int(last or first):
        raise ValueError("write the first and last place of a field, counted from 1, such as 3-12")
    return text


Places: TypeAlias = Annotated[str, AfterValidator(_places)]
"""`3-12` is the third to the twelfth character; `3` the third alone."""


class Span(Part):
    """Where a field stands in its line, and how it is filled up."""

    short: ClassVar[str | None] = "at"

    at: Places = Field(description="First and last place, counted from 1: 3-12")
    align: Literal["left", "right"] = Field(default="left", description="On which side its text stands")
    pad: str = Field(default=" ", min_length=1, max_length=1, description="What fills the rest")
    sign: Sign | None = Field(
        default=None, description="Where a number has its sign: `overpunched` in its last digit, or `behind` it"
    )
    decimals: int | None = Field(
        default=None, ge=0, le=9, description="Digits of a number after a point that is left out"
    )

    @property
    def is_number(self) -> bool:
        """Whether it is read as a number: without zeros in front, its sign before it."""
        return self.sign is not None or self.decimals is not None

    @model_validator(mode="after")
    def _a_number_fills_its_field(self) -> Self:
        if self.is_number and {"align", "pad"} & self.model_fields_set:
            raise ValueError(
                "with `sign` or `decimals` it is a number, which fills its field: leave `align` and `pad` out"
            )
        return self

    @property
    def start(self) -> int:
        """Of the characters before it."""
        return int(self.at.partition("-")[0]) - 1

    @property
    def end(self) -> int:
        """Of the characters up to its end."""
        return int(self.at.partition("-")[2] or self.at)


class FixedLine(LineType[dict[Name, Span]]):
    """One type of line whose fields stand at fixed places."""

    @property
    def length(self) -> int:
        """Characters up to the end of its last field."""
        return max(span.end for span in self.columns.values())


class FixedWidth(Part):
    """Fields at fixed places, counted in characters; places that no field takes are filler."""

    kind: Literal["fixed-width"] = Field(description="The sort of layout")
    encoding: Encoding = Field(default=Encoding.UTF_8, description="Declared, never guessed")
    absent: frozenset[str] = Field(default=frozenset({""}), description="Texts that mean blank, without what fills up")
    short_lines: Literal["yes", "no"] = Field(
        default="no", description="Whether blanks at the end of a line may be missing"
    )
    code_at: Places | None = Field(
        default=None, description="Where the code of a line stands; of one type, none needed"
    )
    types: dict[Name, FixedLine] = Field(min_length=1, description="The types of line")

    @property
    def line_types(self) -> dict[str, FixedLine]:
        """The types of line."""
        return self.types

    @property
    def declared(self) -> None:
        """Columns of files without types, of which there are none."""
        return None

    @property
    def needs_columns(self) -> bool:
        """Never: each type has its own."""
        return False

    @property
    def code_span(self) -> Span | None:
        """Where the code of a line stands."""
        return None if self.code_at is None else Span(at=self.code_at)

    @model_validator(mode="after")
    def _codes_can_be_found(self) -> Self:
        if self.code_at is None and any(type_.code for type_ in self.types.values()):
            raise ValueError("`code-at` must say where the code of a line stands, such as 1-2")
        return self


def fixed_faults(layout: FixedWidth) -> Iterator[Fault]:
    """Fields that overlap, and codes that do not fit in their place."""
    for name, type_ in layout.types.items():
        if layout.code_span is not None:
            yield from _code_faults(layout.code_span, name, type_)
        ordered = sorted(type_.columns.items(), key=lambda column: column[1].start)
        for (one, before), (other, after) in pairwise(ordered):
            if after.start < before.end:
                yield ("types", name, "columns", other), f"{other} ({after.at}) overlaps {one} ({before.at})."


def _code_faults(span: Span, name: str, type_: FixedLine) -> Iterator[Fault]:
    for code in type_.code:
        if len(code) > span.end - span.start:
            yield ("types", name, "code"), f"{code!r} is longer than the place {span.at} of the code."
