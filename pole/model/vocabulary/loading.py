"""The vocabulary that ships with the program, and the files a force adds to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from pole.errors import VocabularyError
from pole.model.vocabulary.catalogue import Vocabulary
from pole.model.vocabulary.reading import Draft

_FILES = (
    "subtypes.yaml",
    "attributes-person.yaml",
    "attributes-object.yaml",
    "attributes-location.yaml",
    "attributes-event.yaml",
    "attributes-link.yaml",
    "links.yaml",
    "warnings.yaml",
    "schemes.yaml",
)


def load_vocabulary(extra: Sequence[Path] = ()) -> Vocabulary:
    """The shipped vocabulary, extended by `extra` in the order given. Callers keep it: each call reads `extra` anew.

    Raises VocabularyError, with file and line, for every mistake in a file, and for a file that cannot be read.
    """
    vocabulary = _shipped()
    for path in extra:
        vocabulary = _extended(vocabulary, path)
    return vocabulary


@cache
def _shipped() -> Vocabulary:
    """Read once in a process, for it takes most of a second and never changes."""
    draft = Draft()
    for name in _FILES:
        draft.add(files("pole.model.vocabulary").joinpath(name).read_text(encoding="utf-8"), name)
    return Vocabulary.of(draft.checked())


def _extended(vocabulary: Vocabulary, path: Path) -> Vocabulary:
    try:
        return vocabulary.extended_by(path)
    except (OSError, UnicodeDecodeError) as error:
        raise VocabularyError(f"{path}: cannot be read as UTF-8 text: {error}") from error
