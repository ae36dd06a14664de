"""What a row says, split into facets: one for each visibility."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Final, NamedTuple

from pole.ingest.shape.layers import Layers
from pole.ingest.shape.links import Tied
from pole.ingest.shape.mentions import Layer, Made
from pole.model.facts import Facet, Id, Join, Key, ShapedLink, ShapedMention, link_id, mention_id, record_id

RECORD_SCHEME: Final = "record"
"""Key scheme of what is known only by the record that mentions it."""

_NOTHING: Final = Layer((), "", (), 0, "", False, None, "")
_JOINING: Final = frozenset((Join.KEY.value, Join.STRONG.value))


class Envelope(NamedTuple):
    """What every facet of a row shares."""

    row: Id
    about: str
    """Parent, origins and unit as text, for the hash."""
    raw: str
    raw_vis: int


def split(
    envelope: Envelope, made: Mapping[str, Made], tied: Sequence[Tied], layers: Layers, digest: str
) -> tuple[Facet, ...]:
    """The facets of a row, lowest visibility first, the row as received in the one that is for it."""
    ends: dict[str, set[int]] = {}
    needed = {envelope.raw_vis}
    for tie in tied:
        ends.setdefault(tie.start, set()).add(tie.vis)
        ends.setdefault(tie.end, set()).add(tie.vis)
        needed.add(tie.vis)
    for mention in made.values():
        needed.update(mention.layers)
    if len(needed) == 1:
        order: Sequence[int] = (envelope.raw_vis,)
    else:
        order = [vis for vis in layers.order if vis in needed]
    keys = {name: _keys(envelope.row, mention, ends.get(name), order, layers) for name, mention in made.items()}
    return tuple([_facet(envelope, vis, made, tied, keys, digest) for vis in order])


def _keys(
    row: Id, made: Made, ends: set[int] | None, order: Sequence[int], layers: Layers
) -> dict[int, tuple[Key, ...]]:
    """The keys of a mention in each of its facets: its own, and those of its facets below.

    Where none of them joins, the thing is one of its own, known by its record: equal look-up keys are no reason to
    take two things for one.
    """
    found: dict[int, tuple[Key, ...]] = {}
    for vis in order:
        if vis not in made.layers and (ends is None or vis not in ends):
            continue
        below = layers.below[vis]
        keys: dict[Key, None] = {}
        for low in below:
            if low in found:
                keys.update(dict.fromkeys(found[low]))
        own = made.layers.get(vis)
        if own is not None:
            keys.update(dict.fromkeys(own.keys))
        if not any([key.join in _JOINING for key in keys]):
            keys[Key(RECORD_SCHEME, f"{row}/{made.name}", Join.KEY.value)] = None
        found[vis] = tuple(keys)
    return found


def _facet(
    envelope: Envelope,
    vis: int,
    made: Mapping[str, Made],
    tied: Sequence[Tied],
    keys: Mapping[str, Mapping[int, tuple[Key, ...]]],
    digest: str,
) -> Facet:
    record = record_id(envelope.row, vis)
    raw = envelope.raw if vis == envelope.raw_vis else None
    pieces = [digest, envelope.about, raw if raw is not None else "-"]
    mentions: list[ShapedMention] = []
    ids: dict[str, Id] = {}
    for name, mention in made.items():
        its_keys = keys[name].get(vis)
        if its_keys is None:
            continue
        ids[name] = id_ = mention_id(record, name)
        shaped = _mention(id_, record, mention, vis, its_keys)
        mentions.append(shaped)
        pieces.append(f"\x1d{name}\x1f{shaped.subtype}\x1f{shaped.caption}")
        pieces += [f"{key.join}{key.scheme}|{key.value}" for key in its_keys]
        pieces.append(mention.layers[vis].pieces if vis in mention.layers else "")
    links: list[ShapedLink] = []
    for tie in tied:
        if tie.vis == vis:
            links.append(_link(record, tie, ids))
            pieces.append("\x1c" + "\x1f".join([str(part) for part in tie[:12]]))
            pieces.append(tie.pieces)
    hashed = blake2b("\x1e".join(pieces).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return Facet(record, vis, hashed, raw, tuple(mentions), tuple(links))


def _mention(id_: Id, record: Id, made: Made, vis: int, keys: tuple[Key, ...]) -> ShapedMention:
    layer = made.layers.get(vis, _NOTHING)
    if not layer.rank:
        caption = made.label
    elif layer.named:
        caption = f"{made.label} {layer.caption}"
    else:
        caption = layer.caption
    return ShapedMention(
        id_, record, made.name, made.kind, made.subtype, vis, keys, layer.statements, caption, layer.rank, layer.born,
        layer.text,
    )  # fmt: skip


def _link(record: Id, tie: Tied, ids: Mapping[str, Id]) -> ShapedLink:
    return ShapedLink(
        link_id(record, tie.name, tie.type, tie.role), record, tie.name, tie.type, tie.role, ids[tie.start],
        ids[tie.end], tie.vis, tie.begins, tie.ends, tie.standing, tie.basis, tie.grade, tie.field, tie.statements,
    )  # fmt: skip
