"""Keys of several attributes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

from pole.ingest.mapping.markings import Markings
from pole.ingest.mapping.spec import KeySpec, MentionSpec, RecordSpec
from pole.ingest.shape.layer import Layer
from pole.ingest.shape.said import Said
from pole.model.facts import Join, Key
from pole.model.marking import visibility


class JointKey(NamedTuple):
    """A key of several attributes."""

    scheme: str
    attributes: tuple[str, ...]
    join: str
    vis: int

    def of(self, saids: Sequence[Said]) -> tuple[Key, ...]:
        """The key where all of the attributes are there; several values of one make several keys."""
        parts = [list(_parts(name, saids)) for name in self.attributes]
        return tuple(Key(self.scheme, "|".join(each), self.join) for each in product(*parts)) if all(parts) else ()


def _parts(attribute: str, saids: Iterable[Said]) -> Iterable[str]:
    """Every value of an attribute as it enters keys."""
    for statement, _, _, _, marks in saids:
        if statement is not None and statement.attribute == attribute and marks is not None and marks[2] is not None:
            yield marks[2]


def joint_keys(mention: MentionSpec, record: RecordSpec, markings: Markings) -> list[JointKey]:
    """Those of one mention."""
    return [
        JointKey(scheme, key.of, join_of(key).value, visibility(markings.of_key(record, mention, key.of)))
        for scheme, key in mention.keys.items()
        if len(key.of) > 1
    ]


def with_keys(layer: Layer, keys: Sequence[Key]) -> Layer:
    """The layer with these keys too."""
    statements, piece, its_keys, joins, rank, caption, born, text = layer
    piece = "\x1e".join((piece, *map("|".join, keys)))
    joins = joins or any(key.join != Join.LOOK_UP for key in keys)
    return statements, piece, (*its_keys, *keys), joins, rank, caption, born, text


def join_of(key: KeySpec) -> Join:
    """What a key of a mapping may do in identity."""
    return Join.KEY if key.joins == "yes" else Join.LOOK_UP
