"""What cleaning a raw text can come to, and what every value type promises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Literal, NamedTuple, Protocol, TypeAlias


class Cleaned(NamedTuple):
    """A normalised value. `precision` (year, month, day, minute, second) is set for dates only."""

    value: str
    precision: str | None = None


class Rejected(NamedTuple):
    """The text is not of this type. The caller keeps it as received, with the reason.

    `reason` is a short stable code, a colon and words ("check letter: expected K"). `suggestions` are near misses in
    canonical form, likeliest first: offered to a person, never applied.
    """

    reason: str
    suggestions: tuple[str, ...] = ()


class Absent(NamedTuple):
    """Nothing is stated. Blank, said to be unknown, and filled with a placeholder are three different facts."""

    reason: Literal["blank", "unknown", "placeholder"]


Outcome: TypeAlias = Cleaned | Rejected | Absent


class Agreement(StrEnum):
    """How two values of one type stand to each other."""

    SAME = "same"
    COMPATIBLE = "compatible"
    """One says less than the other and nothing against it: 1985 and 16 February 1985, J Smith and John Smith."""
    NEAR = "near"
    """Different, in a way that slips of hand or eye make: transposed digits, O for 0, one letter wrong."""
    DIFFERENT = "different"


class ValueType(Protocol):
    """A kind of value that owns its behaviour. Values are text, so stores, JSON and comparison stay simple."""

    @property
    def name(self) -> str:
        """As mappings and the vocabulary spell it."""
        ...

    def clean(self, raw: str) -> Outcome:
        """Understand a text as received. Pure, never raises, and idempotent: a cleaned value cleans to itself."""
        ...

    def format(self, value: str) -> str:
        """The value as people write it; it cleans to the same value again."""
        ...

    def key(self, value: str) -> str:
        """What two values that agree have in common, and what a look-up is made with."""
        ...

    def compare(self, a: str, b: str) -> Agreement:
        """How two cleaned values stand to each other; symmetric."""
        ...

    def specificity(self, value: str) -> float:
        """How much the value says, from 0 (nearly nothing) to 1 (as much as its type can)."""
        ...


class PartedType(ValueType, Protocol):
    """A value type that sources may send in several columns."""

    @property
    def part_names(self) -> tuple[str, ...]:
        """The parts that `from_parts` understands, in the order people write them."""
        ...

    def from_parts(self, parts: Mapping[str, str]) -> Outcome:
        """As `clean`, from parts in columns of their own. A missing part is a blank one."""
        ...


class SoughtType(ValueType, Protocol):
    """A value type of which a search asks for more than its words: parts of a name, the days of a month, a square."""

    def sought_by(self, value: str) -> Iterable[tuple[str, str]]:
        """What a value is asked for by: name and word each. An empty name stands for that of the attribute."""
        ...


class Exact:
    """The plain case of a value type: written one way, and two values agree when they are equal."""

    def format(self, value: str) -> str:
        """The canonical text itself."""
        return value

    def key(self, value: str) -> str:
        """The canonical text itself."""
        return value

    def compare(self, a: str, b: str) -> Agreement:
        """Same when the keys are equal; near when one slip of the hand lies between them."""
        first, second = self.key(a), self.key(b)
        if first == second:
            return Agreement.SAME
        return Agreement.NEAR if one_slip_apart(first, second) else Agreement.DIFFERENT

    def specificity(self, value: str) -> float:
        """Whole values only: always 1."""
        del value
        return 1.0


def is_exact(kind: ValueType, method: str) -> bool:
    """Whether a type leaves a method as it is in the plain case."""
    return getattr(type(kind), method, None) is getattr(Exact, method)


def one_slip_apart(a: str, b: str) -> bool:
    """One character changed, added, left out, or two neighbours swapped (optimal string alignment distance of 1)."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    start = 0
    shorter = min(len(a), len(b))
    while start < shorter and a[start] == b[start]:
        start += 1
    rest_a, rest_b = a[start:], b[start:]
    if len(rest_a) == len(rest_b):
        swapped = rest_a[1:2] + rest_a[:1] + rest_a[2:]
        return rest_a[1:] == rest_b[1:] or swapped == rest_b
    return rest_a[1:] == rest_b or rest_a == rest_b[1:]
