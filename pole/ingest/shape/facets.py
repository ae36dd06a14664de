"""What a row says, split into facets: one for each visibility."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Final, TypeAlias

from pole.ingest.shape.layer import Layer, empty_layer
from pole.ingest.shape.layers import Layers
from pole.ingest.shape.links import Tied
from pole.ingest.shape.mentions import Made, head_of
from pole.model.facts import Facet, Id, Join, Key, ShapedLink, ShapedMention
from pole.model.making import new

_KEY: Final = Join.KEY.value
RECORD_SCHEME: Final = "record"
"""Key scheme of what is known only by the record that mentions it."""


Envelope: TypeAlias = tuple[Id, str, str, int]
"""What every facet of a row shares: the id of the row; mapping, parent, origins and unit as text, for the hash; the row as
received, and the visibility of that."""

_Shown: TypeAlias = tuple[Made, Layer, tuple[Key, ...]]
"""A mention as it is in one facet, with its keys there."""


def split(envelope: Envelope, made: Iterable[Made], tied: Sequence[Tied], layers: Layers) -> tuple[Facet, ...]:
    """The facets of a row, lowest visibility first, the row as received in the one that is for it."""
    row, _, _, vis = envelope
    if len(layers.order) == 1:
        return (_facet(envelope, vis, [_in_one(row, vis, one) for one in made], tied, layers),)
    ends: dict[str, set[int]] = {}
    for _, _, _, _, start, end, its_vis, *_ in tied:
        ends.setdefault(start, set()).add(its_vis)
        ends.setdefault(end, set()).add(its_vis)
    facets: dict[int, list[_Shown]] = {vis: []}
    for one in made:
        for vis, shown in _in_each(row, one, ends.get(one[0], set()), layers):
            facets.setdefault(vis, []).append(shown)
    return tuple(
        [
            _facet(envelope, vis, facets[vis], [tie for tie in tied if tie[6] == vis], layers)
            for vis in layers.order
            if vis in facets
        ]
    )


def _record_key(row: Id, name: str) -> Key:
    """Of a thing without a key that joins: it is one of its own, and equal look-up keys are no reason to take two things
    for one."""
    return new(Key, (RECORD_SCHEME, f"{row}/{name}", _KEY))


def _in_one(row: Id, vis: int, made: Made) -> _Shown:
    """A mention where everything has one visibility."""
    layer = made[5][vis]
    return made, layer, layer[2] if layer[3] else (*layer[2], _record_key(row, made[0]))


def _in_each(row: Id, made: Made, ends: set[int], layers: Layers) -> Iterator[tuple[int, _Shown]]:
    """A mention in each of its facets, where it also has the keys of its facets below."""
    name, _, _, subtype, label, its_layers, _ = made
    found: dict[int, tuple[Key, ...]] = {}
    for vis in layers.order:
        layer = its_layers.get(vis)
        if layer is None and vis not in ends:
            continue
        layer = layer or empty_layer(head_of(name, subtype), label)
        seen = dict.fromkeys(key for low in layers.below[vis] for key in found.get(low, ()))
        keys = tuple(seen | dict.fromkeys(layer[2]))
        if not layer[3] and all(key.join == Join.LOOK_UP for key in seen):
            keys = (*keys, _record_key(row, name))
        found[vis] = keys
        yield vis, (made, layer, keys)


def _facet(envelope: Envelope, vis: int, shown: Sequence[_Shown], tied: Sequence[Tied], layers: Layers) -> Facet:
    row, about, its_raw, raw_vis = envelope
    number = int(row, 16) ^ layers.turns[vis]
    record = number.to_bytes(10).hex()  # here and below `id_within`, written out for speed
    raw = its_raw if vis == raw_vis else None
    pieces = [about, raw if raw is not None else "-"]
    mentions: list[ShapedMention] = []
    ids: dict[str, Id] = {}
    for (name, turned, kind, subtype, _, _, _), layer, keys in shown:
        statements, piece, own_keys, _, rank, caption, born, text = layer
        ids[name] = id_ = (number ^ turned).to_bytes(10).hex()
        pieces.append(piece)
        if keys is not own_keys:
            pieces += map("|".join, keys)
        mentions.append(
            new(ShapedMention, (id_, record, name, kind, subtype, vis, keys, statements, caption, rank, born, text))
        )
    links: list[ShapedLink] = []
    for (
        name,
        turned,
        type_,
        role,
        start,
        end,
        _,
        begins,
        ends,
        standing,
        basis,
        grade,
        field,
        statements,
        piece,
    ) in tied:
        pieces.append(piece)
        id_, first, last = (number ^ turned).to_bytes(10).hex(), ids[start], ids[end]
        about_it = (begins, ends, standing, basis, grade, field, statements)
        links.append(new(ShapedLink, (id_, record, name, type_, role, first, last, vis, *about_it)))
    hashed = _hash()
    hashed.update("\x1e".join(pieces).encode("utf-8", "surrogatepass"))
    return new(Facet, (record, vis, hashed.hexdigest(), raw, tuple(mentions), tuple(links)))


_hash: Final = blake2b(digest_size=16).copy
"""Begins the hash of a facet; a copy takes half the time of a new one."""
