"""How a system's clerks write names and dates of birth: mostly as they are, now and then as they hear or mistype them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from pole.simulator.chance import Chance
from pole.simulator.world.letters import unaccented
from pole.simulator.world.people import Name, Person

_NEARBY = {
    "a": "se", "b": "vn", "c": "kx", "d": "sf", "e": "ri", "f": "gd", "g": "hf", "h": "gj", "i": "uoy", "j": "hk",
    "k": "lc", "l": "k", "m": "n", "n": "m", "o": "ip", "p": "o", "q": "w", "r": "te", "s": "az", "t": "ry", "u": "yi",
    "v": "bf", "w": "qe", "x": "z", "y": "ti", "z": "sx",
}  # fmt: skip
_NOBODY = frozenset(("male", "female", "man", "boy", "girl", "child", "test", "name", "none", "nil", "null"))
"""What no slip may make of a name: systems take these for no name at all."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How often, of a hundred names, a system's clerks do what."""

    encoding: str = "utf-8"
    """Letters that it lacks are written without accents."""
    variant: int = 0
    """Another spelling of the name, where there is one."""
    called: int = 0
    """What the person is called, for the given name."""
    slip: int = 0
    """One slip of the finger."""
    no_middle: int = 0
    initial: int = 0
    """The middle name's first letter alone."""
    swapped: int = 0
    """Given name and surname in each other's place; five times as often where the family name is said first."""
    born_slip: int = 0
    """A date of birth that is wrong by a day or a year, or has day and month swapped."""
    born_year: int = 0
    """A date of birth of which only the year was known: the first of January."""


class Hand:
    """Writes as the clerks of one system do. People of a planted story are written as they are."""

    def __init__(self, chance: Chance, habits: Habits) -> None:
        self._chance = chance
        self._habits = habits

    def name(self, person: Person) -> Name:
        """The present name of somebody, as it is written down this time."""
        name, habits = person.name, self._habits
        if not person.scripted:
            happens = self._chance.happens
            if person.called and happens(habits.called):
                name = name._replace(given=person.called)
            elif happens(habits.variant):
                name = self._heard(name, person)
            if happens(habits.slip):
                name = self._mistyped(name)
            if name.middle and happens(habits.no_middle):
                name = name._replace(middle="")
            elif name.middle and happens(habits.initial):
                name = name._replace(middle=name.middle[0])
            if happens(habits.swapped * (5 if person.origin.family_first else 1)):
                name = name._replace(given=name.surname, surname=name.given)
        return self.letters(name)

    def born(self, person: Person) -> date:
        """A date of birth, as it is written down this time."""
        born, chance = person.born, self._chance
        if person.scripted:
            return born
        if chance.happens(self._habits.born_year):
            return date(born.year, 1, 1)
        if chance.happens(self._habits.born_slip):
            return _wrong_day(born, chance)
        return born

    def letters(self, name: Name) -> Name:
        """A name in the letters that the system has."""
        encoding = self._habits.encoding
        return name if encoding == "utf-8" else Name(*(in_letters(part, encoding) for part in name))

    def _heard(self, name: Name, person: Person) -> Name:
        """One part of the name in another of its spellings."""
        spellings = person.origin.spellings
        known = [part for part in ("given", "surname") if getattr(name, part) in spellings]
        if not known:
            return name
        part = self._chance.one_of(known)
        return name._replace(**{part: self._chance.one_of(spellings[getattr(name, part)])})

    def _mistyped(self, name: Name) -> Name:
        part = "given" if self._chance.happens(40) else "surname"
        return name._replace(**{part: slipped(getattr(name, part), self._chance)})


def slipped(word: str, chance: Chance) -> str:
    """A word with one slip: a letter left out, doubled, hit beside or in its neighbour's place; never the first."""
    if len(word) < 4:
        return word
    place = chance.between(1, len(word) - 2)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    if not letter.isalpha() or not after[0].isalpha():
        return word
    made = chance.one_of(
        (
            before + after,
            before + letter + letter + after,
            before + chance.one_of(_NEARBY.get(letter, "e")) + after,
            before + after[0] + letter + after[1:],
        )
    )
    return word if made.lower() in _NOBODY else made


@cache
def in_letters(text: str, encoding: str) -> str:
    """A text without accents where an encoding lacks one of its letters."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return unaccented(text)
    return text


def _wrong_day(born: date, chance: Chance) -> date:
    if born.day <= 12 and born.day != born.month and chance.happens(50):
        return date(born.year, born.day, born.month)
    if chance.happens(50):
        return date(born.year - 1, born.month, min(born.day, 28))
    return date(born.year, born.month, born.day - 1 if born.day > 1 else 2)
