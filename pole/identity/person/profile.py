"""A profile: what one record says of a person, standardised and made ready to compare.

Values are cleaned by their value types and nowhere else. What a type rejects or calls a placeholder is no evidence and
stands as absent here; the raw text stays with the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from pole.identity.person.names import EnglishNicknames, NameGroups, sound, words
from pole.model.values import Cleaned, Outcome, PartedType, value_type
from pole.model.values.address import Address, is_place
from pole.model.values.address import parts as address_parts
from pole.model.values.folding import fold
from pole.model.values.person_name import PersonName
from pole.model.values.person_name import parts as name_parts

IDENTIFIERS: Final = ("pnc", "cro", "nino", "number")
"""Numbers that one person has one of. `number` is any other, as a social security number abroad."""
STATED: Final = (
    "name", "given", "middle", "surname", "birth", "sex", *IDENTIFIERS, "phone", "email",
    "address", "flat", "house", "street", "locality", "town", "postcode",
)  # fmt: skip
"""What `profile` understands. A name or an address comes in one text or in its parts."""


class Profile(NamedTuple):
    """Folded text throughout; an empty text or tuple is what the record does not state."""

    forename: str = ""
    forename_sound: str = ""
    called: tuple[str, ...] = ()
    """The forename and the names that it is short for."""
    middle: str = ""
    surname: str = ""
    surname_sound: str = ""
    surname_words: tuple[str, ...] = ()
    birth: str = ""
    """`YYYY-MM-DD`; empty when less than the day is known."""
    born: str = ""
    """The year alone: of `birth`, or all that is known (and then often estimated)."""
    sex: str = ""
    """M or F."""
    pnc: str = ""
    cro: str = ""
    nino: str = ""
    number: str = ""
    phone: str = ""
    email: str = ""
    door: str = ""
    """Flat and house number or name, `2/11`."""
    house: str = ""
    """The house alone, as a flat is often left out."""
    street: str = ""
    town: str = ""
    postcode: str = ""


_NICKNAMES: Final = EnglishNicknames()


def profile(stated: Mapping[str, str], groups: NameGroups = _NICKNAMES) -> Profile:
    """The profile of what a record states, by the names in `STATED`. Never raises; what is not understood is absent."""
    name = name_parts(_parted(stated, "name", _NAME, _NAME_PARTS))
    forename, _, more = fold(name.given).partition(" ")
    surname = fold(name.surname)
    birth = _cleaned("birth-date", stated.get("birth", ""))
    return Profile(
        forename=forename,
        forename_sound=sound(forename),
        called=groups.called(forename),
        middle=fold(f"{more} {name.middle}"),
        surname=surname.replace(" ", ""),
        surname_sound=sound(surname),
        surname_words=words(surname),
        birth=birth if len(birth) == 10 else "",
        born=birth[:4],
        sex=_SEXES.get(fold(stated.get("sex", "")), ""),
        pnc=_cleaned("pnc", stated.get("pnc", "")),
        cro=_cleaned("cro", stated.get("cro", "")),
        nino=_cleaned("nino", stated.get("nino", ""))[:8],
        number=_cleaned("identifier", stated.get("number", "")),
        phone=_cleaned("phone", stated.get("phone", "")),
        email=_cleaned("email", stated.get("email", "")).lower(),
        **_place(stated),
    )


_SEXES: Final = {"m": "M", "male": "M", "f": "F", "female": "F"}
_NAME: Final = PersonName()
_NAME_PARTS: Final = {part: part for part in ("given", "middle", "surname")}
_ADDRESS: Final = Address()
_ADDRESS_PARTS: Final = {part: part for part in _ADDRESS.part_names} | {"number": "house"}
_KIND_OF: Final = {
    name: value_type(name) for name in ("birth-date", "pnc", "cro", "nino", "identifier", "phone", "email", "postcode")
}


def _cleaned(kind: str, raw: str) -> str:
    return _value(_KIND_OF[kind].clean(raw)) if raw else ""


def _value(outcome: Outcome) -> str:
    return outcome.value if isinstance(outcome, Cleaned) else ""


def _parted(stated: Mapping[str, str], whole: str, kind: PartedType, columns: Mapping[str, str]) -> str:
    """A cleaned value that came in one text or in parts."""
    if stated.get(whole):
        return _value(kind.clean(stated[whole]))
    return _value(kind.from_parts({part: stated.get(column, "") for part, column in columns.items()}))


def _place(stated: Mapping[str, str]) -> dict[str, str]:
    """Door, street, town and postcode. No fixed abode is no place, so two who have none share nothing."""
    value = _parted(stated, "address", _ADDRESS, _ADDRESS_PARTS)
    if not value or not is_place(value):
        return {}
    flat, house, street, *_ = _ADDRESS.key(value).split("|")
    known = address_parts(value)
    return {
        "door": "/".join(part for part in (flat.removeprefix("FLAT "), house) if part),
        "house": house.rpartition("/")[2],
        "street": street,
        "town": fold(f"{known.locality} {known.town}"),
        "postcode": _cleaned("postcode", stated.get("postcode", "")) or known.postcode.upper(),
    }
