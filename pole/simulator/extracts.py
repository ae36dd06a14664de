"""Extract files in the very layout that the mapping of their source reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple, cast

from ruamel.yaml import YAML

from pole.errors import SettingsError
from pole.formats.delimited.description import Delimited
from pole.formats.delimited.writer import DelimitedWriter
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
        """One file for each record type, if only with its header; for merges only where there are some."""
        by_record: dict[str, list[Line]] = {record: [] for record in self._columns}
        for line in lines:
            by_record[line.record].append(line)
        return [
            self._write_file(directory, record, mode, extract, found)
            for record, found in by_record.items()
            if found or record != "merge"
        ]

    def _write_file(self, directory: Path, record: str, mode: str, extract: int, lines: Sequence[Line]) -> Written:
        name = self._files[record].replace("{mode}", mode).replace("{extract}", f"{extract:04}")
        path = directory / self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        columns = self._columns[record]
        with DelimitedWriter(self._format, path, columns) as writer:
            for line in lines:
                get = line.values.get
                writer.write([get(column, "") for column in columns])
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return Written(self.source, record, mode, extract, f"{self.source}/{name}", len(lines), digest)


def _mapping_of(source: str) -> Mapping[str, object]:
    found = entry_points(group="pole.loaders", name=source)
    for loader in found:
        text = (files(loader.value) / "mapping.yaml").read_text("utf-8")
        load = YAML(typ="base", pure=True).load  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        return cast("Mapping[str, object]", load(text))
    raise SettingsError(f"There is no loader named {source!r}: is the package installed whole?")
