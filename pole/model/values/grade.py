"""Intelligence grades: 3x5x2 (`1BP`, `1BC A2 S1`) and the historic 5x5x5 (`B24`), each kept as it is."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple, TypedDict, cast

from pole.model.values.absence import absent
from pole.model.values.outcome import Agreement, Cleaned, Exact, Outcome, Rejected

MODELS: Final = ("3x5x2", "5x5x5")

_PREFIX: Final = re.compile(r"(3X5X2|5X5X5)\s*[: ]\s*")
_SEPARATORS: Final = re.compile(r"[\s/,\-]+")
_3X5X2: Final = re.compile(r"([1-3])([A-E])([PC])(A[1-3])?(S[12])?")
_5X5X5: Final = re.compile(r"([A-E])([1-5])([1-5])")
_LONGEST = 40


class Scale(TypedDict):
    """The codes of one grading scheme with their words, and where they were taken from."""

    citation: str
    verified: bool
    source: dict[str, str]
    assessment: dict[str, str]
    handling: dict[str, str]
    action: dict[str, str]
    sanitisation: dict[str, str]


class GradeParts(NamedTuple):
    """A grade taken apart. Action and sanitisation belong to 3x5x2 with conditions, and may not be stated."""

    model: str
    source: str
    assessment: str
    handling: str
    action: str = ""
    sanitisation: str = ""

    @property
    def suspected_false(self) -> bool:
        """Assessed E (3x5x2) or 5 (5x5x5): left out of paths and networks unless asked, and always labelled."""
        return self.assessment in ("E", "5")


class Grade(Exact):
    """An intelligence grade of either model. Never converted from one to the other: no agreed conversion exists."""

    name = "grade"

    def clean(self, raw: str) -> Outcome:
        """`1BP`, `1BC A2 S1` or `B24`, or why not: shape, or conditions on a grade without them."""
        text = raw.strip().upper()
        compact = _SEPARATORS.sub("", _PREFIX.sub("", text, count=1)) if len(text) <= _LONGEST else ""
        if _5X5X5.fullmatch(compact):
            return Cleaned(compact)
        parts = _3X5X2.fullmatch(compact)
        if parts is None:
            return absent(text) or Rejected("shape: expected 3x5x2 such as 1BP, or 5x5x5 such as B24")
        if parts[3] == "P" and (parts[4] or parts[5]):
            return Rejected("conditions: action and sanitisation codes belong to handling C", (compact[:3],))
        return Cleaned(" ".join(piece for piece in (compact[:3], parts[4], parts[5]) if piece))

    def compare(self, a: str, b: str) -> Agreement:
        """Compatible when only the conditions differ in being stated; grades have no near misses."""
        if a == b:
            return Agreement.SAME
        return Agreement.COMPATIBLE if a.startswith(f"{b} ") or b.startswith(f"{a} ") else Agreement.DIFFERENT


def grade_parts(value: str) -> GradeParts:
    """A cleaned grade taken apart."""
    if value[0].isalpha():
        return GradeParts("5x5x5", value[0], value[1], value[2])
    codes = value[4:].split()
    action = next((code for code in codes if code[0] == "A"), "")
    sanitisation = next((code for code in codes if code[0] == "S"), "")
    return GradeParts("3x5x2", value[0], value[1], value[2], action, sanitisation)


def grade_with_model(value: str) -> str:
    """A cleaned grade with the model it is of: `3x5x2:1BP`, as statements carry it."""
    return f"{grade_parts(value).model}:{value}"


def grade_in_words(value: str) -> str:
    """What each code of a cleaned grade means, in the words of its scale."""
    known = grade_parts(value)
    scale = grading_scale(known.model)
    source, assessment = scale["source"][known.source], scale["assessment"][known.assessment]
    words = [f"source {source}", f"information {assessment}", scale["handling"][known.handling]]
    if known.action:
        words.append(scale["action"][known.action])
    if known.sanitisation:
        words.append(scale["sanitisation"][known.sanitisation])
    return "; ".join(words)


@lru_cache(maxsize=len(MODELS))
def grading_scale(model: str) -> Scale:
    """The scale of `3x5x2` or `5x5x5` as shipped, with its citation and whether it was verified."""
    shipped = tomllib.loads(files("pole.model.values").joinpath("gradings.toml").read_text(encoding="utf-8"))
    return cast(Scale, {"action": {}, "sanitisation": {}, **shipped[model]})
