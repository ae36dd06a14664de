"""Leaks, one each: the real thing with one line changed, a wrapper around it, or a reader that peeks at one question.

They are what a tired colleague might write. Each must be found, or the tests of access prove nothing.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from random import Random
from types import ModuleType
from typing import NamedTuple, cast

from pole.graph.changes import Batch, Changes, Current, Plan
from pole.graph.port import StoreReader
from pole.identity import partition as identity
from pole.identity.partition import Decided, Group, Holder, Partition
from pole.ingest import decisions, draft, membership, past, plan
from pole.model.facts import Facet, Id, Join, Key, ShapedRow, content_id
from pole.model.marking import BASE, Marking
from tests.access.histories import OPEN
from tests.access.worlds import MakePlan, wells

MakePartition = Callable[[Iterable[Holder], Mapping[int, Marking], Sequence[Decided]], Partition]


class Mutant(NamedTuple):
    """One leak in what a load does."""

    name: str
    make: MakePlan


def changed(module: ModuleType, line: str, instead: str) -> ModuleType:
    """The module with one piece of its source changed. It must be there, once: a mutant that is none proves nothing."""
    source = inspect.getsource(module)
    assert source.count(line) == 1, f"{module.__name__} has {line!r} {source.count(line)} times"
    made = ModuleType(module.__name__)
    made.__dict__["OPEN"] = OPEN
    exec(compile(source.replace(line, instead), f"<mutant of {module.__name__}>", "exec"), made.__dict__)
    return made


def in_partition(line: str, instead: str) -> MakePlan:
    """A plan that settles identity with a changed line."""
    return with_partition(changed(identity, line, instead).partition)


def with_partition(partition: MakePartition) -> MakePlan:
    """A plan that settles identity by another partition."""
    made = changed(
        membership, "from pole.identity.partition import Decided, Holder, Partition, partition", _RESULTS_ONLY
    )
    made.__dict__["partition"] = partition
    return _with_settle(made)


_RESULTS_ONLY = "from pole.identity.partition import Decided, Holder, Partition"


def in_membership(line: str, instead: str) -> MakePlan:
    """A plan that names entities with a changed line."""
    return _with_settle(changed(membership, line, instead))


def _with_settle(made: ModuleType) -> MakePlan:
    planning = changed(plan, "from pole.ingest.membership import Turnover, settle\n", "")
    planning.__dict__.update(Turnover=made.Turnover, settle=made.settle)
    return lambda: planning.Planner(wells())


def in_plan(line: str, instead: str) -> MakePlan:
    """A plan with a changed line."""
    planning = changed(plan, line, instead)
    return lambda: planning.Planner(wells())


def in_draft(line: str, instead: str) -> MakePlan:
    """A plan that takes rows with a changed line."""
    return _with_draft(changed(draft, line, instead))


def in_decisions(line: str, instead: str) -> MakePlan:
    """A plan that keeps decisions with a changed line."""
    planning = changed(plan, "from pole.ingest.decisions import settled_decisions\n", "")
    planning.__dict__["settled_decisions"] = changed(decisions, line, instead).settled_decisions
    return lambda: planning.Planner(wells())


def in_past(line: str, instead: str) -> MakePlan:
    """A plan that keeps what is superseded with a changed line."""
    drafting = changed(draft, "from pole.ingest.past import WITHDRAWN, past_of\n", "")
    made = changed(past, line, instead)
    drafting.__dict__.update(WITHDRAWN=made.WITHDRAWN, past_of=made.past_of)
    return _with_draft(drafting)


def _with_draft(made: ModuleType) -> MakePlan:
    planning = changed(plan, "from pole.ingest.draft import Draft, Live\n", "")
    planning.__dict__.update(Draft=made.Draft, Live=made.Live)
    return lambda: planning.Planner(wells())


def with_mint(mint: Callable[[], Callable[[int], Id]]) -> MakePlan:
    """A plan that draws entity ids from elsewhere."""
    return lambda: plan.Planner(mint())


def with_rows(change: Callable[[ShapedRow], ShapedRow]) -> MakePlan:
    """A plan to which rows come shaped otherwise."""

    def make() -> Plan:
        real = plan.Planner(wells())

        def planned(batch: Batch, current: Current) -> Changes:
            return real(batch._replace(rows=tuple(map(change, batch.rows))), current)

        return planned

    return make


def bridged(holders: Iterable[Holder], markings: Mapping[int, Marking], decided: Sequence[Decided]) -> Partition:
    """Groups of one layer that something hidden joins become one entity."""
    real = identity.partition(holders, markings, decided)
    into = list(range(len(real.groups)))
    for a in real.across:
        for b in real.across:
            if a.high == b.high and real.groups[a.low].vis == real.groups[b.low].vis:
                into[max(a.low, b.low)] = into[min(a.low, b.low)]
    members = {n: [m for m, home in enumerate(into) if home == n] for n in sorted(set(into))}
    place = {n: i for i, n in enumerate(members)}
    groups = [
        Group(real.groups[n].vis, tuple(sorted(k for m in its for k in real.groups[m].keysets)))
        for n, its in members.items()
    ]
    across = {tie._replace(high=place[into[tie.high]], low=place[into[tie.low]]) for tie in real.across}
    return Partition(groups, sorted(across), real.layers)


def decided_openly(holders: Iterable[Holder], markings: Mapping[int, Marking], decided: Sequence[Decided]) -> Partition:
    """Decisions are everybody's."""
    known = {OPEN: BASE, **markings}
    return identity.partition(holders, known, [said._replace(vis=OPEN) for said in decided])


