"""What a row says, split into facets: one for each visibility."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Final, NamedTuple, TypeAlias

from pole.ingest.shape.layers import Layers
from pole.ingest.shape.links import Tied
from pole.ingest.shape.mentions import Layer, Made, empty_layer
from pole.model.facts import Facet, Id, Join, Key, ShapedLink, ShapedMention, link_id, mention_id, record_id
from pole.model.making import new

_KEY: Final = Join.KEY.value
RECORD_SCHEME: Final = "record"
"""Key scheme of what is known only by the record that mentions it."""


class Envelope(NamedTuple):
    """What every facet of a row shares."""

    row: Id
    about: str
    """Mapping, parent, origins and unit as text, for the hash."""
    raw: str
    raw_vis: int


_Shown: TypeAlias = tuple[Made, Layer, tuple[Key, ...]]
"""A mention as it is in one facet, with its keys there."""


def split(envelope: Envelope, made: Sequence[Made], tied: Sequence[Tied], layers: Layers) -> tuple[Facet, ...]:
    """The facets of a row, lowest visibility first, the row as received in the one that is for it."""
    row, vis = envelope.row, envelope.raw_vis
    if len(layers.order) == 1:
        return (_facet(envelope, vis, [(one, one[4][vis], _keys(row, one, one[4][vis])) for one in made], tied),)
    ends: dict[str, set[int]] = {}
    for tie in tied:
        ends.setdefault(tie.start, set()).add(tie.vis)
        ends.setdefault(tie.end, set()).add(tie.vis)
    facets: dict[int, list[_Shown]] = {vis: []}
    for one in made:
        for vis, shown in _in_each(row, one, ends.get(one.name, set()), layers):
            facets.setdefault(vis, []).append(shown)
    return tuple(
        [
            _facet(envelope, vis, facets[vis], [tie for tie in tied if tie.vis == vis])
            for vis in layers.order
            if vis in facets
        ]
    )


def _keys(row: Id, made: Made, layer: Layer) -> tuple[Key, ...]:
    """The keys of a layer, with one of the record's where none of them joins.

    A thing without a key is one of its own, and equal look-up keys are no reason to take two things for one.
    """
    return layer.keys if layer.joins else (*layer.keys, Key(RECORD_SCHEME, f"{row}/{made.name}", _KEY))


def _in_each(row: Id, made: Made, ends: set[int], layers: Layers) -> Iterator[tuple[int, _Shown]]:
    """A mention in each of its facets, where it also has the keys of its facets below."""
    found: dict[int, tuple[Key, ...]] = {}
    for vis in layers.order:
        layer = made.layers.get(vis)
        if layer is None and vis not in ends:
            continue
        layer = layer or empty_layer(made.name, made.subtype, made.label)
        seen = dict.fromkeys(key for low in layers.below[vis] for key in found.get(low, ()))
        joins = layer.joins or any(key.join != Join.LOOK_UP for key in seen)
        keys = _keys(row, made, layer._replace(keys=tuple(seen | dict.fromkeys(layer.keys)), joins=joins))
        found[vis] = keys
        yield vis, (made, layer, keys)


def _facet(envelope: Envelope, vis: int, shown: Sequence[_Shown], tied: Sequence[Tied]) -> Facet:
    row, about, its_raw, raw_vis = envelope
    record = record_id(row, vis)
    raw = its_raw if vis == raw_vis else None
    pieces = [about, raw if raw is not None else "-"]
    mentions: list[ShapedMention] = []
    ids: dict[str, Id] = {}
    for (name, kind, subtype, _, _, _), layer, keys in shown:
        statements, piece, own_keys, _, rank, caption, born, text = layer
        ids[name] = id_ = mention_id(record, name)
        pieces.append(piece)
        if keys is not own_keys:
            pieces += ["|".join(key) for key in keys]
        mentions.append(
            new(ShapedMention, (id_, record, name, kind, subtype, vis, keys, statements, caption, rank, born, text))
        )
    links: list[ShapedLink] = []
    for name, type_, role, start, end, _, begins, ends, standing, basis, grade, field, statements, piece in tied:
        pieces.append(piece)
        links.append(
            new(
                ShapedLink,
                (
                    link_id(record, name, type_, role), record, name, type_, role, ids[start], ids[end], vis, begins,
                    ends, standing, basis, grade, field, statements,
                ),
            )
        )  # fmt: skip
    hashed = blake2b("\x1e".join(pieces).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return Facet(record, vis, hashed, raw, tuple(mentions), tuple(links))
