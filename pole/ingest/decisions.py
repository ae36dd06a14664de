"""What a batch does to decisions: brings them, finds the key sets that they bind, and keeps them no lower than their rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from pole.graph.rows import DecisionRow, DecisionState
from pole.identity.decisions import said_by
from pole.identity.partition import Decided
from pole.ingest.draft import Draft
from pole.model.facts import Id, record_id
from pole.model.marking import visibility


class Told(NamedTuple):
    """Decisions after a batch."""

    put: list[DecisionRow]
    drop: list[Id]
    decided: list[Decided]
    """What those in force say of key sets."""


def settled_decisions(draft: Draft) -> Told:
    """Decisions to put, and to drop, once every row of the batch is taken."""
    held = draft.current.decisions
    stayed = {id_: _stayed(draft, decision) for id_, decision in held.items()}
    kept = {id_: decision for id_, decision in stayed.items() if decision is not None}
    for decision in draft.decided:
        if decision.id in kept:
            kept[decision.id] = _changed(kept[decision.id], decision)
        elif decision.id not in held:
            kept |= {new.id: new for new in _new(draft, decision)}
    return Told(
        [decision for id_, decision in sorted(kept.items()) if decision != held.get(id_)],
        sorted(id_ for id_ in held if id_ not in kept),
        sorted(said for decision in kept.values() for said in said_by(decision)),
    )


def _new(draft: Draft, decision: DecisionRow) -> Iterator[DecisionRow]:
    """A decision that was not known, if both its ends are there: it may have been made when they still were."""
    bound = _bound(draft, decision)
    if bound.state != DecisionState.ENDED and bound.one_keysets and bound.other_keysets:
        yield bound


def _changed(held: DecisionRow, said: DecisionRow) -> DecisionRow:
    """What became of a decision that is held. What it is about, and who may see it, is no matter of what is said now."""
    return held._replace(
        verdict=said.verdict, state=said.state, why=said.why, seconded=said.seconded, seconded_by=said.seconded_by,
        ended=said.ended, ended_by=said.ended_by, ended_why=said.ended_why,
    )  # fmt: skip


def _stayed(draft: Draft, decision: DecisionRow) -> DecisionRow | None:
    """The decision after the batch; None where nothing of it may stay: a row of it is disposed of, or was taken back."""
    if not draft.erase.keys().isdisjoint(decision.rows):
        return None
    raised = _raised(draft, decision)
    return None if raised is None else _bound(draft, raised)


def _bound(draft: Draft, decision: DecisionRow) -> DecisionRow:
    """The decision with the key sets that it binds now, as far as the batch may have changed them."""
    if decision.one_row in draft.named:
        found = _keysets(draft, decision.vis, decision.one_row, decision.one_name)
        decision = decision._replace(one_keysets=found)
    if decision.other_row in draft.named:
        found = _keysets(draft, decision.vis, decision.other_row, decision.other_name)
        decision = decision._replace(other_keysets=found)
    return decision


def _raised(draft: Draft, decision: DecisionRow) -> DecisionRow | None:
    """Nobody below hears of what was decided on a facet that they may not see any more."""
    for closing in draft.close:
        facet = closing.vis if closing.vis is None else record_id(closing.row, closing.vis)
        if closing.row not in decision.rows or facet not in (None, *_facets(decision, closing.row)):
            continue
        if closing.into is None:
            return None
        joint = draft.markings[decision.vis].join(draft.markings[closing.into])
        draft.markings[visibility(joint)] = joint
        now = record_id(closing.row, closing.into)
        decision = decision._replace(
            vis=visibility(joint),
            one_record=now if facet == decision.one_record else decision.one_record,
            other_record=now if facet == decision.other_record else decision.other_record,
        )
    return decision


def _facets(decision: DecisionRow, row: Id) -> Collection[Id]:
    return [
        record
        for record, of in zip((decision.one_record, decision.other_record), decision.rows, strict=True)
        if of == row
    ]


def _keysets(draft: Draft, vis: int, row: Id, name: str) -> tuple[Id, ...]:
    """The key sets of a mention's facets at or below a visibility."""
    seen = draft.markings[vis]
    found = {
        mention.keyset
        for facet in draft.by_row.get(row, ())
        if facet in draft.live
        for mention in draft.live[facet].mentions.values()
        if mention.name == name and draft.markings[mention.vis].at_or_below(seen)
    }
    return tuple(sorted(found))
