"""What a tie may be called: what its standing bears, and nobody under ten is called suspect or offender."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pole.access.session import Inquiry
from pole.graph.rows import LinkRow
from pole.model.facts import decode_statements
from pole.model.moment import Moment, age_range
from pole.model.standing import Standing
from pole.service.answers.head import EntityHead

AGE = "age-at-event"


class Words(NamedTuple):
    """A tie in words: read from start to end, from end to start, and what each end is called."""

    label: str
    inverse: str
    start_role: str | None
    end_role: str | None


def words_for(inquiry: Inquiry, type_: str, role: str, standing: Standing, age: int | None = None) -> Words:
    """The words that a tie of this type, role and standing may be shown with, `age` being that of its start at the event."""
    shown = inquiry.vocabulary.words_of(type_, standing, age)
    given = role if shown.name == type_ else ""
    return Words(shown.label, shown.inverse, shown.role_at_start(given), shown.role_at_end(given))


def age_at_event(inquiry: Inquiry, type_: str, start: EntityHead, links: Sequence[LinkRow]) -> int | None:
    """The lowest age in years that the start of these links can have had, as a record states it or from its birth date.

    None too where the words of this type do not depend on it.
    """
    if not inquiry.vocabulary.minds_age(type_):
        return None
    stated = [
        int(s.value)
        for k in links
        if AGE in k.body
        for s in decode_statements(k.body)
        if s.attribute == AGE and s.value and s.value.isdigit()
    ]
    if stated:
        return min(stated)
    when = min((k.begins for k in links if k.begins), default=None)
    return age_range(Moment(start.born), Moment(when))[0] if start.born and when else None
