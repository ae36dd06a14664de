"""Quantities: a number and a unit."""

from __future__ import annotations

import re
from typing import Final

from pole.model.values.absence import absent
from pole.model.values.outcome import Agreement, Cleaned, Exact, Outcome, Rejected

_UNITS: Final = {
    "kg": "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes",
    "g": "g gm gms gram grams gramme grammes",
    "mg": "mg milligram milligrams",
    "lb": "lb lbs pound-weight",
    "oz": "oz ounce ounces",
    "l": "l litre litres ltr ltrs",
    "ml": "ml millilitre millilitres",
    "km": "km kilometre kilometres",
    "m": "m metre metres mtr mtrs",
    "cm": "cm cms centimetre centimetres",
    "mm": "mm millimetre millimetres",
    "mile": "mile miles mi",
    "ft": "ft foot feet",
    "in": "in ins inch inches",
    "mph": "mph",
    "h": "h hr hrs hour hours",
    "min": "min mins minute minutes",
    "s": "s sec secs second seconds",
    "GBP": "gbp £ pound pounds sterling",
    "EUR": "eur € euro euros",
    "USD": "usd $ dollar dollars",
    "%": "% percent",
}
_KNOWN: Final = {spelling: unit for unit, spellings in _UNITS.items() for spelling in spellings.split()}
_WRITTEN: Final = re.compile(
    r"(?P<sign>[£€$])?\s*(?P<number>-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,9})?)"
    r"\s*(?P<unit>[^\W\d_][\w %-]{0,30}|%|[£€$])?"
)
_FEET_AND_INCHES: Final = re.compile(
    r"([0-9]{1,2})\s*(?:'|′|ft\.?|feet|foot)\s*(?:([0-9]{1,2})\s*(?:\"|''|″|in\.?|ins|inch|inches)?)?", re.IGNORECASE
)
_LONGEST = 80


class Quantity(Exact):
    """A number and a unit: `3.5 kg`, `250 GBP`, or a number alone. Feet with inches become inches.

    `fmt` is the unit of columns that hold bare numbers. Quantities are not converted: 1 kg and 1000 g differ.
    """

    name = "quantity"

    def __init__(self, unit: str | None = None) -> None:
        self._unit = None if unit is None else _KNOWN.get(unit.lower(), unit)

    def clean(self, raw: str) -> Outcome:
        """`number unit`, or why not: shape."""
        text = raw.strip()
        if len(text) > _LONGEST:
            return Rejected("shape: too long for a quantity")
        height = _FEET_AND_INCHES.fullmatch(text)
        if height is not None and height[2]:
            return Cleaned(f"{int(height[1]) * 12 + int(height[2])} in")
        parts = _WRITTEN.fullmatch(text)
        if parts is None:
            return absent(text) or Rejected("shape: expected a number and a unit")
        number = _plain_number(parts["number"])
        unit = _unit(parts["sign"] or "", parts["unit"] or "") or self._unit
        return Cleaned(f"{number} {unit}" if unit else number)

    def sought_by(self, value: str) -> tuple[tuple[str, str], ...]:
        """The whole number, whatever the unit: a stated age of `30 years` is 30."""
        return (("", value.partition(" ")[0].partition(".")[0]),)

    def compare(self, a: str, b: str) -> Agreement:
        """Compatible when the numbers agree and only one has a unit."""
        first, second = a.split(" ", 1), b.split(" ", 1)
        if first[0] == second[0] and len(first) != len(second):
            return Agreement.COMPATIBLE
        return super().compare(a, b)


def _plain_number(text: str) -> str:
    whole, _, fraction = text.replace(",", "").partition(".")
    sign = "-" if whole.startswith("-") else ""
    whole, fraction = whole.lstrip("-").lstrip("0") or "0", fraction.rstrip("0")
    number = f"{whole}.{fraction}" if fraction else whole
    return number if number == "0" else f"{sign}{number}"


def _unit(sign: str, words: str) -> str:
    """The canonical unit; the currency sign counts where no known unit is written out."""
    words = " ".join(words.split())
    known = _KNOWN.get(words.lower())
    if known is not None:
        return known
    return (
        _KNOWN[sign]
        if sign and words.lower() in ("", "currency", "cash")
        else f"{_KNOWN.get(sign, '')} {words}".strip()
    )
