"""Which files belong to which record types, in the order in which they are to be loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from pole.errors import UsageError
from pole.ingest.compiled import CompiledRecord, CompiledSource
from pole.model.facts import Id, content_id


class ExtractFile(NamedTuple):
    """One file of an extract."""

    path: Path
    record: CompiledRecord
    type: str
    mode: str
    """``full`` or ``delta``."""
    extract: str | None
    digest: str
    """SHA-256 of the content."""
    load: Id
    """Made from source, type, content and mapping: the same file under the same mapping is the same load."""


def extract_files(source: CompiledSource, paths: Iterable[Path]) -> list[ExtractFile]:
    """The files found under these paths, oldest extract first, record types in the order of the mapping.

    Folders are searched without their subfolders. Raises UsageError for a file named that fits no record type, and
    when nothing fits.
    """
    order = list(source.records)
    found: list[ExtractFile] = []
    for path in paths:
        members = sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path]
        fitting = [file for member in members for file in _fit(source, member)]
        if not fitting:
            raise UsageError(f"{path.name} holds nothing that fits {source.source}: expected {_patterns(source)}.")
        found += fitting
    return sorted(found, key=lambda f: (f.extract or "", order.index(f.type), f.path.name))


def _fit(source: CompiledSource, path: Path) -> Sequence[ExtractFile]:
    if not path.exists():
        raise UsageError(f"{path.name} does not exist.")
    for type_, record in source.records.items():
        name = record.file_matches(path.name)
        if name is not None:
            digest = _digest(path)
            load = content_id("load", source.source, type_, digest, source.digest)
            return [ExtractFile(path, record, type_, name.mode, name.extract, digest, load)]
    return []


def _patterns(source: CompiledSource) -> str:
    return ", ".join(record.file for record in source.records.values())


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
