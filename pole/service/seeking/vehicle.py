"""A vehicle by its plate, or a part of it, and by what it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pole.errors import UsageError
from pole.model.values.vrm import alike
from pole.model.vocabulary import Vocabulary
from pole.service.seeking.asked import VehicleCriteria
from pole.service.seeking.conditions import Condition, Met, best
from pole.service.seeking.lines import Line
from pole.service.seeking.words import folded, named

LEAST = 2
"""Characters of a plate that must be known one after the other."""
_PLATE: Final = re.compile(r"[0-9A-Za-z?* .\-]{1,20}")
_UNKNOWN: Final = re.compile(r"[?*]+")


def of_vehicle(vocabulary: Vocabulary, asked: VehicleCriteria) -> Iterator[Condition]:
    """What a text must say of it. Raises UsageError for what cannot be understood."""
    if asked.plate:
        yield plate(asked.plate)
    for name, text in (("make", asked.make), ("model", asked.model), ("colour", asked.colour)):
        yield from (named(vocabulary, name, word) for word in folded(name, text)) if text else ()


def plate(text: str) -> Condition:
    """A plate with these characters one after the other, or with ones that look the same.

    ``?`` stands for a character that is not known, ``*`` for any number of them.
    """
    if not _PLATE.fullmatch(text.strip()):
        raise UsageError("A plate has letters and digits; write ? for one that is not known and * for any number.")
    known = [part for part in _UNKNOWN.split(alike(text)) if len(part) >= LEAST]
    if not known:
        raise UsageError(f"Give at least {LEAST} characters of the plate that follow each other.")
    written, looks = _pattern("".join(text.split()).replace(".", "").replace("-", "").lower()), _pattern(alike(text))

    def judge(lines: Sequence[Line]) -> Met | None:
        return best(met for line in lines if (met := _read(line, written, looks)) is not None)

    return Condition(tuple((f"plate={part}*",) for part in known), judge)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text).replace(r"\?", ".").replace(r"\*", ".*"))


def _read(line: Line, written: re.Pattern[str], looks: re.Pattern[str]) -> Met | None:
    """How a plate compares: whole before a part, as written before only looking so."""
    seen = max((word for name, word in line.sought if name == "plate"), key=len, default="")
    if not seen or not looks.search(seen):
        return None
    plain = max(line.words, key=len)
    if written.search(plain):
        whole = written.fullmatch(plain) is not None
        return Met(1.0 if whole else 0.8, ("The plate matches" if whole else "The plate has this part",))
    whole = looks.fullmatch(seen) is not None
    return Met(0.7 if whole else 0.5, (f"The plate looks like it: {plain.upper()}",))
