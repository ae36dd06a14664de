"""Deciding who is the same and who is not: a word with a reason, bound to records, good until it is taken back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from secrets import token_hex
from typing import Final, NamedTuple

from pole.access.policy_file import Entitlement, SecondPerson
from pole.access.session import Inquiry
from pole.errors import NotVisibleError, RefusedError, UsageError
from pole.graph.questions import MENTIONS_IN_VIEW, PAGE_LIMIT, DecisionWhere, PageRequest
from pole.graph.rows import DecisionRow, DecisionState, MentionRow, Verdict
from pole.identity.binding import shared_keys
from pole.identity.person.model import shipped_model
from pole.identity.person.weighing import Weigher
from pole.model.facts import Id, decode_statements, instant
from pole.model.marking import Marking, visibility
from pole.model.vocabulary import WARNING
from pole.service.answers.decisions import DecisionView
from pole.service.decisions import decision_views
from pole.service.explaining.asked import PERSON
from pole.service.explaining.partitions import reached
from pole.service.explaining.personas import personas
from pole.service.explaining.said import label
from pole.service.heads import heads
from pole.service.limits import within
from pole.service.relationships import strictest
from pole.service.view import followed
from pole.service.written import required_text

BECAUSE: Final = 20
EVIDENCE_FORMAT: Final = "keys both state"


class Word(NamedTuple):
    """What somebody decides. Ids are public, of records or of things; a record that speaks of several is `ID/NAME`."""

    one: str
    other: str
    verdict: Verdict
    why: str
    because: tuple[str, ...] = ()
    """Records from which it is known: the decision is marked as all of them."""


def decide(inquiry: Inquiry, word: Word) -> DecisionView:
    """The decision as it is kept; the one that there is already where the same was decided of the same two.

    Of two that are different, `other` is taken out of what both would otherwise be part of. Raises NotEntitledError,
    NotVisibleError, UsageError for a word without a reason, one thing decided to be two where its records state exactly the
    same keys, or two kinds; LeaseHeldError while a loader makes no room.
    """
    inquiry.policy.require(inquiry.viewer, Entitlement.DECIDE_IDENTITY)
    why = required_text("why", word.why)
    within("because", len(word.because), 0, BECAUSE, "name the records that matter most")
    one, other = _end(inquiry, word.one), _end(inquiry, word.other)
    _require_two(one, other, word.verdict)
    marking = strictest(
        inquiry.marking(vis) for vis in (one.vis, other.vis, *(_record_vis(inquiry, id_) for id_ in word.because))
    )
    known = _known(inquiry, one, other, word.verdict)
    if known is not None:
        return decision_views(inquiry, [known])[0]
    row = DecisionRow(
        token_hex(10), visibility(marking), word.verdict, _state(inquiry, word.verdict, marking, one, other), one.record, one.row,
        one.name, (), other.record, other.row, other.name, (), why, _evidence(inquiry, marking, one, other),
        instant(inquiry.now), inquiry.viewer.name, None, "", None, "", "",
    )  # fmt: skip
    return _kept(inquiry, row, marking)


def end_decision(inquiry: Inquiry, public: str, why: str) -> DecisionView:
    """Take a decision back. Raises NotEntitledError, NotVisibleError also for one that has ended."""
    inquiry.policy.require(inquiry.viewer, Entitlement.DECIDE_IDENTITY)
    row = _open(inquiry, public)
    return _kept(inquiry, _ended(inquiry, row, required_text("why", why)), inquiry.marking(row.vis))


def second_decision(inquiry: Inquiry, public: str, agree: bool, why: str) -> DecisionView:
    """Speak as the second person on a decision that waits for one: it comes into force, or ends.

    Raises NotEntitledError, NotVisibleError for one that does not wait, RefusedError for who made it.
    """
    inquiry.policy.require(inquiry.viewer, Entitlement.DECIDE_IDENTITY)
    row = _open(inquiry, public)
    words = required_text("why", why)
    if row.state != DecisionState.PROPOSED:
        raise NotVisibleError()
    if row.made_by == inquiry.viewer.name:
        raise RefusedError("The second person is another than the first: ask a colleague.")
    spoken = row._replace(seconded=instant(inquiry.now), seconded_by=inquiry.viewer.name)
    agreed = spoken._replace(state=DecisionState.IN_FORCE, why=f"{row.why}\n{inquiry.viewer.name}: {words}")
    said = agreed if agree else _ended(inquiry, spoken, words)
    return _kept(inquiry, said, inquiry.marking(row.vis))


def _open(inquiry: Inquiry, public: str) -> DecisionRow:
    raw = inquiry.open("decision", public)
    row = next(iter(inquiry.graph.decision([raw])), None) if raw else None
    if row is None or row.state == DecisionState.ENDED:
        raise NotVisibleError()
    return row


def _ended(inquiry: Inquiry, row: DecisionRow, why: str) -> DecisionRow:
    return row._replace(
        state=DecisionState.ENDED, ended=instant(inquiry.now), ended_by=inquiry.viewer.name, ended_why=why
    )


def _kept(inquiry: Inquiry, row: DecisionRow, marking: Marking) -> DecisionView:
    kept = inquiry.deciding(row, marking)
    if kept is None:
        raise NotVisibleError()
    return decision_views(inquiry, [kept], {kept.vis: marking} if kept.vis == row.vis else None)[0]


# ---------------------------------------------------------------- what is decided on


def _end(inquiry: Inquiry, id_: str) -> MentionRow:
    """The mention meant: of a record the one that is named, or its only one, or its only person; of a thing its newest.

    Of its facets the lowest: what is decided holds wherever both are seen.
    """
    record, _, name = id_.partition("/")
    raw = inquiry.open("record", record)
    if raw is not None:
        return _of_record(inquiry, raw, name)
    live = heads(inquiry, [id_]) or heads(inquiry, followed(inquiry, id_))
    if not live:
        raise NotVisibleError()
    if len(live) > 1:
        raise UsageError(f"That id stands for several things: name one of {', '.join(sorted(live))}.")
    (head,) = live.values()
    page = inquiry.graph.mentions(head.id, PageRequest(MENTIONS_IN_VIEW))
    return _lowest(inquiry, page.rows)


def _of_record(inquiry: Inquiry, raw: Id, name: str) -> MentionRow:
    records = inquiry.graph.records([raw])
    if not records:
        raise NotVisibleError()
    facets = inquiry.graph.facets([records[0].row])
    mentions = inquiry.graph.mentions_of([facet.id for facet in facets])
    names = sorted({m.name for m in mentions if name in ("", m.name)})
    if not names:
        raise NotVisibleError()
    people = sorted({m.name for m in mentions if m.name in names and m.subtype == PERSON})
    meant = names if len(names) == 1 else people
    if len(meant) != 1:
        raise UsageError(f"The record speaks of several things: write ID/NAME, with one of {', '.join(names)}.")
    return _lowest(inquiry, [m for m in mentions if m.name == meant[0]])


def _lowest(inquiry: Inquiry, mentions: Sequence[MentionRow]) -> MentionRow:
    return min(mentions, key=lambda m: inquiry.marking(m.vis).height)


def _record_vis(inquiry: Inquiry, public: str) -> int:
    raw = inquiry.open("record", public)
    found = next(iter(inquiry.graph.records([raw])), None) if raw else None
    if found is None:
        raise NotVisibleError()
    inquiry.shows("record", found.id)
    return found.vis


def _require_two(one: MentionRow, other: MentionRow, verdict: Verdict) -> None:
    if (one.row, one.name) == (other.row, other.name):
        raise UsageError("Both lead to the same record: name two records, as RECORD/NAME where one speaks of several.")
    if one.kind != other.kind:
        raise UsageError("The two are of different kinds, which are never one thing: there is nothing to decide.")
    if verdict == Verdict.DIFFERENT and one.keyset == other.keyset:
        raise UsageError(
            "Both records state exactly the same keys, so nothing tells which goes where: ask the owner of the wrong one to "
            "correct it (`pole correction raise`)."
        )


def _known(inquiry: Inquiry, one: MentionRow, other: MentionRow, verdict: Verdict) -> DecisionRow | None:
    """A decision of the same on the same two that has not ended."""
    where = DecisionWhere((DecisionState.IN_FORCE, DecisionState.PROPOSED), (verdict,), None, (one.row,))
    two = {(one.row, one.name), (other.row, other.name)}
    rows = inquiry.graph.decisions(where, PageRequest(PAGE_LIMIT)).rows
    return next((d for d in rows if {(d.one_row, d.one_name), (d.other_row, d.other_name)} == two), None)


# ---------------------------------------------------------------- what was in view


def _evidence(inquiry: Inquiry, marking: Marking, one: MentionRow, other: MentionRow) -> str:
    """What bears on the two, of what is at or below the marking of the decision: nobody learns more from it than that."""
    below = [m for m in _facets(inquiry, one, other) if inquiry.marking(m.vis).at_or_below(marking)]
    sides = [[m for m in below if (m.row, m.name) == (end.row, end.name)] for end in (one, other)]
    keysets = reached(inquiry, [inquiry.scope.group_of(m.entity) for m in (one, other)]).keysets
    held = [{key for m in side if m.keyset in keysets for key in keysets[m.keyset].keys} for side in sides]
    evidence: dict[str, object] = {
        EVIDENCE_FORMAT: [label(inquiry, key.scheme) for key in shared_keys(*held)],
        "versions": [max(_version(inquiry, m) for m in side) for side in sides],
    }
    if one.subtype == other.subtype == PERSON:
        model = shipped_model()
        a, b = (next(iter(personas(inquiry, side).values())) for side in sides)
        evidence |= {"bits": round(Weigher(model).weigh(a.profile, b.profile).weight, 2), "model": model.id}
    return json.dumps(evidence, sort_keys=True)


def _facets(inquiry: Inquiry, *ends: MentionRow) -> list[MentionRow]:
    facets = inquiry.graph.facets(sorted({end.row for end in ends}))
    return inquiry.graph.mentions_of([facet.id for facet in facets])


def _version(inquiry: Inquiry, mention: MentionRow) -> int:
    return next(record.version for record in inquiry.graph.records([mention.record]))


def _state(inquiry: Inquiry, verdict: Verdict, marking: Marking, one: MentionRow, other: MentionRow) -> DecisionState:
    """Whether a second person has to agree: not where nothing is decided. Only what lies at or below the decision has a say,
    or being asked would tell."""
    needed = SecondPerson.NEVER if verdict == Verdict.UNSURE else inquiry.policy.second_person
    if needed is SecondPerson.ALWAYS or (
        needed is SecondPerson.WARNED and any(_is_warned(inquiry, marking, m.entity) for m in (one, other))
    ):
        return DecisionState.PROPOSED
    return DecisionState.IN_FORCE


def _is_warned(inquiry: Inquiry, marking: Marking, thing: Id) -> bool:
    page = inquiry.graph.mentions(inquiry.scope.group_of(thing), PageRequest(MENTIONS_IN_VIEW))
    return any(
        s.attribute == WARNING and s.value is not None and s.former is None
        for m in page.rows
        if inquiry.marking(m.vis).at_or_below(marking)
        for s in decode_statements(m.body)
    )
