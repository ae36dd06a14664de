"""Questions as values: what may be asked of a store, and how much of it at once."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

from pole.graph.rows import TieRow
from pole.model.facts import Id, Instant

PAGE_LIMIT = 100
FRONTIER_LIMIT = 5_000
MENTIONS_IN_VIEW = 500
SEARCH_CANDIDATES = 5_000
EVENT_LINKS_LIMIT = 2_000


SECONDS_BEFORE_1970 = 62_135_596_800


def time_position(low: int | None) -> str:
    """A second since 1970 as text whose order is the order of time; undated last."""
    return "9" * 20 if low is None else f"{low + SECONDS_BEFORE_1970:020d}"


def tie_position(tie: TieRow) -> tuple[str, ...]:
    """The place of a tie among those of an entity."""
    return (tie.type, tie.role, "1" if tie.outgoing else "0", tie.other, tie.entity)


def event_position(tie: TieRow) -> tuple[str, ...]:
    """The place of a tie to an event in time."""
    return (time_position(tie.low), *tie_position(tie))


class PageRequest(NamedTuple):
    """At most `first` rows after the position `after` (exclusive); a position is the order key of a row."""

    first: int
    after: tuple[str, ...] | None = None


T = TypeVar("T")


class Page(NamedTuple, Generic[T]):
    """Rows in order; `more` when others follow the last one."""

    rows: list[T]
    more: bool


class LinkWhere(NamedTuple):
    """Conditions on links. None means any; the reader adds visibility by itself.

    Services make this from a LinkFilter and the vocabulary, so stores know no vocabulary.
    """

    types: tuple[str, ...] | None = None
    roles: tuple[str, ...] | None = None
    kinds: tuple[str, ...] | None = None
    """Of the other end."""
    subtypes: tuple[str, ...] | None = None
    """Of the other end."""
    sources: tuple[str, ...] | None = None
    standings: tuple[str, ...] | None = None
    """A link without standing passes only when "" is among them."""
    grades: tuple[str, ...] | None = None
    """Full texts (`3x5x2:1BP`); a link without grade passes only when "" is among them."""
    low: int | None = None
    """With `high`: links that overlap these seconds since 1970 (inclusive).

    A link with only one date is open on the other side; a link with neither is undated.
    """
    high: int | None = None
    undated: bool = True
    """Whether links without any date pass when a period is asked for."""
    outgoing: bool | None = None
    """Only links that start (True) or end (False) at the entity asked about."""


ANY_LINK = LinkWhere()


class SearchWhere(NamedTuple):
    """What must be in one mention. None means any; the reader adds visibility by itself."""

    words: tuple[tuple[str, ...], ...]
    """Of each of these groups one word: folded, without space; a trailing `*` asks for words that begin so."""
    kinds: tuple[str, ...] | None = None
    subtypes: tuple[str, ...] | None = None
    sources: tuple[str, ...] | None = None
    entities: tuple[Id, ...] | None = None
    """Only of these. They may be asked about without any words."""


class TaskWhere(NamedTuple):
    """Conditions on tasks of correction. None means any; the reader adds visibility by itself."""

    sources: tuple[str, ...] | None = None
    states: tuple[str, ...] | None = None
    records: tuple[Id, ...] | None = None
    """About one of these records."""


class DecisionWhere(NamedTuple):
    """Conditions on decisions. None means any; the reader adds visibility by itself."""

    states: tuple[str, ...] | None = None
    verdicts: tuple[str, ...] | None = None
    keysets: tuple[Id, ...] | None = None
    """With one of these key sets at an end."""
    rows: tuple[Id, ...] | None = None
    """About one of these source rows."""


class AsAt(NamedTuple):
    """What an entity's key sets said at a moment of loading."""

    entity: Id
    at: Instant
