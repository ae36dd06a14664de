"""Everything that a backup holds, as files that `neo4j-admin database import full` reads into a new database.

A file of each label and link type with its header beside it, and `import.options`, which names them all. What the database
knows by itself (constraints, indexes, version of the schema) is made afterwards, by `initialise`. An empty list is a property
that is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, Final, cast

from pole.errors import PoleError
from pole.graph.rows import (
    DecisionRow,
    EntityRow,
    KeySetRow,
    LastWord,
    LedgerRow,
    LineageRow,
    LinkRow,
    MembershipRow,
    QuarantineRow,
    SameRow,
    SourceEntry,
    TaskRow,
)
from pole.stores.bolt.names import LABELS, link_type
from pole.stores.bolt.shapes import (
    KEY,
    LINK,
    MENTION,
    PAST,
    RECORD,
    decision_ends,
    facets_text,
    key_properties,
    keyset_properties,
    ledger_properties,
    link_properties,
    mention_properties,
    past_properties,
    properties,
)

OPTIONS: Final = "import.options"
_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "Record": RECORD,
    "Mention": MENTION,
    "Entity": EntityRow._fields,
    "KeySet": KeySetRow._fields,
    "Key": KEY,
    "Same": SameRow._fields,
    "Membership": MembershipRow._fields,
    "Lineage": LineageRow._fields,
    "Past": PAST,
    "LastWord": LastWord._fields,
    "Quarantine": QuarantineRow._fields,
    "Ledger": (*LedgerRow._fields, "place"),
    "Task": TaskRow._fields,
    "Decision": DecisionRow._fields,
    "DecisionEnd": ("keyset", "decision", "side"),
    "Source": SourceEntry._fields,
    "Tally": ("source", "facets", "vis", "records"),
    "Visibility": ("vis", "marking"),
}
_ENTITY: Final = "(entity)"
_PLAIN: Final[Mapping[str, tuple[str, Callable[[Any], Mapping[str, Any]]]]] = {
    "mention": ("Mention", mention_properties),
    "same": ("Same", properties),
    "membership": ("Membership", properties),
    "lineage": ("Lineage", properties),
    "past": ("Past", past_properties),
    "word": ("LastWord", properties),
    "quarantine": ("Quarantine", properties),
    "ledger": ("Ledger", ledger_properties),
    "task": ("Task", properties),
    "source": ("Source", properties),
}
"""Kinds of which a row is a node of one label and nothing else."""


def write_bulk(folder: Path, held: Iterable[tuple[str, Any]]) -> dict[str, int]:
    """Write the files into an empty folder; how many nodes of each label and links of each type.

    `held` are kinds and rows as `pole.ingest.restore.held_in` has them. Nobody else may read the files.
    """
    with ExitStack() as opened:
        files = _Files(folder, opened)
        for kind, row in held:
            files.put(kind, row)
        files.put("end", None)
        return files.end()


class _Files:
    """The files of one folder, opened as they are needed."""

    def __init__(self, folder: Path, opened: ExitStack) -> None:
        self._folder = folder
        self._opened = opened
        self._nodes: dict[str, _Table] = {}
        self._links: dict[str, _Table] = {}
        self._record: dict[str, Any] | None = None
        """The last record, until all its links have come: it knows them."""

    def put(self, kind: str, row: Any) -> None:
        """One row. A record is followed by its mentions and links."""
        if kind == "link":
            self._put_link(row)
            return
        if kind != "mention" and self._record is not None:
            self._node("Record").put(self._record)
            self._record = None
        match kind:
            case "record":
                self._record = {**properties(row), "links": []}
            case "entity":
                self._node("Entity").put({**properties(row), ":LABEL": f"Entity;{LABELS[row.kind]}"})
            case "keyset":
                self._node("KeySet").put(keyset_properties(row))
                for key in key_properties(row):
                    self._node("Key").put(key)
            case "marking":
                self._node("Visibility").put(dict(zip(_COLUMNS["Visibility"], row, strict=True)))
            case "tally":
                (source, facets), number = row
                self._node("Tally").put(
                    {"source": source, "facets": facets_text(facets), "vis": list(facets), "records": number}
                )
            case "decision":
                self._node("Decision").put(properties(row))
                for end in decision_ends(row):
                    self._node("DecisionEnd").put(end)
            case "end":
                pass
            case _:
                label, shaped = _PLAIN[kind]
                self._node(label).put(shaped(row))

    def end(self) -> dict[str, int]:
        """Write the headers and the options."""
        options = ["--id-type=string", "--bad-tolerance=0", "--multiline-fields=true"]
        for sort, tables in (("nodes", self._nodes), ("relationships", self._links)):
            for name, table in sorted(tables.items()):
                prefix = "" if name == "Entity" else f"{name}="
                options.append(f'"--{sort}={prefix}{table.end()}"')
        _private(self._folder / OPTIONS, self._opened).write("\n".join(options) + "\n")
        return {name: table.number for name, table in (*self._nodes.items(), *self._links.items())}

    def _put_link(self, row: LinkRow) -> None:
        name = link_type(row.type)
        if name not in self._links:
            ends = (f":START_ID{_ENTITY}", f":END_ID{_ENTITY}")
            self._links[name] = _Table(self._folder / name, (*ends, *LINK), self._opened)
        fields = link_properties(row)
        self._links[name].put({f":START_ID{_ENTITY}": row.start, f":END_ID{_ENTITY}": row.end, **fields})
        assert self._record is not None
        self._record["links"].append(f"{row.type} {row.id}")

    def _node(self, label: str) -> _Table:
        if label not in self._nodes:
            columns = (":LABEL", *_COLUMNS[label]) if label == "Entity" else _COLUMNS[label]
            self._nodes[label] = _Table(self._folder / label, columns, self._opened)
        return self._nodes[label]


class _Table:
    """One file of rows. Of which type a column is shows in its values."""

    def __init__(self, path: Path, columns: tuple[str, ...], opened: ExitStack) -> None:
        self._header, self._path = path.with_suffix(".header.csv"), path.with_suffix(".csv")
        self._columns = columns
        self._types: dict[str, str] = {}
        self._opened = opened
        self._file = _private(self._path, opened)
        self.number = 0

    def put(self, row: Mapping[str, Any]) -> None:
        """One row; a column that it lacks is not there. What has no column would be lost, and is refused."""
        if not row.keys() <= set(self._columns):
            raise PoleError(f"{self._path.name}: no column for {', '.join(sorted(row.keys() - set(self._columns)))}.")
        self._file.write(",".join([self._cell(column, row.get(column)) for column in self._columns]) + "\n")
        self.number += 1

    def end(self) -> str:
        """Write the header; the names of both files, as an option has them."""
        _private(self._header, self._opened).write(",".join(map(self._named, self._columns)) + "\n")
        return f"{self._header.resolve()},{self._path.resolve()}"

    def _named(self, column: str) -> str:
        if column == "id" and ":LABEL" in self._columns:
            return f"id:ID{_ENTITY}"
        return column + self._types.get(column, "")

    def _cell(self, column: str, value: object) -> str:
        if value is None or value in ((), []):
            return ""
        type_, text = _written(value)
        if self._types.setdefault(column, type_) != type_:
            raise PoleError(f"{self._path.name}: {column} is of two types.")
        return text


def _written(value: object) -> tuple[str, str]:
    """The type of a value as a header has it, and the value as a row has it."""
    match value:
        case bool():
            return ":boolean", "true" if value else "false"
        case int():
            return ":long", str(value)
        case str():
            return "", '"' + value.replace('"', '""') + '"'
        case list() | tuple():
            items = cast("Sequence[object]", value)
            inner = "long[]" if isinstance(items[0], int) else "string[]"
            return f":{inner}", '"' + ";".join(map(str, items)) + '"'
        case _:
            raise PoleError(f"{type(value).__name__} is no property.")


def _private(path: Path, opened: ExitStack) -> IO[str]:
    """A new file that its owner alone may read."""
    path.touch(mode=0o600, exist_ok=False)
    return opened.enter_context(path.open("w", encoding="utf-8", newline="\n"))
