"""Statements with where they are from, and how one of them is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pole.access.session import Inquiry
from pole.graph.rows import LinkRow, MentionRow, RecordRow
from pole.model.basis import Basis
from pole.model.facts import Id, Statement, decode_statements
from pole.service.answers.facts import GradeView, StatementView
from pole.service.grades import grade_view


class Stated(NamedTuple):
    """A statement, the mention or link it stands on, and its record."""

    statement: Statement
    on: MentionRow | LinkRow
    record: RecordRow


def stated_on(inquiry: Inquiry, rows: Sequence[MentionRow | LinkRow]) -> list[Stated]:
    """Every statement of these mentions or links, in their order."""
    records = {r.id: r for r in inquiry.graph.records(sorted({row.record for row in rows}))}
    inquiry.shows("record", *records)
    return stated_with(records, rows)


def stated_with(records: Mapping[Id, RecordRow], rows: Iterable[MentionRow | LinkRow]) -> list[Stated]:
    """As `stated_on`, where the records are at hand."""
    return [
        Stated(statement, row, records[row.record])
        for row in rows
        if row.record in records
        for statement in decode_statements(row.body)
    ]


def statement_view(inquiry: Inquiry, stated: Stated) -> StatementView:
    """One source's word, for people."""
    statement, on, record = stated
    return said_view(inquiry, statement, on, inquiry.seal("record", record.id))


def said_view(inquiry: Inquiry, s: Statement, on: MentionRow | LinkRow, record: str) -> StatementView:
    """The same, of a mention or link whose record goes by that public id."""
    reason, suggestions = _problem(s.problem)
    return StatementView(
        attribute=s.attribute,
        raw=s.raw,
        value=s.value,
        precision=s.precision,
        rejected=reason,
        suggestions=suggestions,
        begins=s.begins,
        ends=s.ends,
        review=s.review,
        note=s.note,
        former=s.former,
        basis=s.basis or Basis.RECORDED.value,
        grade=grade(s.grade),
        marking=inquiry.marking(on.vis),
        record=record,
        source=on.source,
        received=on.received,
        loaded=on.loaded,
        field=s.field,
    )


def grade(text: str | None) -> GradeView | None:
    """A stored grade for people; None when ungraded."""
    return None if text is None else grade_view(text)


def _problem(problem: str | None) -> tuple[str | None, tuple[str, ...]]:
    if problem is None:
        return None, ()
    reason, *suggestions = problem.split(" | ")
    return reason, tuple(suggestions)
