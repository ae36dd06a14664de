"""A source of two record types, cases and the people in them, whose extracts a test writes line by line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pole.graph.port import Store
from pole.graph.questions import PageRequest
from pole.graph.rows import MentionRow
from pole.ingest.balance import BalanceSheet
from pole.ingest.load import Loader
from pole.ingest.mapping import load_mapping
from pole.ingest.shape import CompiledSource, compile_mapping
from pole.model.vocabulary import load_vocabulary

MAPPING = """\
source: cases
title: Cases
format: {kind: delimited, delimiter: "|", encoding: utf-8, header: yes, absent: [""], trailer: {starts: END, count: 2}}
markings: {open: {classification: OFFICIAL}}
marking: open
records:
  head:
    file: head_{mode}_{extract}.txt
    key: NO
    received: {column: AT, format: YYYY-MM-DD}
    verb: {column: DO, put: [I], delete: [D], dispose: [X]}
    mentions:
      case:
        is: event/incident
        keys: {case: reference}
        attributes: {reference: NO, summary: TEXT}
  person:
    file: person_{mode}_{extract}.txt
    key: [NO, ID]
    received: {column: AT, format: YYYY-MM-DD}
    parent: {record: head, key: [NO], replaces: yes}
    verb: {column: DO, put: [I], delete: [D], dispose: [X]}
    mentions:
      case: {is: event/incident, keys: {case: reference}, attributes: {reference: NO}}
      person:
        is: person/person
        keys: {nominal: source-number}
        attributes: {source-number: ID, name: NAME, sex: {column: SEX, map: {M: M, F: F}, otherwise: quarantine}}
    links:
      - {type: WITNESS_TO, from: person, to: case}
  merge:
    file: merge_{mode}_{extract}.txt
    key: [OLD, ID]
    verb: {column: DO, merge: [M], delete: [D]}
    merge: {kind: person, scheme: nominal, from: OLD, to: ID}
"""
COLUMNS = {"head": "DO|NO|AT|TEXT", "person": "DO|NO|ID|AT|NAME|SEX", "merge": "DO|OLD|ID"}


@cache
def cases(mapping: str = MAPPING) -> CompiledSource:
    """The source, or one with another mapping."""
    vocabulary = load_vocabulary()
    return compile_mapping(load_mapping(mapping, vocabulary), vocabulary)


class Extracts:
    """A folder of extracts and a store that they are loaded into."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.folder = folder

    def write(self, name: str, *lines: str, rows: int | None = None) -> Path:
        """A file such as ``head_full_1``; its trailer counts so many rows, or those that are there."""
        path = self.folder / f"{name}.txt"
        count = len(lines) if rows is None else rows
        path.write_text("\n".join([COLUMNS[name.partition("_")[0]], *lines, f"END|{count}", ""]), encoding="utf-8")
        return path

    def load(self, *paths: Path, mapping: str = MAPPING, retire_limit: float | None = None) -> BalanceSheet:
        """Load files as one run does."""
        loader = Loader(self.store, batch_rows=2, retire_limit=retire_limit)
        return loader.load(cases(mapping), paths or [self.folder])

    def replay(self, mapping: str = MAPPING) -> BalanceSheet:
        """Try what is in quarantine again."""
        return Loader(self.store, batch_rows=2).replay(cases(mapping))

    def take(self, name: str, *lines: str, retire_limit: float | None = None) -> BalanceSheet:
        """Write one file and load it."""
        return self.load(self.write(name, *lines), retire_limit=retire_limit)

    def held(self, source: str = "cases", types: Sequence[str] = ("head", "person", "merge")) -> list[str]:
        """What is held today: record type, key and number of version of each row."""
        reader = self.store.reader(frozenset(self.store.visibilities()))
        rows = [row for row, _, _ in self.store.live_rows(source, types)]
        return sorted(f"{r.type} {r.key} v{r.version}" for r in reader.facets(rows))

    def person(self, number: str) -> list[MentionRow]:
        """Every mention of whoever has that number."""
        reader = self.store.reader(frozenset(self.store.visibilities()))
        holders = [entity for _, entity in reader.by_identifier([f"nominal|{number}"])]
        return reader.mentions(holders, PageRequest(100)).rows

    def everything(self) -> list[str]:
        """All that is held, line by line."""
        return list(self.store.dump(exact=True))
