"""What one field of a row says: a statement, ready with all that is later made of it.

It depends on the received text alone, so that it is worked out once for each text that keeps coming back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, TypeAlias

from pole.model.days import day_word
from pole.model.facts import Join, Key, Statement
from pole.model.folding import searchable
from pole.model.making import new
from pole.model.values import Cleaned, Outcome, Rejected, ValueType, is_sought
from pole.model.values.address import display_address
from pole.model.values.outcome import Exact
from pole.model.vocabulary import WARNING, AttributeType, Identifier

MAPPED, BLANK, ABSENT, REJECTED, UNMAPPED, UNFIT = range(6)
"""How a field can come out; places in a tally."""

_JOINS: Final = {Identifier.KEY: Join.KEY, Identifier.STRONG: Join.STRONG, Identifier.LOOK_UP: Join.LOOK_UP}
_ENOUGH: Final = 0.8
"""Specificity below which a value cannot join: a street without a door is where many live."""
_WORDS: Final = frozenset({"name", "organisation", "text", "age-band", "address", "code", "boolean", "postcode"})
"""Value types whose parts are words; of the others the whole is searched for too."""
_DATES: Final = frozenset({"date", "birth-date"})
_WRITTEN_OTHERWISE: Final = frozenset({"code", "phone", "boolean"})
"""Value types that people write in other words than their values are kept in."""
_SPEAKS_FOR_ITSELF: Final = _WORDS | {"phone", "email", "vrm", "handle"}
"""Value types that need no word before them in a caption: `AB12 CDE`, but `Crime 20/1234`."""
_SHOWN: Final[dict[str, Callable[[str], str]]] = {"address": display_address}
"""How a value is shown where that need not be understood as the same value again, and is cheaper."""


class Said(NamedTuple):
    """What a field says, and how it is counted."""

    statement: Statement | None
    """None when there is nothing to state."""
    piece: str
    """The statement and its keys as text, for the hash of its facet."""
    tally: list[int]
    outcome: int
    keys: tuple[Key, ...]
    joins: bool
    """Whether any of the keys does."""
    part: str | None
    """The value as it enters keys of several attributes."""
    rank: int
    show: Callable[[str], str]
    """Makes the caption of the value; asked only of what ranks highest."""
    line: str
    """Searchable text."""
    born: str | None


class Tally:
    """How often a field came out in each way."""

    def __init__(self, field: str) -> None:
        self.field = field
        """Column or columns, joined by ``+``."""
        self.counts = [0] * 6
        self.without_statement = tuple(nothing(self.counts, outcome) for outcome in range(6))
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
        self._counts = self.tally.counts
        self._name = attribute.name
        joins = _JOINS.get(attribute.identifier)
        given = ((attribute.name, joins.value),) if joins is not None else ()
        self._keys = (*((name, join.value) for name, join in own_keys), *given)
        self._keyed = bool(self._keys) or part_of_key
        self._joining = any(join != Join.LOOK_UP.value for _, join in self._keys)
        self._always_whole = getattr(type(kind), "specificity", None) is Exact.specificity
        differing = scheme if scheme != attribute.scheme else None
        self._scheme = own_keys[0][0] if own_keys and differing is None else differing
        self._basis = basis
        self._searchable = attribute.searchable
        self._found = attribute.searchable or attribute.criterion
        self._whole = kind.name not in _WORDS
        self._terms = _terms_of(attribute, kind) if attribute.criterion else _no_terms
        self._weight = attribute.caption * 100
        self._show = _SHOWN.get(kind.name) or (kind.format if kind.name in _SPEAKS_FOR_ITSELF else _after_name(kind))
        self._in_other_words = kind.name in _WRITTEN_OTHERWISE
        self._is_birth = attribute.name == "born"
        self._head = f"{attribute.name}\x1f{field}\x1f{basis}\x1f{self._scheme}\x1f{self._keys}\x1f"
        nothing_said = self.tally.without_statement[BLANK]
        self.blank = self._unstated("", "absent: blank", BLANK) if keep_blank else nothing_said

    def said(self, raw: str, outcome: Outcome) -> Said:
        """What the text says, understood like that."""
        if isinstance(outcome, Cleaned):
            return self._valid(raw, outcome[0], outcome[1])
        if isinstance(outcome, Rejected):
            unmapped = outcome.reason.startswith("unmapped code")
            problem = " | ".join((f"rejected: {outcome.reason}", *outcome.suggestions))
            return self._unstated(raw, problem, UNMAPPED if unmapped else REJECTED)
        if outcome.reason == "blank":
            return self.blank
        return self._unstated(raw, f"absent: {outcome.reason}", ABSENT)

    def _valid(self, raw: str, value: str, precision: str | None) -> Said:
        kind, rank, line, part = self.kind, self._weight, "", None
        keys: tuple[Key, ...] = ()
        joins = False
        specificity = 1.0 if self._always_whole else kind.specificity(value)
        if self._keyed:
            part = kind.key(value)
            keys = self._keys_of(part, specificity)
            joins = self._joining and specificity >= _ENOUGH
        if rank:
            rank += int(specificity * 99)
        if self._found:
            line = self._line_of(value)
        piece = f"{self._head}{len(raw)}\x1f{raw}\x1f{value}\x1f{precision}\x1f{part}\x1f{len(keys)}"
        said = (self._name, self.field, raw, value, precision, None, None, None, self._basis, None, self._scheme)
        return new(
            Said,
            (
                new(Statement, (*said, None, None, None)), piece, self._counts, MAPPED, keys, joins, part, rank, self._show, line,
                value if self._is_birth else None,
            ),
        )  # fmt: skip

    def _unstated(self, raw: str, problem: str, outcome: int) -> Said:
        """A statement without a value. A rejected text is searched for as it stands, or a slip would hide it."""
        piece = f"{self._head}{len(raw)}\x1f{raw}\x1f{problem}"
        words = searchable(raw, whole=self._whole) if outcome in (REJECTED, UNMAPPED) and self._searchable else ""
        line = self._line(words)
        statement = Statement(self._name, self.field, raw, None, None, problem, basis=self._basis, scheme=self._scheme)
        return Said(statement, piece, self._counts, outcome, (), False, None, 0, self._show, line, None)

    def _keys_of(self, key: str, specificity: float) -> tuple[Key, ...]:
        if specificity >= _ENOUGH:
            return tuple([new(Key, (scheme, key, join)) for scheme, join in self._keys])
        if specificity == 0:
            return ()
        return tuple([Key(scheme, key, Join.LOOK_UP.value) for scheme, _ in self._keys])

    def _line_of(self, value: str) -> str:
        """The words of a value, and what it is asked for by name."""
        words = self._words(f"{self.kind.format(value)} {value}" if self._in_other_words else value)
        return self._line(" ".join((*words, *self._terms(value))))

    def _words(self, text: str) -> tuple[str, ...]:
        """The words of a text, for what is found by words; a date is found by its day alone."""
        if not self._searchable or self.kind.name in _DATES:
            return ()
        words = searchable(text, whole=self._whole)
        return (words,) if words else ()

    def _line(self, words: str) -> str:
        return f"{self._name}\t{words}" if words else ""


Terms: TypeAlias = Callable[[str], Iterable[str]]
"""What a value is asked for by name, as words."""


def _terms_of(attribute: AttributeType, kind: ValueType) -> Terms:
    name = attribute.name
    if is_sought(kind):
        terms = kind.sought_by
        return lambda value: [f"{part or name}={word}" for part, word in terms(value)]
    return lambda value: [f"{name}={word}" for word in searchable(value, whole=False).split()]


def _no_terms(value: str) -> tuple[str, ...]:
    del value
    return ()


NAMED: Final = "\x00"
"""Begins a caption that needs the name of its subtype before it."""


def _after_name(kind: ValueType) -> Callable[[str], str]:
    return lambda value: NAMED + kind.format(value)


def _unshown(value: str) -> str:
    del value
    return ""


def nothing(tally: list[int], outcome: int) -> Said:
    """Nothing to state, counted as `outcome`."""
    return Said(None, "", tally, outcome, (), False, None, 0, _unshown, "", None)


def beside(said: Said, statement: Statement) -> Said:
    """The same with what stands beside the value added: dates, basis, grade, review, note."""
    note = statement.note or ""
    piece = (
        f"{said.piece}\x1f{statement.begins}\x1f{statement.ends}\x1f{statement.basis}\x1f{statement.grade}"
        f"\x1f{statement.review}\x1f{len(note)}\x1f{note}"
    )
    dressed = Said(statement, piece, *said[2:])
    if statement.ends and statement.attribute == WARNING:
        return dressed._replace(line=f"{said.line}@{day_word(statement.ends)}")
    return dressed
