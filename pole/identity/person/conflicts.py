"""What speaks against one person whatever the weight: of two records, and of two groups of records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from pole.identity.person.comparisons import COMPARISONS, Comparison
from pole.identity.person.profile import IDENTIFIERS, Profile

STRONG: Final = ("pnc", "cro", "nino")
"""Numbers of which one person has one; duplicates exist, which is why a decision outweighs this."""

TWINS: Final = "another forename, the same birth date"
FATHER_AND_SON: Final = "born a generation apart"


def _comparison(name: str) -> Comparison:
    return next(one for one in COMPARISONS if one.name == name)


_OF_ONE_PERSON: Final = tuple(_comparison(name) for name in (*IDENTIFIERS, "e-mail"))
_FORENAME, _BIRTH = _comparison("forename"), _comparison("birth")
_ANOTHER_FORENAME: Final = len(_FORENAME.levels)
_A_GENERATION_APART: Final = len(_BIRTH.levels)
_YEARS_APART: Final = _A_GENERATION_APART - 2


def conflict(a: Profile, b: Profile) -> str:
    """The first thing that speaks against one person, in words; empty where nothing does, or a strong number is shared."""
    if _share(IDENTIFIERS, (a,), (b,)):
        return ""
    return _different_number((a,), (b,)) or _different_people(a, b)


def conflict_of_groups(one: Sequence[Profile], other: Sequence[Profile]) -> str:
    """As `conflict`, of two groups that are each thought one person: what speaks against most of their pairs."""
    number = "" if _share(IDENTIFIERS, one, other) else _different_number(one, other)
    if number:
        return number
    against = Counter(_different_people(a, b) for a in one for b in other)
    del against[""]
    telling = sum(_full(a) and _full(b) for a in one for b in other)
    if against and 2 * against.total() >= telling:
        return max(sorted(against), key=against.__getitem__)
    return "sexes opposed" if _opposed(one, other) else ""


def _full(profile: Profile) -> bool:
    return len(profile.forename) > 1 and profile.birth != ""


def _stated(profiles: Collection[Profile], field: str) -> set[str]:
    return {getattr(profile, field) for profile in profiles} - {""}


def _share(fields: Collection[str], one: Collection[Profile], other: Collection[Profile]) -> bool:
    return any(_stated(one, field) & _stated(other, field) for field in fields)


def _different_number(one: Collection[Profile], other: Collection[Profile]) -> str:
    for scheme in STRONG:
        if _stated(one, scheme) and _stated(other, scheme):
            return f"different {scheme.upper()}"
    return ""


def _different_people(a: Profile, b: Profile) -> str:
    """Twins, brothers, father and son: unless they share what relatives do not."""
    if any(comparison.agree(a, b) for comparison in _OF_ONE_PERSON):
        return ""
    birth = _BIRTH.answer(a, b)
    if a.birth and b.birth and birth == _A_GENERATION_APART:
        return FATHER_AND_SON
    if _FORENAME.answer(a, b) != _ANOTHER_FORENAME:
        return ""
    if a.birth and a.birth == b.birth:
        return TWINS
    return "another forename, another birth date" if birth is not None and birth >= _YEARS_APART else ""


def _opposed(one: Collection[Profile], other: Collection[Profile]) -> bool:
    """Most of one group are men and most of the other women."""
    first, second = (Counter(p.sex for p in group if p.sex) for group in (one, other))
    return bool(first and second) and (first["M"] > first["F"]) != (second["M"] > second["F"])


def either_may_be_meant(group: Collection[Profile], difference: str) -> bool:
    """Whether a group says nothing that would tell two look-alikes apart: of twins a forename, of father and son an age."""
    if difference == TWINS:
        return all(len(profile.forename) < 2 for profile in group)
    return difference == FATHER_AND_SON and not any(profile.born for profile in group)
