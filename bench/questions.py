"""Single view, first page of neighbours and path, through a session as every door asks: p50 and p95 in milliseconds.

Ours is the whole question: a session over the store as it is now, the intent and the outcome in the audit trail, the
answer made. Rival in the same run on Neo4j: `bare_questions`. Each is asked of the same people by turns, after rounds
that warm the server up and are not counted, and both are seen to find the same. A driver has no audit trail and waits
for no disk, so the ratio is told without the trail too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from statistics import quantiles
from time import perf_counter
from typing import Any, NamedTuple, TypeAlias

from neo4j import Driver

from bench import bare_questions
from bench.asking import LONGEST, Asking, Cast, asking, cast_of
from bench.places import server
from bench.ratio import Goal, Ratio, Ratios, at_most
from pole.access.policy_file import Question
from pole.model.facts import Id
from pole.service.answers.path import Paths
from pole.service.answers.tie import RelationshipPage
from pole.service.answers.view import EntityView, Moved
from pole.service.neighbours import neighbours
from pole.service.paths import Ask, find_paths
from pole.service.view import single_view

PEOPLE, PEOPLE_QUICK = 10_000, 2_000
ASKED, ASKED_QUICK = 100, 30
ROUNDS, WARMING = 3, 3
GOAL = at_most(1.5)
RIVAL = "Cypher of the same rows"

Spread: TypeAlias = tuple[float, float]


class Duel(NamedTuple):
    """One question both ways; `same` says whether both found the same."""

    what: str
    asked: Sequence[Any]
    ours: Callable[[Any], Any]
    bare: Callable[[Any], Any]
    same: Callable[[Any, Any], bool]


def on_neo4j(quick: bool) -> Ratios:
    """Beside the bare Cypher of the same answer."""
    with server() as running, running.driver() as driver:
        user, password = running.auth
        settings = {"store": running.uri, "neo4j_user": user, "neo4j_password": password}
        with asking(PEOPLE_QUICK if quick else PEOPLE, **settings) as asked:
            yield from _duels(asked, quick, driver)


def on_sqlite(quick: bool) -> Ratios:
    """For information."""
    with asking(PEOPLE_QUICK if quick else PEOPLE) as asked:
        yield from _duels(asked, quick, None)


def _duels(asked: Asking, quick: bool, driver: Driver | None) -> Ratios:
    cast = cast_of(asked, ASKED_QUICK if quick else ASKED)
    for duel in (_view(asked, cast, driver), _neighbours(asked, cast, driver), _path(asked, cast, driver)):
        yield from _fought(duel, asked, driver is not None)


def _view(asked: Asking, cast: Cast, driver: Driver | None) -> Duel:
    vis = asked.vis

    def ours(id_: Id) -> EntityView | Moved:
        return asked.ask(Question.VIEW, lambda q: single_view(q, id_))

    def bare(id_: Id) -> bare_questions.Row:
        assert driver is not None
        return bare_questions.view(driver, vis, id_)

    def same(ours: EntityView, theirs: bare_questions.Row) -> bool:
        counts = [(c.type, c.outgoing, c.kind.value, c.relationships, c.links) for c in ours.counts]
        found = [(t, outgoing, kind, ties, links) for t, _, outgoing, kind, ties, links in theirs["counts"]]
        titles = dict(theirs["titles"])
        return (
            ours.head.id == theirs["entity"]["id"]
            and ours.mentions_held == len(theirs["said"])
            and [(s.source, s.title) for s in ours.sources]
            == sorted({(m["source"], titles[m["source"]]) for m in theirs["said"]})
            and sum(s.records for s in ours.sources) == len({d["row"] for d in theirs["records"]})
            and sorted(counts) == sorted(found)
            and len(ours.lineage) == len(theirs["lineage"])
        )

    return Duel("single view", cast.people, ours, bare, same)


def _neighbours(asked: Asking, cast: Cast, driver: Driver | None) -> Duel:
    vis = asked.vis

    def ours(id_: Id) -> RelationshipPage:
        return asked.ask(Question.NEIGHBOURS, lambda q: neighbours(q, id_, first=bare_questions.PAGE))

    def bare(id_: Id) -> bare_questions.Row:
        assert driver is not None
        return bare_questions.neighbours(driver, vis, id_)

    def same(ours: RelationshipPage, theirs: bare_questions.Row) -> bool:
        shown = [(r.type, r.outgoing, r.held, r.other.id, len(r.links)) for _, r in ours.edges]
        found = [(t, out, held, other["id"], len(links)) for t, _, out, held, other, links, _ in theirs["tied"]]
        total = sum(ties for _, _, _, _, ties, _ in theirs["counts"])
        return shown == found[: len(shown)] and ours.more == (len(found) > len(shown)) and ours.total == total

    return Duel("neighbours, first page", cast.people, ours, bare, same)


def _path(asked: Asking, cast: Cast, driver: Driver | None) -> Duel:
    vis, where = asked.vis, asked.where

    def ours(ends: tuple[Id, Id]) -> Paths:
        ask = Ask((ends[0],), (ends[1],), max_length=LONGEST, first=1)
        return asked.ask(Question.PATHS, lambda q: find_paths(q, ask))

    def bare(ends: tuple[Id, Id]) -> bare_questions.Row | None:
        assert driver is not None
        return bare_questions.path(driver, vis, where, ends)

    def same(ours: Paths, theirs: bare_questions.Row | None) -> bool:
        if theirs is None:
            return not ours.paths
        hops = ours.paths[0].hops
        return [hops[0].start.id, *(hop.end.id for hop in hops)] == [e["id"] for e in theirs["entities"]] and sum(
            r.held for hop in hops for r in hop.relationships
        ) == len(theirs["evidence"])

    return Duel(f"path of up to {LONGEST}", cast.pairs, ours, bare, same)


def _fought(duel: Duel, asked: Asking, rival: bool) -> Iterator[Ratio]:
    for _ in range(WARMING):
        list(_rounds(duel, asked, rival))
    asked.forget()
    times = [took for _ in range(ROUNDS) for took in _rounds(duel, asked, rival)]
    mine, other = _percentiles([t.ours for t in times]), _percentiles([t.theirs for t in times])
    without = _percentiles([t.ours - t.trail for t in times])
    beside = other if rival else (None, None)
    yield from _told(duel.what, mine, beside, GOAL)
    yield from _told(f"{duel.what}, without the audit trail", without, beside, None)
    for what, tally in (
        ("opening the session", asked.opening),
        ("the audit trail", asked.trail),
        ("the store", asked.store),
    ):
        calls = tally.calls / len(times)
        yield Ratio(f"… of it {what}, {calls:.1f} calls", "ms", tally.seconds / len(times) * 1e3)


def _told(what: str, ours: Spread, theirs: Spread | tuple[None, None], goal: Goal | None) -> Iterator[Ratio]:
    """The goal is one for the median, and there is none without a rival."""
    rival = RIVAL if theirs[0] else ""
    yield Ratio(f"{what}, p50", "ms", ours[0], theirs[0], rival, goal if rival else None)
    yield Ratio(f"{what}, p95", "ms", ours[1], theirs[1], rival)


class Took(NamedTuple):
    """Milliseconds of one question, both ways, and those of ours that the audit trail took."""

    ours: float
    theirs: float
    trail: float


def _rounds(duel: Duel, asked: Asking, rival: bool) -> Iterator[Took]:
    """Each that is asked about."""
    for n, about in enumerate(duel.asked):
        before = asked.trail.seconds
        first = perf_counter()
        answer = duel.ours(about)
        second = perf_counter()
        found = duel.bare(about) if rival else None
        third = perf_counter()
        assert not rival or duel.same(answer, found), f"{duel.what}: number {n} differs"
        yield Took((second - first) * 1e3, (third - second) * 1e3, (asked.trail.seconds - before) * 1e3)


def _percentiles(times: Sequence[float]) -> Spread:
    """The 50th and the 95th."""
    cut = quantiles(times, n=20)
    return cut[9], cut[18]
