"""Identity by keys, layer by layer: the partition of key sets into entities, and the ties between layers.

It is a pure function of the live key sets, so the order of loading never matters. In the layer of visibility L it sees
the key sets of L and everything below; what lies lower is taken as it is, never split or relabelled, so nothing visible
ever hangs on something hidden. Rules, in this order:

1. A trusted key (a source's own person number, an event reference, a canonical address) joins all who state it.
2. A strong identifier (PNC, CRO, NINO) joins all who state it, unless two of them hold different valid identifiers of one
   scheme: then it joins nobody. A join that would bring such a contradiction about further along is refused too.
3. Across layers the second rule holds for every join: a hidden record never puts two different men together.

What shares no joining key, directly or through others at or below L, has no say in the layer of L, and what has been
settled lower down is not settled again: the outcome never depends on what else is looked at in the same go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pole.model.facts import Id, Join, Key
from pole.model.marking import Marking, join_all, visibility

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
    layers: dict[int, Marking]
    """Of every group and tie. That of a tie between two compartments may be of no key set."""


class _Tie(NamedTuple):
    """As `Across`, by the names of the groups."""

    vis: int
    high: Id
    low: Id
    why: str


class _Atom:
    """What a layer joins: one of its own key sets, or one whole group from below. Named by its first key set."""

    __slots__ = ("keysets", "kind", "name", "strong", "texts", "vis")

    def __init__(self, vis: int, kind: str, keysets: tuple[Id, ...]) -> None:
        self.vis = vis
        self.kind = kind
        self.keysets = keysets
        self.name = keysets[0]
        self.texts: dict[tuple[str, str, str], bool] = {}
        """Each joining key, as (kind, scheme, value), and whether it is no more than a strong identifier."""
        self.strong: dict[str, set[str]] = {}

    @classmethod
    def of(cls, holder: Holder) -> _Atom:
        """One key set."""
        atom = cls(holder.vis, holder.kind, (holder.id,))
        for key in holder.keys:
            if key.join != Join.LOOK_UP:
                atom.texts[(holder.kind, key.scheme, key.value)] = key.join == Join.STRONG
            if key.join == Join.STRONG:
                atom.strong.setdefault(key.scheme, set()).add(key.value)
        return atom

    @classmethod
    def together(cls, atoms: Sequence[_Atom]) -> _Atom:
        """Several of one layer as the group that they are."""
        if len(atoms) == 1:
            return atoms[0]
        whole = cls(atoms[0].vis, atoms[0].kind, tuple(sorted(id_ for atom in atoms for id_ in atom.keysets)))
        for atom in atoms:
            whole.texts |= {text: strong or whole.texts.get(text, False) for text, strong in atom.texts.items()}
            for scheme, values in atom.strong.items():
                whole.strong[scheme] = whole.strong.get(scheme, set()) | values
        return whole


class _Union:
    """Union–find over atoms that knows the strong identifiers of each cluster."""

    def __init__(self, atoms: Sequence[_Atom]) -> None:
        self._parent = list(range(len(atoms)))
        self._strong = [{s: set(v) for s, v in atom.strong.items()} for atom in atoms]
        self.joins = 0
        """How often two clusters have become one."""

    def find(self, i: int) -> int:
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def contradict(self, i: int, j: int) -> bool:
        """Whether the clusters of both hold identifiers of one scheme and share none."""
        a, b = self._strong[self.find(i)], self._strong[self.find(j)]
        return any(not (values & b[scheme]) for scheme, values in a.items() if values and b.get(scheme))

    def join(self, i: int, j: int) -> None:
        a, b = self.find(i), self.find(j)
        if a == b:
            return
        if a > b:
            a, b = b, a
        self.joins += 1
        self._parent[b] = a
        for scheme, values in self._strong[b].items():
            self._strong[a].setdefault(scheme, set()).update(values)

    def join_unless_contradicted(self, i: int, j: int) -> bool:
        """Whether both are one cluster now."""
        if self.contradict(i, j):
            return False
        self.join(i, j)
        return True

    def clusters(self) -> list[list[int]]:
        """Ordered by their first members."""
        found: dict[int, list[int]] = defaultdict(list)
        for i in range(len(self._parent)):
            found[self.find(i)].append(i)
        return list(found.values())


def partition(holders: Iterable[Holder], markings: Mapping[int, Marking]) -> Partition:
    """The entities of every layer and the ties between layers.

    `holders` must be closed under joining keys: with a key set come all that share a joining key with it.
    `markings` names every visibility that occurs.
    """
    groups: list[_Atom] = []
    ties: list[_Tie] = []
    layers: dict[int, Marking] = {}
    for component in _components([_Atom.of(holder) for holder in sorted(holders)]):
        if len(component) == 1:
            groups += component
            layers[component[0].vis] = markings[component[0].vis]
            continue
        layers |= _layers({atom.vis: markings[atom.vis] for atom in component})
        settled, between = _settle(component, layers)
        groups += settled
        ties += between
    order = {vis: n for n, vis in enumerate(_lowest_first(layers))}
    groups.sort(key=lambda group: (order[group.vis], group.name))
    place = {group.name: n for n, group in enumerate(groups)}
    return Partition(
        [Group(group.vis, group.keysets) for group in groups],
        sorted(
            (Across(tie.vis, place[tie.high], place[tie.low], tie.why) for tie in ties),
            key=lambda tie: (order[tie.vis], tie.high, tie.low),
        ),
        {vis: layers[vis] for vis in {group.vis for group in groups} | {tie.vis for tie in ties}},
    )


def _layers(held: dict[int, Marking]) -> dict[int, Marking]:
    """Every layer that has key sets, and the joint ones of those that are incomparable."""
    layers = dict(held)
    if len(held) == 1:
        return layers
    for a in held.values():
        for b in list(layers.values()):
            joint = a.join(b)
            layers.setdefault(visibility(joint), joint)
    return layers


def _lowest_first(layers: Mapping[int, Marking]) -> list[int]:
    return sorted(layers, key=lambda vis: (layers[vis].height, layers[vis].text))


def _components(atoms: Sequence[_Atom]) -> list[list[_Atom]]:
    """Atoms that a joining key connects, directly or through others; nothing else can ever be one thing."""
    union = _Union(atoms)
    first: dict[tuple[str, str, str], int] = {}
    for i, atom in enumerate(atoms):
        for text in atom.texts:
            union.join(first.setdefault(text, i), i)
    return [[atoms[i] for i in cluster] for cluster in union.clusters()]


def _settle(component: Sequence[_Atom], layers: Mapping[int, Marking]) -> tuple[list[_Atom], list[_Tie]]:
    """The groups of one component and the ties between them, layer by layer."""
    groups: list[_Atom] = []
    ties: list[_Tie] = []
    for layer in _lowest_first(_layers({atom.vis: layers[atom.vis] for atom in component})):
        seen = [group for group in groups if layers[group.vis].at_or_below(layers[layer])]
        seen += [atom for atom in component if atom.vis == layer]
        known = [tie for tie in ties if layers[tie.vis].at_or_below(layers[layer])]
        for atoms in _components(sorted(seen, key=lambda atom: atom.name)):
            if join_all(layers[atom.vis] for atom in atoms) == layers[layer]:
                more, between = _settle_layer(layer, atoms, known)
                groups += more
                ties += between
    return groups, ties


def _settle_layer(layer: int, atoms: Sequence[_Atom], ties: Sequence[_Tie]) -> tuple[list[_Atom], list[_Tie]]:
    """The groups of a layer, each tied to all that lies lower and is the same thing."""
    place = {atom.name: i for i, atom in enumerate(atoms)}
    known = sorted((place[t.high], place[t.low]) for t in ties if t.high in place and t.low in place)
    groups: list[_Atom] = []
    between: list[_Tie] = []
    for cluster, why in _clusters(layer, atoms, known):
        own = [atoms[i] for i in cluster if atoms[i].vis == layer]
        lower = [i for i in cluster if atoms[i].vis != layer]
        if own:
            groups.append(_Atom.together(own))
            between += [_Tie(layer, groups[-1].name, atoms[i].name, why) for i in lower]
        else:
            between += [_Tie(layer, atoms[lower[0]].name, atoms[i].name, why) for i in _untied(lower, known)]
    return groups, between


def _clusters(layer: int, atoms: Sequence[_Atom], known: Sequence[tuple[int, int]]) -> list[tuple[list[int], str]]:
    """Clusters of one layer, each with the schemes that joined it, in words.

    A join may resolve what another was refused for, so all are tried until none joins any more.
    """
    union = _Union(atoms)
    reasons: dict[int, set[str]] = defaultdict(set)
    trusted, strong = _holders(atoms)
    for key, places in trusted:
        own = [i for i in places if atoms[i].vis == layer]
        for i in own[1:]:
            union.join(own[0], i)
            reasons[i].add(key)
    before = -1
    while union.joins != before:
        before = union.joins
        for a, b in known:
            union.join_unless_contradicted(a, b)
        for key, places in trusted:
            _join_to_earlier(union, places, key, reasons)
        for key, places in strong:
            if not _disputed(union, places):
                _join_to_earlier(union, places, key, reasons)
    return [
        (cluster, ", ".join(sorted({scheme for i in cluster for scheme in reasons.get(i, ())})))
        for cluster in union.clusters()
    ]


def _holders(atoms: Sequence[_Atom]) -> tuple[list[tuple[str, list[int]]], list[tuple[str, list[int]]]]:
    """(scheme, who states it) of each trusted key and of each strong one, in the order in which they are tried.

    A key that somebody states as no more than a strong identifier is that for all.
    """
    found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    strong: set[tuple[str, str, str]] = set()
    for i, atom in enumerate(atoms):
        for text, only_strong in atom.texts.items():
            found[text].append(i)
            if only_strong:
                strong.add(text)
    shared = [text for text, places in found.items() if len(places) > 1]
    return (
        [(text[1], found[text]) for text in sorted(shared) if text not in strong],
        [(text[1], found[text]) for text in sorted(shared, key=_strong_order) if text in strong],
    )


def _strong_order(text: tuple[str, str, str]) -> tuple[int, tuple[str, str, str]]:
    scheme = text[1]
    return (STRONG_SCHEMES.index(scheme) if scheme in STRONG_SCHEMES else len(STRONG_SCHEMES), text)


def _disputed(union: _Union, places: Sequence[int]) -> bool:
    roots = sorted({union.find(i) for i in places})
    return any(union.contradict(a, b) for n, a in enumerate(roots) for b in roots[n + 1 :])


def _join_to_earlier(union: _Union, places: Sequence[int], scheme: str, reasons: dict[int, set[str]]) -> None:
    """Join each holder of one key to the first earlier holder that it does not contradict."""
    for n, other in enumerate(places):
        if any(union.join_unless_contradicted(earlier, other) for earlier in places[:n]):
            reasons[other].add(scheme)


def _untied(lower: Sequence[int], known: Iterable[tuple[int, int]]) -> list[int]:
    """Of groups that only this layer can see together: those that no tie from below connects to the first."""
    linked: dict[int, set[int]] = defaultdict(set)
    for a, b in known:
        linked[a].add(b)
        linked[b].add(a)
    reached, queue = {lower[0]}, [lower[0]]
    while queue:
        for further in linked[queue.pop()] - reached:
            reached.add(further)
            queue.append(further)
    return [i for i in lower if i not in reached]