def told_from_above(
    holders: Iterable[Holder], markings: Mapping[int, Marking], decided: Sequence[Decided]
) -> Partition:
    """Strong identifiers of hidden key sets count for those below them that share a key: they join there, and veto."""
    known = list(holders)

    def told(low: Holder) -> Holder:
        above = [h for h in known if {k.text for k in h.keys if k.join != Join.LOOK_UP} & {k.text for k in low.keys}]
        return low._replace(
            keys=tuple(dict.fromkeys([*low.keys, *(k for h in above for k in h.keys if k.join == Join.STRONG)]))
        )

    return identity.partition(map(told, known), markings, decided)


def one_hash(row: ShapedRow) -> ShapedRow:
    """The facets of a row share its hash."""
    whole = content_id(*(facet.hash for facet in row.facets))
    return row._replace(facets=tuple(facet._replace(hash=whole) for facet in row.facets))


def keys_of_all(row: ShapedRow) -> ShapedRow:
    """Each facet of a mention has the keys of all of them."""
    said = {m.name: m.keys for facet in row.facets for m in facet.mentions}
    for facet in row.facets:
        for m in facet.mentions:
            said[m.name] = tuple(dict.fromkeys([*said[m.name], *m.keys]))
    return row._replace(facets=tuple(_with_keys(facet, said) for facet in row.facets))


def _with_keys(facet: Facet, said: Mapping[str, tuple[Key, ...]]) -> Facet:
    mentions = tuple(m._replace(keys=said[m.name]) for m in facet.mentions)
    return facet._replace(mentions=mentions, hash=content_id(facet.hash, repr(said)))


def raw_in_all(row: ShapedRow) -> ShapedRow:
    """The row as received stands in each facet."""
    raw = next((facet.raw for facet in row.facets if facet.raw), None)
    return row._replace(facets=tuple(facet._replace(raw=raw) for facet in row.facets))


def words_of_all(row: ShapedRow) -> ShapedRow:
    """Each facet of a mention is found by the words of all of them."""
    said: dict[str, str] = {}
    for facet in row.facets:
        for m in facet.mentions:
            said[m.name] = f"{said.get(m.name, '')}\n{m.text}".strip()
    return row._replace(
        facets=tuple(
            facet._replace(
                mentions=tuple(m._replace(text=said[m.name]) for m in facet.mentions),
                hash=content_id(facet.hash, repr(said)),
            )
            for facet in row.facets
        )
    )


def one_well() -> Callable[[int], Id]:
    """One well for all visibilities: what is drawn above shifts what is drawn below."""
    drawn = Random("one well")
    return lambda vis: f"{drawn.getrandbits(80):020x}"


def counter() -> Callable[[int], Id]:
    """Entities are numbered."""
    numbers = count(1)
    return lambda vis: f"{next(numbers):020x}"


