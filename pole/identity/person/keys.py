"""Blocking keys: what two records of one person nearly always have in common, in spite of slips, moves and marriages.

A rule makes no, one or several keys of a profile. Records that share a key of one rule are candidates, as long as not
too many do (`candidates`). A rule whose keys only repeat what others find is not worth its space: measure before adding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from pole.identity.person.profile import IDENTIFIERS, Profile

Rule = Callable[[Profile], Iterable[str]]


def keys(profile: Profile) -> Iterator[tuple[str, str]]:
    """(rule, key) of everything a profile can be found by, each once."""
    for name, rule in RULES.items():
        for key in dict.fromkeys(rule(profile)):
            yield name, key


def _stated(field: str) -> Rule:
    def rule(p: Profile) -> Iterator[str]:
        value: str = getattr(p, field)
        if value:
            yield value

    return rule


def _mailbox(p: Profile) -> Iterator[str]:
    """The name before the digits: they are what people mistype and mishear."""
    name = p.email.partition("@")[0].rstrip("0123456789")
    if len(name) > 3:
        yield name


def _names(p: Profile) -> tuple[str, ...]:
    """The sound of forename and surname, in one order however they were entered."""
    return (" ".join(sorted((p.forename_sound, p.surname_sound))),) if len(p.forename) > 1 and p.surname else ()


def _names_and_year(p: Profile) -> Iterator[str]:
    return (f"{names} {p.born}" for names in _names(p) if p.born)


def _names_and_district(p: Profile) -> Iterator[str]:
    return (f"{names} {p.postcode.partition(' ')[0]}" for names in _names(p) if p.postcode)


def _called_and_surname(p: Profile) -> Iterator[str]:
    return (f"{name} {p.surname_sound} {p.born[:3]}" for name in p.called if p.surname and len(name) > 1)


def _day_either_way(p: Profile) -> str:
    """Day and month swapped is the same day here."""
    return p.born + "".join(sorted((p.birth[5:7], p.birth[8:]))) if p.birth else ""


def _birth(p: Profile) -> Iterator[str]:
    if p.birth:
        yield _day_either_way(p)


def _birth_and_name(p: Profile) -> Iterator[str]:
    day = _day_either_way(p)
    if day:
        parts = {*p.called, p.forename_sound, p.surname_sound, *p.surname_words, p.forename[:1]}
        yield from (f"{day} {part}" for part in sorted(parts - {""}))


def _anniversary_and_initials(p: Profile) -> Iterator[str]:
    """A slip in the year, whichever digit."""
    if p.birth and p.forename and p.surname:
        yield _day_either_way(p)[4:] + "".join(sorted(p.forename[0] + p.surname[0]))


def _premises(p: Profile) -> Iterator[str]:
    if p.door and p.street:
        yield f"{p.door} {p.street} {p.postcode}"


def _house_and_name(p: Profile) -> Iterator[str]:
    if p.house and p.street:
        yield from (f"{p.house} {p.street} {part}" for part in sorted({p.forename_sound, p.surname_sound} - {""}))


def _postcode_and_name(p: Profile) -> Iterator[str]:
    if p.postcode:
        yield from (f"{p.postcode} {part}" for part in sorted({p.forename_sound, p.surname_sound} - {""}))


def _surname(p: Profile) -> Iterator[str]:
    """Rare surnames find by themselves; common ones have blocks too large to count."""
    yield from sorted({p.surname_sound, *p.surname_words} - {""})


def _surname_and_initial(p: Profile) -> Iterator[str]:
    if p.surname and p.forename:
        yield f"{p.surname_sound} {p.forename[0]} {p.sex}"


def _surname_and_year(p: Profile) -> Iterator[str]:
    if p.surname and p.born:
        yield f"{p.surname_sound} {p.born}"


RULES: Final[Mapping[str, Rule]] = {
    **{field: _stated(field) for field in (*IDENTIFIERS, "phone", "email")},
    "mailbox": _mailbox,
    "names": _names,
    "names, year": _names_and_year,
    "names, district": _names_and_district,
    "nickname, surname, decade": _called_and_surname,
    "birth": _birth,
    "birth, a name": _birth_and_name,
    "anniversary, initials": _anniversary_and_initials,
    "premises": _premises,
    "house, a name": _house_and_name,
    "postcode, a name": _postcode_and_name,
    "surname": _surname,
    "surname, initial": _surname_and_initial,
    "surname, year": _surname_and_year,
}
