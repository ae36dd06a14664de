"""Accounts: bank accounts by sort code and number or IBAN, and accounts on online services."""

from __future__ import annotations

import re
from typing import Final

from pole.model.values.absence import PLACEHOLDER, absent
from pole.model.values.near_miss import DIGIT_FOR_LETTER, accepted
from pole.model.values.outcome import Cleaned, Exact, Outcome, Rejected
from pole.model.values.text import one_line

_DOMESTIC: Final = re.compile(r"([0-9]{2})[-. ]?([0-9]{2})[-. ]?([0-9]{2})[\s/,:-]*([0-9]{7,8})")
_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_LONGEST = 60


class Account(Exact):
    """A bank account: `20-00-00 12345678`, or an IBAN. A British IBAN has the key of its sort code and number."""

    name = "account"

    def clean(self, raw: str) -> Outcome:
        """Sort code and eight-digit number, or an IBAN run together, or why not: shape or check digits."""
        text = raw.strip().upper()
        parts = _DOMESTIC.fullmatch(text)
        if parts is not None:
            first, second, third, number = parts.groups()
            junk = len(set(first + second + third + number)) == 1
            return PLACEHOLDER if junk else Cleaned(f"{first}-{second}-{third} {number:0>8}")
        compact = "".join(text.split()).removeprefix("IBAN").lstrip(":")
        if len(compact) <= _LONGEST and _IBAN.fullmatch(compact):
            return Cleaned(compact) if _fits(compact) else Rejected("check digits: not an IBAN")
        return absent(text) or Rejected("shape: expected sort code and number, or an IBAN", self._misread(text))

    def format(self, value: str) -> str:
        """An IBAN in groups of four."""
        if " " in value:
            return value
        return " ".join(value[place : place + 4] for place in range(0, len(value), 4))

    def key(self, value: str) -> str:
        """Sort code and number run together, for British IBANs too; other IBANs whole."""
        if value.startswith("GB") and len(value) == 22:
            return value[8:]
        return value.replace("-", "").replace(" ", "")

    def _misread(self, text: str) -> tuple[str, ...]:
        digits = text.translate(DIGIT_FOR_LETTER) if len(text) < _LONGEST else text
        return accepted([digits], self.clean) if _DOMESTIC.fullmatch(digits) and digits != text else ()


def _fits(compact: str) -> bool:
    from stdnum import iban  # it brings what takes longer than all our values, and most commands do without

    return iban.is_valid(compact)


class Handle(Exact):
    """The name of an account on an online service, without the @ before it. Case tells no two accounts apart."""

    name = "handle"

    def clean(self, raw: str) -> Outcome:
        """The name on one line, or why not: length."""
        text = one_line(raw).lstrip("@ ")
        nothing = absent(text)
        if nothing is not None:
            return nothing
        return Cleaned(text) if len(text) <= 255 else Rejected("length: too long for the name of an account")

    def key(self, value: str) -> str:
        """Case folded."""
        return value.casefold()
