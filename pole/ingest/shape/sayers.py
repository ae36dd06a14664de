"""Attributes as functions of a row: which columns they take, and when they say anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import partial
from operator import itemgetter
from typing import Final, NamedTuple, TypeVar

from pole.ingest.mapping.spec import AttributeSpec, Condition, DateColumn
from pole.ingest.mapping.valuing import scheme_of, type_of
from pole.ingest.shape.columns import Columns, Values
from pole.ingest.shape.conditions import compile_condition
from pole.ingest.shape.extras import Dates, compile_extras, has_extras
from pole.ingest.shape.memory import Lookup, Memory, looked_up, remembering
from pole.ingest.shape.outcomes import Hold
from pole.ingest.shape.said import BLANK, MAPPED, UNFIT, Meaning, Said, Tally
from pole.ingest.shape.taking import Say, SaySeveral, columns_of, reading, several_of, sources_of
from pole.model.facts import Join
from pole.model.vocabulary import AttributeType, Vocabulary


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
    one: Lookup[Said] | None = None
    several: Lookup[tuple[Said, ...]] | None = None
    sort: Sort = Sort.VALUE
    about: str = ""
    """For a date: whether it is `from`, `to` or `review`."""

    def say(self, values: Values) -> tuple[Said, ...]:
        """What the row says by it."""
        if self.one is not None:
            return (remembering(self.one)(values),)
        return remembering(self.several)(values) if self.several is not None else ()

    def unfit(self) -> Sayer:
        """The same of a thing that does not bear the attribute: nothing is said, and a value that is there is counted."""
        unfit = self.tally.without_statement[UNFIT]

        def without(said: Said) -> Said:
            return said if said[0] is None else unfit

        one = _unless_held(self.one, without, unfit) if self.one else None
        several = (
            _unless_held(self.several, lambda saids: tuple(map(without, saids)), (unfit,)) if self.several else None
        )
        return self._replace(one=one, several=several)


_Answer = TypeVar("_Answer")


def _unless_held(lookup: Lookup[_Answer], change: Callable[[_Answer], _Answer], held: _Answer) -> Lookup[_Answer]:
    work, pick = lookup[0].work, lookup[1]

    def changed(texts: Values) -> _Answer:
        try:
            return change(work(texts))
        except Hold:
            return held

    return Memory(changed), pick


class KeyUse(NamedTuple):
    """The source's own keys that an attribute is part of."""

    own: tuple[tuple[str, Join], ...] = ()
    part_of_key: bool = False


_SILENT: Final = Tally("").without_statement[BLANK]
"""Where a condition does not hold: nothing is said, and nothing counted."""
_NONE: Final[tuple[Said, ...]] = ()


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

    sayers = list(_values(spec, meaning, columns))
    if spec.required == "yes":
        sayers.append(_guard(spec, meaning, columns))
    for about, date in (("from", spec.from_), ("to", spec.to), ("review", spec.review)):
        if date is not None:
            sayers.append(date_sayer(about, date, columns, spec.when))
    return sayers


def date_sayer(about: str, date: DateColumn, columns: Columns, when: Condition | None = None) -> Sayer:
    """Counts how a date that stands beside a value came out."""
    tally = Tally(date.column)

    def count(part: Columns) -> Say:
        read, saids = Dates(date, part).read, tally.without_statement
        return lambda values: saids[read(values)[1]]

    return Sayer(tally, one=_asked(when, columns, count, _SILENT), sort=Sort.DATE, about=about)


def _values(spec: AttributeSpec, meaning: Callable[[str], Meaning], columns: Columns) -> Iterator[Sayer]:
    """A sayer for each field of the row that has a value."""
    bare = spec.when is None and not has_extras(spec)
    for field, source in sources_of(spec):
        means = meaning(field)
        if bare and field in columns_of(spec):  # the text is all that matters, as for most fields
            read = Memory(reading(spec, means, columns.absent))
            yield Sayer(means.tally, one=(read, itemgetter(columns.place(field))))
        else:
            one = _asked(spec.when, columns, partial(_dressed, spec, partial(source, means)), _SILENT)
            yield Sayer(means.tally, one=one, sort=Sort.VALUE if field else Sort.CONSTANT)
    if spec.split is not None:
        means = meaning(spec.split)
        several = _asked(spec.when, columns, partial(_each_dressed, spec, means), _NONE)
        yield Sayer(means.tally, several=several)


def _asked(
    when: Condition | None, columns: Columns, saying: Callable[[Columns], Callable[[Values], _Answer]], silent: _Answer
) -> Lookup[_Answer]:
    """What is said by the columns that it takes, where the condition holds."""
    part = columns.part()
    say = saying(part)
    if when is None:
        return looked_up(part, say)
    holds = compile_condition(when, part)
    return looked_up(part, lambda values: say(values) if holds(values) else silent)


def _dressed(spec: AttributeSpec, source: Callable[[Columns], Say], columns: Columns) -> Say:
    """What a source says, with dates and the like beside it."""
    say, extras = source(columns), compile_extras(spec, columns)
    if extras is None:
        return say
    return lambda values: extras(values, say(values))


def _each_dressed(spec: AttributeSpec, means: Meaning, columns: Columns) -> SaySeveral:
    say, extras = several_of(spec, means, columns), compile_extras(spec, columns)
    if extras is None:
        return say
    return lambda values: tuple([extras(values, said) for said in say(values)])


def _guard(spec: AttributeSpec, meaning: Callable[[str], Meaning], columns: Columns) -> Sayer:
    """Holds a row back where none of the fields has a valid value."""
    tally = Tally("+".join(sayer.tally.field for sayer in _values(spec, meaning, columns)))
    silent = tally.without_statement[BLANK]

    def guarding(part: Columns) -> Say:
        asked = list(_values(spec, meaning, part))

        def guard(values: Values) -> Said:
            saids = [said for sayer in asked for said in sayer.say(values)]
            if all(said[2].outcome != MAPPED for said in saids):
                problem = next((statement.problem for statement, *_ in saids if statement is not None), "absent: blank")
                raise Hold(tally.field, f"a required value is missing ({problem})", "Ask the owner to correct the row.")
            return silent

        return guard

    return Sayer(tally, one=_asked(spec.when, columns, guarding, silent), sort=Sort.GUARD)
