"""The grammar of a mapping, part by part. What the parts mean is in `docs/reference/mapping.md`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Annotated, ClassVar, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from pole.formats.describing import Format
from pole.formats.parts import Columns, Name, OneOrMore, Part, Slug, exactly_one
from pole.formats.types import UP
from pole.model.basis import Basis
from pole.model.marking import Marking

YesNo: TypeAlias = Literal["yes", "no"]
QUARANTINE = "quarantine"
IGNORE = "ignore"


class MarkingSpec(Part):
    """A marking that the mapping gives a name."""

    classification: Name
    handling: tuple[Name, ...] = ()
    compartments: tuple[Name, ...] = ()
    owner_limits: tuple[Name, ...] = ()

    @cached_property
    def marking(self) -> Marking:
        """The marking it describes. Raises MarkingError."""
        return Marking.of(
            self.classification,
            handling=self.handling,
            compartments=self.compartments,
            owner_limits=self.owner_limits,
        )


class Condition(Part):
    """When something holds of a row. A column alone: it has a value."""

    short: ClassVar[str | None] = "column"

    column: Name | None = None
    in_: Annotated[tuple[str, ...] | None, Field(min_length=1)] = None
    all_: tuple[Condition, ...] | None = Field(default=None, min_length=1)
    any_: tuple[Condition, ...] | None = Field(default=None, min_length=1)
    not_: Condition | None = None

    @model_validator(mode="after")
    def _one_sort(self) -> Self:
        exactly_one("a condition", {"column": self.column, "all": self.all_, "any": self.any_, "not": self.not_})
        if self.in_ is not None and self.column is None:
            raise ValueError("`in` needs a column")
        return self

    def columns(self) -> set[str]:
        """Every column it looks at."""
        parts = (*(self.all_ or ()), *(self.any_ or ()), *((self.not_,) if self.not_ else ()))
        return {self.column} if self.column else set[str]().union(*(part.columns() for part in parts))


class Choice(Part):
    """A name out of the vocabulary: always the same, or by the code in a column."""

    short: ClassVar[str | None] = "constant"

    constant: Name | None = None
    column: Name | None = None
    map: dict[str, Name] | None = Field(default=None, min_length=1)
    otherwise: Name | None = Field(default=None, description="`quarantine`, `ignore` (counted) or a value")

    @model_validator(mode="after")
    def _one_sort(self) -> Self:
        exactly_one("a choice", {"constant": self.constant, "column": self.column})
        if self.column is not None and self.map is None:
            raise ValueError("a choice by column needs a `map` from code to name")
        if self.map is not None and self.otherwise is None:
            raise ValueError(
                "a `map` needs `otherwise`: what to do with other codes (`quarantine`, `ignore` or a value)"
            )
        if self.constant is not None and (self.map or self.otherwise):
            raise ValueError("`map` and `otherwise` need a column")
        return self

    def names(self) -> list[str]:
        """Every name it can come to."""
        if self.constant is not None:
            return [self.constant]
        names = [*(self.map or {}).values()]
        if self.otherwise is not None and self.otherwise not in (QUARANTINE, IGNORE):
            names.append(self.otherwise)
        return names


class DateColumn(Part):
    """A column that holds a date or moment."""

    short: ClassVar[str | None] = "column"

    column: Name
    format: Name | None = Field(default=None, description="Such as DD-MON-YYYY HH24:MI; ISO dates need none")


GRADINGS = ("3x5x2", "5x5x5")


class Grade(Part):
    """How an intelligence source grades what it says."""

    model: Choice
    column: Name | None = None
    columns: tuple[Name, ...] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _one_sort(self) -> Self:
        exactly_one("a grade", {"column": self.column, "columns": self.columns})
        for name in self.model.names():
            if name not in GRADINGS:
                raise ValueError(f"{name!r} is no grading: there are {' and '.join(GRADINGS)}")
        if self.model.otherwise == IGNORE:
            raise ValueError("a grade limits what may be done, so an unknown grading cannot be ignored")
        return self

    @property
    def all_columns(self) -> tuple[str, ...]:
        """The columns whose texts make the grade, in order."""
        return self.columns or ((self.column,) if self.column else ())

    @property
    def looked_at(self) -> tuple[str, ...]:
        """Every column it looks at."""
        return (*self.all_columns, *((self.model.column,) if self.model.column else ()))


class AttributeSpec(Part):
    """Where the values of one attribute come from, and how they are understood."""

    short: ClassVar[str | None] = "column"

    column: Name | None = None
    parts: dict[Name, Columns] | None = Field(default=None, min_length=1)
    join: tuple[Name, ...] | None = Field(default=None, min_length=1)
    with_: str | None = None
    each: tuple[Name, ...] | None = Field(default=None, min_length=1)
    split: Name | None = None
    by: Annotated[str, Field(min_length=1)] | None = None
    flags: dict[Name, str | dict[str, str]] | None = Field(default=None, min_length=1)
    set_by: Annotated[tuple[str, ...], OneOrMore()] = ()
    unset_by: Annotated[tuple[str, ...], OneOrMore()] = ()
    constant: Name | None = None

    type: Name | None = None
    scheme: Name | None = None
    map: dict[str, str] | None = Field(default=None, min_length=1)
    otherwise: Literal["keep", "absent", "quarantine"] | None = None
    format: Name | None = None
    from_: DateColumn | None = None
    to: DateColumn | None = None
    review: DateColumn | None = None
    note: Annotated[tuple[Name, ...], OneOrMore()] = ()
    basis: Choice | None = None
    grade: Grade | None = None
    when: Condition | None = None
    change: Literal["history", "correction"] | None = None
    required: YesNo = "no"
    blank: Literal["keep", "ignore"] = Field(default="ignore", description="`keep` states that the column is blank")
    marking: Name | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        exactly_one("an attribute", self._sources())
        for name, needs, there in (
            ("with", "join", self.with_ is None or self.join is not None),
            ("by", "split", self.by is None or self.split is not None),
            ("otherwise", "map", self.otherwise is None or self.map is not None),
        ):
            if not there:
                raise ValueError(f"`{name}` needs `{needs}`")
        self._flags_have_codes()
        if self.split is not None and self.by is None:
            raise ValueError("`split` needs `by`: the text between the parts")
        if self.required == "yes" and (self.constant is not None or self.flags is not None):
            raise ValueError("`required` is for values of the row, not for a constant or flags")
        if self.map is not None and (self.constant is not None or self.flags is not None or self.parts is not None):
            raise ValueError("`map` works on received text: column, join, each or split")
        return self

    def _flags_have_codes(self) -> None:
        shared = [column for column, value in (self.flags or {}).items() if isinstance(value, str)]
        if shared and not self.set_by:
            raise ValueError(f"`flags` gives {shared[0]} a value without a code: say `set-by`, the codes that set it")
        if (self.set_by or self.unset_by) and not shared:
            raise ValueError("`set-by` and `unset-by` are for `flags` that give columns a value: {COLUMN: value}")
        both = sorted(set(self.set_by) & set(self.unset_by))
        if both:
            raise ValueError(f"{both[0]!r} cannot both set and unset")

    def codes_of(self, flag: str | dict[str, str]) -> dict[str, str]:
        """The codes of one flag, each with the value that it sets."""
        return dict.fromkeys(self.set_by, flag) if isinstance(flag, str) else flag

    def _sources(self) -> dict[str, object]:
        return {
            "column": self.column,
            "parts": self.parts,
            "join": self.join,
            "each": self.each,
            "split": self.split,
            "flags": self.flags,
            "constant": self.constant,
        }

    def value_columns(self) -> tuple[str, ...]:
        """The columns that its values are made of, in order; none for a constant."""
        single = (self.column, self.split)
        parts = [column for columns in (self.parts or {}).values() for column in columns]
        return (*filter(None, single), *parts, *(self.join or ()), *(self.each or ()), *(self.flags or {}))

    def columns(self) -> set[str]:
        """Every column it looks at."""
        dates = {date.column for date in (self.from_, self.to, self.review) if date is not None}
        others = (*self.note, self.basis.column if self.basis else None)
        grade = self.grade.looked_at if self.grade else ()
        when = self.when.columns() if self.when else set[str]()
        return {*self.value_columns(), *dates, *(name for name in others if name), *grade, *when}


class KeySpec(Part):
    """A key of the source's own: which attributes make it, and whether it joins."""

    short: ClassVar[str | None] = "of"
    short_is_list: ClassVar[bool] = True

    of: Annotated[tuple[Name, ...], Field(min_length=1), OneOrMore()]
    joins: YesNo = "yes"


