"""Numbers as old machines write them: the sign in the last digit or behind it, the decimal point left out."""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

Sign: TypeAlias = Literal["overpunched", "behind"]
"""`overpunched`: `12C` is 123 and `12L` is -123. `behind`: `123-` is -123."""

_PLUS, _MINUS = "{ABCDEFGHI", "}JKLMNOPQR"
"""The last digit from 0 to 9 of a number that is, or is not, below zero."""
_WRITTEN: Final = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")


def number_of(text: str, sign: Sign | None, decimals: int) -> str | None:
    """A number with its point, without zeros in front; blank for blanks, None for what is no number."""
    text = text.strip()
    if not text:
        return ""
    minus, digits = _digits(text, sign)
    if not (digits.isascii() and digits.isdecimal()):
        return None
    number = int(digits)
    whole, part = divmod(number, 10**decimals)
    point = f".{part:0{decimals}}" if decimals else ""
    return f"{'-' if minus and number else ''}{whole}{point}"


def written(value: str, sign: Sign | None, decimals: int, width: int) -> str:
    """A number as `number_of` reads it. Raises ValueError for what is none, or does not come back."""
    found = _WRITTEN.fullmatch(value)
    if found is None:
        raise ValueError("is no number")
    minus, digits = found[1] == "-", found[2] + (found[3] or "")
    if sign == "overpunched":
        text = digits[:-1].rjust(width - 1, "0") + (_MINUS if minus else _PLUS)[int(digits[-1])]
    elif sign == "behind":
        text = digits.rjust(width - 1, "0") + ("-" if minus else " ")
    else:
        text = digits.rjust(width, "0")
    if len(text) > width:
        raise ValueError(f"has {len(text)} characters, and there is room for {width}")
    if number_of(text, sign, decimals) != value:
        raise ValueError("would not come back as it is")
    return text


def _digits(text: str, sign: Sign | None) -> tuple[bool, str]:
    """Whether it is below zero, and its digits."""
    last = text[-1]
    if sign == "overpunched" and (last in _PLUS or last in _MINUS):
        return last in _MINUS, text[:-1] + str((_MINUS if last in _MINUS else _PLUS).index(last))
    if sign == "behind" and last in "+-":
        return last == "-", text[:-1].rstrip()
    return False, text
