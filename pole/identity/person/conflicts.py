"""What speaks against one person whatever the weight: of two records, and of two groups of records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from pole.identity.person.comparisons import COMPARISONS, Comparison
from pole.identity.person.profile import Profile

STRONG: Final = ("pnc", "cro", "nino")
"""Numbers of which one person has one; duplicates exist, which is why a decision outweighs this."""

TWINS: Final = "another forename, the same birth date"
FATHER_AND_SON: Final = "born a generation apart"
LOOK_ALIKES: Final = (TWINS, FATHER_AND_SON)
"""People of whom a record that says little may be either."""


def _comparison(name: str) -> Comparison:
    return next(one for one in COMPARISONS if one.name == name)


_FORENAME, _BIRTH = _comparison("forename"), _comparison("birth")
_ANOTHER_FORENAME: Final = len(_FORENAME.levels)
_A_GENERATION_APART: Final = len(_BIRTH.levels)
_YEARS_APART: Final = _A_GENERATION_APART - 2


def conflict(a: Profile, b: Profile) -> str:
    """The first thing that speaks against one person, in words; empty where nothing does, or a strong number is shared."""
    if _shared_number((a,), (b,)):
        return ""
    return _different_number((a,), (b,)) or _different_people(a, b)


def conflict_of_groups(one: Sequence[Profile], other: Sequence[Profile]) -> str:
    """As `conflict`, of two groups that are each thought one person: what speaks against most of their pairs."""
    if _shared_number(one, other):
        return ""
    number = _different_number(one, other)
    if number:
        return number
    against = Counter(_different_people(a, b) for a in one for b in other)
    unopposed = against.pop("", 0)
    if against.total() >= max(unopposed, 1):
        return max(sorted(against), key=against.__getitem__)
    return "sexes opposed" if _opposed(one, other) else ""


def _numbers(profiles: Collection[Profile], scheme: str) -> set[str]:
    return {getattr(profile, scheme) for profile in profiles} - {""}


def _shared_number(one: Collection[Profile], other: Collection[Profile]) -> bool:
    return any(_numbers(one, scheme) & _numbers(other, scheme) for scheme in STRONG)


def _different_number(one: Collection[Profile], other: Collection[Profile]) -> str:
    for scheme in STRONG:
        if _numbers(one, scheme) and _numbers(other, scheme):
            return f"different {scheme.upper()}"
    return ""


def _different_people(a: Profile, b: Profile) -> str:
    """Twins, brothers, father and son."""
    birth = _BIRTH.answer(a, b)
    if a.birth and b.birth and birth == _A_GENERATION_APART:
        return FATHER_AND_SON
    if _FORENAME.answer(a, b) != _ANOTHER_FORENAME:
        return ""
    if a.birth and a.birth == b.birth and a.surname_sound == b.surname_sound:
        return TWINS
    return "another forename, another birth date" if birth is not None and birth >= _YEARS_APART else ""


def _opposed(one: Collection[Profile], other: Collection[Profile]) -> bool:
    """Most of one group are men and most of the other women."""
    first, second = (Counter(p.sex for p in group if p.sex) for group in (one, other))
    return bool(first and second) and (first["M"] > first["F"]) != (second["M"] > second["F"])