Attributes: TypeAlias = dict[Name, Annotated[tuple[AttributeSpec, ...], Field(min_length=1), OneOrMore()]]


def _graded(attributes: Attributes, grade: Grade) -> Attributes:
    return {
        name: tuple(one if one.grade is not None else one.model_copy(update={"grade": grade}) for one in specs)
        for name, specs in attributes.items()
    }


class MentionSpec(Part):
    """What a row says of one thing."""

    use: Name | None = None
    is_: Choice | None = None
    when: Condition | None = None
    keys: dict[Slug, KeySpec] = Field(default_factory=dict[str, KeySpec])
    attributes: Attributes = Field(default_factory=dict)
    marking: Name | None = None

    def graded(self, grade: Grade | None) -> MentionSpec:
        """The same with this grade on every attribute that has none of its own."""
        return self if grade is None else self.model_copy(update={"attributes": _graded(self.attributes, grade)})

    def over(self, shape: MentionSpec) -> MentionSpec:
        """A shape with what is said here added to it; where both say something, this holds."""
        return MentionSpec.model_construct(
            use=None,
            is_=self.is_ or shape.is_,
            when=self.when or shape.when,
            keys={**shape.keys, **self.keys},
            attributes={**shape.attributes, **self.attributes},
            marking=self.marking or shape.marking,
        )


