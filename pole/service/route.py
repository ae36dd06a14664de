"""The search behind paths: from both ends, level by level, over one store primitive.

Written once for every store, bounded in entities, in one defined order. Hubs are passed by: one may be an end, never a
step on the way. A route of n links is complete to find once n levels have been expanded from the two ends together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pole.access.reading import ScopedGraph
from pole.errors import LimitReachedError
from pole.graph.questions import FRONTIER_LIMIT, LinkWhere
from pole.model.facts import Id

STEPS_LIMIT = 200_000
"""Steps of the enumeration over what was expanded; far above what a page of paths needs."""


class Search:
    """One search over what one viewer sees. `expanded` and `hubs` tell afterwards what it took."""

    def __init__(self, graph: ScopedGraph, where: LinkWhere, hub: int | None, avoid: set[Id]) -> None:
        self._graph = graph
        self.where = where
        self.beside = where._replace(kinds=None, subtypes=None)
        """Of two things that are both on the way: what they are is settled, an end may be anything."""
        self.hub = hub
        self._avoid = avoid
        self._ends = set[Id]()
        self._around: dict[Id, set[Id]] = defaultdict(set)
        self.expanded: set[Id] = set()
        self.hubs: set[Id] = set()
        self.blocked = False
        """Both ends are hubs, so that only direct ties could be looked for."""

    def routes(self, starts: set[Id], goals: set[Id], longest: int, wanted: int) -> list[tuple[Id, ...]]:
        """Up to `wanted` routes without loops of at most `longest` links, ordered by length, then by ids."""
        sides = [_Side(starts), _Side(goals)]
        self._begin(starts, goals)
        found: list[tuple[Id, ...]] = []
        for length in range(1, longest + 1):
            while sum(side.depth for side in sides) < length and self._deepen(sides):
                pass
            if length > 1 and sum(side.depth for side in sides) < length and not self.blocked:
                break
            found += self._exactly(length, starts, goals, wanted - len(found))
            if len(found) >= wanted or (self.blocked and length == 1):
                break
        return found

    def _begin(self, starts: set[Id], goals: set[Id]) -> None:
        """Expand both ends at once. Ties between two hubs do not show in that, nor do those to ends of another kind."""
        self._ends = starts | goals
        self._expand(self._ends)
        if self.where != self.beside:
            self._direct(starts, goals)
        else:
            self._direct(starts & self.hubs, goals & self.hubs)

    def _direct(self, some: set[Id], others: set[Id]) -> None:
        pairs = [(a, b) for a in sorted(some) for b in sorted(others) if a != b]
        for tie in self._graph.ties(pairs, self.beside) if pairs else ():
            self._note(tie.of, tie.other)

    def _note(self, a: Id, b: Id) -> None:
        self._around[a].add(b)
        self._around[b].add(a)

    def _deepen(self, sides: list[_Side]) -> bool:
        """Expand one more level of the side with fewer to expand; False when neither can go on."""
        open_ = [side for side in sides if not side.closed]
        if not open_:
            self.blocked = all(side.depth == 0 for side in sides)
            return False
        side = min(open_, key=lambda s: len(s.edge))
        reached = self._expand(side.edge)
        if side.depth == 0 and side.edge & self.hubs:
            side.closed = True
            return True
        side.seen |= side.edge
        side.edge = reached - side.seen - self._avoid
        side.depth += 1
        return True

    def _expand(self, ids: Iterable[Id]) -> set[Id]:
        """What lies one link from these; those already expanded are not asked for again."""
        wanted = set(ids)
        fresh = sorted(wanted - self.expanded - self.hubs)
        if len(self.expanded) + len(fresh) > FRONTIER_LIMIT:
            raise LimitReachedError("entities searched", FRONTIER_LIMIT, "ask for a shorter path or fewer link types")
        if fresh:
            step = self._graph.frontier(fresh, self.where, self.hub)
            self.hubs |= set(step.hubs)
            self.expanded |= set(fresh) - self.hubs
            for of, other in zip(step.of, step.other, strict=True):
                self._note(of, other)
            if self.where != self.beside:
                self._direct(set(fresh) - self._ends, self._ends & self.hubs)
        return {other for id_ in wanted - self.hubs for other in self._around[id_]}

    def _exactly(self, length: int, starts: set[Id], goals: set[Id], wanted: int) -> list[tuple[Id, ...]]:
        left = self._distances(goals, starts, length)
        gone = self._distances(starts, goals, length)
        between = gone.keys() & left.keys() - starts - goals
        self._judge({id_ for id_ in between if gone[id_] + left[id_] <= length})
        left = self._distances(goals, starts, length)
        found: list[tuple[Id, ...]] = []
        for steps, route in enumerate(self._walk(length, starts, goals, left)):
            if steps > STEPS_LIMIT:
                raise LimitReachedError(
                    "steps of the search", STEPS_LIMIT, "ask for a shorter path or fewer link types"
                )
            if len(route) == length + 1:
                found.append(route)
                if len(found) == wanted:
                    break
        return found

    def _distances(self, goals: set[Id], starts: set[Id], longest: int) -> dict[Id, int]:
        """Links from each known entity to the nearest goal, by ways that a route may take."""
        left = dict.fromkeys(goals, 0)
        edge = sorted(goals)
        for distance in range(1, longest + 1):
            reached: list[Id] = []
            for id_ in edge:
                for other in self._around[id_]:
                    if other not in left and other not in self._avoid:
                        left[other] = distance
                        if other not in self.hubs and other not in starts:
                            reached.append(other)
            edge = reached
        return left

    def _judge(self, ids: set[Id]) -> None:
        """Learn which entities met in the middle are hubs."""
        unknown = ids - self.expanded - self.hubs
        if self.hub is not None and unknown:
            self._expand(unknown)

    def _walk(self, length: int, starts: set[Id], goals: set[Id], left: dict[Id, int]) -> Iterator[tuple[Id, ...]]:
        """Every partial and whole route in order, depth first; whole ones have `length` links."""
        stack: list[tuple[Id, ...]] = [
            (start,) for start in sorted(starts, reverse=True) if left.get(start, length + 1) <= length
        ]
        while stack:
            route = stack.pop()
            yield route
            remaining = length - len(route) + 1
            if remaining == 0:
                continue
            for other in sorted(self._around[route[-1]], reverse=True):
                if self._may_follow(other, route, remaining, starts, goals, left):
                    stack.append((*route, other))

    def _may_follow(
        self, other: Id, route: tuple[Id, ...], remaining: int, starts: set[Id], goals: set[Id], left: dict[Id, int]
    ) -> bool:
        if other in route or other in starts or left.get(other, remaining) > remaining - 1:
            return False
        if other in goals:
            return remaining == 1
        return remaining > 1 and other not in self.hubs


class _Side:
    """One end of the search."""

    __slots__ = ("closed", "depth", "edge", "seen")

    def __init__(self, ends: set[Id]) -> None:
        self.edge = set(ends)
        self.seen: set[Id] = set()
        self.depth = 0
        self.closed = False
