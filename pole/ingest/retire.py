"""What an extract shows to be gone, and the guard before it: a share too large stops the load and says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from pole.errors import GuardError
from pole.graph.port import Store
from pole.ingest.files import ExtractFile
from pole.ingest.seen import SeenRows
from pole.ingest.shape.source import CompiledSource
from pole.model.facts import Id, ShapedRow, Verb

PARENTS_AT_ONCE = 500
LAST = "9999-12-31T23:59:59.999999Z"


def gone_rows(
    store: Store, source: CompiledSource, file: ExtractFile, files: Sequence[ExtractFile], seen: SeenRows, limit: float
) -> Iterator[ShapedRow]:
    """Rows to retire: what vanished from a full extract, or, in a delta, children that their parents no longer have.

    `limit` is the share, in percent, of the live rows of this type that may go. Raises GuardError beyond it, before the
    first is given out.
    """
    if file.mode == "full":
        return _vanished(store, source, file, seen, limit)
    if file.record.replaces:
        return _withdrawn(store, source, file, seen)
    return iter(())


def guard_disposal(store: Store, source: CompiledSource, file: ExtractFile, disposed: int, limit: float) -> None:
    """Raise GuardError when an extract would dispose of more than its share of the live rows."""
    if disposed:
        live = sum(1 for _ in store.live_rows(source.source, [file.type]))
        _guard(source, file, "dispose of", disposed, live + disposed, limit)


def _guard(source: CompiledSource, file: ExtractFile, verb: str, number: int, live: int, limit: float) -> None:
    if number * 100 > live * limit:
        raise GuardError(
            f"{file.path.name} would {verb} {number} of {live} records of {source.source} {file.type}, and {limit:g} percent "
            "are allowed. Ask the owner whether the extract is whole; if it is right, allow more with --retire-limit."
        )


def _vanished(
    store: Store, source: CompiledSource, file: ExtractFile, seen: SeenRows, limit: float
) -> Iterator[ShapedRow]:
    live = gone = 0
    for row, _, _ in store.live_rows(source.source, [file.type]):
        live += 1
        gone += not seen.has(file.type, row)
    if gone:
        _guard(source, file, "retire", gone, live, limit)
    for row, _, key in store.live_rows(source.source, [file.type]) if gone else ():
        if not seen.has(file.type, row):
            yield _retired(source, file, row, key, Verb.VANISH)


def _withdrawn(store: Store, source: CompiledSource, file: ExtractFile, seen: SeenRows) -> Iterator[ShapedRow]:
    for parents in _pieces(_parents(file, seen)):
        for row, key, _ in store.children(source.source, file.type, parents):
            if not seen.has(file.type, row):
                yield _retired(source, file, row, key, Verb.WITHDRAW)


def _parents(file: ExtractFile, seen: SeenRows) -> Iterator[Id]:
    """Parents that came in this extract, by themselves or in a child's words."""
    yield from seen.parents(file.type)
    if file.record.parent is not None:
        yield from seen.rows(file.record.parent)


def _pieces(ids: Iterator[Id]) -> Iterator[list[Id]]:
    while piece := list(islice(ids, PARENTS_AT_ONCE)):
        yield piece


def _retired(source: CompiledSource, file: ExtractFile, row: Id, key: str, verb: Verb) -> ShapedRow:
    return ShapedRow(verb, row, source.source, file.type, key, LAST, None, (), None, file.path.name, 0, ())
