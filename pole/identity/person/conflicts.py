"""What speaks against one person whatever the weight: of two records, and of two groups of records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import product
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
_FORENAME, _PHONE, _BIRTH = _comparison("forename"), _comparison("phone"), _comparison("birth")
_ANOTHER_FORENAME: Final = len(_FORENAME.levels)
_SOMEWHAT_ALIKE: Final = _ANOTHER_FORENAME - 1
_A_GENERATION_APART: Final = len(_BIRTH.levels)
_YEARS_APART: Final = _A_GENERATION_APART - 2


def conflict(a: Profile, b: Profile) -> str:
    """The first thing that speaks against one person, in words; empty where nothing does, or a strong number is shared."""
    if _share(IDENTIFIERS, (a,), (b,)):
        return ""
    return _different_number((a,), (b,)) or _different_people(a, b)


def conflict_of_groups(one: Sequence[Profile], other: Sequence[Profile]) -> str:
    """As `conflict`, of two groups that are each thought one person."""
    number = "" if _share(IDENTIFIERS, one, other) else _different_number(one, other)
    return number or _relatives(one, other) or ("sexes opposed" if _opposed(one, other) else "")


def _relatives(one: Sequence[Profile], other: Sequence[Profile]) -> str:
    """Twins, brothers, father and son, where more pairs of records say so than say that both are one."""
    said = Counter(_different_people(a, b) for a, b in product(one, other))
    del said[""]
    if _share(("email",), one, other) or _share_a_name(one, other):
        del said[TWINS]
    if said.total() <= sum(_agree(a, b) for a, b in product(one, other)):
        return ""
    return max(sorted(said), key=said.__getitem__)


def _agree(a: Profile, b: Profile) -> bool:
    """Whether two records say of one forename that its bearer was born on about one day."""
    forename = _FORENAME.answer(a, b) if a.birth and b.birth else None
    return forename is not None and forename < _SOMEWHAT_ALIKE and _BIRTH.answer(a, b) != _A_GENERATION_APART


def _stated(profiles: Collection[Profile], field: str) -> set[str]:
    return {getattr(profile, field) for profile in profiles} - {""}


def _share(fields: Collection[str], one: Collection[Profile], other: Collection[Profile]) -> bool:
    return any(_stated(one, field) & _stated(other, field) for field in fields)


def _share_a_name(one: Collection[Profile], other: Collection[Profile]) -> bool:
    """Whether one goes by a middle name of the other, or both have one middle name."""
    first, second = ({p.forename for p in group if len(p.forename) > 1} for group in (one, other))
    middle, also = ({p.middle for p in group if len(p.middle) > 1} for group in (one, other))
    return bool(middle & also or first & also or second & middle)


def _different_number(one: Collection[Profile], other: Collection[Profile]) -> str:
    for scheme in STRONG:
        if _stated(one, scheme) and _stated(other, scheme):
            return f"different {scheme.upper()}"
    return ""


def _different_people(a: Profile, b: Profile) -> str:
    """Twins, brothers, father and son: unless they share what relatives do not."""
    difference = _difference(a, b)
    return "" if difference and any(comparison.agree(a, b) for comparison in _OF_ONE_PERSON) else difference


def _difference(a: Profile, b: Profile) -> str:
    if a.forename == b.forename and a.birth == b.birth:
        return ""
    birth = _BIRTH.answer(a, b)
    if a.birth and b.birth and birth == _A_GENERATION_APART:
        return FATHER_AND_SON
    if not _another_forename(a, b):
        return ""
    if a.birth and a.birth == b.birth:
        return TWINS
    return "another forename, another birth date" if birth is not None and birth >= _YEARS_APART else ""


def _another_forename(a: Profile, b: Profile) -> bool:
    """A forename somewhat alike is another one too, as those of twins often are, but for those who share a phone."""
    answer = _FORENAME.answer(a, b)
    return answer == _ANOTHER_FORENAME or (answer == _SOMEWHAT_ALIKE and not _PHONE.agree(a, b))


def _opposed(one: Collection[Profile], other: Collection[Profile]) -> bool:
    """Most of one group are men and most of the other women."""
    first, second = (Counter(p.sex for p in group if p.sex) for group in (one, other))
    return bool(first and second) and (first["M"] > first["F"]) != (second["M"] > second["F"])


def tells_look_alikes_apart(group: Collection[Profile]) -> bool:
    """Whether a group says what twins differ in, a forename, and what father and son do, an age."""
    return any(len(profile.forename) > 1 for profile in group) and any(profile.born for profile in group)


def either_may_be_meant(group: Collection[Profile], difference: str) -> bool:
    """Whether a group says nothing that would tell two look-alikes apart: of twins a forename, of father and son an age."""
    if difference == TWINS:
        return all(len(profile.forename) < 2 for profile in group)
    return difference == FATHER_AND_SON and not any(profile.born for profile in group)
