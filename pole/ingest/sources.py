"""Which sources there are: loaders that came with the program or were installed beside it, and folders of mappings.

A loader is a package that names itself in the entry-point group `pole.loaders` and holds a `mapping.yaml`. A folder given
in the settings holds a folder a source, each with a `mapping.yaml`; it may replace a loader of the same name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pole.errors import MappingError, SettingsError
from pole.ingest.mapping.reading import load_mapping
from pole.ingest.shape.source import CompiledSource, compile_mapping
from pole.model.marking import ACCREDITED_CEILING, Classification
from pole.model.vocabulary import Vocabulary

GROUP = "pole.loaders"
NAME = "mapping.yaml"


def mapping_files(folders: Iterable[Path] = ()) -> dict[str, Path | Traversable]:
    """The mapping file of each loader, then of each folder in these folders, by the name it goes under.

    Raises SettingsError for a folder that does not exist or holds no mapping.
    """
    found: dict[str, Path | Traversable] = {
        point.name: files(point.value) / NAME for point in sorted(entry_points(group=GROUP), key=lambda p: p.name)
    }
    for folder in folders:
        own = sorted(folder.glob(f"*/{NAME}")) if folder.is_dir() else []
        if not own:
            raise SettingsError(f"POLE_MAPPINGS: {folder} holds no mapping; expected {folder / 'SOURCE' / NAME}.")
        found |= {path.parent.name.replace("_", "-"): path for path in own}
    return found


def compiled_sources(
    vocabulary: Vocabulary, folders: Iterable[Path] = (), ceiling: Classification = ACCREDITED_CEILING
) -> Mapping[str, CompiledSource]:
    """Every source, ready to shape rows, by its own name. Raises MappingError for the first mapping that is wrong."""
    sources: dict[str, CompiledSource] = {}
    for name, path in mapping_files(folders).items():
        source = compile_mapping(load_mapping(path, vocabulary, ceiling=ceiling), vocabulary)
        if source.source != name:
            raise MappingError(
                f"the source is called {source.source!r} and lies under the name {name!r}", file=str(path)
            )
        sources[name] = source
    return sources