MUTANTS = (
    # identity
    Mutant("open entities are joined by what is hidden", with_partition(bridged)),
    Mutant("hidden identifiers join and contradict open records", with_partition(told_from_above)),
    Mutant(
        "a tie is shown from the lower of its ends",
        in_partition(
            "_Tie(layer, groups[-1].name, atoms[i].name, why)",
            "_Tie(atoms[i].vis, groups[-1].name, atoms[i].name, why)",
        ),
    ),
    Mutant(
        "what two compartments tell together is shown to one",
        in_partition("_Tie(layer, atoms[lower[0]].name", "_Tie(atoms[lower[0]].vis, atoms[lower[0]].name"),
    ),
    Mutant(
        "ties of a third compartment count as known",
        in_partition("[tie for tie in ties if layers[tie.vis].at_or_below(layers[layer])]", "ties"),
    ),
    # decisions
    Mutant("decisions count below where they were made", with_partition(decided_openly)),
    Mutant(
        "decisions bind what lies above them",
        in_decisions("mention.name == name and draft.markings[mention.vis].at_or_below(seen)", "mention.name == name"),
    ),
    # names of entities and their history
    Mutant(
        "hidden records vote on which part keeps the id",
        in_membership(
            "    return share\n",
            "    for tie in parts.across:\n"
            "        if share[tie.low]:\n"
            "            share[tie.low][max(share[tie.low])] += 5\n"
            "    return share\n",
        ),
    ),
    Mutant(
        "the caption is the best of all records",
        in_membership(
            "best = _best(live[id_] for id_ in group.keysets)",
            "above = [parts.groups[t.high].keysets for t in parts.across if parts.groups[t.low] is group]\n"
            "        best = _best(live[id_] for ids in (group.keysets, *above) for id_ in ids)",
        ),
    ),
    Mutant(
        "merges above are written into the lowest history",
        in_membership(
            'LineageRow(at, "merged", lost, kept, group.vis)',
            'LineageRow(at, "merged", lost, kept, parts.groups[0].vis)',
        ),
    ),
    Mutant(
        "membership above is written into the lowest history",
        in_membership("live[id_].vis, at, None)", "parts.groups[0].vis, at, None)"),
    ),
    Mutant(
        "an entity is new whenever something hidden touches it",
        in_membership("since = held[name].since if name in held else at", "since = at"),
    ),
    Mutant("a tie is new whenever it is looked at", in_membership("since.get(tie, at)", "at")),
    Mutant("ids come from one well for all", with_mint(one_well)),
    Mutant("entities are numbered", with_mint(counter)),
    # versions
    Mutant("the facets of a row share one hash", with_rows(one_hash)),
    Mutant(
        "a row that came again is received again",
        in_draft(
            "if held is not None and held.record.hash == facet.hash:",
            "if held is not None and held.record.hash == facet.hash and held.record.received >= row.received:",
        ),
    ),
    Mutant(
        "lateness is judged on what is live of the row",
        in_draft("elif row.received != self.at and (live or not self.overtaken):", "elif not live:"),
    ),
    Mutant(
        "lateness is judged on the oldest facet",
        in_draft(
            'return max([word.received if word else "", *(record.received for record in self._live_of(row))])',
            'return min((record.received for record in self._live_of(row)), default=word.received if word else "")',
        ),
    ),
    Mutant(
        "versions are counted on the row",
        in_draft(
            "return held.record.version + 1",
            "return 1 + max(record.version for record in self._live_of(row))",
        ),
    ),
    Mutant(
        "former values of a restricted facet stay on the open one",
        in_draft(
            "old = held.mentions.get(m.id) if held else None",
            "old = next((o for i in sorted(self.by_row[row.row]) if i in self.live"
            " for o in self.live[i].mentions.values() if o.name == m.name), None)",
        ),
    ),
    Mutant(
        "what is superseded is kept for everybody",
        in_past(
            "return PastRow(row.id, what, row.row, keysets, row.vis,",
            "return PastRow(row.id, what, row.row, keysets, OPEN,",
        ),
    ),
    Mutant(
        "what was raised stays past where it was",
        in_draft("into is not None and into == vis:", "into is None or into == vis:"),
    ),
    Mutant(
        "what was raised is past for whoever sees the whole row",
        in_draft(
            "joint = self.markings[vis].join(self.markings[whole])",
            "joint = self.markings[whole]",
        ),
    ),
    Mutant(
        "who sees the past of one facet sees that of all",
        in_draft("closing = Closing(row, vis, into)", "closing = Closing(row, None, into)"),
    ),
    Mutant(
        "what is gone stays away with the whole row",
        in_draft("gone = [p for p in self._past_of(row) if p.id == id_]", "gone = self._past_of(row)"),
    ),
    Mutant(
        "records are counted for everybody",
        in_plan(
            "tally[(records[0].source, tuple(sorted(record.vis for record in records)))] += number",
            "tally[(records[0].source, (OPEN,))] += number",
        ),
    ),
    Mutant(
        "facets are counted instead of rows",
        in_plan(
            "tally[(records[0].source, tuple(sorted(record.vis for record in records)))] += number",
            "tally[(records[0].source, tuple(sorted(record.vis for record in records)))] += number * len(records)",
        ),
    ),
    Mutant(
        "a link is open when its record is",
        in_draft("end.kind, end.subtype, k.vis, k.begins", "end.kind, end.subtype, OPEN, k.begins"),
    ),
    # what is said where
    Mutant("keys of a restricted facet stand on the open one", with_rows(keys_of_all)),
    Mutant("the row as received stands in each facet", with_rows(raw_in_all)),
    Mutant("words of a restricted facet find the open one", with_rows(words_of_all)),
)


class Peeking:
    """A reader that answers some questions as if the viewer saw everything."""

    def __init__(self, seen: StoreReader, everything: StoreReader, questions: frozenset[str]) -> None:
        self._seen = seen
        self._everything = everything
        self._questions = questions

    def __getattr__(self, asked: str) -> object:
        return getattr(self._everything if asked in self._questions else self._seen, asked)


def peeking(everything: StoreReader, *questions: str) -> Callable[[StoreReader], StoreReader]:
    """Makes of an honest reader one that peeks at these questions."""
    return lambda seen: cast(StoreReader, Peeking(seen, everything, frozenset(questions)))
