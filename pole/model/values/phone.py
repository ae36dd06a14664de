"""Phone numbers, kept as E.164."""

from __future__ import annotations

import re
from typing import Final

from pole.model.making import new
from pole.model.values.absence import PLACEHOLDER, absent
from pole.model.values.near_miss import DIGIT_FOR_LETTER, accepted
from pole.model.values.outcome import Cleaned, Exact, Outcome, Rejected

_UK_NATIONAL: Final = (
    r"(7[0-9]{9}|1[1-9][0-9]{7,8}|2[03489][0-9]{8}|3[0-9]{9}|5[56][0-9]{8}|8[0-9]{8,9}|9[0-9]{9}|8001111|8454647)"
)
_UK: Final = re.compile(rf"(?:0|\+440?|00440?|44){_UK_NATIONAL}")
_SEPARATORS: Final = re.compile(r"[\s().\-/]+")
_LONGEST = 40


class Phone(Exact):
    """A phone number of any country, E.164; a number without a country is British.

    British numbers are judged by their shape and not by which blocks are in use: blocks open every month, and an
    investigation must not lose a number because a table is old. Other countries' must be valid by `phonenumbers`.
    An extension is left out of the value, and stays in the raw text.
    """

    name = "phone"

    def clean(self, raw: str) -> Outcome:
        """E.164, or why not: shape, or number."""
        match = _UK.fullmatch(raw.replace(" ", "")) or _UK.fullmatch(_SEPARATORS.sub("", raw))
        if match is None:
            return self._clean_with_library(raw.strip())
        return _british(match[1])

    def format(self, value: str) -> str:
        """British numbers with their dialling code set apart, others with their country code."""
        if value.startswith("+447"):
            return f"0{value[3:7]} {value[7:]}"
        if not value.startswith("+44"):
            return _international(value)
        national = f"0{value[3:]}"
        code = _dialling_code_length(national)
        if code == 5 or len(national) < 11:
            return f"{national[:code]} {national[code:]}"
        return f"{national[:code]} {national[code:-4]} {national[-4:]}"

    def _clean_with_library(self, text: str) -> Outcome:
        nothing = absent(text)
        if nothing is not None:
            return nothing
        if len(text) > _LONGEST:
            return Rejected("shape: too long for a phone number")
        if not any("0" <= character <= "9" for character in text):
            return Rejected("shape: no digits")
        if text.strip("0 ") == "":
            return PLACEHOLDER
        return _parsed(text) or Rejected("number: not a phone number", self._misread(text))

    def _misread(self, text: str) -> tuple[str, ...]:
        """The number with letters read as digits, or without a nought struck twice."""
        digits = text.upper().translate(DIGIT_FOR_LETTER)
        meant = [digits] if digits != text.upper() else []
        return accepted(meant + ([digits[1:]] if digits.startswith("00") else []), self.clean)


def _british(national: str) -> Outcome:
    return PLACEHOLDER if national[-8:] == national[-1] * 8 else new(Cleaned, (f"+44{national}", None))


def _dialling_code_length(national: str) -> int:
    if national.startswith("02"):
        return 3
    if national.startswith("03") or national[:3] == "011" or (national.startswith("01") and national[3] == "1"):
        return 4
    return 4 if national.startswith(("08", "09")) else 5


def _parsed(text: str) -> Outcome | None:
    """What the library makes of a text. It costs 30 µs, so plain British numbers never come here."""
    import phonenumbers  # 50 ms and 20 MB that most commands do without

    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if number.country_code == 44:
        british = _UK.fullmatch(e164)
        return None if british is None else _british(british[1])
    return Cleaned(e164) if phonenumbers.is_valid_number(number) else None


def _international(value: str) -> str:
    import phonenumbers

    number = phonenumbers.parse(value, None)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
