"""Cutting the lines of a file of fixed width, and putting them together again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias, cast

from pole.formats.fixed_width.description import FixedLine, FixedWidth, Span
from pole.formats.fixed_width.numbers import number_of, written
from pole.formats.lines.cutting import Fault, Line, without_end
from pole.formats.lines.description import LineTypes, check_code
from pole.formats.lines.writer import Join

_Cut: TypeAlias = Callable[[str], str | None]
"""The text of a field; None for what should be a number and is none."""


class FixedCutter:
    """Cuts at fixed places."""

    def __init__(self, layout: FixedWidth) -> None:
        span = layout.code_span
        self._code = slice(span.start, span.end) if span is not None else slice(0, 0)
        self._short = layout.short_lines == "yes"
        self._cuts = {name: [_cut(span) for span in type_.columns.values()] for name, type_ in layout.types.items()}
        self._counting = {n for n, t in layout.types.items() if any(span.is_number for span in t.columns.values())}
        self._lengths = {name: type_.length for name, type_ in layout.types.items()}
        self.types: LineTypes = layout.types

    def lines(self, texts: Iterator[str]) -> Iterator[Line]:
        """One line each."""
        for number, text in enumerate(texts, 1):
            raw = without_end(text)
            if raw:
                yield Line(number, raw)

    def code(self, line: Line) -> str:
        """What stands in the place of the code."""
        return line.raw[self._code].strip()

    def fields(self, line: Line, name: str) -> Sequence[str] | Fault:
        """The fields, without what fills them up."""
        raw, length = line.raw, self._lengths[name]
        if len(raw) != length:
            if len(raw) < length and not self._short:
                return Fault(
                    f"{len(raw)} characters where {length} are expected",
                    "Ask the owner for the row again; where blanks at the end may be missing, say `short-lines: yes` in the "
                    "mapping.",
                )
            if raw[length:].strip():
                return Fault(
                    f"text after place {length}, where the last field ends",
                    "Ask the owner for the row again, or name the further fields in the mapping.",
                )
        fields = [cut(raw) for cut in self._cuts[name]]
        if name in self._counting and None in fields:
            return _no_number(self.types[name].names[fields.index(None)])
        return cast("list[str]", fields)


def _no_number(column: str) -> Fault:
    return Fault(
        f"{column} holds no number as `sign` and `decimals` have it",
        "Ask the owner how numbers are written, or for the row again.",
    )


def _cut(span: Span) -> _Cut:
    start, end, pad = span.start, span.end, span.pad
    if span.is_number:
        sign, decimals = span.sign, span.decimals or 0
        return lambda raw: number_of(raw[start:end], sign, decimals)
    if span.align == "left":
        return lambda raw: raw[start:end].rstrip(pad)
    if pad == " ":
        return lambda raw: raw[start:end].lstrip(" ")
    return lambda raw: _unpadded(raw[start:end], pad)


def _unpadded(text: str, pad: str) -> str:
    """A number of nothing but zeros is zero, and a field of nothing but blanks is blank."""
    text = text.lstrip(" ")
    return text.lstrip(pad) or text[-1:]


def fixed_join(layout: FixedWidth) -> Join:
    """Puts lines together; what does not fit, or would not come back, is a ValueError."""
    code_span = layout.code_span

    def join(values: Sequence[str], type_: str) -> str:
        kind = layout.types[type_]
        line = [" "] * max(kind.length, code_span.end if code_span is not None else 0)
        if code_span is not None and kind.code:
            _fill(line, code_span, kind.code[0], "the code")
        for (column, span), value in zip(kind.columns.items(), values, strict=True):
            if value or not _is_code(kind, span, code_span):
                _fill(line, span, value, column)
        text = "".join(line)
        if code_span is not None:
            check_code(layout.types, type_, text[code_span.start : code_span.end].strip())
        return text

    return join


def _is_code(kind: FixedLine, span: Span, code_span: Span | None) -> bool:
    return bool(kind.code) and code_span is not None and (span.start, span.end) == (code_span.start, code_span.end)


def _fill(line: list[str], span: Span, value: str, column: str) -> None:
    width = span.end - span.start
    if value and span.is_number:
        line[span.start : span.end] = _number(span, value, width, column)
        return
    if len(value) > width:
        raise ValueError(f"{column} has {len(value)} characters, and there is room for {width}")
    pad = span.pad if value else " "
    text = value.ljust(width, pad) if span.align == "left" else value.rjust(width, pad)
    if _cut(span)("".join(line[: span.start]) + text) != value or "\n" in value or "\r" in value:
        raise ValueError(f"{column} would not come back as it is: it begins or ends with what fills the field up")
    line[span.start : span.end] = text


def _number(span: Span, value: str, width: int, column: str) -> str:
    try:
        return written(value, span.sign, span.decimals or 0, width)
    except ValueError as why:
        raise ValueError(f"{column} {why}") from None
