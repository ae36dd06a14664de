"""Postcodes of the United Kingdom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pole.model.making import new
from pole.model.values.absence import PLACEHOLDER, absent
from pole.model.values.near_miss import accepted
from pole.model.values.outcome import Cleaned, Exact, Outcome, Rejected

_PLAIN: Final = re.compile(
    r"([A-PR-UWYZ](?:[0-9][0-9A-HJKPSTUW]?|[A-HK-Y][0-9][0-9ABEHMNPRV-Y]?)) ?([0-9][ABD-HJLNP-UW-Z]{2})"
)
_JUNK: Final = frozenset(("NF1 1NF", "NF1 1FA", "NF1 1AA", "ZZ99 9ZZ", "AA1 1AA", "AA11 1AA", "XX1 1XX", "XX99 9XX"))
_SPECIAL: Final = {"GIR0AA": "GIR 0AA"}
_LONGEST = 12


class Postcode(Exact):
    """A postcode: outward code, a space, inward code of three characters.

    Judged by the shapes that Royal Mail allots (BS 7666), not by a directory: postcodes come and go. `NF1 1NF`,
    `NF1 1FA` ("no fixed abode") and their like are placeholders. Whole pseudo-postcodes `ZZ99…` of the health service
    are placeholders too.
    """

    name = "postcode"

    def clean(self, raw: str) -> Outcome:
        """`OUTWARD INWARD` in capitals, or why not: shape."""
        parts = _PLAIN.fullmatch(raw)
        if parts is None:
            return self._clean_written(raw)
        return self._unless_junk(f"{parts[1]} {parts[2]}")

    def sought_by(self, value: str) -> Iterator[tuple[str, str]]:
        """The whole postcode."""
        yield "postcode", postcode_word(value)

    def _clean_written(self, raw: str) -> Outcome:
        compact = "".join(raw.split()).upper()
        if compact in _SPECIAL:
            return Cleaned(_SPECIAL[compact])
        parts = _PLAIN.fullmatch(compact)
        if parts is not None:
            return self._unless_junk(f"{parts[1]} {parts[2]}")
        if compact.startswith("ZZ99") or f"{compact[:-3]} {compact[-3:]}" in _JUNK:
            return PLACEHOLDER
        return absent(raw.strip()) or Rejected("shape: not a postcode", self._meant(compact))

    def _unless_junk(self, value: str) -> Outcome:
        return PLACEHOLDER if value in _JUNK or value.startswith("ZZ99") else new(Cleaned, (value, None))

    def _meant(self, compact: str) -> tuple[str, ...]:
        """The postcodes that a text with O/0 and I/1 confused can have meant."""
        if not 5 <= len(compact) <= 7 or not compact.isascii():
            return ()
        # Only this module: `parse` reaches for a directory that it offers to download, and logs what it is given.
        from uk_postcodes_parsing import fix  # type: ignore[import-untyped]  # it ships no type marker

        text = f"{compact[:-3]} {compact[-3:]}"
        options: list[str] = fix.fix_with_options(text) if fix.FIXABLE_REGEX.match(text) else []
        return accepted(sorted(set(options)), self._only_plain)

    def _only_plain(self, text: str) -> Outcome:
        return self._unless_junk(text) if _PLAIN.fullmatch(text) else Rejected("shape")


def postcode_word(value: str) -> str:
    """The word by which a postcode is asked for, a colon between its halves: `SW1 1AA` is not in the district SW11."""
    return ":".join(value.casefold().split())


def outward(value: str) -> str:
    """The outward code (postal district) of a cleaned postcode: all but the last three characters."""
    return value[:-4]


def area(value: str) -> str:
    """The letters a postcode begins with: its postal area."""
    return value[:2] if value[1].isalpha() else value[:1]
