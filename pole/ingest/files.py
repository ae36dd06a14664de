"""Which files belong to which record types, in the order in which they are to be loaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pole.errors import ExtractConflictError, UsageError
from pole.formats.arrivals import Arrival, arrivals_in
from pole.formats.rows import RowReader
from pole.graph.rows import LedgerRow, place
from pole.ingest.shape.record import CompiledRecord
from pole.ingest.shape.source import CompiledSource
from pole.model.facts import Id, content_id


class ExtractFile(NamedTuple):
    """One file of an extract, or the rows of one type in it."""

    arrival: Arrival
    record: CompiledRecord
    type: str
    mode: str
    """``full`` or ``delta``."""
    extract: str | None
    digest: str
    """SHA-256 of the content."""
    load: Id
    """Made from source, type, extract, content and mapping, and from the file's name as far as rows say it: the same file
    under the same mapping is the same load.

    Two extracts may well have the same content, a header without rows most of all, and are two loads.
    """
    leads: bool
    """Whether it is the first record type of its file, with which rows of no known type are counted."""

    def open(self) -> RowReader:
        """A reader of its rows, for the record to shape. Raises ExtractError where it lacks a column that is used."""
        return self.record.open(self.arrival, strays=self.leads)

    @property
    def name(self) -> str:
        """Of the file, however it is packed."""
        return self.arrival.name

    @property
    def place(self) -> int:
        """Where its extract stands among the others; those without a number come first."""
        return place(self.extract)


def extract_files(source: CompiledSource, paths: Iterable[Path]) -> list[ExtractFile]:
    """The source's files among these, each once, oldest extract first, record types in the order of the mapping.

    Raises UsageError for a path that does not exist or holds nothing of the source, and ExtractError for a file that should
    say which extract it is of and does not.
    """
    order = list(source.records)
    found: dict[tuple[Path, str, str], ExtractFile] = {}
    for path in paths:
        fitting = [file for member in files_in(path) for file in _extract_files_in(source, member)]
        if not fitting:
            raise UsageError(f"{path.name} holds nothing of {source.source}: its files are named {source.patterns}.")
        found |= {(file.arrival.path.resolve(), file.arrival.member, file.type): file for file in fitting}
    return sorted(found.values(), key=lambda f: (f.place, order.index(f.type), f.name))


def refuse_conflicts(source: str, files: Iterable[ExtractFile], ledger: Iterable[LedgerRow]) -> None:
    """Raise ExtractConflictError for an extract number that stands for two contents, loaded before or given now."""
    known = {(row.type, row.place): (row.file, row.digest) for row in ledger if row.extract and row.digest}
    for file in files:
        if file.extract is not None:
            name, digest = known.setdefault((file.type, file.place), (file.name, file.digest))
            if digest != file.digest:
                raise ExtractConflictError(
                    f"Extract {file.extract} of {source} is known with other content: {file.name} is not what {name} "
                    "was. Nothing was written. Ask its owner which is right, and to send it under a number of its own."
                )


def share_out(sources: Iterable[CompiledSource], paths: Iterable[Path]) -> dict[str, list[Path]]:
    """The files among these that each source knows by name. What lies in a folder and nobody knows is left alone.

    Raises UsageError for a file named that no source knows or several do, and where nothing is known at all.
    """
    known = list(sources)
    shares: dict[str, dict[Path, None]] = {}
    for path in paths:
        for member in files_in(path):
            takers = [source.source for source in known if source.records_of(member.name)]
            if len(takers) > 1:
                raise UsageError(f"{member.title} may be of {' or '.join(takers)}: say which with --source.")
            if not takers and not path.is_dir() and not member.member:
                raise UsageError(f"{member.title} is of no known source: {', '.join(sorted(s.source for s in known))}.")
            for taker in takers:
                shares.setdefault(taker, {})[member.path] = None
    if not shares:
        raise UsageError(f"Nothing there is of a known source: {', '.join(sorted(s.source for s in known))}.")
    return {source.source: list(shares[source.source]) for source in known if source.source in shares}


def files_in(path: Path) -> list[Arrival]:
    """The file itself, or the files of a folder and its subfolders, ordered, each zip as the files in it.

    Raises UsageError when there is none, and ExtractError for a zip that cannot be read.
    """
    if not path.exists():
        raise UsageError(f"{path} does not exist.")
    found = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    return [arrival for file in found for arrival in arrivals_in(file)]


def _extract_files_in(source: CompiledSource, file: Arrival) -> Iterator[ExtractFile]:
    """A file once for each record type in it."""
    records = source.records_of(file.name)
    digest = file.digest() if records else ""
    for number, (record, by_name) in enumerate(records):
        name = source.extract_of(record, file, by_name)
        said = record.said_by_name(file.name)
        load = content_id(
            "load", source.source, record.name, name.mode, name.extract or "", digest, source.digest, *said
        )
        yield ExtractFile(file, record, record.name, name.mode, name.extract, digest, load, number == 0)
