"""Identity by keys, layer by layer: the partition of key sets into entities, and the ties between layers.

It is a pure function of the live key sets, so the order of loading never matters. In the layer of visibility L it sees
the key sets of L and everything below; what lies lower is taken as it is, never split or relabelled, so nothing visible
ever hangs on something hidden. Rules, in this order:

1. A trusted key (a source's own person number, an event reference, a canonical address) joins all who state it.
2. A strong identifier (PNC, CRO, NINO) joins all who state it, unless two of them hold different valid identifiers of one
   scheme: then it joins nobody. A join that would bring such a contradiction about further along is refused too.
3. Across layers the second rule holds for every join: a hidden record never puts two different men together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pole.model.facts import Id, Join, Key
from pole.model.marking import Marking, visibility

STRONG_SCHEMES = ("pnc", "cro", "nino")
"""Order in which strong identifiers are tried; others follow by name."""


class Holder(NamedTuple):
    """A key set as identity sees it."""

    id: Id
    vis: int
    kind: str
    keys: tuple[Key, ...]


class Group(NamedTuple):
    """Key sets of one visibility that are one entity, ordered by id."""

    vis: int
    keysets: tuple[Id, ...]


class Across(NamedTuple):
    """Two groups of different layers that are one thing, as seen from `vis` upward. Numbers are places in `Partition.groups`."""

    vis: int
    high: int
    low: int
    why: str


class Partition(NamedTuple):
    """Groups ordered by (layer, first key set); ties by (layer, high, low)."""

    groups: list[Group]
    across: list[Across]


class _Atom:
    """What one layer joins: one key set of the layer, or one whole entity from below."""

    __slots__ = ("group", "keys", "keyset", "kind", "name", "strong")

    def __init__(self, name: Id, kind: str, keys: Iterable[Key], keyset: Id | None, group: int | None) -> None:
        self.name = name
        self.kind = kind
        self.keys = frozenset((k.scheme, k.value, k.join) for k in keys if k.join != Join.LOOK_UP)
        self.keyset = keyset
        self.group = group
        self.strong: dict[str, set[str]] = defaultdict(set)
        for scheme, value, join in self.keys:
            if join == Join.STRONG:
                self.strong[scheme].add(value)


def _contradict(a: Mapping[str, set[str]], b: Mapping[str, set[str]]) -> bool:
    return any(not (values & b[scheme]) for scheme, values in a.items() if values and b.get(scheme))


class _Union:
    """Union–find that knows the strong identifiers of each cluster."""

    def __init__(self, atoms: list[_Atom]) -> None:
        self._parent = list(range(len(atoms)))
        self._strong = [{s: set(v) for s, v in atom.strong.items()} for atom in atoms]

    def find(self, i: int) -> int:
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def contradict(self, i: int, j: int) -> bool:
        return _contradict(self._strong[self.find(i)], self._strong[self.find(j)])

    def join(self, i: int, j: int) -> None:
        a, b = sorted((self.find(i), self.find(j)))
        if a == b:
            return
        self._parent[b] = a
        for scheme, values in self._strong[b].items():
            self._strong[a].setdefault(scheme, set()).update(values)


def partition(holders: Iterable[Holder], markings: Mapping[int, Marking]) -> Partition:
    """The entities of every layer and the ties between layers.

    `holders` must be closed under joining keys: with a key set come all that share a joining key with it.
    `markings` names every visibility that occurs.
    """
    by_layer: dict[int, list[Holder]] = defaultdict(list)
    for holder in holders:
        by_layer[holder.vis].append(holder)
    groups: list[Group] = []
    keys_of: list[tuple[str, tuple[Key, ...]]] = []
    across: list[Across] = []
    for layer, marking in _layers(by_layer, markings):
        below = [n for n, g in enumerate(groups) if g.vis != layer and markings[g.vis].at_or_below(marking)]
        atoms = [_Atom(groups[n].keysets[0], keys_of[n][0], keys_of[n][1], None, n) for n in below]
        atoms += [_Atom(h.id, h.kind, h.keys, h.id, None) for h in sorted(by_layer.get(layer, []))]
        atoms.sort(key=lambda atom: atom.name)
        place = {atom.group: i for i, atom in enumerate(atoms) if atom.group is not None}
        known = [(place[t.high], place[t.low]) for t in across if t.high in place and t.low in place]
        why = _settle(atoms, known)
        own = {h.id: h for h in by_layer.get(layer, [])}
        for cluster, reason in why:
            members = tuple(sorted(atoms[i].keyset or "" for i in cluster if atoms[i].keyset))
            lower = [g for i in cluster if (g := atoms[i].group) is not None]
            if members:
                groups.append(Group(layer, members))
                keys_of.append((own[members[0]].kind, tuple(k for m in members for k in own[m].keys)))
                across += [Across(layer, len(groups) - 1, low, reason) for low in lower]
            else:
                across += _star(layer, lower, across, reason)
    return Partition(groups, across)


def _layers(by_layer: Mapping[int, object], markings: Mapping[int, Marking]) -> list[tuple[int, Marking]]:
    """Every layer that has key sets, and the joint layer of each two that are incomparable; lower ones first."""
    layers = {vis: markings[vis] for vis in by_layer}
    for a in list(layers.values()):
        for b in list(layers.values()):
            if not a.at_or_below(b) and not b.at_or_below(a):
                joint = a.join(b)
                layers.setdefault(visibility(joint), joint)
    return sorted(layers.items(), key=lambda item: (item[1].height, item[1].text))


def _settle(atoms: list[_Atom], known: list[tuple[int, int]]) -> list[tuple[list[int], str]]:
    """Clusters of one layer, ordered by their first atom, each with the schemes that joined it, in words."""
    union = _Union(atoms)
    reasons: dict[int, set[str]] = defaultdict(set)
    holders: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    strong: set[tuple[str, str, str]] = set()
    for i, atom in enumerate(atoms):
        for scheme, value, join in atom.keys:
            holders[(atom.kind, scheme, value)].append(i)
            if join == Join.STRONG:
                strong.add((atom.kind, scheme, value))
    for a, b in sorted(known):
        _join_unless_contradicted(union, a, b)
    for key in sorted(holders.keys() - strong):
        _join_all(union, holders[key], key[1], reasons, atoms)
    for key in sorted(strong, key=_strong_order):
        if not _disputed(union, holders[key]):
            _join_all(union, holders[key], key[1], reasons, None)
    clusters: dict[int, list[int]] = defaultdict(list)
    for i in range(len(atoms)):
        clusters[union.find(i)].append(i)
    return [
        (members, ", ".join(sorted({scheme for i in members for scheme in reasons.get(i, ())})))
        for _, members in sorted(clusters.items())
    ]


def _strong_order(key: tuple[str, str, str]) -> tuple[int, str, str, str]:
    scheme = key[1]
    return (STRONG_SCHEMES.index(scheme) if scheme in STRONG_SCHEMES else len(STRONG_SCHEMES), *key)


def _disputed(union: _Union, places: list[int]) -> bool:
    roots = sorted({union.find(i) for i in places})
    return any(union.contradict(a, b) for n, a in enumerate(roots) for b in roots[n + 1 :])


def _join_unless_contradicted(union: _Union, a: int, b: int) -> bool:
    if union.contradict(a, b):
        return False
    union.join(a, b)
    return True


def _join_all(
    union: _Union, places: list[int], scheme: str, reasons: dict[int, set[str]], trusting: list[_Atom] | None
) -> None:
    """Join each holder of one key to the first earlier holder it does not contradict.

    `trusting`: the key is trusted; within the layer it joins outright, towards what lies lower it yields to a contradiction.
    """
    for n, other in enumerate(places):
        for earlier in places[:n]:
            outright = trusting is not None and trusting[earlier].group is None and trusting[other].group is None
            if outright or not union.contradict(earlier, other):
                union.join(earlier, other)
                reasons[earlier].add(scheme)
                break


def _star(layer: int, lower: list[int], across: list[Across], why: str) -> list[Across]:
    """Ties between lower groups that only this layer can see together: all to the first, unless tied already."""
    linked: dict[int, set[int]] = defaultdict(set)
    for tie in across:
        linked[tie.high].add(tie.low)
        linked[tie.low].add(tie.high)
    reached, queue = {lower[0]}, [lower[0]]
    while queue:
        for nxt in linked[queue.pop()] - reached:
            reached.add(nxt)
            queue.append(nxt)
    return [Across(layer, lower[0], low, why) for low in sorted(lower) if low not in reached]
