"""Single view, first page of neighbours and path, through a session as every door asks: p50 and p95 in milliseconds.

Ours is the whole question: a session over the store as it is now, the intent and the outcome in the audit trail, the
answer made. Rival in the same run on Neo4j: `bare_questions`. Each is asked of the same people by turns, after rounds
that warm the server up and are not counted, and both are seen to find the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from statistics import quantiles
from time import perf_counter
from typing import Any, NamedTuple

from neo4j import Driver

from bench import bare_questions
from bench.asking import LONGEST, Asking, Cast, asking, cast_of
from bench.places import server
from bench.ratio import Ratio, Ratios, at_most
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
        return ours.mentions_held == len(theirs["said"]) and sorted(counts) == sorted(found)

    return Duel("single view", cast.people, ours, bare, same)


def _neighbours(asked: Asking, cast: Cast, driver: Driver | None) -> Duel:
    vis = asked.vis

    def ours(id_: Id) -> RelationshipPage:
        return asked.ask(Question.NEIGHBOURS, lambda q: neighbours(q, id_, first=bare_questions.PAGE))

    def bare(id_: Id) -> bare_questions.Row:
        assert driver is not None
        return bare_questions.neighbours(driver, vis, id_)

    def same(ours: RelationshipPage, theirs: bare_questions.Row) -> bool:
        shown = [(r.type, r.outgoing, r.held, r.other.id) for _, r in ours.edges]
        found = [(t, outgoing, held, other["id"]) for t, _, outgoing, held, other, _, _ in theirs["tied"]]
        return shown == found[: len(shown)] and ours.more == (len(found) > len(shown))

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
        return theirs is not None and ours.paths[0].length == len(theirs["entities"]) - 1

    return Duel(f"path of up to {LONGEST}", cast.pairs, ours, bare, same)


def _fought(duel: Duel, asked: Asking, rival: bool) -> Iterator[Ratio]:
    for _ in range(WARMING):
        list(_rounds(duel, rival))
    asked.forget()
    ours, theirs = zip(*(pair for _ in range(ROUNDS) for pair in _rounds(duel, rival)), strict=True)
    mine, other = _percentiles(ours), _percentiles(theirs) if rival else (None, None)
    told = RIVAL if rival else ""
    yield Ratio(f"{duel.what}, p50", "ms", mine[0], other[0], told, GOAL if rival else None)
    yield Ratio(f"{duel.what}, p95", "ms", mine[1], other[1], told)
    number = asked.questions
    yield Ratio(f"… of it waiting for the store, {asked.calls / number:.1f} times", "ms", asked.waited / number * 1e3)
    yield Ratio("… of it opening the session", "ms", asked.opening / number * 1e3)


def _rounds(duel: Duel, rival: bool) -> Iterator[tuple[float, float]]:
    """Milliseconds of both, for each that is asked about."""
    for n, about in enumerate(duel.asked):
        first = perf_counter()
        answer = duel.ours(about)
        second = perf_counter()
        found = duel.bare(about) if rival else None
        third = perf_counter()
        assert not rival or duel.same(answer, found), f"{duel.what}: number {n} differs"
        yield (second - first) * 1e3, (third - second) * 1e3


def _percentiles(times: Sequence[float]) -> tuple[float, float]:
    """The 50th and the 95th."""
    cut = quantiles(times, n=20)
    return cut[9], cut[18]
