"""Rows written by hand, as short as a test can read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pole.graph.changes import Batch
from pole.graph.port import Store
from pole.graph.rows import LedgerRow
from pole.ingest.plan import Planner
from pole.model.facts import (
    Facet,
    Id,
    Instant,
    Join,
    Key,
    ShapedLink,
    ShapedMention,
    ShapedRow,
    Statement,
    Verb,
    content_id,
    link_id,
    mention_id,
    record_id,
    row_id,
)
from tests.stores.generate import CHILDREN, MARKINGS, OPEN, instant

HOLDER = "tester@here:1 since 2025-01-01T00:00:00Z"


class Thing(NamedTuple):
    """What a row says of one thing. A key is ``scheme|value``; strong ones are PNC numbers, phones are looked up only."""

    keys: tuple[str, ...]
    kind: str = "PERSON"
    text: str = ""
    caption: str = ""


class Tie(NamedTuple):
    """What a row says of two of its things, by their local names."""

    start: str
    end: str
    type: str = "SUSPECT_IN"
    role: str = ""
    begins: str | None = None
    ends: str | None = None
    standing: str | None = None
    grade: str | None = None


def row(
    key: str,
    things: Mapping[str, Thing] | None = None,
    ties: Sequence[Tie] = (),
    vis: int = OPEN,
    received: Instant = "2024-01-01T00:00:00Z",
    verb: Verb = Verb.PUT,
) -> ShapedRow:
    """A row of the source `crimes` and the record type `person` with one facet."""
    id_ = row_id("crimes", "person", key)
    record = record_id(id_, vis)
    mentions = tuple(_mention(record, name, thing, vis) for name, thing in (things or {}).items())
    links = tuple(_link(record, f"link-{n}", tie, vis) for n, tie in enumerate(ties))
    facets = (Facet(record, vis, content_id(repr((mentions, links, received))), "raw", mentions, links),)
    return ShapedRow(
        verb.value, id_, "crimes", "person", key, received, None, (), None, "crimes.txt", 1,
        facets if verb is Verb.PUT else (),
    )  # fmt: skip


def together(*rows: ShapedRow) -> ShapedRow:
    """Several as the facets of one; the row as received is for whoever may see the last."""
    facets = [row.facets[0]._replace(raw=None) for row in rows[:-1]]
    return rows[-1]._replace(facets=(*facets, rows[-1].facets[0]))


def _mention(record: Id, name: str, thing: Thing, vis: int) -> ShapedMention:
    statements = (Statement("name", "NAME", thing.text, thing.text),) if thing.text else ()
    return ShapedMention(
        mention_id(record, name), record, name, thing.kind, "crime" if thing.kind == "EVENT" else "person", vis,
        tuple(map(_key, thing.keys)), statements, thing.caption, 1 if thing.caption else 0, None,
        f"name\t{thing.text}" if thing.text else "",
    )  # fmt: skip


def _key(text: str) -> Key:
    scheme, _, value = text.partition("|")
    return Key(scheme, value, {"pnc": Join.STRONG, "phone": Join.LOOK_UP}.get(scheme, Join.KEY))


def _link(record: Id, name: str, tie: Tie, vis: int) -> ShapedLink:
    return ShapedLink(
        link_id(record, name, tie.type, tie.role), record, name, tie.type, tie.role, mention_id(record, tie.start),
        mention_id(record, tie.end), vis, tie.begins, tie.ends, tie.standing, None, tie.grade, "FIELD", (),
    )  # fmt: skip


def batch_of(number: int, rows: Sequence[ShapedRow], **fields: object) -> Batch:
    """Rows as the batch of that number, loaded at `instant(number)`; `fields` replace those of its ledger row."""
    ledger = LedgerRow(
        content_id("batch", str(number)), "crimes", "person", content_id("load", str(number)), 0, str(number),
        f"crimes_{number}.txt", f"digest-{number}", "mapping-1", "delta", instant(number),
        max((r.received for r in rows), default=None), {}, True,
    )  # fmt: skip
    return Batch(ledger._replace(**fields), tuple(rows), (), MARKINGS)  # type: ignore[arg-type]  # fields by name


def planner() -> Planner:
    """A planner whose entity ids are e0000, e0001, … in the order of minting."""
    numbers: Iterator[int] = iter(range(1_000_000))
    return Planner(lambda vis: f"e{next(numbers):06d}")


def load(store: Store, *batches: Sequence[ShapedRow]) -> None:
    """Load batches one after another, as one holder of the lease, into a store that has nothing yet."""
    plan = planner()
    with store.lease(HOLDER) as lease:
        for number, rows in enumerate(batches):
            store.apply(lease, batch_of(number, rows), plan)


def eventful() -> list[list[ShapedRow]]:
    """Batches after which rows are live in one and in two visibilities, superseded, raised, deleted, vanished, disposed of."""
    anna = {"a": Thing(("nominal|1",), text="anna berg")}

    def people(**vis: int) -> list[ShapedRow]:
        return [row(key, anna, vis=seen) for key, seen in vis.items()]

    both = together(row("both", anna), row("both", {"a": Thing(("pnc|2",))}, vis=CHILDREN))
    return [
        [*people(stays=OPEN, changes=OPEN, raised=OPEN, deleted=OPEN, vanished=CHILDREN, disposed=OPEN), both],
        [
            row("changes", {"a": Thing(("nominal|2",))}),
            row("raised", anna, vis=CHILDREN),
            row("deleted", verb=Verb.DELETE),
        ],
        [row("vanished", verb=Verb.VANISH), row("disposed", verb=Verb.DISPOSE)],
    ]


def entity(store: Store, key: str, vis: int = OPEN) -> Id:
    """The one holder of a key in one visibility."""
    ((_, found),) = store.reader(frozenset({vis})).by_identifier([key])
    return found
