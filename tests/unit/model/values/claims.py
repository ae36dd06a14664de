"""Short words for the claims that tests of value types make."""

from __future__ import annotations

from pole.model.values import Absent, Cleaned, Outcome, Rejected, ValueType

BLANK = Absent("blank")
UNKNOWN = Absent("unknown")
PLACEHOLDER = Absent("placeholder")


def value(outcome: Outcome) -> str:
    """The value of a text that is understood."""
    assert isinstance(outcome, Cleaned), outcome
    return outcome.value


def reason(outcome: Outcome) -> str:
    """Why a text is not understood."""
    assert isinstance(outcome, Rejected), outcome
    return outcome.reason


def suggestions(outcome: Outcome) -> tuple[str, ...]:
    """What a text that is not understood may have meant."""
    assert isinstance(outcome, Rejected), outcome
    return outcome.suggestions


def agree(kind: ValueType, a: str, b: str) -> bool:
    """Whether two texts as received have one key."""
    return kind.key(value(kind.clean(a))) == kind.key(value(kind.clean(b)))
