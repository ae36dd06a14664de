"""How two things are connected, on every store, with networkx as its judge."""

from __future__ import annotations

import random
from pathlib import Path

import networkx as nx
import pytest

from pole.errors import NotVisibleError
from pole.graph.port import Store
from pole.model.facts import Id, ShapedRow
from pole.model.kind import Kind
from pole.service.answers.path import Paths, PathView
from pole.service.filters import LinkFilter
from pole.service.paths import HUB, Ask, find_paths
from tests.access.viewing import Force, force
from tests.stores.shaping import Thing, Tie, entity, load, row

PEOPLE = 30
EVENTS = LinkFilter(kinds=(Kind.EVENT,))


def met(one: int, other: int) -> ShapedRow:
    """A record that two people know each other."""
    things = {"a": Thing((f"nominal|{one:03d}",)), "b": Thing((f"nominal|{other:03d}",))}
    return row(f"{one:03d}-{other:03d}", things, [Tie("a", "b", "KNOWS")])


def involved(person: int, event: int) -> ShapedRow:
    """A record that somebody was involved in an event."""
    things = {"a": Thing((f"nominal|{person:03d}",)), "e": Thing((f"nominal|E{event}",), "EVENT")}
    return row(f"{person:03d}-E{event}", things, [Tie("a", "e", "INVOLVED_IN")])


def asked(people: Force, ask: Ask) -> Paths:
    """The answer to one question of its own."""
    with people.inquiry("open") as opened:
        return find_paths(opened, ask)


def route(path: PathView) -> list[Id]:
    """The things on the way. Every hop has somebody who says so."""
    assert all(hop.relationships for hop in path.hops)
    return [path.hops[0].start.id, *(hop.end.id for hop in path.hops)]


def test_the_shortest_come_first_in_the_order_of_ids(store: Store, tmp_path: Path) -> None:
    draw = random.Random(8)
    pairs = sorted({(a, b) for a in range(PEOPLE) for b in range(a) if draw.random() < 0.09})
    load(store, [met(*pair) for pair in pairs])
    named = {n: entity(store, f"nominal|{n:03d}") for n in {n for pair in pairs for n in pair}}
    graph = nx.Graph([(named[a], named[b]) for a, b in pairs])
    with force(store, tmp_path) as people:
        for _ in range(12):
            a, b = draw.sample(sorted(graph), 2)
            found = [route(path) for path in asked(people, Ask((a,), (b,), 4, 3)).paths]
            ways = sorted(nx.all_simple_paths(graph, a, b, cutoff=4), key=lambda way: (len(way), way))
            assert found == ways[:3]


def test_a_filter_of_kinds_is_of_what_lies_between(store: Store, tmp_path: Path) -> None:
    load(store, [involved(0, 1), involved(1, 1), met(0, 2), met(2, 1), met(0, 3)])
    first, second, event = (entity(store, f"nominal|{name}") for name in ("000", "001", "E1"))
    with force(store, tmp_path) as people:
        found = asked(people, Ask((first,), (second,), 4, 3, EVENTS))
        beside = asked(people, Ask((first,), (entity(store, "nominal|003"),), 4, 3, EVENTS))
    assert [route(path) for path in found.paths] == [[first, event, second]]
    assert [path.length for path in beside.paths] == [1]


def test_a_hub_is_an_end_and_never_on_the_way(store: Store, tmp_path: Path) -> None:
    crowd = [met(0, n) for n in range(10, HUB + 12)] + [met(1, n) for n in range(10, HUB + 12)]
    load(store, [*crowd, involved(0, 1), involved(2, 1), involved(3, 2), involved(1, 2), met(0, 1)])
    hub, other, person, last = (entity(store, f"nominal|{name}") for name in ("000", "001", "002", "003"))
    with force(store, tmp_path) as people:
        assert [path.length for path in asked(people, Ask((person,), (hub,), 4, 1)).paths] == [2]
        assert [path.length for path in asked(people, Ask((hub,), (person,), 4, 1)).paths] == [2]
        both = asked(people, Ask((hub,), (other,), 4, 3))
        assert ([path.length for path in both.paths], "hubs" in both.stopped) == ([1], True)
        assert asked(people, Ask((person,), (last,), 6, 1)).paths == ()


def test_a_hub_of_another_kind_is_an_end(store: Store, tmp_path: Path) -> None:
    things = {"e": Thing(("nominal|E1",), "EVENT"), "p": Thing(("uprn|1",), "LOCATION")}
    crowd = [
        row(f"scene-{n}", {**things, "e": Thing((f"nominal|E{n}",), "EVENT")}, [Tie("e", "p", "OCCURRED_AT")])
        for n in range(1, HUB + 3)
    ]
    load(store, [*crowd, involved(0, 1), met(0, 2)])
    ends = [entity(store, name) for name in ("nominal|002", "nominal|000", "nominal|E1", "uprn|1")]
    with force(store, tmp_path) as people:
        (path,) = asked(people, Ask((ends[1],), (ends[3],), 4, 1, EVENTS)).paths
        (back,) = asked(people, Ask((ends[3],), (ends[1],), 4, 1, EVENTS)).paths
        assert (route(path), route(back)) == (ends[1:], [*reversed(ends[1:])])
        (longer,) = asked(people, Ask((ends[0],), (ends[3],), 4, 1)).paths
        assert route(longer) == ends
        assert asked(people, Ask((ends[0],), (ends[3],), 4, 1, EVENTS)).paths == ()


def test_an_end_that_is_unknown_is_not_visible(store: Store, tmp_path: Path) -> None:
    load(store, [met(0, 1)])
    known = entity(store, "nominal|000")
    with force(store, tmp_path) as people:
        for ends in (((known,), ("0" * 20,)), (("0" * 20,), (known,)), ((), (known,)), ((known,), ())):
            with pytest.raises(NotVisibleError):
                asked(people, Ask(*ends))
        with pytest.raises(NotVisibleError):
            asked(people, Ask((known, "0" * 20), (entity(store, "nominal|001"),)))
