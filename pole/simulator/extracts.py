"""Extract files in the very layout that the mapping of their source reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple, cast

from pole.errors import SettingsError
from pole.formats.delimited.description import Delimited
from pole.formats.delimited.writer import DelimitedWriter
from pole.model.sheet import read_sheet
from pole.simulator.lines import Line


class Written(NamedTuple):
    """One extract file, as the manifest lists it."""

    source: str
    record: str
    mode: str
    extract: int
    path: str
    """Relative to the directory of the simulation."""
    rows: int
    sha256: str


class SourceLayout:
    """How a source writes: the `format` and `file` of its mapping, found through the entry point of its loader."""

    def __init__(self, source: str, columns: Mapping[str, Sequence[str]]) -> None:
        mapping = _mapping_of(source)
        self.source = source
        self._format = Delimited.model_validate(mapping["format"])
        records = cast("Mapping[str, Mapping[str, str]]", mapping["records"])
        self._files = {record: records[record]["file"] for record in columns}
        self._columns = columns

    def write(self, directory: Path, mode: str, extract: int, lines: Iterable[Line]) -> list[Written]:
        """One file for each record type, if only with its header; for merges only where there are some.

        Each line is written as it comes, so that memory does not grow with the extract.
        """
        folder = directory / self.source
        folder.mkdir(parents=True, exist_ok=True)
        names = {record: _file_name(pattern, mode, extract) for record, pattern in self._files.items()}
        counts = dict.fromkeys(names, 0)
        with ExitStack() as open_files:
            writers: dict[str, DelimitedWriter] = {}

            def begin(record: str) -> DelimitedWriter:
                writer = DelimitedWriter(self._format, folder / names[record], self._columns[record])
                writers[record] = open_files.enter_context(writer)
                return writer

            for record in names:
                if record != "merge":
                    begin(record)
            for line in lines:
                writer = writers.get(line.record) or begin(line.record)
                get = line.values.get
                writer.write([get(column, "") for column in self._columns[line.record]])
                counts[line.record] += 1
            written = [record for record in names if record in writers]
        return [self._written(folder / names[record], record, mode, extract, counts[record]) for record in written]

    def _written(self, path: Path, record: str, mode: str, extract: int, rows: int) -> Written:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Written(self.source, record, mode, extract, f"{self.source}/{path.name}", rows, digest)


def _file_name(pattern: str, mode: str, extract: int) -> str:
    return pattern.replace("{mode}", mode).replace("{extract}", f"{extract:04}")


def _mapping_of(source: str) -> Mapping[str, object]:
    found = entry_points(group="pole.loaders", name=source)
    for loader in found:
        text = (files(loader.value) / "mapping.yaml").read_text("utf-8")
        return cast("Mapping[str, object]", read_sheet(text, "mapping.yaml", nothing="", aliases=True).tree)
    raise SettingsError(f"There is no loader named {source!r}: is the package installed whole?")
