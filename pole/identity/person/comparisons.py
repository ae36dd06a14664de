"""How two profiles are compared: declared here once, for the evaluator at run time and for Splink.

A comparison asks its levels in turn, strongest first, and the first that holds is the answer; where one side states
nothing it has no answer and no weight. Fields that depend on each other share one comparison, so that nothing is
counted twice: flat, house, street and postcode are one.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from pole.identity.person.asking import (
    Question,
    alike,
    begins,
    both,
    day_and_month_swapped,
    either,
    initial,
    lacking,
    longer,
    mutual,
    overlap,
    part,
    same,
    slips,
    women,
    years_apart,
)  # fmt: skip
from pole.identity.person.profile import IDENTIFIERS, Profile


class Level(NamedTuple):
    """One answer."""

    words: str
    test: Question
    frequency: str = ""
    """A field whose frequency takes the place of u: that of the value both share, or of the commoner of the two."""
    given: Question | None = None
    """Whom u is counted among: those who share a home share much else. m is that of this level and the next together."""
    published: float = 0.0
    """u where it is not counted, as where records that should have been joined would be taken for two people."""


IN_FAMILY: Final = 0.03
"""How often two of one family share a birth date or a forename: about 3 % of people are twins. Fathers and sons of one
name are fewer, but a wrong join of relatives costs more than a question."""


def _at_home(words: str, given: Question, test: Question) -> Level:
    return Level(words, both(given, test), given=given)


def _in_family(words: str, given: Question, test: Question) -> Level:
    return Level(words, both(given, test), given=given, published=IN_FAMILY)


class Comparison(NamedTuple):
    """A question with several answers. The last, that nothing agrees, stands at `len(levels)`."""

    name: str
    lacking: Question
    levels: tuple[Level, ...]
    weakest_says_nothing: bool = False
    """Whether thousands share what the last level asks for, as a town."""

    def answer(self, a: Profile, b: Profile) -> int | None:
        """The first level that holds; None where one of them states nothing."""
        if self.lacking.holds(a, b):
            return None
        for place, level in enumerate(self.levels):
            if level.test.holds(a, b):
                return place
        return len(self.levels)

    def differs(self, answer: int) -> bool:
        """Whether an answer is that nothing agrees, or nothing that tells people apart."""
        return answer >= len(self.levels) - self.weakest_says_nothing

    def agree(self, a: Profile, b: Profile) -> bool:
        """Whether both state something that is the same or nearly so."""
        answer = self.answer(a, b)
        return answer is not None and answer < len(self.levels)

    def words(self, answer: int) -> str:
        """An answer in words."""
        return self.levels[answer].words if answer < len(self.levels) else "different"


CHECKED: Final = ("pnc", "cro")
"""Numbers with a check letter: a slip makes them invalid, so two valid ones that differ are two numbers."""
_CROSSED: Final = both(longer("forename", 1), alike("forename", 0.87, "surname"), alike("surname", 0.87, "forename"))
_SAME_DOOR: Final = both(same("door"), same("street"), either(same("postcode"), lacking("postcode")))
_SAME_HOUSE: Final = both(same("house"), either(same("street"), slips("street", 2)), either(
    same("postcode"), same("town"), lacking("postcode"),
))  # fmt: skip
_SAME_HOME: Final = either(_SAME_DOOR, _SAME_HOUSE, same("phone"))


def _number(field: str) -> Comparison:
    levels = [Level("the same", same(field))]
    if field not in CHECKED:
        levels.append(Level("one slip apart", slips(field)))
    return Comparison(field, lacking(field), tuple(levels))


COMPARISONS: Final = (
    Comparison("forename", lacking("forename"), (
        _in_family(
            "the same, in one home, ages not told",
            both(lacking("born"), _SAME_HOME),
            both(same("forename"), longer("forename", 1)),
        ),
        Level("the same", both(same("forename"), longer("forename", 1)), "forename"),
        Level("a short form of the other", both(longer("forename", 1), either(overlap("called"), begins("forename")))),
        Level("sounds the same", both(same("forename_sound"), longer("forename", 1)), "forename_sound"),
        Level("a slip apart", both(longer("forename", 2), either(slips("forename"), alike("forename", 0.9)))),
        Level("entered as surname", _CROSSED, "forename_sound"),
        Level("the other's middle name", both(mutual("forename", "middle"), longer("forename", 1))),
        Level("the same initial", initial("forename")),
        Level("somewhat alike", both(longer("forename", 1), alike("forename", 0.75))),
    )),
    Comparison("middle name", lacking("middle"), (
        Level("the same", both(same("middle"), longer("middle", 1))),
        Level("the same initial", initial("middle")),
        Level("a slip apart", alike("middle", 0.9)),
    )),
    Comparison("surname", lacking("surname"), (
        _at_home("the same, in one home", _SAME_HOME, either(same("surname"), same("surname_sound"), slips("surname"))),
        Level("the same", same("surname"), "surname"),
        Level("sounds the same", same("surname_sound"), "surname_sound"),
        Level("a slip apart", either(slips("surname"), alike("surname", 0.92))),
        Level("one part the same", overlap("surname_words")),
        Level("entered as forename", _CROSSED, "surname_sound"),
        Level("different, as after a marriage", women()),
    )),
    Comparison("birth", lacking("born"), (
        _in_family(
            "the same day, in one home, forename not told", both(lacking("forename"), _SAME_HOME), same("birth"),
        ),
        Level("the same day", same("birth")),
        Level("day and month swapped", day_and_month_swapped("birth")),
        Level("one slip apart", slips("birth")),
        Level("two of day, month, year the same", either(
            part("birth", (1, 7)), part("birth", (1, 4), (9, 2)), part("birth", (6, 5)),
        )),
        Level("the same year, as far as known", both(lacking("birth"), same("born"))),
        Level("about the same year, as far as known", both(lacking("birth"), years_apart("born", 3))),
        Level("less than four years apart", years_apart("born", 3)),
        Level("less than a generation apart", years_apart("born", 12)),
    )),
    Comparison("sex", lacking("sex"), (Level("the same", same("sex")),)),
    *map(_number, IDENTIFIERS),
    Comparison("phone", lacking("phone"), (
        _at_home("the same, in one home", _SAME_DOOR, same("phone")),
        Level("the same", same("phone")),
        Level("one slip apart", slips("phone")),
    )),
    Comparison("e-mail", lacking("email"), (
        Level("the same", same("email")),
        Level("alike", either(slips("email", 2), alike("email", 0.92))),
    )),
    Comparison("address", both(lacking("street"), lacking("postcode"), lacking("town")), (
        Level("the same door", _SAME_DOOR),
        Level("the same house", _SAME_HOUSE),
        Level("the same street and postcode", both(same("street"), same("postcode"))),
        Level("the same postcode", same("postcode")),
        Level("the same street", same("street")),
        Level("the same town", either(same("town"), alike("town", 0.9))),
    ), weakest_says_nothing=True),
)  # fmt: skip
"""In the order in which an explanation lists them."""

FREQUENCIES: Final = tuple(sorted({level.frequency for c in COMPARISONS for level in c.levels if level.frequency}))
"""Fields that need a table of how frequent each value is."""
