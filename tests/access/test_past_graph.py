"""What is answered of a past moment is what was answered at that moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import given, settings

from pole.access.past import PastGraph
from pole.access.reading import ScopedGraph
from pole.access.scope import Scope
from pole.graph.port import StoreReader
from pole.graph.questions import ANY_LINK, LinkWhere, PageRequest
from pole.graph.rows import MentionRow
from pole.model.facts import Id, Verb
from pole.model.kind import Kind
from pole.model.marking import BASE, visibility
from tests.access.histories import Act, History, Say, batches, histories
from tests.access.worlds import NewWorld, faithful, memory_world

OPEN = visibility(BASE)
SCOPE = Scope(frozenset({OPEN}), {OPEN: BASE})
EVENTS = LinkWhere(kinds=(Kind.EVENT.value,))
SOME = LinkWhere(standings=("", "RECORDED"), low=0, undated=False)


def kept(act: Act) -> Act:
    """The act, where its owner takes nothing back and nothing is disposed of or read anew: such a past is closed."""
    verb = act.verb if act.verb in (Verb.PUT, Verb.VANISH) else Verb.WITHDRAW
    says = {vis: say or Say(()) for vis, say in (act.says or {OPEN: None}).items()}
    return act._replace(says=says, verb=verb, correction=False, mapping=0)


def answers(graph: ScopedGraph, entities: Sequence[Id]) -> Iterator[tuple[str, object]]:
    """What the graph says of each of these and of what is one link away. Names of others are those of today."""
    for id_ in entities:
        mentions = graph.mentions(id_, PageRequest(3))
        yield f"mentions of {id_}", (mentions, graph.mention_count(id_))
        yield f"more mentions of {id_}", graph.mentions(id_, PageRequest(2, after_first(mentions.rows)))
        yield f"records of {id_}", graph.records(sorted({m.record for m in mentions.rows}))
        for where in (ANY_LINK, EVENTS, SOME):
            yield f"counts of {id_} where {where}", graph.counts(id_, where)
            page = graph.neighbours(id_, where, PageRequest(2))
            yield f"neighbours of {id_} where {where}", page
            if page.more:
                after = page.rows[-1].position
                yield f"more neighbours of {id_}", graph.neighbours(id_, where, PageRequest(9, after))
            yield f"others of {id_}", sorted(graph.entities([r.other for r in page.rows]))
        yield f"events of {id_}", graph.events(id_, EVENTS, PageRequest(9))
        yield f"lineage of {id_}", graph.lineage([id_])


def after_first(mentions: Sequence[MentionRow]) -> tuple[str, ...] | None:
    """The position of the first."""
    return next(((m.received, m.id) for m in mentions), None)


def linked(reader: StoreReader) -> list[Id]:
    """Everything that has a link."""
    columns = reader.projection(ANY_LINK)
    return sorted({*columns.start, *columns.end})


def differs(acts: History, new_world: NewWorld = memory_world) -> str | None:
    """Where a past moment is answered otherwise than it was at that moment; None where nowhere."""
    with new_world() as world:
        planner, then = faithful(), list[tuple[str, list[tuple[str, object]]]]()
        for batch in batches([[kept(act) for act in some] for some in acts], {OPEN: BASE}):
            world.take(batch, planner)
            reader = world.reader(frozenset({OPEN}))
            then.append((batch.ledger.at, list(answers(ScopedGraph(reader, SCOPE), linked(reader)))))
        reader = world.reader(frozenset({OPEN}))
        for at, told in then:
            ids = sorted({question.split(" of ")[1].split()[0] for question, _ in told})
            for (question, now), (_, before) in zip(answers(PastGraph(reader, SCOPE, at), ids), told, strict=True):
                if now != before:
                    return f"{question} at {at}:\n  then {before}\n  now  {now}"
    return None


@given(histories({OPEN: BASE}))
@settings(max_examples=150)
def test_a_past_moment_is_answered_as_it_was_then(acts: History) -> None:
    assert differs(acts) is None


@given(histories({OPEN: BASE}, batches=3))
@settings(max_examples=20)
def test_a_past_moment_is_answered_as_it_was_then_in_sqlite(sqlite_world: NewWorld, acts: History) -> None:
    assert differs(acts, sqlite_world) is None


@given(histories({OPEN: BASE}, batches=2))
@settings(max_examples=3)
def test_a_past_moment_is_answered_as_it_was_then_in_neo4j(neo4j_world: NewWorld, acts: History) -> None:
    assert differs(acts, neo4j_world) is None
