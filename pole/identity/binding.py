"""By which keys things hold together: as few as reach all of them, the surest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from pole.identity.partition import STRONG_SCHEMES
from pole.model.facts import Join, Key


class Binding(NamedTuple):
    """A key that brings together what no surer key did."""

    key: Key
    by: tuple[str, ...]
    """Who state it, ordered."""


def bindings(stated: Mapping[str, Collection[Key]], elsewhere: Collection[str] = ()) -> list[Binding]:
    """The keys that hold these together, each with all who state it; who shares no joining key is in none.

    Trusted keys come before strong identifiers, and last those whose texts stand `elsewhere`: what others state too, and are
    another thing for all that, may be disputed. A key that somebody states as no more than a strong identifier is that.
    """
    holders: dict[str, list[str]] = defaultdict(list)
    keys: dict[str, Key] = {}
    for who in sorted(stated):
        for key in sorted(key for key in stated[who] if key.join != Join.LOOK_UP):
            if who not in holders[key.text]:
                holders[key.text].append(who)
            if key.join == Join.STRONG:
                keys[key.text] = key
            keys.setdefault(key.text, key)
    together = {who: {who} for who in stated}
    found: list[Binding] = []
    for text in sorted(holders, key=lambda text: (text in elsewhere, *_sureness(keys[text]))):
        if len({id(together[who]) for who in holders[text]}) > 1:
            whole = set[str]().union(*(together[who] for who in holders[text]))
            together |= dict.fromkeys(whole, whole)
            found.append(Binding(keys[text], tuple(holders[text])))
    return found


def way(found: Sequence[Binding], a: str, b: str) -> list[Binding]:
    """Of these bindings those that lead from one to the other, in that order, as few as can; empty where none do."""
    ways: dict[str, list[Binding]] = {a: []}
    waiting = [a]
    for who in waiting:
        for binding in found:
            if who in binding.by:
                for other in binding.by:
                    if other not in ways:
                        ways[other] = [*ways[who], binding]
                        waiting.append(other)
    return ways.get(b, [])


def contradictions(one: Collection[Key], other: Collection[Key]) -> list[str]:
    """The schemes of which both hold strong identifiers and share none, by name: why neither may join the other."""
    a, b = _strong(one), _strong(other)
    return sorted(scheme for scheme in a.keys() & b.keys() if not a[scheme] & b[scheme])


def shared_keys(one: Collection[Key], other: Collection[Key]) -> list[Key]:
    """What both state, ordered by its text, each as it may act between them: it joins only where it does on both sides."""
    a, b = _acting(one), _acting(other)
    order = list(Join)
    return [max(a[text], b[text], key=lambda key: order.index(Join(key.join))) for text in sorted(a.keys() & b.keys())]


def _acting(keys: Collection[Key]) -> dict[str, Key]:
    """Each key by its text: as a strong identifier before a trusted key, and as one to look up only where it is no other."""
    found: dict[str, Key] = {}
    for join in (Join.LOOK_UP, Join.KEY, Join.STRONG):
        found |= {key.text: key for key in keys if key.join == join}
    return found


def _strong(keys: Collection[Key]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        if key.join == Join.STRONG:
            found[key.scheme].add(key.value)
    return found


def _sureness(key: Key) -> tuple[bool, int, Key]:
    place = STRONG_SCHEMES.index(key.scheme) if key.scheme in STRONG_SCHEMES else len(STRONG_SCHEMES)
    return key.join == Join.STRONG, place, key
