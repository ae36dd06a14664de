"""What changed since a moment, on every store: before and after, in pages, as it may be seen today."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pole.errors import LimitReachedError
from pole.graph.port import Store
from pole.graph.questions import PageRequest
from pole.graph.rows import ChangeRow, LinkRow, MentionRow
from pole.graph.since import VERSIONS_LIMIT
from pole.model.facts import Id, ShapedRow, Verb
from tests.stores.generate import CHILDREN, OPEN, instant
from tests.stores.shaping import Thing, Tie, batch_of, entity, load, planner, row, together

OPENLY, CLEARED = frozenset({OPEN}), frozenset({OPEN, CHILDREN})
ALL_TIME = "2000-01-01T00:00:00Z"
APRIL = "2024-04-01T00:00:00Z"


def anna(name: str = "anna", key: str = "1", number: str = "7", received: str = "2024-03-01T00:00:00Z") -> ShapedRow:
    return row(key, {"a": Thing((f"nominal|{number}",), text=name, caption=name)}, received=received)


def changed(store: Store, *ids: Id, after: str = ALL_TIME, seen: frozenset[int] = OPENLY) -> list[ChangeRow]:
    return store.reader(seen).changes(ids, after, PageRequest(100)).rows


def told(changes: Sequence[ChangeRow]) -> list[tuple[str, str | None, str | None, str]]:
    """When, the caption of both sides, and why."""
    return [(c.at, _caption(c.before), _caption(c.after), c.why) for c in changes]


def _caption(side: MentionRow | LinkRow | None) -> str | None:
    return side.caption if isinstance(side, MentionRow) else side and side.type


def test_a_new_version_is_told_with_what_stood_before(store: Store) -> None:
    load(store, [anna()], [anna("ann")], [anna("anne", received="2024-04-01T00:00:00Z")])
    whole = changed(store, entity(store, "nominal|7"))
    assert told(whole) == [
        (instant(2), "ann", "anne", "superseded"),
        (instant(1), "anna", "ann", "superseded"),
        (instant(0), None, "anna", ""),
    ]
    assert changed(store, entity(store, "nominal|7"), after=instant(0)) == whole[:2]
    assert changed(store, entity(store, "nominal|7"), after=instant(2)) == []


def test_what_vanished_has_a_last_word_and_what_was_recorded_in_error_has_none(store: Store) -> None:
    load(
        store,
        [anna(key="1"), anna("ann", key="2"), anna("anne", key="3"), anna("annie", key="4")],
        [
            row("2", verb=Verb.VANISH),
            row("3", verb=Verb.DELETE, received="2024-05-01T00:00:00Z"),
            row("4", verb=Verb.DISPOSE),
        ],
    )
    assert told(changed(store, entity(store, "nominal|7"), after=instant(0))) == [(instant(1), "ann", None, "vanished")]
    assert {c.after.caption for c in changed(store, entity(store, "nominal|7")) if isinstance(c.after, MentionRow)} == {
        "anna",
        "ann",
    }


def test_what_identity_moves_changes_for_who_had_it_and_for_who_has_it(store: Store) -> None:
    load(store, [anna(key="1", number="1")], [anna("ann", key="2", number="2")])
    one, two = entity(store, "nominal|1"), entity(store, "nominal|2")
    with store.lease("tester@here:1 since now") as lease:
        both = row("3", {"a": Thing(("nominal|1", "nominal|2"), caption="both")})
        store.apply(lease, batch_of(2, [both]), planner())
    held = entity(store, "nominal|1")
    left = two if held == one else one
    moved, kept = ("ann", "anna") if left == two else ("anna", "ann")
    assert (instant(2), moved, None, "") in told(changed(store, left))
    assert sorted(told(changed(store, held, after=instant(1))), key=str) == sorted(
        [(instant(2), None, moved, ""), (instant(2), None, "both", "")], key=str
    )
    assert told(changed(store, one, two, after=instant(1))) == [(instant(2), None, "both", "")]
    assert kept in [_caption(c.after) for c in changed(store, held)]


def test_a_tie_comes_and_goes_with_its_ends_of_then(store: Store) -> None:
    people = {"a": Thing(("nominal|1",)), "e": Thing(("crime|1",), "EVENT")}
    load(store, [row("1", people, [Tie("a", "e")])], [row("1", {"a": people["a"]})])
    person = entity(store, "nominal|1")
    gone, come = [c for c in changed(store, person) if c.what == "link"]
    assert isinstance(come.after, LinkRow)
    assert isinstance(gone.before, LinkRow)
    assert (come.after.start, gone.before.start, gone.after) == (person, person, None)
    assert come.after.end == gone.before.end != ""
    assert [c.at for c in (gone, come)] == [instant(1), instant(0)]


def test_what_was_raised_since_is_told_to_nobody_below(store: Store) -> None:
    secret = row("1", {"a": Thing(("nominal|7",), text="cara", caption="cara")}, vis=CHILDREN, received=APRIL)
    load(store, [anna(key="2"), anna(key="1")], [secret])
    low = entity(store, "nominal|7")
    assert [_caption(c.after) for c in changed(store, low)] == ["anna"]
    assert changed(store, low, after=instant(0)) == []
    high = entity(store, "nominal|7", CHILDREN)
    assert told(changed(store, low, high, after=instant(0), seen=CLEARED)) != []


def test_a_change_in_a_hidden_part_leaves_no_trace_in_the_open_part(store: Store) -> None:
    def both(name: str) -> ShapedRow:
        hidden = row(
            "1", {"a": Thing(("nominal|7",), text=name, caption=name)}, vis=CHILDREN, received="2024-03-01T00:00:00Z"
        )
        return together(anna(), hidden)

    load(store, [both("cara")], [both("clara")])
    low, high = entity(store, "nominal|7"), entity(store, "nominal|7", CHILDREN)
    assert changed(store, low, high, after=instant(0)) == []
    assert told(changed(store, low, high, after=instant(0), seen=CLEARED)) == [
        (instant(1), "cara", "clara", "superseded")
    ]


def test_pages_follow_each_other_without_gap_or_repeat(store: Store) -> None:
    load(store, [anna(f"a{n}", key=f"{n}") for n in range(7)], [anna(f"b{n}", key=f"{n}") for n in range(7)])
    reader, one = store.reader(OPENLY), entity(store, "nominal|7")
    rows: list[ChangeRow] = []
    page = reader.changes([one], ALL_TIME, PageRequest(3))
    while page.more:
        rows += page.rows
        page = reader.changes([one], ALL_TIME, PageRequest(3, rows[-1][:4]))
    rows += page.rows
    assert rows == changed(store, one)
    assert len(rows) == 14


def test_a_question_over_too_many_versions_is_refused_and_a_later_moment_is_not(store: Store) -> None:
    rows = [anna(key=f"{n}") for n in range(VERSIONS_LIMIT + 1)]
    pieces = [rows[first : first + 2_000] for first in range(0, len(rows), 2_000)]
    load(store, *pieces, [anna("ann", key="0")])
    with pytest.raises(LimitReachedError, match="versions"):
        changed(store, entity(store, "nominal|7"))
    assert len(changed(store, entity(store, "nominal|7"), after=instant(len(pieces) - 1))) == 1
