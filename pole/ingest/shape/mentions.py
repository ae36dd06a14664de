"""Mentions as functions of a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from pole.ingest.mapping.checks.scene import subtype_names
from pole.ingest.mapping.markings import Markings
from pole.ingest.mapping.spec import Choice, MentionSpec, RecordSpec
from pole.ingest.shape.choices import compile_choice
from pole.ingest.shape.columns import Columns, Values
from pole.ingest.shape.conditions import compile_condition
from pole.ingest.shape.joint import JointKey, join_of, joint_keys, with_keys
from pole.ingest.shape.layer import Layer, empty_layer, layer_of, layer_of_one
from pole.ingest.shape.memory import Lookup, forgetting, looked_up, remembering
from pole.ingest.shape.said import Cell, Said, Tally
from pole.ingest.shape.sayers import KeyUse, Sayer, Sort, compile_attribute
from pole.model.facts import mention_turn
from pole.model.marking import Marking, visibility
from pole.model.vocabulary import Subtype, Vocabulary

Made: TypeAlias = tuple[str, int, str, str, str, Mapping[int, Layer], int]
"""What a row says of one thing: name, and the turn from the id of its facet to its own; kind, subtype and the label of that;
layers by visibility, lowest first; and the lowest visibility in which the row says that there is such a thing."""

Make: TypeAlias = Callable[[Values], tuple[Made | None, Sequence[Cell]]]
"""Makes a mention of a row, unless it has nothing to say of such a thing, and tells how its fields came out."""

_FEW_COLUMNS: Final = 6
"""A mention of so few columns is remembered whole: crimes, addresses and numbers come again and again."""
_NOTHING: Final[tuple[None, Sequence[Cell]]] = (None, ())


class Field(NamedTuple):
    """A field of a record with the tally of how it came out."""

    place: str
    tally: Tally


def field_of(place: str, sayer: Sayer) -> Field | None:
    """The field that a sayer counts; None for one that counts nothing of the row."""
    if sayer.sort is Sort.VALUE or sayer.sort is Sort.DATE:
        return Field(f"{place} {sayer.about}".rstrip(), sayer.tally)
    return None


class _Stated(NamedTuple):
    """Something that can be said of a mention."""

    attribute: str
    marking: Marking
    sayer: Sayer


class _Voice(NamedTuple):
    """All that is said in one visibility of a mention of one subtype."""

    vis: int
    below: tuple[int, ...]
    """The visibilities of this mention that lie below."""
    ones: tuple[Lookup[Said], ...]
    several: tuple[Lookup[tuple[Said, ...]], ...]
    constants: tuple[Lookup[Said], ...]


def compile_mention(
    name: str, mention: MentionSpec, record: RecordSpec, markings: Markings, columns: Columns, vocabulary: Vocabulary
) -> tuple[Make, list[Field]]:
    """The function that makes a mention, and the fields whose outcomes it counts."""
    part = columns.part()
    stated = _stated(mention, record, markings, part, vocabulary)
    lookup = looked_up(part, _maker(name, mention, joint_keys(mention, record, markings), stated, part, vocabulary))
    fields = [field for attribute, _, sayer in stated if (field := field_of(f"{name}.{attribute}", sayer)) is not None]
    remembered = len(part.names) <= _FEW_COLUMNS or len(stated) == 1
    return remembering(lookup) if remembered else forgetting(lookup), fields


def _stated(
    mention: MentionSpec, record: RecordSpec, markings: Markings, columns: Columns, vocabulary: Vocabulary
) -> list[_Stated]:
    found: list[_Stated] = []
    for attribute, specs in mention.attributes.items():
        term, use = vocabulary.attribute(attribute), _key_use(attribute, mention)
        for spec in specs:
            marking = markings.of_attribute(record, mention, spec)
            sayers = compile_attribute(term, spec, use, columns, vocabulary)
            found += [_Stated(attribute, marking, sayer) for sayer in sayers]
    return found


def _key_use(attribute: str, mention: MentionSpec) -> KeyUse:
    own = tuple((scheme, join_of(key)) for scheme, key in mention.keys.items() if key.of == (attribute,))
    return KeyUse(own, any(len(key.of) > 1 and attribute in key.of for key in mention.keys.values()))


def _maker(
    name: str,
    mention: MentionSpec,
    joint: Sequence[JointKey],
    stated: Sequence[_Stated],
    columns: Columns,
    vocabulary: Vocabulary,
) -> Make:
    """Makes it as the subtype that a row chooses."""
    choice = mention.is_ or Choice(constant="")
    subtypes = [vocabulary.subtype(subtype) for subtype in dict.fromkeys(subtype_names(choice))]
    makers = {
        f"{subtype.kind.value.lower()}/{subtype.name}": _maker_of(name, subtype, joint, stated, vocabulary)
        for subtype in subtypes
    }
    when = compile_condition(mention.when, columns) if mention.when is not None else None
    if choice.constant is not None:
        make = makers[choice.constant]
        return make if when is None else lambda values: make(values) if when(values) else _NOTHING
    chosen = compile_choice(choice, columns, f"kind of {name}")

    def make_chosen(values: Values) -> tuple[Made | None, Sequence[Cell]]:
        if when is not None and not when(values):
            return _NOTHING
        subtype = chosen(values)
        return makers[subtype](values) if subtype is not None else _NOTHING

    return make_chosen


def _maker_of(
    name: str, subtype: Subtype, joint: Sequence[JointKey], stated: Sequence[_Stated], vocabulary: Vocabulary
) -> Make:
    """Makes it as one subtype."""
    terms = (name, mention_turn(name), subtype.kind.value, subtype.name, subtype.label)
    voices = _voices(subtype.name, stated, vocabulary)
    only_constants = all(one.sayer.sort is not Sort.VALUE for one in stated)
    if joint or len(voices) != 1:
        return _of_layers(terms, voices, joint, only_constants)
    if len(stated) == 1 and voices[0].ones:
        return _of_one_field(terms, voices[0])
    return _of_one_layer(terms, voices[0], only_constants)


_Terms: TypeAlias = tuple[str, int, str, str, str]
"""What every `Made` of a subtype begins with."""


def head_of(name: str, subtype: str) -> str:
    """A mention as text for the hash, without what is said of it."""
    return f"\x1d{name}\x1f{subtype}\x1f"


def _of_one_field(terms: _Terms, voice: _Voice) -> Make:
    """The many mentions that are a key or a number and nothing else."""
    name, turned, kind, subtype, label = terms
    vis, say, head = voice.vis, forgetting(voice.ones[0]), head_of(name, subtype)

    def make(values: Values) -> tuple[Made | None, Sequence[Cell]]:
        said = say(values)
        if not said[3]:
            return None, (said[2],)
        return (name, turned, kind, subtype, label, {vis: layer_of_one(said, head, label)}, vis), (said[2],)

    return make


def _of_one_layer(terms: _Terms, voice: _Voice, only_constants: bool) -> Make:
    """The mentions of which everything that is said has one visibility."""
    name, turned, kind, subtype, label = terms
    vis, _, ones, several, constants = voice
    head = head_of(name, subtype)

    def make(values: Values) -> tuple[Made | None, Sequence[Cell]]:
        saids = [known[pick(values)] for known, pick in ones]
        for known, pick in several:
            saids += known[pick(values)]
        cells = [said[2] for said in saids]
        if constants:
            saids += [known[pick(values)] for known, pick in constants]
        layer, solid = layer_of(saids, head, label)
        if layer is None or not (solid or only_constants):
            return None, cells
        return (name, turned, kind, subtype, label, {vis: layer}, vis), cells

    return make


def _of_layers(terms: _Terms, voices: Sequence[_Voice], joint: Sequence[JointKey], only_constants: bool) -> Make:
    """The mentions of which something is for fewer eyes than the rest, or that have a key of several attributes."""
    name, _, _, subtype, label = terms
    head = head_of(name, subtype)

    def make(values: Values) -> tuple[Made | None, Sequence[Cell]]:
        layers: dict[int, Layer] = {}
        shown: list[int] = []
        everything: list[Said] = []
        for vis, below, ones, several, constants in voices:
            saids = [known[pick(values)] for known, pick in ones]
            for known, pick in several:
                saids += known[pick(values)]
            everything += saids
            layer, solid = layer_of(saids + [known[pick(values)] for known, pick in constants], head, label)
            if solid or only_constants:
                shown.append(vis)
            elif not any(low in shown for low in below):
                continue  # here nobody is to learn from a constant that what lies above speaks of something
            if layer is not None:
                layers[vis] = layer
        cells = [said[2] for said in everything]
        if not shown:
            return None, cells
        for key in joint:
            if keys := key.of(everything):
                layers[key.vis] = with_keys(layers.get(key.vis) or empty_layer(head, label), keys)
        return (*terms, layers, shown[0]), cells

    return make


def _voices(subtype: str, stated: Sequence[_Stated], vocabulary: Vocabulary) -> list[_Voice]:
    """All that is said of one subtype, by visibility, lowest first."""
    markings = sorted({one.marking for one in stated}, key=lambda marking: (marking.height, marking.text))
    return [
        _voice(
            visibility(marking),
            tuple(visibility(low) for low in markings if low != marking and low.at_or_below(marking)),
            list(_fitting(vocabulary.attributes_on(subtype), [one for one in stated if one.marking == marking])),
        )
        for marking in markings
    ]


def _fitting(borne: Mapping[str, object], stated: Sequence[_Stated]) -> Iterator[Sayer]:
    """The sayers on a subtype; what it does not bear is only counted."""
    for attribute, _, sayer in stated:
        if attribute in borne:
            yield sayer
        elif sayer.sort is Sort.VALUE:
            yield sayer.unfit()


def _voice(vis: int, below: tuple[int, ...], sayers: Sequence[Sayer]) -> _Voice:
    ones = [(sayer.one, sayer.sort is Sort.CONSTANT) for sayer in sayers if sayer.one is not None]
    return _Voice(
        vis,
        below,
        tuple(one for one, constant in ones if not constant),
        tuple(sayer.several for sayer in sayers if sayer.several is not None),
        tuple(one for one, constant in ones if constant),
    )