class Dates(Part):
    """When a link held: from and to, or at a moment."""

    from_: DateColumn | None = None
    to: DateColumn | None = None
    at: DateColumn | None = None

    @model_validator(mode="after")
    def _interval_or_moment(self) -> Self:
        if (self.at is None) == (self.from_ is None and self.to is None):
            raise ValueError("dates are `from` and `to` (one may be left out), or `at`")
        return self


def _days(text: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{0,4}d", text):
        raise ValueError("write a number of days, such as 400d")
    return text


class LinkSpec(Part):
    """How two mentions of a row are related."""

    type: Choice
    role: Choice | None = None
    from_: Name
    to: Name
    when: Condition | None = None
    dates: Dates | None = None
    standing: Choice | None = None
    basis: Choice | None = None
    grade: Grade | None = None
    life: Annotated[str, AfterValidator(_days)] | None = None
    attributes: Attributes = Field(default_factory=dict)
    marking: Name | None = None

    def graded(self, grade: Grade | None) -> LinkSpec:
        """The same with this grade on it and its attributes, where they have none of their own."""
        if grade is None:
            return self
        return self.model_copy(update={"grade": self.grade or grade, "attributes": _graded(self.attributes, grade)})


class RowKey(Part):
    """The columns that are a row's key, and how they are written together where somebody else writes them so."""

    short: ClassVar[str | None] = "columns"
    short_is_list: ClassVar[bool] = True

    columns: Columns
    with_: Annotated[str | None, Field(min_length=1)] = None


class RecordKey(RowKey):
    """The key of a record's own rows, and what a row without it is known by instead."""

    otherwise: Annotated[tuple[Name, ...], OneOrMore()] = ()


class Parent(Part):
    """The row that this one is a child of."""

    record: Name
    key: RowKey
    replaces: YesNo = "no"


class MadeFrom(Part):
    """A record that this one was made from."""

    source: Slug | None = None
    record: Name
    key: RowKey
    when: Condition | None = None


class VerbSpec(Part):
    """What a row asks for, by the code in a column."""

    column: Name
    put: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()
    dispose: tuple[str, ...] = ()
    merge: tuple[str, ...] = ()
    unmerge: tuple[str, ...] = ()

    def codes(self) -> list[str]:
        """Every code that is known."""
        return [*self.put, *self.delete, *self.dispose, *self.merge, *self.unmerge]

    def below(self, steps: str) -> VerbSpec:
        """What it asks for the lines that stand under its row, so many steps below: to go with it, or to be there."""
        put = (*self.put, *self.merge, *self.unmerge)
        return VerbSpec(column=steps + self.column, put=put, delete=self.delete, dispose=self.dispose)


class MergeSpec(Part):
    """One number of the source is now another."""

    kind: Name
    scheme: Slug
    from_: Name
    to: Name


class RecordMarking(Part):
    """The marking of a record: always the same, or the one that the mapping declares for the code in some columns."""

    short: ClassVar[str | None] = "name"

    name: Name | None = None
    columns: Annotated[tuple[Name, ...], OneOrMore()] = ()
    map: dict[str, Name] | None = Field(default=None, min_length=1)
    otherwise: Name | None = Field(default=None, description="`quarantine`, or a marking at or above all of the map")

    @model_validator(mode="after")
    def _one_sort(self) -> Self:
        exactly_one("a marking", {"name": self.name, "columns": self.columns or None})
        if self.columns and (self.map is None or self.otherwise is None):
            raise ValueError("a marking by code needs `map`, from code to marking, and `otherwise` for other codes")
        if self.name is not None and (self.map or self.otherwise):
            raise ValueError("`map` and `otherwise` need `columns`")
        return self

    def names(self) -> tuple[str, ...]:
        """Every marking it can come to, each once."""
        if self.name is not None:
            return (self.name,)
        otherwise = self.otherwise if self.otherwise != QUARANTINE else None
        return tuple(dict.fromkeys(name for name in (*(self.map or {}).values(), otherwise) if name is not None))


class RecordSpec(Part):
    """One record type."""

    file: Name
    type: Slug | None = Field(
        default=None, description="Which of the types in `format` it reads; its own name if left out"
    )
    columns: tuple[Name, ...] | None = Field(default=None, min_length=1)
    mode: Literal["full", "delta"] | None = None
    key: RecordKey
    received: DateColumn | None = None
    parent: Parent | None = None
    made_from: Annotated[tuple[MadeFrom, ...], OneOrMore()] = ()
    origin: Annotated[tuple[Name, ...], OneOrMore()] = ()
    unit: Name | None = None
    verb: VerbSpec | None = None
    merge: MergeSpec | None = None
    skip: Condition | None = None
    marking: RecordMarking | None = None
    grade: Grade | None = None
    retire_limit: float = Field(default=10, ge=0, le=100)
    mentions: dict[Slug, MentionSpec] = Field(default_factory=dict[str, MentionSpec])
    links: tuple[LinkSpec, ...] = ()

    def in_each_marking(self) -> tuple[RecordSpec, ...]:
        """This record as it is under each marking that its rows can have: one where it is always the same."""
        if self.marking is None or self.marking.name is not None:
            return (self,)
        return tuple(self.model_copy(update={"marking": RecordMarking(name=name)}) for name in self.marking.names())


_SECONDS = {"m": 60, "h": 3_600, "d": 86_400}


def _duration(text: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{0,4}[mhd]", text):
        raise ValueError("write a number of minutes, hours or days, such as 15m, 36h or 7d")
    return text


Duration: TypeAlias = Annotated[str, AfterValidator(_duration)]


class Refresh(Part):
    """How often a source comes: in words, and as what the register can hold against what came."""

    short: ClassVar[str | None] = "words"

    words: str = ""
    every: Duration | None = None
    late_after: Duration | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.late_after is not None and self.every is None:
            raise ValueError("`late-after` needs `every`")
        if self.late_seconds is not None and self.late_seconds < (self.every_seconds or 0):
            raise ValueError("`late-after` is no shorter than `every`")
        return self

    @property
    def every_seconds(self) -> int | None:
        """Seconds between two loads; None where none is expected."""
        return _seconds(self.every)

    @property
    def late_seconds(self) -> int | None:
        """Seconds without a load after which the source is late; by default half as long again as `every`."""
        return _seconds(self.late_after) or (self.every_seconds and self.every_seconds * 3 // 2)


def _seconds(duration: str | None) -> int | None:
    return None if duration is None else int(duration[:-1]) * _SECONDS[duration[-1]]


class ModeColumn(Part):
    """What says whether an extract holds everything or what has changed."""

    column: Name
    map: dict[str, Literal["full", "delta"]] = Field(min_length=1)


class ExtractSpec(Part):
    """Where a file says which extract it is of, other than by `{extract}` and `{mode}` in its name."""

    short: ClassVar[str | None] = "number"

    number: Name | None = Field(default=None, description="Column of a header that holds the extract's number")
    mode: ModeColumn | None = Field(default=None, description="Column of a header, or a part of the file's name")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.number is None and self.mode is None:
            raise ValueError("say which column has the `number`, which the `mode`, or both")
        return self


class MappingSpec(Part):
    """A whole mapping."""

    source: Slug
    title: Name
    owner: str = ""
    contact: str = ""
    refresh: Refresh = Refresh()
    mandated: YesNo = "no"
    format: Format
    extract: ExtractSpec | None = None
    markings: dict[Slug, MarkingSpec] = Field(min_length=1)
    marking: Name
    raw: Name | None = None
    shapes: dict[Slug, MentionSpec] = Field(default_factory=dict[str, MentionSpec])
    records: dict[Slug, RecordSpec] = Field(min_length=1)
    no_load: Annotated[tuple[Name, ...], OneOrMore()] = ()

    def type_of(self, name: str) -> str:
        """Which type of row a record reads; empty where the files have rows of one type only."""
        if not self.format.types:
            return ""
        return self.records[name].type or name

    def verb_of(self, record: RecordSpec) -> VerbSpec | None:
        """What its rows ask for: by a column of their own, or by that of the line that they stand under."""
        if record.verb is not None or record.parent is None:
            return record.verb
        above = self.records.get(record.parent.record)
        steps = _steps(record.parent.key.columns, above.key.columns) if above is not None else ""
        verb = self.verb_of(above) if above is not None and steps else None
        return verb.below(steps) if verb is not None else None

    def mentions_of(self, record: RecordSpec) -> dict[str, MentionSpec]:
        """The mentions of a record, shapes filled in."""
        return {
            name: mention.over(self.shapes[mention.use]) if mention.use in self.shapes else mention
            for name, mention in record.mentions.items()
        }


def _steps(named: Sequence[str], own: Sequence[str]) -> str:
    """How far above a row its parent stands, where the row names its key by the parent's own columns; else empty."""
    steps = named[0][: len(named[0]) - len(named[0].lstrip(UP))]
    return steps if [*named] == [steps + column for column in own] else ""


BASES = tuple(basis.value for basis in Basis)
