"""What an extract shows to be gone, and the guard before it: a share too large stops the load and says so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from pole.errors import GuardError
from pole.graph.port import Store
from pole.ingest.files import ExtractFile
from pole.ingest.seen import SeenRows
from pole.ingest.shape.source import CompiledSource
from pole.model.facts import Id, ShapedRow, Verb

AT_ONCE = 500
"""Rows that a store is asked about in one question."""

T = TypeVar("T")


class Retirement:
    """What one extract shows to be gone from one record type. Ask only when every file of the extract is noted in `seen`."""

    def __init__(
        self,
        store: Store,
        source: CompiledSource,
        file: ExtractFile,
        seen: SeenRows,
        later: Callable[[], Collection[Id]],
        make_room: Callable[[], bool],
    ) -> None:
        """`later` are the batches of later extracts: a row that one of them wrote is not gone, whatever this one says.

        They are asked for again whenever `make_room`, called now and then, says that another loader wrote.
        """
        self._store = store
        self._source = source
        self._file = file
        self._seen = seen
        self._ask_later = later
        self._later = later()
        self._others_wrote = make_room

    def guard(self, limit: float, *, vanishing: bool) -> None:
        """Raise GuardError when more would be disposed of, or would vanish, than `limit` percent of the live rows."""
        type_ = self._file.type
        if not vanishing and not self._seen.asks(type_, Verb.DISPOSE):
            return
        live = gone = disposed = 0
        for piece in _pieces(self._store.live_rows(self._source.source, [type_])):
            self._make_room()
            live += len(piece)
            disposed += sum(self._seen.asked(type_, row) == Verb.DISPOSE for row, _, _ in piece)
            if vanishing:
                gone += sum(1 for _ in self._gone((row, key) for row, _, key in piece))
        self._stop("dispose of", disposed, live, limit)
        self._stop("retire", gone, live, limit)

    def rows(self) -> Iterator[ShapedRow]:
        """Rows to retire: what vanished from a full extract, or, in a delta, children that their parents no longer have."""
        if self._file.mode == "full":
            live = ((row, key) for row, _, key in self._store.live_rows(self._source.source, [self._file.type]))
            return (
                retired(Verb.VANISH, self._source.source, self._file.type, row, key) for row, key in self._gone(live)
            )
        return self._withdrawn() if self._file.record.replaces else iter(())

    def still_gone(self, rows: list[ShapedRow]) -> list[ShapedRow]:
        """Of `rows()` those that no later extract has written meanwhile. Ask right before writing."""
        self._later = self._ask_later()
        kept = {row for piece in _pieces(rows) for row in self._written_later([r.row for r in piece])}
        return [row for row in rows if row.row not in kept]

    def _gone(self, live: Iterable[tuple[Id, str]]) -> Iterator[tuple[Id, str]]:
        """Those that are not in the extract, and that no later one wrote."""
        for piece in _pieces((row, key) for row, key in live if not self._seen.has(self._file.type, row)):
            self._make_room()
            kept = self._written_later([row for row, _ in piece])
            yield from ((row, key) for row, key in piece if row not in kept)

    def _withdrawn(self) -> Iterator[ShapedRow]:
        for parents in _pieces(self._parents()):
            children = self._store.children(self._source.source, self._file.type, parents)
            for row, key in self._gone((row, key) for row, key, _ in children):
                yield retired(Verb.WITHDRAW, self._source.source, self._file.type, row, key)

    def _parents(self) -> Iterator[Id]:
        """Parents that came in this extract, by themselves or in a child's words, each once."""
        parent = self._file.record.parent or ""
        yield from self._seen.rows(parent)
        yield from (row for row in self._seen.parents(self._file.type) if not self._seen.has(parent, row))

    def _written_later(self, rows: list[Id]) -> set[Id]:
        return written_by(self._store, self._later, rows)

    def _make_room(self) -> None:
        if self._others_wrote():
            self._later = self._ask_later()

    def _stop(self, verb: str, number: int, live: int, limit: float) -> None:
        if number * 100 > live * limit:
            raise GuardError(
                f"{self._file.name} would {verb} {number} of {live} records of {self._source.source} "
                f"{self._file.type}, and {limit:g} percent are allowed. Nothing of it was written. Ask the owner whether "
                "the extract is whole; if it is right, allow more with --retire-limit."
            )


def retired(verb: Verb, source: str, type_: str, row: Id, key: str = "") -> ShapedRow:
    """What a row that is not in an extract comes to. It was received nowhere: the extract's own number counts."""
    return ShapedRow(verb.value, row, source, type_, key, "", None, (), None, "", 0, ())


def written_by(store: Store, batches: Collection[Id], rows: Sequence[Id]) -> set[Id]:
    """Those of these rows of which one of these batches wrote what is live."""
    if not batches:
        return set()
    everything = store.reader(frozenset(store.visibilities()))
    return {record.row for record in everything.facets(rows) if record.batch in batches}


def bereft(
    store: Store, source: CompiledSource, type_: str, parents: Iterable[Id]
) -> Iterator[tuple[str, list[tuple[Id, str]]]]:
    """(record type, its live (row, key)) of the children of those of these rows of a type that are not held."""
    children = [record.name for record in source.records.values() if record.parent == type_]
    for some in _pieces(parents) if children else ():
        everything = store.reader(frozenset(store.visibilities()))
        gone = sorted({*some} - {record.row for record in everything.facets(some)})
        for child in children:
            found = store.children(source.source, child, gone)
            if found:
                yield child, [(row, key) for row, key, _ in found]


def kept_children(store: Store, source: str, parents: Iterable[Id]) -> Iterator[tuple[str, list[Id]]]:
    """(record type, rows) of which anything is kept under these parents: live, past, gone or in quarantine."""
    for some in _pieces(parents):
        by_type: dict[str, list[Id]] = {}
        for row, type_ in store.kept_children(source, some):
            by_type.setdefault(type_, []).append(row)
        yield from sorted(by_type.items())


def guard_replay(store: Store, source: CompiledSource, type_: str, disposed: Collection[Id], limit: float) -> None:
    """Raise GuardError when rows from quarantine would dispose of more than `limit` percent of the live rows."""
    live = number = 0
    for row, _, _ in store.live_rows(source.source, [type_]):
        live += 1
        number += row in disposed
    if number * 100 > live * limit:
        raise GuardError(
            f"Rows in quarantine would dispose of {number} of {live} records of {source.source} {type_}, and {limit:g} "
            "percent are allowed. Nothing was taken. Ask the owner whether that is right, and to send them again if it is."
        )


def _pieces(items: Iterable[T]) -> Iterator[list[T]]:
    every = iter(items)
    while piece := list(islice(every, AT_ONCE)):
        yield piece
