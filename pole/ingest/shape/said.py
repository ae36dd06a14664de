"""What one field of a row says: a statement, ready with all that is later made of it.

It depends on the received text alone, so that it is worked out once for each text that keeps coming back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from hashlib import blake2b
from typing import Final, TypeAlias

from pole.ingest.shape.sought import OF_WORDS, compile_line, rejected_line
from pole.model.days import day_word
from pole.model.facts import Join, Key, Statement
from pole.model.making import new
from pole.model.values import Absent, Cleaned, Outcome, Rejected, ValueType
from pole.model.values.address import display_address
from pole.model.values.outcome import is_exact
from pole.model.vocabulary import WARNING, AttributeType, Identifier

MAPPED, BLANK, ABSENT, REJECTED, UNMAPPED, UNFIT = range(6)
"""How a field can come out; places in a tally."""

_JOINS: Final = {Identifier.KEY: Join.KEY, Identifier.STRONG: Join.STRONG, Identifier.LOOK_UP: Join.LOOK_UP}
_ENOUGH: Final = 0.8
"""Specificity below which a value cannot join: a street without a door is where many live."""
_SPEAKS_FOR_ITSELF: Final = OF_WORDS | {"phone", "email", "vrm", "handle"}
"""Value types that need no word before them in a caption: `AB12 CDE`, but `Crime 20/1234`."""
_SHOWN: Final[dict[str, Callable[[str], str]]] = {"address": display_address}
"""How a value is shown where that need not be understood as the same value again, and is cheaper."""


class Cell:
    """One way in which one field can come out, where it is counted."""

    __slots__ = ("outcome", "tally")

    def __init__(self, tally: Tally, outcome: int) -> None:
        self.tally = tally
        self.outcome = outcome


Show: TypeAlias = Callable[[str], str]
"""Makes the caption of a value."""

Marks: TypeAlias = tuple[tuple[Key, ...], bool, str | None, int, Show, str, str | None]
"""What a value is good for besides being stated: its keys; whether any of them joins; the value as it enters keys; rank as
a caption, and what makes it, asked only of what ranks highest; searchable text; date of birth."""

Said: TypeAlias = tuple[Statement | None, str, Cell, bool, Marks | None]
"""What a field says: the statement, None when there is nothing to state; that and its keys as text, for the hash of its
facet; where it is counted; whether it tells that there is such a thing (a value, even a rejected one, and not a constant);
and what else it is good for. Plain tuples, because one is made for each text that was not seen lately."""


class Tally:
    """How often a field came out in each way."""

    def __init__(self, field: str) -> None:
        self.field = field
        """Column or columns, joined by ``+``."""
        self.counts = [0] * 6
        self.cells = tuple([Cell(self, outcome) for outcome in range(6)])
        self.without_statement: tuple[Said, ...] = tuple([(None, "", cell, False, None) for cell in self.cells])
        """For each outcome: nothing to state, counted as that."""


class Meaning:
    """Makes of a received text and its outcome what one attribute says by it."""

    def __init__(  # noqa: PLR0913 - one place that knows everything of an attribute
        self,
        attribute: AttributeType,
        kind: ValueType,
        field: str,
        *,
        own_keys: tuple[tuple[str, Join], ...] = (),
        part_of_key: bool = False,
        scheme: str | None = None,
        basis: str | None = None,
        keep_blank: bool = False,
    ) -> None:
        self.kind = kind
        self.field = field
        self.tally = Tally(field)
        self._mapped = self.tally.cells[MAPPED]
        self._solid = field != ""
        self._name = attribute.name
        joins = _JOINS.get(attribute.identifier)
        given = ((attribute.name, joins.value),) if joins is not None else ()
        self._keys = (*((name, join.value) for name, join in own_keys), *given)
        self._keyed = bool(self._keys) or part_of_key
        self._joining = any(join != Join.LOOK_UP.value for _, join in self._keys)
        self._key_of = None if is_exact(kind, "key") else kind.key
        self._specificity_of = None if is_exact(kind, "specificity") else kind.specificity
        """None where it is always the value itself, and always 1."""
        differing = scheme if scheme != attribute.scheme else None
        scheme = own_keys[0][0] if own_keys and differing is None else differing
        self._beside = (None, None, None, basis, None, scheme, None, None, None)
        """What a statement has after its precision: problem, dates, basis, grade, scheme, review, note, former."""
        self._line_of = compile_line(attribute, kind)
        self._rejected_line = partial(rejected_line, attribute, kind)
        self._weight = attribute.caption * 100
        self._show = _SHOWN.get(kind.name) or (kind.format if kind.name in _SPEAKS_FOR_ITSELF else _after_name(kind))
        self._is_birth = attribute.name == "born"
        self._marked = self._keyed or self._line_of is not None or self._is_birth or bool(self._weight)
        self._keys_of = _keys_of(self._keys)
        self._head = short_hash(f"{attribute.name}\x1f{field}\x1f{basis}\x1f{scheme}\x1f{self._keys}")
        nothing_said = self.tally.without_statement[BLANK]
        self.blank = self._unstated("", "absent: blank", BLANK) if keep_blank else nothing_said

    def said(self, raw: str, outcome: Outcome) -> Said:
        """What the text says, understood like that."""
        if not isinstance(outcome, Cleaned):
            return self._not_valid(raw, outcome)
        value, precision = outcome
        statement = new(Statement, (self._name, self.field, raw, value, precision, *self._beside))
        if not self._marked:
            return statement, f"{self._head}{len(raw)}\x1f{raw}\x1f{value}", self._mapped, self._solid, None
        specificity = 1.0 if self._specificity_of is None else self._specificity_of(value)
        rank, keys, joins, key = self._weight, _NO_KEYS, False, None
        if rank:
            rank += 99 if specificity == 1.0 else int(specificity * 99)
        line = "" if self._line_of is None else self._line_of(value)
        if self._keyed:
            key = value if self._key_of is None else self._key_of(value)
            joins = self._joining and specificity >= _ENOUGH
            keys = self._keys_of(key, specificity)
        piece = f"{self._head}{len(raw)}\x1f{raw}\x1f{value}\x1f{key}\x1f{'' if joins else len(keys)}"
        marks = (keys, joins, key, rank, self._show, line, value if self._is_birth else None)
        return statement, piece, self._mapped, self._solid, marks

    def _not_valid(self, raw: str, outcome: Rejected | Absent) -> Said:
        if isinstance(outcome, Rejected):
            unmapped = outcome.reason.startswith("unmapped code")
            problem = " | ".join((f"rejected: {outcome.reason}", *outcome.suggestions))
            return self._unstated(raw, problem, UNMAPPED if unmapped else REJECTED)
        if outcome.reason == "blank":
            return self.blank
        return self._unstated(raw, f"absent: {outcome.reason}", ABSENT)

    def _unstated(self, raw: str, problem: str, outcome: int) -> Said:
        """A statement without a value."""
        statement = Statement(self._name, self.field, raw, None, None, problem, *self._beside[1:])
        piece = f"{self._head}{len(raw)}\x1f{raw}\x1f{problem}"
        found = outcome in (REJECTED, UNMAPPED)
        line = self._rejected_line(raw) if found else ""
        marks = (_NO_KEYS, False, None, 0, self._show, line, None) if line else None
        return statement, piece, self.tally.cells[outcome], found and self._solid, marks


_NO_KEYS: Final[tuple[Key, ...]] = ()


def _keys_of(stated: Sequence[tuple[str, str]]) -> Callable[[str, float], tuple[Key, ...]]:
    """The keys of a value, given as it enters keys, in schemes and by what they may do where it says enough to join."""
    look_up = Join.LOOK_UP.value

    def keys(key: str, specificity: float) -> tuple[Key, ...]:
        if specificity < _ENOUGH:
            return tuple([new(Key, (scheme, key, look_up)) for scheme, _ in stated]) if specificity else ()
        return tuple([new(Key, (scheme, key, join)) for scheme, join in stated])

    if len(stated) != 1:
        return keys
    ((only, join),) = stated
    return lambda key, specificity: (new(Key, (only, key, join)),) if specificity >= _ENOUGH else keys(key, specificity)


NAMED: Final = "\x00"
"""Begins a caption that needs the name of its subtype before it."""


def _after_name(kind: ValueType) -> Callable[[str], str]:
    return lambda value: NAMED + kind.format(value)


def beside(said: Said, statement: Statement) -> Said:
    """The same with what stands beside the value added: dates, basis, grade, review, note."""
    note = statement.note or ""
    piece = (
        f"{said[1]}\x1f{statement.begins}\x1f{statement.ends}\x1f{statement.basis}\x1f{statement.grade}"
        f"\x1f{statement.review}\x1f{len(note)}\x1f{note}"
    )
    if not statement.ends or statement.attribute != WARNING or said[4] is None:
        return statement, piece, *said[2:]
    keys, joins, key, rank, show, line, born = said[4]
    return (
        statement,
        piece,
        said[2],
        said[3],
        (keys, joins, key, rank, show, f"{line}@{day_word(statement.ends)}", born),
    )


def short_hash(text: str) -> str:
    """Stands for a text that is the same for every row in the hash of each."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
