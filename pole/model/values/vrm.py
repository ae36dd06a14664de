"""VRM: vehicle registration mark, the number plate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pole.model.values.absence import PLACEHOLDER, absent
from pole.model.values.outcome import Agreement, Cleaned, Exact, Outcome, Rejected, one_slip_apart

_FORMATS: Final = {
    "current": r"([A-Z]{2}[0-9]{2})([A-Z]{3})",
    "prefix": r"([A-Z][0-9]{1,3})([A-Z]{3})",
    "suffix": r"([A-Z]{3})([0-9]{1,3}[A-Z])",
    "northern-ireland": r"((?=[A-Z]*[IZ])[A-Z]{2,3})([0-9]{1,4})",
    "northern-ireland-reversed": r"([0-9]{1,4})((?=[A-Z]*[IZ])[A-Z]{2,3})",
    "dateless": r"([A-Z]{1,3})([0-9]{1,4})",
    "dateless-reversed": r"([0-9]{1,4})([A-Z]{1,3})",
    "diplomatic": r"([0-9]{3})([DX][0-9]{3})",
    "forces": r"([0-9]{2}[A-Z]{2})([0-9]{2})",
}
_CURRENT: Final = re.compile(r"([A-Z]{2}[0-9]{2}) ?([A-Z]{3})")
_ANY: Final = re.compile("|".join(_FORMATS.values()))
_PLACEHOLDERS: Final = frozenset(("AA00AAA", "AA11AAA", "XX00XXX", "XX99XXX", "NOPLATE", "NOPLATES", "NOREG", "NONE"))
_NEVER_ISSUED: Final = frozenset(("00", "11", "99"))
"""Age identifiers among which the placeholders are; marks with them take the slower way."""
_TO_DIGIT: Final = str.maketrans("OI", "01")
_TO_LETTER: Final = str.maketrans("01", "OI")
_ALIKE: Final = str.maketrans("OISZBG", "015286")
_SEPARATORS: Final = re.compile(r"[\s.\-]+")


class Vrm(Exact):
    """A British or Northern Irish registration mark: current, prefix, suffix, dateless, diplomatic, forces.

    The value keeps the letters and digits as written, spaced as on the plate. The key has the spaces out, and in the
    current format (two letters, two digits, three letters) O and 0, I and 1 are read by their place: a witness who
    writes ABI2 CDE means AB12 CDE. In the other formats both readings may be real plates, so they are only near.
    """

    name = "vrm"

    def clean(self, raw: str) -> Outcome:
        """The mark as on the plate, or why not: shape."""
        plain = _CURRENT.fullmatch(raw)
        if plain is not None and raw[2:4] not in _NEVER_ISSUED:
            return Cleaned(f"{plain[1]} {plain[2]}")
        compact = _SEPARATORS.sub("", raw).upper()
        if compact in _PLACEHOLDERS:
            return PLACEHOLDER
        parts = _ANY.fullmatch(compact)
        if parts is not None and parts.lastindex is not None:
            return Cleaned(f"{parts[parts.lastindex - 1]} {parts[parts.lastindex]}")
        if len(compact) == 7 and _CURRENT.fullmatch(_by_place(compact)):
            return Cleaned(f"{compact[:4]} {compact[4:]}")
        return absent(raw.strip()) or Rejected("shape: not a registration mark of the United Kingdom")

    def key(self, value: str) -> str:
        """Spaces out; O/0 and I/1 by their place in the current format."""
        compact = value.replace(" ", "")
        if len(compact) != 7 or _ANY.fullmatch(compact):
            return compact
        return _by_place(compact)

    def sought_by(self, value: str) -> Iterator[tuple[str, str]]:
        """The plate from each of its characters on but the last, as it looks: a part is how one of these begins."""
        seen = alike(value)
        return (("plate", seen[start:]) for start in range(max(len(seen) - 1, 1)))

    def compare(self, a: str, b: str) -> Agreement:
        """Near also when only O/0 or I/1 differ, anywhere."""
        first, second = self.key(a), self.key(b)
        if first == second:
            return Agreement.SAME
        alike = first.translate(_TO_DIGIT) == second.translate(_TO_DIGIT) or one_slip_apart(first, second)
        return Agreement.NEAR if alike else Agreement.DIFFERENT


def alike(text: str) -> str:
    """A plate, or a part of one, as an eye or a camera cannot tell it from others: O and 0, I and 1, S and 5, Z and 2,
    B and 8, G and 6 are the same."""
    return _SEPARATORS.sub("", text).upper().translate(_ALIKE).lower()


def plate_format(value: str) -> str | None:
    """Which format a mark has: current, prefix, suffix, northern-ireland, dateless, diplomatic, forces …"""
    compact = value.replace(" ", "")
    for name, pattern in _FORMATS.items():
        if re.fullmatch(pattern, compact):
            return name
    return "current" if len(compact) == 7 and _CURRENT.fullmatch(_by_place(compact)) else None


def _by_place(compact: str) -> str:
    """Seven characters read as two letters, two digits, three letters."""
    return compact[:2].translate(_TO_LETTER) + compact[2:4].translate(_TO_DIGIT) + compact[4:].translate(_TO_LETTER)
