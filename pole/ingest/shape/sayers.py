"""Attributes as functions of a row: where the texts come from, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Final, NamedTuple, TypeAlias, TypeVar

from pole.ingest.mapping.spec import AttributeSpec, DateColumn
from pole.ingest.mapping.valuing import scheme_of, type_of
from pole.ingest.shape.columns import Columns, Values
from pole.ingest.shape.conditions import Test, compile_condition
from pole.ingest.shape.extras import Dates, compile_extras
from pole.ingest.shape.memory import REMEMBERED, remembering
from pole.ingest.shape.outcomes import Hold
from pole.ingest.shape.said import BLANK, MAPPED, Meaning, Said, Tally
from pole.model.facts import Join
from pole.model.values import Absent, Outcome, Rejected, takes_parts
from pole.model.vocabulary import AttributeType, Vocabulary

Say: TypeAlias = Callable[[Values], Said]
SaySeveral: TypeAlias = Callable[[Values], list[Said]]

_LONGEST_REMEMBERED: Final = 80


class Sort(StrEnum):
    """What a sayer does."""

    VALUE = "value"
    """Says what a field of the row says."""
    CONSTANT = "constant"
    """Says the same of every row, which does not make a mention by itself."""
    DATE = "date"
    """Says nothing: it has a date that stands beside a value counted."""
    GUARD = "guard"
    """Says nothing: it holds back a row without a value that is required."""


class Sayer(NamedTuple):
    """One field that says something; `one` or `several` is set."""

    tally: Tally
    one: Say | None = None
    several: SaySeveral | None = None
    sort: Sort = Sort.VALUE
    about: str = ""
    """For a date: whether it is `from`, `to` or `review`."""

    def say(self, values: Values) -> list[Said]:
        """What the row says by it."""
        if self.one is not None:
            return [self.one(values)]
        return self.several(values) if self.several is not None else []


class KeyUse(NamedTuple):
    """The source's own keys that an attribute is part of."""

    own: tuple[tuple[str, Join], ...] = ()
    part_of_key: bool = False


def compile_attribute(
    attribute: AttributeType, spec: AttributeSpec, keys: KeyUse, columns: Columns, vocabulary: Vocabulary
) -> list[Sayer]:
    """The functions that state one attribute as one SPEC of the mapping says."""
    kind = type_of(attribute, spec, vocabulary)
    scheme = scheme_of(attribute, spec) if kind.name == "code" else None
    basis = spec.basis.constant if spec.basis is not None else None

    def meaning(field: str) -> Meaning:
        return Meaning(
            attribute,
            kind,
            field,
            own_keys=keys.own,
            part_of_key=keys.part_of_key,
            scheme=scheme,
            basis=None if basis == "RECORDED" else basis,
            keep_blank=spec.blank == "keep",
        )

    extras = compile_extras(spec, columns)
    sayers = [_dressed(sayer, extras) if extras is not None else sayer for sayer in _sources(spec, meaning, columns)]
    if spec.required == "yes":
        sayers.append(_guard(sayers))
    for about, date in (("from", spec.from_), ("to", spec.to), ("review", spec.review)):
        if date is not None:
            sayers.append(date_sayer(about, date, columns))
    when = compile_condition(spec.when, columns) if spec.when is not None else None
    return [_when(sayer, when) for sayer in sayers] if when is not None else sayers


def date_sayer(about: str, date: DateColumn, columns: Columns) -> Sayer:
    """Counts how a date that stands beside a value came out."""
    dates, tally = Dates(date, columns), Tally(date.column)
    read, saids = dates.read, tally.without_statement

    def count(values: Values) -> Said:
        return saids[read(values)[1]]

    return Sayer(tally, one=count, sort=Sort.DATE, about=about)


def _sources(spec: AttributeSpec, meaning: Callable[[str], Meaning], columns: Columns) -> Iterable[Sayer]:
    if spec.constant is not None:
        fixed = meaning("")
        said = fixed.said(spec.constant, fixed.kind.clean(spec.constant))
        yield Sayer(fixed.tally, one=_always(said), sort=Sort.CONSTANT)
    for column in (*filter(None, (spec.column,)), *(spec.each or ())):
        field = meaning(column)
        yield Sayer(field.tally, one=_of_column(columns.place(column), _Reader(spec, field, columns)))
    if spec.join is not None:
        field = meaning("+".join(spec.join))
        yield Sayer(field.tally, one=_of_join(spec, columns, _Reader(spec, field, columns)))
    if spec.parts is not None:
        field = meaning("+".join(spec.value_columns()))
        yield Sayer(field.tally, one=_of_parts(spec, field, columns))
    if spec.split is not None:
        field = meaning(spec.split)
        yield Sayer(
            field.tally, several=_of_split(spec, columns.place(spec.split), field, _Reader(spec, field, columns))
        )
    for column, flag in (spec.flags or {}).items():
        field = meaning(column)
        yield Sayer(field.tally, one=_of_flag(columns.place(column), spec.codes_of(flag), spec.unset_by, field))


