"""A backup: everything that a store holds, row by row, in one packed file that either kind of store can be restored from.

Lines of JSON: markings, sources, ledger, each record with its mentions and links, then the other rows of the exact dump.
The last line counts the others and has the SHA-256 of all before it, so a file that is cut or changed is known. The file
holds all data whatever its marking, and only its owner may read it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from pole.errors import ExtractError, RefusedError
from pole.graph.lease import Patience, holder_text
from pole.graph.port import Store, StoreReader
from pole.model.facts import Id, Instant

FORMAT = "pole backup 1"
END = "end"
DUMP = "dump"
"""SHA-256 of the exact dump and the quarantine: what a restored store must come to."""
RECORDS_AT_ONCE = 500
_PACKED = b"\x1f\x8b"
"""How what gzip packs begins (RFC 1952)."""

T = TypeVar("T")
Line: TypeAlias = list[Any]
"""What it is, then its fields."""


def back_up(store: Store, path: Path, at: Instant, patience: Patience) -> dict[str, int]:
    """Write everything to a new file; how many of each kind.

    Nobody else writes meanwhile. Raises LeaseHeldError when another loader makes no room in time, RefusedError when
    somebody wrote all the same, and for a file that is there already. Nothing is left of a backup that failed.
    """
    partial = path.with_name(f"{path.name}.part")
    counts: Counter[str] = Counter()
    if path.exists():
        raise RefusedError(f"{path} is there already: name a new file.")
    with store.lease(holder_text(at), patience):
        begun = store.generation()
        try:
            _write(partial, _everything(store, at), counts)
            if store.generation() != begun:
                raise RefusedError(
                    "Somebody wrote to the store during its backup: make it again when no loader is at work."
                )
            os.link(partial, path)  # unlike a renaming, never over another file
        finally:
            partial.unlink(missing_ok=True)
    return dict(counts)


def is_backup(path: Path) -> bool:
    """Whether a file is packed as a backup is; what is in it shows when it is read."""
    try:
        with path.open("rb") as file:
            return file.read(len(_PACKED)) == _PACKED
    except OSError:
        return False


def read_backup(path: Path) -> Iterator[Line]:
    """Every line but the last. Raises ExtractError at the end, or before, for a file that is not what was written."""
    digest, number = hashlib.sha256(), 0
    try:
        with gzip.open(path, "rb") as file:
            for text in file:
                line: Line = json.loads(text)
                if line[0] == END:
                    if line[1:] != [number, digest.hexdigest()] or file.read(1):
                        raise _damaged(path)
                    return
                digest.update(text)
                number += 1
                if number == 1 and line[:1] != [FORMAT]:
                    raise ExtractError(f"{path.name} is no backup that this program knows.")
                yield line
    except (EOFError, gzip.BadGzipFile, zlib.error, ValueError, LookupError, TypeError):
        raise _damaged(path) from None
    raise _damaged(path)


def _everything(store: Store, at: Instant) -> Iterator[Line]:
    """The exact dump carries all but where records came from: those are asked for with their mentions and links."""
    visibilities = store.visibilities()
    reader = store.reader(frozenset(visibilities))
    digest = hashlib.sha256()

    def dumped() -> Iterator[Line]:
        for text in store.dump(exact=True):
            digest.update(text.encode() + b"\n")
            yield json.loads(text)

    yield [FORMAT, at]
    yield from (["marking", vis, marking.text] for vis, marking in sorted(visibilities.items()))
    yield from (["source", *row.entry] for row in reader.sources())
    yield from (["ledger", *row] for row in store.batches())
    for kind, lines in groupby(dumped(), key=lambda line: line[0]):
        if kind == "record":
            for ids in pieces((str(line[1]) for line in lines), RECORDS_AT_ONCE):
                yield from _facets(reader, ids)
        elif kind not in ("mention", "link"):
            yield from lines
        else:
            deque(lines, maxlen=0)
    for row in store.quarantine():
        digest.update(repr(row).encode() + b"\n")
        yield ["quarantine", *row]
    yield [DUMP, digest.hexdigest()]


def _facets(reader: StoreReader, ids: Sequence[Id]) -> Iterator[Line]:
    """Records, each with its mentions and links after it."""
    mentions = {id_: list(found) for id_, found in groupby(reader.mentions_of(ids), key=lambda m: m.record)}
    links = {id_: list(found) for id_, found in groupby(reader.links_of(ids), key=lambda k: k.record)}
    for record in reader.records(ids):
        yield ["record", *record]
        yield from (["mention", *m] for m in mentions.get(record.id, ()))
        yield from (["link", *k] for k in links.get(record.id, ()))


def pieces(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """So many at a time."""
    every = iter(items)
    while piece := list(islice(every, size)):
        yield piece


def _write(path: Path, lines: Iterable[Line], counts: Counter[str]) -> None:
    digest, number = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
        with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=6, mtime=0) as file:
            for line in lines:
                text = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                digest.update(text)
                number += 1
                counts[str(line[0])] += 1
                file.write(text)
            file.write(json.dumps([END, number, digest.hexdigest()]).encode() + b"\n")
        raw.flush()
        os.fsync(raw.fileno())


def _damaged(path: Path) -> ExtractError:
    return ExtractError(f"{path.name} is damaged or cut short: nothing of it was taken. Take another backup.")
