"""The network around some things, on every store, with networkx as its judge."""

from __future__ import annotations

import random
from pathlib import Path

import networkx as nx
import pytest

from pole.errors import LimitReachedError, NotVisibleError
from pole.graph.port import Store
from pole.model.facts import ShapedRow
from pole.service.answers.network import Network
from pole.service.network import Seeds, find_network
from pole.service.paths import HUB
from tests.access.viewing import force
from tests.stores.shaping import Thing, Tie, entity, load, row

PEOPLE = 40


def met(one: int, other: int) -> ShapedRow:
    """A record that two people know each other."""
    things = {"a": Thing((f"nominal|{one:03d}",)), "b": Thing((f"nominal|{other:03d}",))}
    return row(f"{one:03d}-{other:03d}", things, [Tie("a", "b", "KNOWS")])


def acquainted(store: Store) -> nx.Graph[str]:
    """People who know each other at random, as loaded and as networkx has them."""
    draw = random.Random(5)
    pairs = sorted({(a, b) for a in range(PEOPLE) for b in range(a) if draw.random() < 0.06})
    load(store, [met(*pair) for pair in pairs])
    named = {n: entity(store, f"nominal|{n:03d}") for n in {n for pair in pairs for n in pair}}
    return nx.Graph([(named[a], named[b]) for a, b in pairs])


def ids(found: Network) -> list[str]:
    return [head.id for head in found.entities]


def ties(found: Network) -> set[frozenset[str]]:
    return {frozenset((r.start.id, r.end.id)) for r in found.relationships}


@pytest.mark.parametrize("hops", [1, 2, 3])
def test_it_holds_what_lies_within_the_hops_and_every_tie_among_it(store: Store, tmp_path: Path, hops: int) -> None:
    graph = acquainted(store)
    with force(store, tmp_path) as asked, asked.inquiry("open") as opened:
        for seed in sorted(graph)[:8]:
            ego = nx.ego_graph(graph, seed, hops)
            found = find_network(opened, Seeds((seed,), hops, 500))
            assert set(ids(found)) == set(ego)
            assert ties(found) == {frozenset(edge) for edge in ego.edges()}
            distance = nx.single_source_shortest_path_length(graph, seed)
            assert [distance[id_] for id_ in ids(found)] == sorted(distance[id_] for id_ in ego)
            missing = {id_: len(set(graph[id_]) - set(ego)) for id_ in ego}
            assert {c.at.id: c.count for c in found.cut} == {id_: n for id_, n in missing.items() if n}
            assert {c.because for c in found.cut} <= {"beyond the hops asked for"}


def test_a_limit_keeps_those_tied_to_more_of_the_network_and_says_what_it_cut(store: Store, tmp_path: Path) -> None:
    load(store, [met(0, 1), met(0, 2), met(1, 3), met(2, 3), met(1, 4), met(2, 5)])
    named = [entity(store, f"nominal|{n:03d}") for n in range(6)]
    with force(store, tmp_path) as asked, asked.inquiry("open") as opened:
        found = find_network(opened, Seeds((named[0],), 2, 4))
    assert ids(found) == [named[0], *sorted(named[1:3]), named[3]]
    assert {(c.at.id, c.count, c.because) for c in found.cut} == {
        (named[1], 1, "limit of 4 entities"),
        (named[2], 1, "limit of 4 entities"),
    }


def test_a_hub_is_shown_and_not_followed_and_as_a_seed_shows_its_first_others(store: Store, tmp_path: Path) -> None:
    load(store, [met(0, n) for n in range(1, HUB + 3)])
    hub, other = entity(store, "nominal|000"), entity(store, "nominal|001")
    with force(store, tmp_path) as asked, asked.inquiry("open") as opened:
        beside = find_network(opened, Seeds((other,), 3, 200))
        seed = find_network(opened, Seeds((hub,), 1, 50))
        through = find_network(opened, Seeds((other,), 2, 50, through_hubs=True))
    assert ids(beside) == [other, hub]
    assert [(c.at.id, c.count, c.because) for c in beside.cut] == [
        (hub, HUB + 1, f"a hub: it has more than {HUB} others")
    ]
    assert len(seed.entities) == 50
    assert [(c.at.id, c.count) for c in seed.cut] == [(hub, HUB + 2 - 49)]
    assert (len(through.entities), through.hub_threshold) == (50, None)


def test_seeds_without_a_tie_stand_alone(store: Store, tmp_path: Path) -> None:
    load(store, [row("1", {"a": Thing(("nominal|1",))}), row("2", {"a": Thing(("nominal|2",))})])
    both = (entity(store, "nominal|1"), entity(store, "nominal|2"))
    with force(store, tmp_path) as asked, asked.inquiry("open") as opened:
        found = find_network(opened, Seeds(both))
    assert (ids(found), found.relationships, found.cut) == (sorted(both), (), ())


def test_a_seed_that_is_unknown_is_not_visible(store: Store, tmp_path: Path) -> None:
    load(store, [met(0, 1)])
    with force(store, tmp_path) as asked, asked.inquiry("open") as opened:
        for seeds in ((), ("0" * 20,), (entity(store, "nominal|000"), "0" * 20)):
            with pytest.raises(NotVisibleError):
                find_network(opened, Seeds(seeds))


def test_going_over_a_bound_is_an_answer(store: Store, tmp_path: Path) -> None:
    load(store, [met(0, 1)])
    seed = (entity(store, "nominal|000"),)
    with force(store, tmp_path) as asked, asked.inquiry("open") as opened:
        for seeds, limit in (
            (Seeds(seed, hops=4), "hops"),
            (Seeds(seed, hops=0), "hops"),
            (Seeds(seed, limit=501), "limit"),
        ):
            with pytest.raises(LimitReachedError, match=limit):
                find_network(opened, seeds)
