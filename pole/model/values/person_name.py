"""Names of people: `Surname, Given Middle`, cased as received.

Whether a name is a maiden name, an alias or a nickname is a property of the statement, not of the value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from pole.model.making import new
from pole.model.values.absence import BLANK, PLACEHOLDER, PLACEHOLDER_WORDS, UNKNOWN, UNKNOWN_WORDS, absent
from pole.model.values.folding import fold
from pole.model.values.outcome import Absent, Agreement, Cleaned, Outcome, Rejected, one_slip_apart
from pole.model.values.text import one_line

TITLES: Final = frozenset((
    "MR", "MRS", "MISS", "MS", "MX", "DR", "PROF", "PROFESSOR", "REV", "REVD", "REVEREND", "SIR", "DAME", "LADY",
    "LORD", "MASTER", "CLLR",
))  # fmt: skip
PARTICLES: Final = frozenset((
    "VAN", "VON", "DER", "DEN", "DE", "DEL", "DELLA", "DELLE", "DI", "DA", "DAS", "DO", "DOS", "DU", "LA", "LE", "LAS",
    "LOS", "EL", "AL", "BIN", "BINT", "IBN", "BEN", "ABU", "AP", "AB", "FITZ", "MAC", "MC", "O", "ST", "SAN", "SANTA",
    "TEN", "TER", "TE", "ZU", "ZUM", "ZUR",
))  # fmt: skip
"""Words that belong to the surname that follows them."""
SUFFIXES: Final = frozenset(("JR", "JNR", "JUNIOR", "SR", "SNR", "SENIOR", "II", "III"))
"""Words that belong to the surname before them."""

_LONGEST = 200
_SOMEBODY = r"(?:MALE|FEMALE|MAN|WOMAN|PERSONS?|SUSPECT|OFFENDER|VICTIM|WITNESS|BOY|GIRL|YOUTH|ADULT|CHILD)"
_UNKNOWN = r"(?:UNKNOWN|UNIDENTIFIED|UNK|U/K|N/K|NK|NOT KNOWN)"
_NOBODY: Final = re.compile(
    rf"(?:AN? )?{_UNKNOWN}[ -](?:{_SOMEBODY}|NAME|SURNAME|FORENAME|UNKNOWN)(?: ?[0-9]+)?"
    rf"|(?:{_SOMEBODY}|NAME|SURNAME|FORENAME|IDENTITY)[ -]{_UNKNOWN}(?: ?[0-9]+)?"
    rf"|{_SOMEBODY} ?[0-9]+|AN? {_SOMEBODY}"
)
_NOBODY_WORDS: Final[dict[str, Absent]] = {
    **dict.fromkeys(("ANONYMOUS", "ANON", "WITHHELD", "NAME WITHHELD", "REFUSED", "DETAILS REFUSED"), UNKNOWN),
    **dict.fromkeys(("TEST TEST", "TEST RECORD", "DO NOT USE", "DELETED", "NO NAME", "NO SURNAME"), PLACEHOLDER),
}
_NOBODY_ALONE: Final = frozenset(("MALE", "FEMALE", "SUSPECT", "OFFENDER", "VICTIM", "WITNESS", "PERSON", "CHILD", ""))
"""Nobody's name by themselves. With another part they are names that people bear, as John Male does."""
_NOT_PLAIN: Final = (
    TITLES | PARTICLES | SUFFIXES | _NOBODY_ALONE | frozenset(word for words in _NOBODY_WORDS for word in words.split())
    | frozenset((*UNKNOWN_WORDS, *PLACEHOLDER_WORDS, *_SOMEBODY[3:-1].replace("S?", "").split("|")))
    | frozenset(("PERSONS", "UNIDENTIFIED", "NAME", "SURNAME", "FORENAME", "IDENTITY", "NULL"))
)  # fmt: skip
"""Words that need a second look; a name of letters without any of them is what it looks like."""
_PLAIN: Final = re.compile(r"([A-Z][a-z]{1,30}) ([A-Z][a-z]{1,30})")
_PLAIN_CANONICAL: Final = re.compile(r"([A-Za-z][A-Za-z']{0,30}), ([A-Za-z][A-Za-z']{0,30})")
_PLAIN_WORD: Final = re.compile(r"[A-Za-z][A-Za-z']*(?:-[A-Za-z][A-Za-z']*)*")
_LONGEST_PLAIN = 40
_PLAIN_QUOTES: Final = str.maketrans("’‘`´ʼ‐‑–", "'''''---")


class NameParts(NamedTuple):
    """A name taken apart. Parts that are not known are empty."""

    title: str
    given: str
    middle: str
    surname: str


