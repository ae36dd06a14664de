"""Identity by keys, layer by layer: the partition of key sets into entities, and the ties between layers.

It is a pure function of the live key sets, so the order of loading never matters. In the layer of visibility L it sees
the key sets of L and everything below; what lies lower is taken as it is, never split or relabelled, so nothing visible
ever hangs on something hidden. Rules, in this order:

1. A trusted key (a source's own person number, an event reference, a canonical address) joins all who state it.
2. A strong identifier (PNC, CRO, NINO) joins all who state it, unless two of them hold different valid identifiers of one
   scheme: then it joins nobody. A join that would bring such a contradiction about further along is refused too.
3. Across layers the second rule holds for every join: a hidden record never puts two different men together.
4. What somebody decided comes before all of these: *same* joins whatever the identifiers say, *different* is never undone by
   a join. Where decisions contradict each other, none of them is followed. A decision counts in its own layer and above.

What shares no joining key, directly or through others at or below L, has no say in the layer of L, and what has been
settled lower down is not settled again: the outcome never depends on what else is looked at in the same go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from pole.graph.rows import DECIDED
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


class Decided(NamedTuple):
    """What somebody decided of two key sets, as whoever sees `vis` sees it."""

    vis: int
    one: Id
    other: Id
    """Of two who are different, the one that is taken out of what both would otherwise be part of."""
    same: bool


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
    """Union–find over atoms that knows the strong identifiers of each cluster, and from whom it is kept apart."""

    def __init__(self, atoms: Sequence[_Atom]) -> None:
        self._parent = list(range(len(atoms)))
        self._strong = [{s: set(v) for s, v in atom.strong.items()} for atom in atoms]
        self._sides: list[dict[int, int]] = [{} for _ in atoms]
        """Of each decision that two are different, by its number: on which side of it the cluster is."""
        self.joins = 0
        """How often two clusters have become one."""

    def find(self, i: int) -> int:
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def keep_apart(self, decisions: Iterable[tuple[int, int]]) -> None:
        """Let each of these pairs be in two clusters for good. To be said before anything is joined."""
        for number, (i, j) in enumerate(decisions):
            self._sides[i][number], self._sides[j][number] = 0, 1

    def taken_out(self, i: int) -> bool:
        """Whether a decision takes the cluster out of what it would otherwise be part of."""
        return 1 in self._sides[self.find(i)].values()

    def are_kept_apart(self, i: int, j: int) -> bool:
        """Whether the clusters of both were decided to be different."""
        a, b = self._sides[self.find(i)], self._sides[self.find(j)]
        return any(b.get(number, side) != side for number, side in a.items())

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
        self._sides[a] |= self._sides[b]

    def join_unless_kept_apart(self, i: int, j: int) -> bool:
        """Whether both are one cluster now."""
        if self.are_kept_apart(i, j):
            return False
        self.join(i, j)
        return True

    def join_unless_contradicted(self, i: int, j: int) -> bool:
        """Whether both are one cluster now."""
        if self.contradict(i, j) or self.are_kept_apart(i, j):
            return False
        self.join(i, j)
        return True

    def clusters(self) -> list[list[int]]:
        """Ordered by their first members."""
        found: dict[int, list[int]] = defaultdict(list)
        for i in range(len(self._parent)):
            found[self.find(i)].append(i)
        return list(found.values())


def partition(holders: Iterable[Holder], markings: Mapping[int, Marking], decided: Sequence[Decided] = ()) -> Partition:
    """The entities of every layer and the ties between layers.

    `holders` must be closed under joining keys and decisions that two are the same: with a key set come all that share a
    joining key with it, or are decided to be the same. A decision on what is not among them is left out, and so is one on
    two kinds, which what is received later may make of it. `markings` names every visibility that occurs.
    """
    atoms = [_Atom.of(holder) for holder in sorted(holders)]
    decided = _of_one_kind(decided, atoms) if decided else ()
    groups: list[_Atom] = []
    ties: list[_Tie] = []
    layers: dict[int, Marking] = {}
    for component in _components(atoms, decided):
        if len(component) == 1:
            groups += component
            layers[component[0].vis] = markings[component[0].vis]
            continue
        said = _among(decided, component)
        layers |= _layers({vis: markings[vis] for vis in _visibilities(component, said)})
        settled, between = _settle(component, layers, said)
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


def _of_one_kind(decided: Iterable[Decided], atoms: Iterable[_Atom]) -> list[Decided]:
    kinds = {atom.name: atom.kind for atom in atoms}
    return [said for said in decided if said.one in kinds and kinds[said.one] == kinds.get(said.other)]


def _visibilities(atoms: Iterable[_Atom], decided: Iterable[Decided]) -> set[int]:
    return {atom.vis for atom in atoms} | {said.vis for said in decided}


def _places(atoms: Sequence[_Atom]) -> dict[Id, int]:
    return {keyset: i for i, atom in enumerate(atoms) for keyset in atom.keysets}


def _among(decided: Sequence[Decided], atoms: Sequence[_Atom]) -> list[Decided]:
    """The decisions of which both ends are among these."""
    if not decided:
        return []
    place = _places(atoms)
    return [said for said in decided if said.one in place and said.other in place]


def _components(atoms: Sequence[_Atom], decided: Sequence[Decided]) -> list[list[_Atom]]:
    """Atoms that a joining key or a decision connects, directly or through others; nothing else can ever be one thing."""
    union = _Union(atoms)
    first: dict[tuple[str, str, str], int] = {}
    for i, atom in enumerate(atoms):
        for text in atom.texts:
            union.join(first.setdefault(text, i), i)
    same = [said for said in decided if said.same]
    place = _places(atoms) if same else {}
    for said in same:
        if said.one in place and said.other in place:
            union.join(place[said.one], place[said.other])
    return [[atoms[i] for i in cluster] for cluster in union.clusters()]


def _settle(
    component: Sequence[_Atom], layers: Mapping[int, Marking], decided: Sequence[Decided]
) -> tuple[list[_Atom], list[_Tie]]:
    """The groups of one component and the ties between them, layer by layer."""
    groups: list[_Atom] = []
    ties: list[_Tie] = []
    for layer in _lowest_first(_layers({vis: layers[vis] for vis in _visibilities(component, decided)})):
        seen = [group for group in groups if layers[group.vis].at_or_below(layers[layer])]
        seen += [atom for atom in component if atom.vis == layer]
        known = [tie for tie in ties if layers[tie.vis].at_or_below(layers[layer])]
        heard = [said for said in decided if layers[said.vis].at_or_below(layers[layer])]
        for atoms in _components(sorted(seen, key=lambda atom: atom.name), heard):
            said = _among(heard, atoms)
            if join_all(layers[vis] for vis in _visibilities(atoms, said)) == layers[layer]:
                more, between = _settle_layer(layer, atoms, known, said)
                groups += more
                ties += between
    return groups, ties


def _settle_layer(
    layer: int, atoms: Sequence[_Atom], ties: Sequence[_Tie], decided: Sequence[Decided]
) -> tuple[list[_Atom], list[_Tie]]:
    """The groups of a layer, each tied to all that lies lower and is the same thing."""
    place = {atom.name: i for i, atom in enumerate(atoms)}
    known = sorted((place[t.high], place[t.low]) for t in ties if t.high in place and t.low in place)
    groups: list[_Atom] = []
    between: list[_Tie] = []
    for cluster, why in _clusters(layer, atoms, known, decided):
        own = [atoms[i] for i in cluster if atoms[i].vis == layer]
        lower = [i for i in cluster if atoms[i].vis != layer]
        if own:
            groups.append(_Atom.together(own))
            between += [_Tie(layer, groups[-1].name, atoms[i].name, why) for i in lower]
        else:
            between += [_Tie(layer, atoms[lower[0]].name, atoms[i].name, why) for i in _untied(lower, known)]
    return groups, between


def _clusters(
    layer: int, atoms: Sequence[_Atom], known: Sequence[tuple[int, int]], decided: Sequence[Decided]
) -> list[tuple[list[int], str]]:
    """Clusters of one layer, each with what joined it, in words: schemes, and that somebody decided so.

    A join may resolve what another was refused for, so all are tried until none joins any more.
    """
    union = _Union(atoms)
    reasons: dict[int, set[str]] = defaultdict(set)
    trusted, strong = _holders(atoms)
    if decided:
        same, different = _followed(_places(atoms), decided)
        union.keep_apart(different)
        for a, b in same:
            union.join(a, b)
            reasons[max(a, b)].add(DECIDED)
        for _, places in (*trusted, *strong):
            places.sort(key=lambda i: (union.taken_out(i), i))
    for key, places in trusted:
        _join_to_earlier(union.join_unless_kept_apart, [i for i in places if atoms[i].vis == layer], key, reasons)
    before = -1
    while union.joins != before:
        before = union.joins
        for a, b in known:
            union.join_unless_contradicted(a, b)
        for key, places in trusted:
            _join_to_earlier(union.join_unless_contradicted, places, key, reasons)
        for key, places in strong:
            if not _disputed(union, places):
                _join_to_earlier(union.join_unless_contradicted, places, key, reasons)
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


def _join_to_earlier(
    join: Callable[[int, int], bool], places: Sequence[int], scheme: str, reasons: dict[int, set[str]]
) -> None:
    """Join each holder of one key to the first earlier holder that it may join."""
    for n, other in enumerate(places):
        if any(join(places[earlier], other) for earlier in range(n)):
            reasons[other].add(scheme)


def _followed(
    place: Mapping[Id, int], decided: Sequence[Decided]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Whom decisions join and whom they keep apart. Where these contradict each other, neither is followed."""
    same, different = (
        sorted({(place[said.one], place[said.other]) for said in decided if said.same is wanted})
        for wanted in (True, False)
    )
    together = _connected([*same])
    void = {together[a] for a, b in different if a in together and together[a] == together.get(b)}
    return (
        [(a, b) for a, b in same if a != b and together[a] not in void],
        [(a, b) for a, b in different if a != b and (a not in together or together[a] != together.get(b))],
    )


def _connected(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Each that a pair names, by the first that it hangs together with."""
    group: dict[int, int] = {}
    for a, b in pairs:
        one, other = sorted((group.setdefault(a, a), group.setdefault(b, b)))
        if one != other:
            group |= {i: one for i, of in group.items() if of == other}
    return group


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
