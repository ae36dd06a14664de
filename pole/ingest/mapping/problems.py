"""What is wrong with a mapping, where, and what was expected."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

from pole.errors import MappingError
from pole.model.sheet import Place, Sheet

_MANY = 24


class Problem(NamedTuple):
    """One mistake. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


def problem(sheet: Sheet, place: Place, message: str) -> Problem:
    """A mistake at a place, or at the nearest part around it that is in the file."""
    return Problem(sheet.file, *sheet.position(place), message)


def expected(name: str, what: str, known: Iterable[str]) -> str:
    """Words for a name that is not among the known ones: near misses where there are any, else all of them."""
    names = sorted(known)
    near = get_close_matches(name, names, 3, 0.6)
    if near:
        return f"{name!r} is no {what}; did you mean {' or '.join(near)}?"
    if not names:
        return f"{name!r} is no {what}; there are none."
    shown = ", ".join(names[:_MANY]) + (f" and {len(names) - _MANY} more" if len(names) > _MANY else "")
    return f"{name!r} is no {what}; there are {shown}."


def error_of(problems: list[Problem]) -> MappingError:
    """All mistakes as one error, which stands at the first."""
    first, *others = sorted(problems)
    message = first.message
    if others:
        message += "".join(f"\n{problem}" for problem in others)
    return MappingError(message, file=first.file, line=first.line, column=first.column)
