"""Which extract a file is of, where the file says it and not only its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pole.errors import ExtractError
from pole.formats.arrivals import Arrival
from pole.formats.describing import Format
from pole.formats.opening import head_of
from pole.ingest.mapping.filenames import FileName
from pole.ingest.mapping.spec import ExtractSpec, ModeColumn

LONGEST: Final = 18
"""Digits of the number of an extract. A date with a time to the second has 14."""


def told_by_file(
    spec: ExtractSpec, layout: Format, file: Arrival, name: FileName, parts: Mapping[str, str]
) -> FileName:
    """Number and mode as the headers have them, and as the name does what they do not.

    Raises ExtractError where a header lacks what the mapping says is there, or says what cannot be understood.
    """
    head = {**parts, **head_of(layout, file)}
    number = name.extract if spec.number is None else _number(head.get(spec.number, ""), spec.number, file)
    return name._replace(extract=number, mode=name.mode if spec.mode is None else _mode(head, spec.mode, file))


def placed(name: FileName, file: Arrival) -> FileName:
    """The same, where the number has a place among others. Raises ExtractError for one that is too long to be any."""
    if name.extract is not None and len(name.extract.lstrip("0")) > LONGEST:
        raise ExtractError(
            f"{file.title}: its extract has the number {name.extract[:40]}, of {len(name.extract)} digits; expected at most "
            f"{LONGEST}. Either this is another file, or the mapping must take fewer of the digits."
        )
    return name


def _number(text: str, column: str, file: Arrival) -> str:
    number = text.strip()
    if not (number.isascii() and number.isdecimal()):
        raise ExtractError(
            f"{file.title}: {column} should hold the number of the extract, in digits, and holds "
            f"{repr(number[:40]) if number else 'nothing'}. Either this is another file, or the mapping must follow."
        )
    return number


def _mode(head: dict[str, str], spec: ModeColumn, file: Arrival) -> str:
    code = head.get(spec.column, "").strip()
    if code not in spec.map:
        raise ExtractError(
            f"{file.title}: {spec.column} should say whether the extract is full or a delta, by one of "
            f"{', '.join(spec.map)}, and holds {repr(code[:40]) if code else 'nothing'}. Ask the owner what it means."
        )
    return spec.map[code]
