"""Addresses: `flat|number|street|locality|town|postcode`, cased as received."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from pole.model.making import new
from pole.model.values.absence import BLANK, PLACEHOLDER, absent
from pole.model.values.folding import fold
from pole.model.values.outcome import Absent, Agreement, Cleaned, Outcome, Rejected, one_slip_apart
from pole.model.values.postcode import Postcode, postcode_word
from pole.model.values.text import one_line, tidy

NO_FIXED_ABODE: Final = "No fixed abode"
"""A real value: somebody said that a person has no fixed abode. Not absent, and not a place that two people share."""

_NO_FIXED_ABODE: Final = re.compile(
    r"(?:OF )?(?:NO FIXED (?:ABODE|ADDRESS)|N\.?F\.?A\.?|(?:STREET )?HOMELESS)(?:[ ,\-/|]+.*)?", re.IGNORECASE
)
_NO_ABODE_BEGINS = "NnOoHhSs"
_POSTCODE_AT_END: Final = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}$", re.IGNORECASE)
_FLAT: Final = re.compile(
    r"((?:FLAT|APARTMENT|APT|UNIT|ROOM|STUDIO|SUITE|MAISONETTE)\.? ?(?:NO\.? ?)?[0-9A-Z]{1,5})(?: +(.*))?",
    re.IGNORECASE,
)
_BARE_FLAT: Final = re.compile(r"[0-9]{1,4}[A-Z]?|[A-Z]", re.IGNORECASE)
_NUMBER: Final = re.compile(r"(?:NO\.? ?)?([0-9]{1,5} ?[A-Z]?(?: ?[-/] ?[0-9]{1,5}[A-Z]?)?)(?: +(.+))?", re.IGNORECASE)
_FLAT_KEY: Final = re.compile(r"^(?:flat|apartment|apt|maisonette)(?: no)? ?")
_ROADS: Final = {
    "rd": "road", "st": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "cl": "close", "clo": "close",
    "dr": "drive", "drv": "drive", "ct": "court", "crt": "court", "cres": "crescent", "cresc": "crescent",
    "pl": "place", "sq": "square", "gdns": "gardens", "gdn": "garden", "grn": "green", "gr": "grove", "gro": "grove",
    "pk": "park", "ter": "terrace", "terr": "terrace", "wy": "way", "hse": "house", "hts": "heights", "yd": "yard",
}  # fmt: skip
_STREETS: Final = frozenset(
    (
        *_ROADS.values(),
        "walk",
        "row",
        "hill",
        "mews",
        "rise",
        "view",
        "bank",
        "wharf",
        "croft",
        "parade",
        "broadway",
        "brow",
    )
)
_PIECES: Final = re.compile(r"[,\n|]")
_EDGES: Final = " ,."
_FLAT_WORDS: Final = frozenset(("flat", "apartment", "apt", "maisonette", "no"))
_LONGEST_POSTCODE = 8
_LONGEST = 400
_LONGEST_REMEMBERED = 200
_NOTHING = "|||||"
_BLANK_PARTS = ("",) * 6
_SEPARATOR = "|"


class AddressParts(NamedTuple):
    """An address taken apart. Parts that are not stated are empty; `number` may be the name of a house."""

    flat: str = ""
    number: str = ""
    street: str = ""
    locality: str = ""
    town: str = ""
    postcode: str = ""


class Address:
    """A postal address in one text or in parts. `No fixed abode` is a value of its own.

    A flat is not its building: their keys differ, while as statements of where somebody lives they are compatible.
    """

    name = "address"
    part_names = AddressParts._fields

    def clean(self, raw: str) -> Outcome:
        """Six parts between bars, or `No fixed abode`, or why not: length, or nothing that names a place."""
        if raw.count(_SEPARATOR) == 5:
            return self._settled(raw.split(_SEPARATOR))
        text = tidy(raw)
        nothing = absent(text)
        if nothing is not None:
            return nothing
        if len(text) > _LONGEST:
            return Rejected("length: too long for an address")
        if text[0] in _NO_ABODE_BEGINS and _has_no_abode(one_line(text)):
            return Cleaned(NO_FIXED_ABODE)
        return self._settled(_taken_apart(text))

    def from_parts(self, parts: Mapping[str, str]) -> Outcome:
        """As `clean`, from columns; a house number at the head of the street is set apart."""
        return self._settled([*map(parts.get, self.part_names, _BLANK_PARTS)])

    def format(self, value: str) -> str:
        """On one line with commas, where that is understood as the same address again; else with the bars."""
        words = display_address(value)
        return words if self.clean(words) == Cleaned(value) else value

    def key(self, value: str) -> str:
        """In capitals without punctuation, kinds of roads spelled out, `Apartment 3` and `Flat 3` alike.

        A number and a postcode settle the place, so locality and town are left out beside them.
        """
        if value == NO_FIXED_ABODE:
            return value.upper()
        flat, number, street, locality, town, postcode = value.split(_SEPARATOR)
        place = f"||{postcode}" if number and postcode else f"{fold(locality)}|{fold(town)}|{postcode}"
        door = number if number.isascii() and number.isdecimal() else _door_key(number)
        if flat:
            flat = _FLAT_KEY.sub("flat ", fold(flat))
        return f"{flat}|{door}|{_street_key(street)}|{place}".upper()

    def building(self, value: str) -> str:
        """The key of the building that a flat is in; of a house its own. Empty where no house is named."""
        return self.key(value).partition(_SEPARATOR)[2] if parts(value).number else ""

    def compare(self, a: str, b: str) -> Agreement:
        """Compatible: nothing against each other, and postcode or street in common. Near: one slip in one part."""
        first, second = self.key(a), self.key(b)
        if first == second:
            return Agreement.SAME
        if NO_FIXED_ABODE in (a, b):
            return Agreement.DIFFERENT
        pairs = list(zip(first.split(_SEPARATOR), second.split(_SEPARATOR), strict=True))
        against = [(one, other) for one, other in pairs if one and other and one != other]
        if not against:
            return Agreement.COMPATIBLE if any(x == y != "" for x, y in (pairs[2], pairs[5])) else Agreement.DIFFERENT
        near = len(against) == 1 and one_slip_apart(*against[0]) and pairs[1][0] == pairs[1][1] != ""
        return Agreement.NEAR if near else Agreement.DIFFERENT

    def sought_by(self, value: str) -> tuple[tuple[str, str], ...]:
        """Each word of the premises (flat, number or name), of the street and of the places it is in; the postcode."""
        if value == NO_FIXED_ABODE:
            return ()
        flat, number, street, locality, town, postcode = value.split(_SEPARATOR)
        found = _premises_sought(f"{flat} {number}") + _street_sought(street) + _places_sought(f"{locality} {town}")
        return (*found, ("postcode", postcode_word(postcode))) if postcode else found

    def specificity(self, value: str) -> float:
        """1 for a door, 0.5 for a street or a postcode, 0.1 for a town, 0 for no fixed abode."""
        if value == NO_FIXED_ABODE:
            return 0.0
        _, number, street, locality, town, postcode = value.split(_SEPARATOR)
        if number and (street or postcode):
            return 1.0 if postcode or town else 0.8
        if postcode or street:
            return 0.5
        return 0.1 if locality or town else 0.0

    def _settled(self, raw_parts: Sequence[str]) -> Outcome:
        """The canonical text of six parts as received."""
        stated = [*map(_stated if len("".join(raw_parts)) < _LONGEST_REMEMBERED else _read, raw_parts)]
        if NO_FIXED_ABODE in stated:
            return Cleaned(NO_FIXED_ABODE)
        flat, number, street, locality, town, written = stated
        if not number:
            if not any(stated):
                reasons = map(_nothing, raw_parts)
                return next((reason for reason in reasons if reason is not None and reason is not BLANK), BLANK)
            number, street = _number_set_apart(street)
        if flat and _BARE_FLAT.fullmatch(flat):
            flat = f"Flat {flat}"
        code = _code_of(written) if written else ""
        value = f"{flat}|{number}|{street}|{locality}|{town}|{code}"
        if value == _NOTHING:
            return Cleaned(NO_FIXED_ABODE) if written.upper().startswith("NF1") else PLACEHOLDER
        return new(Cleaned, (value, None)) if len(value) <= _LONGEST else Rejected("length: too long for an address")


def _read(raw: str) -> str:
    """One part as received, on one line; empty where it states nothing."""
    text = _spelled(raw)
    if absent(text) is not None:
        return ""
    return NO_FIXED_ABODE if _has_no_abode(text) else text


def _nothing(raw: str) -> Absent | None:
    """Why a part states nothing."""
    return absent(_spelled(raw))


def _spelled(raw: str) -> str:
    return one_line(raw.replace(_SEPARATOR, " ")).strip(_EDGES)


_stated: Final = lru_cache(maxsize=8192)(_read)
"""Towns, streets, numbers and postcodes come again and again."""


@lru_cache(maxsize=4096)
def _code_of(written: str) -> str:
    """A postcode as it is kept in an address: empty for one that stands for nothing, as written for what is none."""
    postcode = _POSTCODE.clean(written)
    return postcode.value if isinstance(postcode, Cleaned) else "" if isinstance(postcode, Absent) else written


_POSTCODE: Final = Postcode()


def _has_no_abode(text: str) -> bool:
    return text[:1] in _NO_ABODE_BEGINS and _NO_FIXED_ABODE.fullmatch(text) is not None


def _taken_apart(text: str) -> AddressParts:
    """An address in one text, taken apart at its commas and line ends."""
    postcode = ""
    text = text.rstrip(" .\n")
    found = _POSTCODE_AT_END.search(text, max(len(text) - _LONGEST_POSTCODE, 0))
    if found is not None:
        postcode, text = found[0], text[: found.start()]
    pieces = [one_line(piece).strip(_EDGES) for piece in _PIECES.split(text)]
    pieces = [piece for piece in pieces if piece]
    flat = _flat_of(pieces)
    number, street = _door_of(pieces)
    town = pieces.pop() if pieces else ""
    return AddressParts(flat, number, street, ", ".join(pieces), town, postcode)


def parts(value: str) -> AddressParts:
    """A cleaned address taken apart; nothing for no fixed abode."""
    return AddressParts() if value == NO_FIXED_ABODE else AddressParts(*value.split(_SEPARATOR))


def is_place(value: str) -> bool:
    """Whether a cleaned address is somewhere: all but no fixed abode."""
    return value != NO_FIXED_ABODE


def display_address(value: str) -> str:
    """On one line, as on an envelope."""
    if value == NO_FIXED_ABODE:
        return value
    flat, number, street, locality, town, postcode = value.split(_SEPARATOR)
    comma = "," if number and street and not number[0].isdigit() else ""
    door = f"{number}{comma} {street}".strip()
    return ", ".join(filter(None, (flat, door, locality, town, postcode)))


def _flat_of(pieces: list[str]) -> str:
    """The flat at the head of the pieces, taken off them."""
    match = _FLAT.fullmatch(pieces[0]) if pieces else None
    if match is None:
        return ""
    pieces[:1] = [match[2]] if match[2] else []
    return match[1]


def _door_of(pieces: list[str]) -> tuple[str, str]:
    """House number or name, and street, at the head of the pieces, taken off them."""
    if not pieces:
        return "", ""
    match = _NUMBER.fullmatch(pieces[0])
    if match is not None:
        del pieces[0]
        return match[1], match[2] or (pieces.pop(0) if pieces else "")
    if len(pieces) > 1 and not _is_street(pieces[0]) and _is_street(pieces[1]):
        return pieces.pop(0), pieces.pop(0)
    return "", pieces.pop(0) if _is_street(pieces[0]) or len(pieces) > 1 else ""


def _is_street(piece: str) -> bool:
    words = fold(piece).split()
    return bool(words) and _ROADS.get(words[-1], words[-1]) in _STREETS


def _number_set_apart(street: str) -> tuple[str, str]:
    """A house number at the head of a street, and the street; no number where there is none."""
    match = _NUMBER.fullmatch(street)
    rest = match[2].strip(_EDGES) if match is not None and match[2] else ""
    if match is None or absent(rest) is not None or _has_no_abode(rest):
        return "", street
    return match[1], rest


def premises_words(text: str) -> list[str]:
    """The words by which a flat, a number or the name of a house is asked for: `Flat 3` is 3."""
    words = fold(text).split()
    return [word for word in words if word not in _FLAT_WORDS] or words


def street_words(text: str) -> list[str]:
    """The words by which a street is asked for: `High St` is `high street`."""
    return _street_key(text).split()


def _door_key(number: str) -> str:
    door = fold(number)
    return door.replace(" ", "") if " " in door and number[0].isdigit() else door


@lru_cache(maxsize=4096)
def _premises_sought(flat_and_number: str) -> tuple[tuple[str, str], ...]:
    return tuple([("premises", word) for word in premises_words(flat_and_number)])


@lru_cache(maxsize=4096)
def _street_sought(street: str) -> tuple[tuple[str, str], ...]:
    return tuple([("street", word) for word in street_words(street)])


@lru_cache(maxsize=4096)
def _places_sought(places: str) -> tuple[tuple[str, str], ...]:
    return tuple([("town", word) for word in fold(places).split()])


@lru_cache(maxsize=4096)
def _street_key(street: str) -> str:
    words = fold(street).split()
    return " ".join((*words[:-1], _ROADS.get(words[-1], words[-1]))) if words else ""
