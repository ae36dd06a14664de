"""Whether a tie still holds: computed when asked, never stored."""

from __future__ import annotations

from datetime import datetime, timedelta

from pole.graph.rows import LinkRow
from pole.model.currency import Currency
from pole.model.facts import decode_statements
from pole.model.moment import Moment

LIFE = "stated-life"
"""The link attribute that carries the mapping's stated life, in days."""


def link_currency(link: LinkRow, now: datetime) -> Currency:
    """Former once its end has passed; current while its period is open, or it was stated within its stated life.

    Without an end, a beginning or a stated life nobody can say.
    """
    if link.ends is not None:
        return Currency.CURRENT if Moment(link.ends).latest() >= now else Currency.FORMER
    life = stated_life(link)
    if life is not None:
        stated = datetime.fromisoformat(link.received)
        return Currency.CURRENT if stated + life >= now else Currency.UNKNOWN
    return Currency.CURRENT if link.begins is not None else Currency.UNKNOWN


def stated_life(link: LinkRow) -> timedelta | None:
    """How long after it was last stated the source lets it count as current."""
    if LIFE not in link.body:
        return None
    days = next((s.value for s in decode_statements(link.body) if s.attribute == LIFE and s.value), None)
    return timedelta(days=int(days)) if days else None
