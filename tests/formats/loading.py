"""A source given by the text of its mapping, and what comes of loading its files."""

from __future__ import annotations

from pathlib import Path

from pole.graph.port import Store
from pole.ingest.balance import BalanceSheet
from pole.ingest.load import Loader
from pole.ingest.mapping import load_mapping
from pole.ingest.shape import CompiledSource, compile_mapping
from pole.model.facts import decode_statements
from pole.model.vocabulary import load_vocabulary


def source_of(mapping: str) -> CompiledSource:
    """A source made executable."""
    vocabulary = load_vocabulary()
    return compile_mapping(load_mapping(mapping, vocabulary), vocabulary)


def load(store: Store, source: CompiledSource, *paths: Path, batch_rows: int = 3) -> BalanceSheet:
    """As `pole load` does, in small batches."""
    return Loader(store, batch_rows=batch_rows).load(source, paths)


def replay(store: Store, source: CompiledSource) -> BalanceSheet:
    """As `pole quarantine replay` does."""
    return Loader(store, batch_rows=3).replay(source)


def outcomes(sheet: BalanceSheet) -> dict[str, dict[str, int]]:
    """What the rows of each record type came to, where there were any."""
    assert all(account.unaccounted == 0 for account in sheet.accounts)
    found = {account.type: {**account.outcomes, **account.retired} for account in sheet.accounts}
    return {type_: counts for type_, counts in found.items() if counts}


def held_back(store: Store) -> list[tuple[str, int, str]]:
    """Type, line and reason of every row in quarantine."""
    return [(row.type, row.line, row.reason) for row in store.quarantine()]


def rows(store: Store, source: CompiledSource, type_: str) -> dict[str, str]:
    """Every live row of a type as received, by its key."""
    keys = {row: key for row, _, key in store.live_rows(source.source, [type_])}
    reader = store.reader(frozenset(store.visibilities()))
    return {keys[record.row]: record.raw for record in reader.facets(sorted(keys)) if record.raw is not None}


def said(store: Store, source: CompiledSource, type_: str, mention: str) -> dict[str, dict[str, str | None]]:
    """By the key of each live row of a type: what it states of one of its mentions, attribute by attribute."""
    keys = {row: key for row, _, key in store.live_rows(source.source, [type_])}
    reader = store.reader(frozenset(store.visibilities()))
    records = {record.id: keys[record.row] for record in reader.facets(sorted(keys))}
    found: dict[str, dict[str, str | None]] = {}
    for row in reader.mentions_of(sorted(records)):
        if row.name == mention:
            stated = found.setdefault(records[row.record], {})
            stated |= {one.attribute: one.value for one in decode_statements(row.body)}
    return found
