"""A mapping file read, checked in shape and against the vocabulary, every mistake told at once with its place."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import blake2b
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import ValidationError

from pole.errors import MappingError
from pole.ingest.mapping.checks.faults import faults_in
from pole.ingest.mapping.explaining import explained
from pole.ingest.mapping.markings import Markings
from pole.ingest.mapping.problems import Problem, error_of, problem
from pole.ingest.mapping.spec import MappingSpec
from pole.model.marking import ACCREDITED_CEILING, Classification
from pole.model.sheet import Sheet, read_sheet
from pole.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping without mistakes."""

    spec: MappingSpec
    markings: Markings = field(repr=False)
    digest: str
    """Of what it says: the same whatever its comments and layout."""
    file: str


def load_mapping(
    path_or_text: Path | Traversable | str,
    vocabulary: Vocabulary,
    *,
    file: str = "mapping.yaml",
    ceiling: Classification = ACCREDITED_CEILING,
) -> Mapping:
    """The mapping in a file, or in a text under the name `file`.

    Raises MappingError, which stands at the first mistake and tells them all.
    """
    text, name = _text_of(path_or_text, file)
    found = _read(text, name, vocabulary, ceiling)
    if isinstance(found, list):
        raise error_of(found)
    return found


def check_mapping(
    path_or_text: Path | Traversable | str,
    vocabulary: Vocabulary,
    *,
    file: str = "mapping.yaml",
    ceiling: Classification = ACCREDITED_CEILING,
) -> list[Problem]:
    """Every mistake in a mapping, in the order of the file; none when it can be used."""
    text, name = _text_of(path_or_text, file)
    found = _read(text, name, vocabulary, ceiling)
    return sorted(found) if isinstance(found, list) else []


def _text_of(path_or_text: Path | Traversable | str, file: str) -> tuple[str, str]:
    if isinstance(path_or_text, str):
        return path_or_text, file
    name = str(path_or_text) if isinstance(path_or_text, Path) else path_or_text.name
    try:
        return path_or_text.read_text(encoding="utf-8"), name
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError(f"cannot be read as UTF-8 text: {error}", file=name) from error


def _read(text: str, file: str, vocabulary: Vocabulary, ceiling: Classification) -> Mapping | list[Problem]:
    sheet = read_sheet(text, file, nothing="", aliases=True)
    if sheet.faults:
        return [Problem(file, *fault) for fault in sheet.faults]
    shaped = _shaped(sheet)
    if isinstance(shaped, list):
        return shaped
    markings = Markings(shaped)
    faults = [problem(sheet, place, message) for place, message in faults_in(shaped, markings, vocabulary, ceiling)]
    return faults or Mapping(shaped, markings, _digest(sheet), file)


def _digest(sheet: Sheet) -> str:
    """Of what the file says: comments, layout and the order of keys aside."""
    said = json.dumps(sheet.tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return blake2b(said.encode(), digest_size=16).hexdigest()


def _shaped(sheet: Sheet) -> MappingSpec | list[Problem]:
    try:
        return MappingSpec.model_validate(sheet.tree)
    except ValidationError as error:
        return list(dict.fromkeys(problem for detail in error.errors() for problem in explained(detail, sheet)))