class _Reader:
    """What texts say: remembered, or translated by the `map` and understood by the value type."""

    def __init__(self, spec: AttributeSpec, meaning: Meaning, columns: Columns) -> None:
        self._blank = dict.fromkeys(("", *columns.absent), meaning.blank)
        self._said = meaning.said
        self._understand = _translated(spec, meaning) if spec.map is not None else meaning.kind.clean
        self.memo = dict(self._blank)
        """Look here first."""

    def learn(self, raw: str) -> Said:
        """What a text says that is not remembered."""
        found = self._said(raw, self._understand(raw))
        if len(raw) <= _LONGEST_REMEMBERED:
            if len(self.memo) >= REMEMBERED:
                self.memo.clear()
                self.memo.update(self._blank)
            self.memo[raw] = found
        return found

    def read(self, raw: str) -> Said:
        """What a text says."""
        return self.memo.get(raw) or self.learn(raw)


def _translated(spec: AttributeSpec, meaning: Meaning) -> Callable[[str], Outcome]:
    values, otherwise = dict(spec.map or {}), spec.otherwise
    clean, field = meaning.kind.clean, meaning.field

    def understand(raw: str) -> Outcome:
        text = values.get(raw)
        if text is None:
            text = values.get(raw.strip())
        if text is not None:
            return clean(text)
        if otherwise == "absent":
            return Absent("placeholder")
        if otherwise == "quarantine":
            raise Hold(
                field,
                f"unknown code: {raw.strip()[:40]!r}",
                "Add the code to the `map` in the mapping, then replay the row.",
            )
        return clean(raw)

    return understand


def _of_column(place: int, reader: _Reader) -> Say:
    memo, learn = reader.memo, reader.learn

    def say(values: Values) -> Said:
        raw = values[place]
        return memo.get(raw) or learn(raw)

    return say


def _of_join(spec: AttributeSpec, columns: Columns, reader: _Reader) -> Say:
    pick, absent, read = columns.picker(spec.join or ()), columns.absent, reader.read
    between = spec.with_ if spec.with_ is not None else " "
    return lambda values: read(between.join([text for text in pick(values) if text not in absent]))


def _of_parts(spec: AttributeSpec, meaning: Meaning, columns: Columns) -> Say:
    parts = spec.parts or {}
    kind, absent = meaning.kind, columns.absent
    mine = columns.part()
    pick = mine.picker(spec.value_columns())
    names = [name for name, of in parts.items() for _ in of]

    def understand(values: Values) -> Said:
        given: dict[str, str] = {}
        for name, text in zip(names, pick(values), strict=True):
            if text and text not in absent:
                given[name] = f"{given[name]} {text}" if name in given else text
        if not given or not takes_parts(kind):
            return meaning.blank
        return meaning.said(" ".join(given.values()), kind.from_parts(given))

    return remembering(mine, understand)


def _of_split(spec: AttributeSpec, place: int, meaning: Meaning, reader: _Reader) -> SaySeveral:
    by, read = spec.by or "", reader.read

    def say(values: Values) -> list[Said]:
        saids = [read(text) for text in map(str.strip, values[place].split(by)) if text]
        return saids or [meaning.blank]

    return say


def _of_flag(place: int, codes: dict[str, str], unset_by: tuple[str, ...], meaning: Meaning) -> Say:
    unset = meaning.tally.without_statement[BLANK]
    known = {code: meaning.said(code, meaning.kind.clean(value)) for code, value in codes.items()}
    if not unset_by:
        return lambda values: known.get(values[place]) or known.get(values[place].strip(), unset)
    known |= dict.fromkeys(unset_by, unset)

    def say(values: Values) -> Said:
        raw = values[place]
        return known.get(raw) or known.get(raw.strip()) or meaning.said(raw, Rejected(f"unmapped code: {raw[:40]}"))

    return say


def _always(said: Said) -> Say:
    return lambda values: said


def _dressed(sayer: Sayer, extras: Callable[[Values, Said], Said]) -> Sayer:
    """The sayer with dates and the like beside what it says."""
    one, several = sayer.one, sayer.several
    if one is not None:
        return sayer._replace(one=_with(one, extras))
    if several is not None:
        return sayer._replace(several=_each_with(several, extras))
    return sayer


def _with(say: Say, extras: Callable[[Values, Said], Said]) -> Say:
    return lambda values: extras(values, say(values))


def _each_with(say: SaySeveral, extras: Callable[[Values, Said], Said]) -> SaySeveral:
    return lambda values: [extras(values, said) for said in say(values)]


def _when(sayer: Sayer, when: Test) -> Sayer:
    """The sayer silent, and nothing counted, where the condition does not hold."""
    one, several = sayer.one, sayer.several
    if one is not None:
        return sayer._replace(one=_if(when, one, Tally("").without_statement[BLANK]))
    if several is not None:
        return sayer._replace(several=_if(when, several, []))
    return sayer


_Answer = TypeVar("_Answer")


def _if(when: Test, say: Callable[[Values], _Answer], otherwise: _Answer) -> Callable[[Values], _Answer]:
    return lambda values: say(values) if when(values) else otherwise


def _guard(sayers: list[Sayer]) -> Sayer:
    """Holds a row back where none of these has a valid value."""
    asked, tally = tuple(sayers), Tally("+".join(dict.fromkeys(sayer.tally.field for sayer in sayers)))
    silent = tally.without_statement[BLANK]

    def guard(values: Values) -> Said:
        saids = [said for sayer in asked for said in sayer.say(values)]
        if all(said.outcome != MAPPED for said in saids):
            problem = next((said.statement.problem for said in saids if said.statement is not None), "absent: blank")
            raise Hold(tally.field, f"a required value is missing ({problem})", "Ask the owner to correct the row.")
        return silent

    return Sayer(tally, one=guard, sort=Sort.GUARD)
