"""What one field of a row says: a statement, ready with all that is later made of it.

It depends on the received text alone, so that it is worked out once for each text that keeps coming back.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from pole.model.facts import Join, Key, Statement
from pole.model.folding import searchable
from pole.model.values import Absent, Cleaned, Outcome, Rejected, ValueType
from pole.model.vocabulary import AttributeType, Identifier

MAPPED, BLANK, ABSENT, REJECTED, UNMAPPED, UNFIT = range(6)
"""How a field can come out; places in a tally."""

_JOINS: Final = {Identifier.KEY: Join.KEY, Identifier.STRONG: Join.STRONG, Identifier.LOOK_UP: Join.LOOK_UP}
_ENOUGH: Final = 0.8
"""Specificity below which a value cannot join: a street without a door is where many live."""
_WORDS: Final = frozenset({"name", "organisation", "text", "address", "code", "boolean", "postcode"})
"""Value types whose parts are words; of the others the whole is searched for too."""
_SPEAKS_FOR_ITSELF: Final = _WORDS | {"phone", "email", "vrm", "handle"}
"""Value types that need no word before them in a caption: `AB12 CDE`, but `Crime 20/1234`."""


class Said(NamedTuple):
    """What a field says, and how it is counted."""

    statement: Statement | None
    """None when there is nothing to state."""
    piece: str
    """The statement as text, for the hash of its facet."""
    tally: list[int]
    outcome: int
    keys: tuple[Key, ...]
    part: str | None
    """The value as it enters keys of several attributes."""
    rank: int
    caption: str
    named: bool
    """Whether the caption needs the name of the subtype before it."""
    line: str
    """Searchable text."""
    born: str | None


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
        self.tally = [0] * 6
        self._attribute = attribute
        joins = _JOINS.get(attribute.identifier)
        given = ((attribute.name, joins),) if joins is not None else ()
        self._keys = (*own_keys, *given)
        self._part_of_key = part_of_key
        self._scheme = scheme if scheme != attribute.scheme else None
        if own_keys and self._scheme is None:
            self._scheme = own_keys[0][0]
        self._basis = basis
        self._whole = kind.name not in _WORDS
        self._named = kind.name not in _SPEAKS_FOR_ITSELF
        blank = Statement(attribute.name, field, "", None, None, "absent: blank", basis=basis, scheme=self._scheme)
        self.nothing = nothing(self.tally, BLANK)
        self.blank = self._of(blank, BLANK) if keep_blank else self.nothing
        self.unfit = nothing(self.tally, UNFIT)

    def said(self, raw: str, outcome: Outcome) -> Said:
        """What the text says, understood like that."""
        if isinstance(outcome, Cleaned):
            return self._valid(raw, outcome)
        if isinstance(outcome, Rejected):
            return self._rejected(raw, outcome)
        if outcome.reason == "blank":
            return self.blank
        return self._of(self._statement(raw, None, None, f"absent: {outcome.reason}"), ABSENT)

    def _valid(self, raw: str, outcome: Cleaned) -> Said:
        value, attribute = outcome.value, self._attribute
        statement = self._statement(raw, value, outcome.precision, None)
        shown = self.kind.format(value) if attribute.caption or attribute.searchable else ""
        specificity = self.kind.specificity(value)
        return self._of(
            statement,
            MAPPED,
            keys=self._keys_of(value, specificity),
            part=self.kind.key(value) if self._part_of_key else None,
            rank=attribute.caption * 100 + int(specificity * 99) if attribute.caption else 0,
            caption=shown if attribute.caption else "",
            line=self._line(shown, value, self.kind.key(value) if self._whole else ""),
            born=value if attribute.name == "born" else None,
        )

    def _rejected(self, raw: str, outcome: Rejected) -> Said:
        problem = " | ".join((f"rejected: {outcome.reason}", *outcome.suggestions))
        unmapped = outcome.reason.startswith("unmapped code")
        return self._of(
            self._statement(raw, None, None, problem), UNMAPPED if unmapped else REJECTED, line=self._line(raw)
        )

    def _statement(self, raw: str, value: str | None, precision: str | None, problem: str | None) -> Statement:
        return Statement(
            self._attribute.name, self.field, raw, value, precision, problem, basis=self._basis, scheme=self._scheme
        )

    def _keys_of(self, value: str, specificity: float) -> tuple[Key, ...]:
        if not self._keys or specificity == 0:
            return ()
        key = self.kind.key(value)
        return tuple(
            Key(scheme, key, (join if specificity >= _ENOUGH else Join.LOOK_UP).value) for scheme, join in self._keys
        )

    def _line(self, *texts: str) -> str:
        words = searchable(*texts, whole=self._whole) if self._attribute.searchable else ""
        return f"{self._attribute.name}\t{words}" if words else ""

    def _of(
        self,
        statement: Statement,
        outcome: int,
        *,
        keys: tuple[Key, ...] = (),
        part: str | None = None,
        rank: int = 0,
        caption: str = "",
        line: str = "",
        born: str | None = None,
    ) -> Said:
        return Said(
            statement, piece_of(statement), self.tally, outcome, keys, part, rank, caption, self._named, line, born
        )


def nothing(tally: list[int], outcome: int) -> Said:
    """Nothing to state, counted as `outcome`."""
    return Said(None, "", tally, outcome, (), None, 0, "", False, "", None)


def absent_as(reason: str) -> Outcome:
    """An absent outcome: `blank`, `unknown` or `placeholder`."""
    return Absent("unknown") if reason == "unknown" else Absent("placeholder")


def piece_of(s: Statement) -> str:
    """A statement as text. The length before the raw text keeps two statements from looking like one."""
    return (
        f"{s.attribute}\x1f{s.field}\x1f{len(s.raw)}\x1f{s.raw}\x1f{s.value}\x1f{s.precision}\x1f{s.problem}\x1f{s.begins}"
        f"\x1f{s.ends}\x1f{s.basis}\x1f{s.grade}\x1f{s.scheme}\x1f{s.review}\x1f{len(s.note or '')}\x1f{s.note}"
    )