class PersonName:
    """A person's name. The title is understood and left out of the value; casing stays as received.

    Understood: `Surname, Given Middle`; `Title Given Middle Surname` with particles (van der, de la, O', Mc), hyphens
    and apostrophes; `SURNAME Given` with only the surname in capitals. A lone word is a surname. A part that is a
    placeholder is left out of the value.
    """

    name = "name"
    part_names = ("title", "given", "middle", "surname")

    def clean(self, raw: str) -> Outcome:
        """`Surname, Given Middle`; or why not: characters, length.

        A surname alone is `Smith`, or `de la Cruz,` where it has several words; given names alone are `, John`.
        """
        plain = _PLAIN.fullmatch(raw)
        if plain is not None and plain[1].upper() not in _NOT_PLAIN and plain[2].upper() not in _NOT_PLAIN:
            return Cleaned(f"{plain[2]}, {plain[1]}")
        plain = _PLAIN_CANONICAL.fullmatch(raw)
        if plain is not None and plain[1].upper() not in _NOT_PLAIN and plain[2].upper() not in _NOT_PLAIN:
            return Cleaned(raw)
        text = _spelled(raw)
        nothing = _nothing(text)
        if nothing is not None:
            return nothing
        surname, given = _surname_and_given(text)
        return _composed(surname, given)

    def from_parts(self, parts: Mapping[str, str]) -> Outcome:
        """As `name_from_parts`."""
        part = parts.get
        return name_from_parts(part("title", ""), part("given", ""), part("middle", ""), part("surname", ""))

    def format(self, value: str) -> str:
        """As kept; `display_name` puts the given names first."""
        return value

    def key(self, value: str) -> str:
        """Folded: no case, accents, apostrophes or hyphens, and no spaces in the surname (O Brien is O'Brien)."""
        surname, given = _surname_and_given(value)
        return f"{fold(surname).replace(' ', '')}, {fold(given)}"

    def compare(self, a: str, b: str) -> Agreement:
        """Compatible: a part missing, or an initial for a name. Near: one slip in one part, or the parts swapped."""
        first, second = self.key(a), self.key(b)
        if first == second:
            return Agreement.SAME
        surname, given = _key_parts(first)
        other_surname, other_given = _key_parts(second)
        if _surnames_allow(surname, other_surname) and _givens_allow(given, other_given):
            stated_by_both = (surname and other_surname) or (given and other_given)
            return Agreement.COMPATIBLE if stated_by_both else Agreement.DIFFERENT
        return Agreement.NEAR if _near(surname, given, other_surname, other_given) else Agreement.DIFFERENT

    def sought_by(self, value: str) -> list[tuple[str, str]]:
        """Each word of the surname, the surname run together where it has several (O Brien), and each forename."""
        surname, given = _surname_and_given(value)
        words = fold(surname).split()
        sought = [("surname", word) for word in words]
        if len(words) > 1:
            sought.append(("surname", "".join(words)))
        sought += [("forename", word) for word in fold(given).split()]
        return sought

    def specificity(self, value: str) -> float:
        """Whole names say most; an initial or a lone surname little."""
        surname, _, given = value.partition(", ")
        if not surname or not given:
            return 0.3
        first, _, middle = given.partition(" ")
        if len(first.rstrip(".")) == 1:
            return 0.5
        return 1.0 if middle else 0.9


def name_from_parts(title: str, given: str, middle: str, surname: str) -> Outcome:
    """A name from columns of its own. A blank or placeholder part is left out; absent when nothing is left.

    The title is taken so that a mapping can pass it, and is left out of the value.
    """
    del title
    if _is_plain(given) and _is_plain(surname) and (not middle or _is_plain(middle)):
        return new(Cleaned, (f"{surname}, {given} {middle}" if middle else f"{surname}, {given}", None))
    stated: list[str] = []
    reasons: list[Absent] = []
    for raw in (given, middle, surname):
        text = _spelled(raw)
        nothing = _nothing(text)
        stated.append("" if nothing else text)
        if nothing:
            reasons.append(nothing)
    if any(stated):
        return _composed(stated[2], f"{stated[0]} {stated[1]}")
    return next((reason for reason in reasons if reason is not BLANK), BLANK)


def parse_name(raw: str) -> NameParts:
    """A name as received, taken apart, its title with it. Empty parts for what is not stated."""
    text = _spelled(raw)
    if _nothing(text) is not None:
        return NameParts("", "", "", "")
    surname, given = _surname_and_given(text)
    title = _leading_titles(given.split() if "," in text else text.split())
    value = _composed(surname, given)
    return parts(value.value)._replace(title=title) if isinstance(value, Cleaned) else NameParts(title, "", "", "")


def parts(value: str) -> NameParts:
    """A cleaned name taken apart: the first given word is the given name, the others are middle names."""
    surname, given = _surname_and_given(value)
    first, _, middle = given.partition(" ")
    return NameParts("", first, middle, surname)


