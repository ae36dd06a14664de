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
from pole.formats.describing import Format, own_columns, read_format
from pole.formats.opening import open_writer
from pole.formats.rows import RowWriter
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


class _Placed(NamedTuple):
    """Where lines of one record go."""

    pattern: str
    """How its files are named."""
    type: str
    """Type of row in them; empty where they have one only."""
    columns: Sequence[str]


class SourceLayout:
    """How a source writes: the `format`, files and types of its mapping, found through the entry point of its loader."""

    def __init__(self, source: str, columns: Mapping[str, Sequence[str]], mapping: Mapping[str, object] | None = None):
        """`columns` are those of each record that is written, and of each header and trailer with values; none need be
        said where the mapping has the columns, of a record or of its type."""
        said = mapping or _mapping_of(source)
        self.source = source
        self._format = read_format(said["format"])
        records = cast("Mapping[str, Mapping[str, str]]", said["records"])
        named = cast("Mapping[str, Mapping[str, Sequence[str]]]", said["records"])
        self._places = {
            name: _Placed(records[name]["file"], self._type_of(name, records), own or named[name].get("columns", ()))
            for name, own in columns.items()
            if name in records
        }
        types = {placed.type: placed.columns for placed in self._places.values() if placed.type}
        types |= {name: own for name, own in columns.items() if name not in records}
        self._of_types = {name: own_columns(self._format, name) or own for name, own in types.items()}
        self._of_types |= {
            name: own_columns(self._format, name) or () for name in self._format.types if name not in types
        }

    def _type_of(self, name: str, records: Mapping[str, Mapping[str, str]]) -> str:
        return records[name].get("type", name) if self._format.types else ""

    def write(self, directory: Path, mode: str, extract: str, lines: Iterable[Line]) -> list[Written]:
        """One file for each record type, or for all that share one; for merges alone only where there are some.

        Where the format has types, lines come in the order of the file, those of a header or trailer under the name of
        their type; they go into every file. Each line is written as it comes, so that memory does not grow with the
        extract.
        """
        folder = directory / self.source
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as open_files:
            files = _Files(self._format, self._of_types, folder, (mode, extract), open_files)
            for name, placed in self._places.items():
                if name != "merge" or placed.type:
                    files.begin(placed)
            for line in lines:
                own = self._places.get(line.record)
                if own is None:
                    files.write_ends(line)
                else:
                    files.write(own, line)
        return [
            self._written(folder, pattern, mode, extract, files) for pattern in self._patterns if pattern in files.rows
        ]

    def files(self, mode: str, extract: str) -> Mapping[str, str]:
        """For each record the file that one extract has it in, relative to the directory of the simulation."""
        return {
            name: f"{self.source}/{_file_name(placed.pattern, mode, extract)}" for name, placed in self._places.items()
        }

    @property
    def _patterns(self) -> list[str]:
        return list(dict.fromkeys(placed.pattern for placed in self._places.values()))

    def _written(self, folder: Path, pattern: str, mode: str, extract: str, files: _Files) -> Written:
        path = folder / _file_name(pattern, mode, extract)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        records = "+".join(name for name, placed in self._places.items() if placed.pattern == pattern)
        return Written(
            self.source, records, mode, int(extract), f"{self.source}/{path.name}", files.rows[pattern], digest
        )


class _Files:
    """The files of one extract while they are written."""

    def __init__(
        self,
        layout: Format,
        of_types: Mapping[str, Sequence[str]],
        folder: Path,
        name: tuple[str, str],
        stack: ExitStack,
    ) -> None:
        """`name` is the mode of the extract and its number."""
        self._layout = layout
        self._of_types = of_types
        self._folder = folder
        self._name = name
        self._stack = stack
        self._writers: dict[str, RowWriter] = {}
        self.rows: dict[str, int] = {}
        """In each file, by how it is named."""

    def begin(self, placed: _Placed) -> RowWriter:
        """The writer of its file, which begins with what the layout begins with."""
        if placed.pattern not in self._writers:
            path = self._folder / _file_name(placed.pattern, *self._name)
            writer = open_writer(self._layout, path, placed.columns, of_types=self._of_types)
            self._writers[placed.pattern] = self._stack.enter_context(writer)
            self.rows[placed.pattern] = 0
        return self._writers[placed.pattern]

    def write(self, placed: _Placed, line: Line) -> None:
        """A row."""
        columns = self._of_types[placed.type] if placed.type else placed.columns
        self.begin(placed).write(_values(line, columns), placed.type)
        self.rows[placed.pattern] += 1

    def write_ends(self, line: Line) -> None:
        """A header or trailer of every file."""
        for writer in self._writers.values():
            writer.write(_values(line, self._of_types[line.record]), line.record)


def _values(line: Line, columns: Sequence[str]) -> list[str]:
    get = line.values.get
    return [get(column, "") for column in columns]


def _file_name(pattern: str, mode: str, extract: str) -> str:
    return pattern.replace("{mode}", mode).replace("{extract}", extract)


def _mapping_of(source: str) -> Mapping[str, object]:
    found = entry_points(group="pole.loaders", name=source)
    for loader in found:
        text = (files(loader.value) / "mapping.yaml").read_text("utf-8")
        return cast("Mapping[str, object]", read_sheet(text, "mapping.yaml", nothing="", aliases=True).tree)
    raise SettingsError(f"There is no loader named {source!r}: is the package installed whole?")
