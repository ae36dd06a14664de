"""What stands beside a value: when it is true, whose word it is, how it is graded, what was noted."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import TypeAlias

from pole.ingest.mapping.spec import AttributeSpec, DateColumn, Grade
from pole.ingest.shape.choices import compile_choice
from pole.ingest.shape.columns import Columns, Values
from pole.ingest.shape.memory import Memory, remembering
from pole.ingest.shape.outcomes import Hold
from pole.ingest.shape.said import ABSENT, BLANK, MAPPED, REJECTED, Said, beside
from pole.model.facts import Statement
from pole.model.values import Absent, Cleaned, Rejected, value_type

Beside: TypeAlias = Callable[[Values], str | None]


def compile_extras(spec: AttributeSpec, columns: Columns) -> Callable[[Values, Said], Said] | None:
    """Adds to what a field says whatever the mapping puts beside it; None when that is nothing."""
    begins = compile_date(spec.from_, columns)
    ends = compile_date(spec.to, columns)
    review = compile_date(spec.review, columns)
    note = _text(spec.note, columns) if spec.note else _never
    by_column = spec.basis is not None and spec.basis.column is not None
    basis = compile_choice(spec.basis, columns, "basis") if spec.basis is not None and by_column else _never
    grade = compile_grade(spec.grade, columns)
    if not has_extras(spec):
        return None

    def add(values: Values, said: Said) -> Said:
        s = said[0]
        if s is None:
            return said
        statement = Statement(
            s[0], s[1], s[2], s[3], s[4], s[5], begins(values), ends(values), basis(values) or s[8], grade(values),
            s[10], review(values), note(values),
        )  # fmt: skip
        if statement == s:
            return said
        return beside(said, statement)

    return add


def has_extras(spec: AttributeSpec) -> bool:
    """Whether the mapping puts anything of the row beside the value."""
    by_column = spec.basis is not None and spec.basis.column is not None
    return (
        by_column or bool(spec.note) or any(part is not None for part in (spec.from_, spec.to, spec.review, spec.grade))
    )


def _never(values: Values) -> None:
    del values


class Dates:
    """The dates in one column, as moments."""

    def __init__(self, date: DateColumn, columns: Columns) -> None:
        self._clean = value_type("date", date.format).clean
        self._absent = columns.absent
        self.read = remembering((Memory(self._learn), itemgetter(columns.place(date.column))))
        """The moment and how it came out; None when it is blank, stands for no date, or cannot be understood."""

    def _learn(self, raw: str) -> tuple[str | None, int]:
        if not raw or raw in self._absent:
            return None, BLANK
        outcome = self._clean(raw)
        if isinstance(outcome, Cleaned):
            return outcome.value, MAPPED
        if isinstance(outcome, Rejected):
            return None, REJECTED
        return None, BLANK if outcome.reason == "blank" else ABSENT


def compile_date(date: DateColumn | None, columns: Columns) -> Beside:
    """The moment in a column; None when there is none that can be understood."""
    if date is None:
        return _never
    read = Dates(date, columns).read
    return lambda values: read(values)[0]


def compile_grade(grade: Grade | None, columns: Columns) -> Beside:
    """``model:grade``; None when it is blank. A grade that cannot be understood holds the row back, because a grade
    limits what may be done with what it stands beside."""
    if grade is None:
        return _never
    pick, absent = columns.picker(grade.all_columns), columns.absent
    model_of = compile_choice(grade.model, columns, "grading")
    field, clean = "+".join(grade.all_columns), value_type("grade").clean

    def graded(values: Values) -> str | None:
        text = " ".join([part for part in pick(values) if part not in absent])
        outcome = clean(text)
        if isinstance(outcome, Absent):
            return None
        model = model_of(values)
        if isinstance(outcome, Cleaned) and (outcome.value[0].isdigit() == (model == "3x5x2")):
            return f"{model}:{outcome.value}"
        raise Hold(field, f"not a {model} grade: {text[:20]!r}", "Ask the owner to correct the grade.")

    return graded


def _text(names: tuple[str, ...], columns: Columns) -> Beside:
    pick, absent = columns.picker(names), columns.absent

    def text(values: Values) -> str | None:
        said = [raw for raw in map(str.strip, pick(values)) if raw and raw not in absent]
        return "; ".join(said) or None

    return text
