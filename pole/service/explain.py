"""Why are these the same, or not the same? Identity in the store is by keys; of two persons it is also told how alike they are.

It is worked out anew from what this viewer sees, by the rules by which the store joins, so nothing in it hangs on anything
hidden, and what is said to part or join would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pole.access.session import Inquiry
from pole.errors import NotVisibleError
from pole.graph.closure import Reached
from pole.graph.rows import KeySetRow, Verdict
from pole.identity.binding import bindings, contradictions, shared_keys, way
from pole.model.facts import Id, Key
from pole.model.marking import Marking
from pole.service.answers.decisions import DecisionView
from pole.service.answers.explanation import Contradiction, Explanation, KeyUse, KeyView
from pole.service.answers.facts import StatementView
from pole.service.answers.head import EntityHead
from pole.service.decisions import decision_views
from pole.service.explaining.alike import RECORDS_LIMIT as COMPARED_LIMIT
from pole.service.explaining.alike import likeness
from pole.service.explaining.asked import PERSON, Asked, asked
from pole.service.explaining.partitions import reached
from pole.service.explaining.said import SaidOf, key_view, label, said_of, statements_of
from pole.service.explaining.what_if import RECORDS_LIMIT, what_if
from pole.service.heads import heads
from pole.service.relationships import strictest


def explain(inquiry: Inquiry, a: str, b: str | None = None) -> Explanation:
    """Why the records of `a` are one thing, or why `a` and `b` are one or two. Ids are of things or of records.

    Raises NotVisibleError alike for what does not exist and what is not for this viewer; UsageError for a record that speaks
    of several persons; LimitReachedError where too many key sets hang together.
    """
    one, other = asked(inquiry, a, b)
    if other is None or other.group == one.group:
        return _together(inquiry, one, other)
    return _apart(inquiry, one.group, other.group)


def _together(inquiry: Inquiry, one: Asked, other: Asked | None) -> Explanation:
    head = _head(inquiry, one.group)
    seen = reached(inquiry, [head.id])
    keysets = seen.keysets
    said = said_of(inquiry, head.id, keysets)
    keys = _holding(inquiry, head.id, said, keysets, one.row, other.row if other else None)
    number = len(said.rows)
    told = what_if(inquiry, head.id, said, seen)
    told_of = _decisions(inquiry, seen, [head.id])
    left_out: list[str] = []
    if said.more:
        left_out.append(f"Of its records the newest {number} were looked at.")
    if told is None:
        left_out.append(f"What would part without a record is worked out where no more than {RECORDS_LIMIT} matter.")
    return Explanation(
        a=head,
        b=head if other else None,
        together=True,
        because=_why_together(number, keys, told_of),
        records=number,
        keys=keys,
        what_if=told or (),
        needless=None if told is None else number - len(told),
        shared=(),
        contradictions=(),
        likeness=None,
        decisions=told_of,
        left_out=tuple(left_out),
        marking=_marking(inquiry, [head], [said]),
    )


def _holding(
    inquiry: Inquiry, group: Id, said: SaidOf, keysets: Mapping[Id, KeySetRow], row: Id | None, other: Id | None
) -> tuple[KeyView, ...]:
    """The keys that hold a thing together; where two of its records are asked about, those from the one to the other."""
    own = inquiry.graph.members(group)
    elsewhere = {key.text for row_ in keysets.values() if row_.entity not in own for key in row_.keys}
    found = bindings({word.who: word.keys for word in said.words}, elsewhere)
    if row is not None and other is not None:
        first, last = (next((w.who for w in said.words if w.row == r), "") for r in (row, other))
        found = way(found, first, last)
    return tuple(key_view(inquiry, binding.key, [w for w in said.words if w.who in binding.by]) for binding in found)


def _why_together(number: int, keys: Sequence[KeyView], decided: Sequence[DecisionView]) -> str:
    joined = any(one.verdict is Verdict.SAME and one.followed for one in decided)
    if joined:
        labels = [*dict.fromkeys(key.label for key in keys), "what somebody decided"]
        return f"{number} records hold together by {', '.join(labels)}."
    if not keys:
        return "It is one record: nothing had to be joined." if number == 1 else "The records are one by what they are."
    labels = list(dict.fromkeys(key.label for key in keys))
    return f"{number} records hold together by {', '.join(labels)}."


def _apart(inquiry: Inquiry, a: Id, b: Id) -> Explanation:
    one, other = _head(inquiry, a), _head(inquiry, b)
    seen = reached(inquiry, [a, b])
    keysets = seen.keysets
    told_of = _decisions(inquiry, seen, [a, b])
    said = (said_of(inquiry, a, keysets), said_of(inquiry, b, keysets))
    held = tuple(_keys_of(inquiry, id_, keysets) for id_ in (a, b))
    words = [word for each in said for word in each.words]
    shared = tuple(key_view(inquiry, key, words) for key in shared_keys(*held))
    against = tuple(
        Contradiction(scheme, label(inquiry, scheme), *(_of_scheme(inquiry, scheme, each) for each in said))
        for scheme in (contradictions(*held) if one.kind == other.kind else ())
    )
    people = one.subtype == other.subtype == PERSON and all(words.words for words in said)
    cut = people and any(len(words.rows) > COMPARED_LIMIT or words.more for words in said)
    return Explanation(
        a=one,
        b=other,
        together=False,
        because=_why_apart(one, other, shared, against, told_of),
        records=len(said[0].rows),
        keys=(),
        what_if=(),
        needless=None,
        shared=shared,
        contradictions=against,
        likeness=likeness(inquiry, *said) if people else None,
        decisions=told_of,
        left_out=(f"Of each the newest {COMPARED_LIMIT} records were compared.",) if cut else (),
        marking=_marking(inquiry, [one, other], said),
    )


def _keys_of(inquiry: Inquiry, group: Id, keysets: Mapping[Id, KeySetRow]) -> frozenset[Key]:
    own = inquiry.graph.members(group)
    return frozenset(key for row in keysets.values() if row.entity in own for key in row.keys)


def _of_scheme(inquiry: Inquiry, scheme: str, said: SaidOf) -> tuple[StatementView, ...]:
    return statements_of(inquiry, [k for k in sorted(said.keys) if (k.scheme, k.join) == (scheme, "s")], said.words)


def _why_apart(
    one: EntityHead,
    other: EntityHead,
    shared: Sequence[KeyView],
    against: Sequence[Contradiction],
    decided: Sequence[DecisionView],
) -> str:
    if one.kind != other.kind:
        return f"One is a {one.kind.value.lower()}, the other a {other.kind.value.lower()}: kinds are never joined."
    for said in decided:
        if said.verdict is Verdict.DIFFERENT and said.followed:
            return f"{said.made_by} decided that they are different: {said.why}"
    joining = [key.label for key in shared if key.use is not KeyUse.LOOK_UP]
    different = ", ".join(f"different {c.label}" for c in against)
    if joining and different:
        return f"Both state the same {', '.join(joining)}, and hold {different}, which refuses the join."
    if joining:
        return f"Both state the same {', '.join(joining)}, which is disputed: who state it contradict each other."
    if different:
        return f"No key that joins is common to both, and they hold {different}."
    return "No key that joins is common to both."


def _decisions(inquiry: Inquiry, seen: Reached, groups: Sequence[Id]) -> tuple[DecisionView, ...]:
    """Of one thing every decision in force on its key sets; of two those that have one of each at its ends."""
    members = [{id_ for id_, k in seen.keysets.items() if k.entity in inquiry.graph.members(g)} for g in groups]
    rows = sorted(seen.decisions.values(), key=lambda d: (d.made, d.id))
    bearing = [d for d in rows if all(not own.isdisjoint(d.keysets) for own in members)]
    return tuple(decision_views(inquiry, bearing))


def _head(inquiry: Inquiry, group: Id) -> EntityHead:
    head = heads(inquiry, [group]).get(group)
    if head is None:
        raise NotVisibleError()
    return head


def _marking(inquiry: Inquiry, shown: Sequence[EntityHead], said: Sequence[SaidOf]) -> Marking:
    seen = {m.vis for each in said for word in each.words for m in word.facets}
    return strictest([*(head.marking for head in shown), *(inquiry.marking(vis) for vis in sorted(seen))])
