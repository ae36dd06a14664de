"""Everything around some things, for a chart: a few links out, bounded, and saying what was cut and by which limit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pole.access.reading import ScopedGraph
from pole.access.session import Inquiry
from pole.errors import LimitReachedError, NotVisibleError
from pole.graph.questions import PAGE_LIMIT, LinkWhere, PageRequest
from pole.model.facts import Id
from pole.service.answers.network import Cut, Network
from pole.service.filters import LinkFilter, left_out, where_of_paths
from pole.service.heads import heads
from pole.service.limits import within
from pole.service.paths import HUB
from pole.service.relationships import relationship_views, strictest

MAX_HOPS = 3
MAX_ENTITIES = 500
MAX_PAIRS = 5_000
"""Pairs of entities with a tie: a chart of more is no chart."""


class Seeds(NamedTuple):
    """A question for the network around some things."""

    ids: tuple[Id, ...]
    hops: int = 1
    limit: int = 200
    filter: LinkFilter | None = None
    through_hubs: bool = False


def find_network(inquiry: Inquiry, seeds: Seeds) -> Network:
    """The network of at most `limit` entities within `hops` links of the seeds, and all ties among them.

    Where the limit does not take a whole level, those tied to more of the network come first, then by id. A hub is shown
    and not followed, unless hubs are asked for. Raises NotVisibleError when a seed is not visible, LimitReachedError.
    """
    within("hops", seeds.hops, 1, MAX_HOPS, "ask for fewer hops, then for the network of what they show")
    within("limit", seeds.limit, 1, MAX_ENTITIES, "ask for a smaller network")
    ends = heads(inquiry, seeds.ids)
    if not seeds.ids or any(id_ not in ends for id_ in seeds.ids):
        raise NotVisibleError()
    starts = sorted({head.id for head in ends.values()})
    within("seeds", len(starts), 1, seeds.limit, "ask for a larger limit or fewer seeds")
    where = where_of_paths(inquiry.vocabulary, seeds.filter)
    growth = _Growth(inquiry.graph, where, None if seeds.through_hubs else HUB, seeds)
    growth.grow(starts)
    return _shown(inquiry, growth, seeds.filter)


class _Growth:
    """A network as it grows, level by level."""

    def __init__(self, graph: ScopedGraph, where: LinkWhere, hub: int | None, seeds: Seeds) -> None:
        self._graph = graph
        self.where = where
        self.hub = hub
        self.hops = seeds.hops
        self.limit = seeds.limit
        self.members: dict[Id, int] = {}
        """With their distance, in the order in which they are shown."""
        self.around: dict[Id, set[Id]] = defaultdict(set)
        """What lies one link from each member that was followed, in the network or not."""
        self.hubs: set[Id] = set()

    def grow(self, starts: Sequence[Id]) -> None:
        """Take what lies within the hops, as far as the limit goes, then look for ties among the outermost."""
        edge = list(starts)
        self.members = dict.fromkeys(edge, 0)
        self._follow(edge)
        for hub in sorted(self.hubs):
            self._look_into(hub)
        for distance in range(1, self.hops + 1):
            self._follow(edge)
            edge = self._nearest(edge)
            self.members |= dict.fromkeys(edge, distance)
        self._follow(edge)

    def pairs(self) -> list[tuple[Id, Id]]:
        """Members with a tie between them, each pair once, lower id first. Raises LimitReachedError."""
        found = {(min(a, b), max(a, b)) for a, others in self.around.items() for b in others & self.members.keys()}
        hubs = sorted(self.hubs)
        found |= {(a, b) for n, a in enumerate(hubs) for b in hubs[n + 1 :]}
        if len(found) > MAX_PAIRS:
            raise LimitReachedError("ties in a network", MAX_PAIRS, "ask for fewer entities or link types")
        return sorted(found)

    def cut(self, shown: Counter[Id]) -> Iterator[tuple[Id, int, str]]:
        """Members whose surroundings are not all shown: how many are missing, and why.

        `shown` has the number of relationships of each member in the network.
        """
        for id_, distance in self.members.items():
            if id_ in self.hubs:
                held = sum(row.ties for row in self._graph.counts(id_, self.where))
                if held > shown[id_]:
                    yield id_, held - shown[id_], f"a hub: it has more than {self.hub} others"
            elif missing := len(self.around[id_] - self.members.keys()):
                beyond = distance == self.hops
                yield id_, missing, "beyond the hops asked for" if beyond else f"limit of {self.limit} entities"

    def _follow(self, edge: Iterable[Id]) -> None:
        fresh = [id_ for id_ in edge if id_ not in self.around and id_ not in self.hubs]
        step = self._graph.frontier(sorted(fresh), self.where, self.hub)
        self.hubs |= set(step.hubs)
        for of, other in zip(step.of, step.other, strict=True):
            self.around[of].add(other)

    def _nearest(self, edge: Iterable[Id]) -> list[Id]:
        """The next level, as far as there is room."""
        ties = Counter(other for id_ in edge for other in self.around[id_] if other not in self.members)
        room = self.limit - len(self.members)
        return sorted(sorted(ties, key=lambda id_: (-ties[id_], id_))[:room])

    def _look_into(self, hub: Id) -> None:
        """A hub that was asked for shows its first others, as a page of relationships would."""
        page = PageRequest(min(self.limit, PAGE_LIMIT))
        self.around[hub] = {relation.other for relation in self._graph.neighbours(hub, self.where, page).rows}


def _shown(inquiry: Inquiry, growth: _Growth, asked: LinkFilter | None) -> Network:
    named = heads(inquiry, growth.members)
    relationships = relationship_views(inquiry, inquiry.graph.ties(growth.pairs(), growth.where))
    entities = tuple(named[id_] for id_ in growth.members if id_ in named)
    shown = Counter(end.id for r in relationships for end in (r.start, r.end))
    return Network(
        entities=entities,
        relationships=tuple(relationships),
        cut=tuple(Cut(named[id_], count, because) for id_, count, because in growth.cut(shown) if id_ in named),
        left_out=left_out(inquiry.vocabulary, asked),
        hub_threshold=growth.hub,
        marking=strictest([*(e.marking for e in entities), *(r.marking for r in relationships)]),
    )
