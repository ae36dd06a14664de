"""Ages as people judge them: a band of years in whatever words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pole.model.values.text import Text

ABOUT: Final = 5
"""Years to either side of an age that is only about right."""
OLDEST: Final = 110

_BAND: Final = re.compile(r"([0-9]{1,3})\s*(?:-|–|to|and)\s*([0-9]{1,3})")
_DECADE: Final = re.compile(r"(early|mid|late)?[\s-]*([1-9])0'?s")
_OVER: Final = re.compile(r"(?:over|above|older than)\s*([0-9]{1,3})|([0-9]{1,3})\s*(?:\+|plus|and over|or over)")
_UNDER: Final = re.compile(r"(?:under|below|younger than)\s*([0-9]{1,3})")
_ABOUT: Final = re.compile(r"(?:about|approx(?:imately)?\.?|around|roughly|circa|c\.?|~)\s*([0-9]{1,3})")
_ONE: Final = re.compile(r"(?:aged\s*)?([0-9]{1,3})(?:\s*(?:years?|yrs?)(?:\s*old)?)?")
_PART_OF_DECADE: Final = {"early": (0, 3), "mid": (3, 6), "late": (6, 9), "": (0, 9)}


class AgeBand(Text):
    """A band of ages, in the source's words: `18-24`, `ABOUT 30`, `30s`, `over 34`. Nothing is rejected."""

    name = "age-band"

    def sought_by(self, value: str) -> Iterator[tuple[str, str]]:
        """Each age in years that lies in the band, where its words are understood."""
        low, high = years_in(value) or (1, 0)
        return (("age", str(year)) for year in range(low, high + 1))


def years_in(text: str) -> tuple[int, int] | None:
    """The youngest and oldest age that a band has, in years; None where its words are not understood."""
    words = " ".join(text.casefold().split())
    if found := _BAND.fullmatch(words):
        return _ordered(int(found[1]), int(found[2]))
    if found := _DECADE.fullmatch(words):
        first, last = _PART_OF_DECADE[found[1] or ""]
        return int(found[2]) * 10 + first, int(found[2]) * 10 + last
    if found := _OVER.fullmatch(words):
        return _ordered(int(found[1] or found[2]), OLDEST)
    if found := _UNDER.fullmatch(words):
        return _ordered(0, int(found[1]))
    if found := _ABOUT.fullmatch(words):
        return _ordered(max(0, int(found[1]) - ABOUT), int(found[1]) + ABOUT)
    found = _ONE.fullmatch(words)
    return _ordered(int(found[1]), int(found[1])) if found else None


def _ordered(low: int, high: int) -> tuple[int, int] | None:
    return (low, high) if low <= high <= OLDEST else None
