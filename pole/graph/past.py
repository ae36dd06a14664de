"""Ties as they stood at a moment of loading, made of the first-hop links of then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from pole.errors import LimitReachedError
from pole.graph.port import GraphReader
from pole.graph.questions import EVENT_LINKS_LIMIT, LinkWhere, Page, PageRequest, event_position, tie_position
from pole.graph.rows import LINKS_PER_TIE, CountRow, LinkRow, MentionRow, TieRow
from pole.model.facts import Id, Instant
from pole.model.kind import Kind

PAST_LIMIT: Final = 5_000
"""Mentions or links of then that one question may take."""
_REMEDY: Final = "ask about it as it is today"


def mentions_then(reader: GraphReader, entities: Sequence[Id], at: Instant) -> list[MentionRow]:
    """All of these entities together, newest receipt first, then id. Raises LimitReachedError."""
    found = reader.past_mentions(entities, at, PAST_LIMIT + 1)
    if len(found) > PAST_LIMIT:
        raise LimitReachedError("mentions of a past moment", PAST_LIMIT, _REMEDY)
    return found


class PastTies:
    """The ties of entities taken as one thing, as `GraphReader` promises them, at a moment of loading."""

    def __init__(self, reader: GraphReader, at: Instant) -> None:
        self._reader = reader
        self._at = at

    def relationship_counts(self, entities: Sequence[Id], where: LinkWhere) -> list[CountRow]:
        """Ties and links of each sort."""
        sorts: dict[tuple[str, str, bool, str], list[int]] = defaultdict(list)
        for type_, role, outgoing, _, kind, links in self.tie_others(entities, where):
            sorts[(type_, role, outgoing, kind)].append(links)
        return [CountRow(*sort, len(links), sum(links)) for sort, links in sorted(sorts.items())]

    def tie_others(self, entities: Sequence[Id], where: LinkWhere) -> list[tuple[str, str, bool, Id, str, int]]:
        """The other end of every tie, with its kind and the number of links."""
        found: dict[tuple[str, str, bool, Id], list[str]] = defaultdict(list)
        for (_, type_, role, outgoing, other), kind, _ in self._seen(entities, where):
            found[(type_, role, outgoing, other)].append(kind)
        return [(*tie, min(kinds), len(kinds)) for tie, kinds in sorted(found.items())]

    def neighbours(self, entities: Sequence[Id], where: LinkWhere, page: PageRequest) -> Page[TieRow]:
        """Ties in tie order."""
        ties = sorted(self._ties(entities, where), key=tie_position)
        return _page(ties, tie_position, page)

    def ties(self, pairs: Sequence[tuple[Id, Id]], where: LinkWhere) -> list[TieRow]:
        """Every tie of each (entity, other) pair, seen from the first."""
        wanted = set(pairs)
        seen = [one for of in sorted({of for of, _ in pairs}) for one in self._ties([of], where)]
        return sorted((tie for tie in seen if (tie.entity, tie.other) in wanted), key=_pair_order)

    def events(self, entities: Sequence[Id], where: LinkWhere, page: PageRequest) -> Page[TieRow]:
        """Ties to events by time, undated ones last."""
        ties = [tie for tie in self._ties(entities, where) if _other_kind(tie) == Kind.EVENT]
        if sum(tie.held for tie in ties) > EVENT_LINKS_LIMIT:
            raise LimitReachedError("links to events", EVENT_LINKS_LIMIT, _REMEDY)
        return _page(sorted(ties, key=event_position), event_position, page)

    def _ties(self, entities: Sequence[Id], where: LinkWhere) -> list[TieRow]:
        found: dict[tuple[Id, str, str, bool, Id], list[LinkRow]] = defaultdict(list)
        for tie, _, link in self._seen(entities, where):
            found[tie].append(link)
        return [
            TieRow(*tie, tuple(_newest(links)[:LINKS_PER_TIE]), len(links), _earliest(links))
            for tie, links in found.items()
        ]

    def _seen(
        self, entities: Sequence[Id], where: LinkWhere
    ) -> Iterator[tuple[tuple[Id, str, str, bool, Id], str, LinkRow]]:
        """(tie, kind of its other end, link) for every link that leaves these entities and passes."""
        links = self._reader.past_links(entities, self._at, PAST_LIMIT + 1)
        if len(links) > PAST_LIMIT:
            raise LimitReachedError("relationships of a past moment", PAST_LIMIT, _REMEDY)
        own = set(entities)
        for k in links:
            for of, outgoing, other, kind, subtype in (
                (k.start, True, k.end, k.end_kind, k.end_subtype),
                (k.end, False, k.start, k.start_kind, k.start_subtype),
            ):
                if of in own and other not in own and _passes(k, outgoing, kind, subtype, where):
                    yield (of, k.type, k.role, outgoing, other), kind, k


def _page(ties: Sequence[TieRow], position: Callable[[TieRow], tuple[str, ...]], page: PageRequest) -> Page[TieRow]:
    left = [tie for tie in ties if page.after is None or position(tie) > page.after]
    return Page(left[: page.first], len(left) > page.first)


def _pair_order(tie: TieRow) -> tuple[Id, str, str, bool, Id]:
    return tie[:5]


def _other_kind(tie: TieRow) -> str:
    return tie.links[0].end_kind if tie.outgoing else tie.links[0].start_kind


def _passes(k: LinkRow, outgoing: bool, kind: str, subtype: str, where: LinkWhere) -> bool:
    if where.outgoing is not None and outgoing != where.outgoing:
        return False
    asked = (
        (where.types, k.type),
        (where.roles, k.role),
        (where.kinds, kind),
        (where.subtypes, subtype),
        (where.sources, k.source),
        (where.standings, k.standing or ""),
        (where.grades, k.grade or ""),
    )
    return all(wanted is None or value in wanted for wanted, value in asked) and _overlaps(k, where)


def _overlaps(k: LinkRow, where: LinkWhere) -> bool:
    if where.low is None and where.high is None:
        return True
    if k.low is None and k.high is None:
        return where.undated
    too_late = where.high is not None and k.low is not None and k.low > where.high
    too_early = where.low is not None and k.high is not None and k.high < where.low
    return not too_late and not too_early


def _earliest(links: Iterable[LinkRow]) -> int | None:
    return min((k.low for k in links if k.low is not None), default=None)


def _newest(links: Iterable[LinkRow]) -> list[LinkRow]:
    return sorted(sorted(links, key=lambda k: k.id), key=lambda k: k.received, reverse=True)