def display_name(value: str) -> str:
    """Given names first, as spoken: `John Paul Smith`."""
    surname, given = _surname_and_given(value)
    return f"{given} {surname}".strip()


def _is_plain(word: str) -> bool:
    """Whether a word is a name as it stands: letters, apostrophes and hyphens, and nothing that means something else."""
    if len(word) > _LONGEST_PLAIN:
        return False
    if word.isalpha() and word.isascii():
        return word.upper() not in _NOT_PLAIN
    return _PLAIN_WORD.fullmatch(word) is not None and _NOT_PLAIN.isdisjoint(word.upper().split("-"))


def _spelled(raw: str) -> str:
    if raw.isascii():
        return raw if raw.isalpha() else one_line(raw)
    return one_line(raw.translate(_PLAIN_QUOTES))


def _nothing(text: str) -> Absent | None:
    upper = text.upper()
    if upper in _NOBODY_WORDS:
        return _NOBODY_WORDS[upper]
    nothing = absent(text)
    if nothing is not None or text.isalpha():
        return nothing
    return UNKNOWN if len(text) < 40 and _NOBODY.fullmatch(upper) else None


def _surname_and_given(text: str) -> tuple[str, str]:
    """A name on one line, split into its two halves."""
    if "," in text:
        surname, _, given = text.partition(",")
        return surname.strip(), given.strip()
    words = text.split()
    while len(words) > 1 and _bare(words[0]) in TITLES:
        del words[0]
    start = _surname_starts(words)
    if start == 0 and len(words) > 1 and (first := _capitals_before_given(words)):
        return " ".join(words[:first]), " ".join(words[first:])
    return " ".join(words[start:]), " ".join(words[:start])


def _surname_starts(words: list[str]) -> int:
    """Where the surname begins among the words of a name in spoken order: 0 when it is all surname."""
    if _capitals_before_given(words):
        return 0
    start = len(words) - 1
    if start > 1 and _bare(words[start]) in SUFFIXES:
        start -= 1
    while start > 1 and _bare(words[start - 1]) in PARTICLES:
        start -= 1
    return 0 if start == 1 and _bare(words[0]) in PARTICLES and _bare(words[0]) not in ("AL", "BEN") else start


def _capitals_before_given(words: list[str]) -> int:
    """How many leading words are a surname in capitals before given names that are not; 0 when it is not so written."""
    count = 0
    while count < len(words) and len(words[count]) > 1 and _in_capitals(words[count]):
        count += 1
    return count if 0 < count < len(words) and any(c.islower() for c in words[count]) else 0


def _in_capitals(word: str) -> bool:
    return word.isupper() or (word.startswith(("Mc", "Mac")) and word[3:].isupper())


def _composed(surname: str, given: str) -> Outcome:
    """The canonical text of two halves, titles and placeholders taken out of them."""
    surname = " ".join(surname.replace(",", " ").split())
    words = given.replace(",", " ").split()
    while words and _bare(words[0]) in TITLES:
        del words[0]
    given = " ".join(words)
    no_surname, no_given = _nothing(surname), _nothing(given)
    surname, given = "" if no_surname else surname, "" if no_given else given
    if surname.upper() in _NOBODY_ALONE and given.upper() in _NOBODY_ALONE:
        return UNKNOWN if surname or given or UNKNOWN in (no_surname, no_given) else PLACEHOLDER
    lone = f"{surname}," if " " in surname else surname
    value = f"{surname}, {given}" if given else lone
    if len(value) > _LONGEST:
        return Rejected("length: too long for a name")
    return Cleaned(value) if any(c.isalpha() for c in value) else Rejected("characters: no letter in it")


def _leading_titles(words: list[str]) -> str:
    count = 0
    while count < len(words) - 1 and _bare(words[count]) in TITLES:
        count += 1
    return " ".join(words[:count])


def _bare(word: str) -> str:
    return word.upper().rstrip(".")


def _key_parts(key: str) -> tuple[str, list[str]]:
    surname, _, given = key.partition(", ")
    return surname, given.split()


def _surnames_allow(a: str, b: str) -> bool:
    return a == b or not a or not b


def _givens_allow(a: list[str], b: list[str]) -> bool:
    """Every word both state is the same, or one is the other's initial."""
    return all(x == y or (1 in (len(x), len(y)) and x[0] == y[0]) for x, y in zip(a, b, strict=False))


def _near(surname: str, given: list[str], other_surname: str, other_given: list[str]) -> bool:
    first, second = " ".join(given), " ".join(other_given)
    if surname == second.replace(" ", "") and other_surname == first.replace(" ", ""):
        return True
    if surname == other_surname:
        return one_slip_apart(first, second) or first.replace(" ", "") == second.replace(" ", "")
    return _givens_allow(given, other_given) and bool(given and other_given) and one_slip_apart(surname, other_surname)
