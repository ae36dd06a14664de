"""The visibilities that a store holds: which stand at or below which, and in which order work on them goes.

A visibility is one marking, as the integer `pole.model.marking.visibility` gives it. These functions take what
`Store.visibilities` returns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pole.errors import MarkingError
from pole.model.marking import Marking, visibility


def interned(markings: Iterable[Marking]) -> dict[int, Marking]:
    """Each marking under its integer.

    Raises MarkingError when two markings share one (a chance of 1 in 10^13 for 1,000 markings): whoever saw the one
    would see the other.
    """
    held: dict[int, Marking] = {}
    for marking in markings:
        if held.setdefault(visibility(marking), marking) != marking:
            raise MarkingError(f"The markings {marking.text!r} and {held[visibility(marking)].text!r} share a hash.")
    return held


def misfiled(held: Mapping[int, Marking]) -> list[Marking]:
    """Markings that a store keeps under an integer that is not theirs; anything but none is a fault in that store."""
    return [marking for number, marking in held.items() if visibility(marking) != number]


def at_or_below(marking: Marking, held: Mapping[int, Marking]) -> frozenset[int]:
    """What a job that derives something for `marking` may read: nothing reads up."""
    return frozenset(number for number, lower in held.items() if lower.at_or_below(marking))


def lowest_first(held: Mapping[int, Marking]) -> list[int]:
    """All visibilities, each after everything below it, in an order that depends on the markings alone."""
    return sorted(held, key=lambda number: (held[number].height, held[number].text))
