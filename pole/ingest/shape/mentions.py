"""Mentions as functions of a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import Final, NamedTuple, TypeAlias

from pole.ingest.mapping.checks.scene import subtype_names
from pole.ingest.mapping.markings import Markings
from pole.ingest.mapping.spec import Choice, KeySpec, MentionSpec, RecordSpec
from pole.ingest.shape.choices import compile_choice
from pole.ingest.shape.columns import Columns, Values
from pole.ingest.shape.conditions import compile_condition
from pole.ingest.shape.outcomes import Hold
from pole.ingest.shape.said import ABSENT, BLANK, UNFIT, Meaning, Said
from pole.ingest.shape.sayers import KeyUse, Say, Sayer, SaySeveral, compile_attribute
from pole.model.facts import Join, Key, Statement
from pole.model.marking import Marking, visibility
from pole.model.vocabulary import Vocabulary

_HOLLOW: Final = frozenset((BLANK, ABSENT, UNFIT))
"""Outcomes that leave nothing by which a thing would be mentioned."""


class Layer(NamedTuple):
    """What a row says of one thing in one visibility."""

    statements: tuple[Statement, ...]
    pieces: str
    keys: tuple[Key, ...]
    rank: int
    caption: str
    named: bool
    born: str | None
    text: str


class Made(NamedTuple):
    """What a row says of one thing."""

    name: str
    kind: str
    subtype: str
    label: str
    layers: dict[int, Layer]
    """By visibility, lowest first."""
    shown_from: int
    """The lowest visibility in which the row says that there is such a thing."""


Make: TypeAlias = Callable[[Values, list[Said]], Made | None]
"""Makes a mention of a row, and adds what was said to the list, to be counted when the row is done."""


class _Voice(NamedTuple):
    """All that is said in one visibility of a mention of one subtype."""

    vis: int
    below: tuple[int, ...]
    """The visibilities of this mention that lie below."""
    ones: tuple[Say, ...]
    several: tuple[SaySeveral, ...]
    constants: tuple[Say, ...]


class Field(NamedTuple):
    """A field of a record with the tally of how it came out."""

    place: str
    meaning: Meaning


class _JointKey(NamedTuple):
    """A key of several attributes."""

    scheme: str
    attributes: tuple[str, ...]
    join: str
    vis: int


def compile_mention(
    name: str, mention: MentionSpec, record: RecordSpec, markings: Markings, columns: Columns, vocabulary: Vocabulary
) -> tuple[Make, list[Field]]:
    """The function that makes a mention, and the fields whose outcomes it counts."""
    choice = mention.is_ or Choice(constant="")
    joint = [
        _JointKey(scheme, key.of, _join(key).value, visibility(markings.of_key(record, mention, key.of)))
        for scheme, key in mention.keys.items()
        if len(key.of) > 1
    ]
    sayers: list[tuple[str, Marking, Sayer]] = []
    for attribute, specs in mention.attributes.items():
        for spec in specs:
            found = compile_attribute(
                vocabulary.attribute(attribute), spec, _key_use(attribute, mention), columns, vocabulary
            )
            marking = markings.of_attribute(record, mention, spec)
            sayers += [(attribute, marking, sayer) for sayer in found]
    subtypes = dict.fromkeys(subtype_names(choice))
    voices = {subtype: _voices(subtype, sayers, vocabulary) for subtype in subtypes}
    chosen = compile_choice(choice, columns, f"kind of {name}")
    when = compile_condition(mention.when, columns) if mention.when is not None else None
    heads = {
        f"{vocabulary.kind_of(subtype).lower()}/{subtype}": (
            vocabulary.kind_of(subtype).value,
            subtype,
            vocabulary.subtype(subtype).label,
            voices[subtype],
        )
        for subtype in subtypes
    }
    only_constants = not any(sayer.from_data for _, _, sayer in sayers)

    def make(values: Values, counted: list[Said]) -> Made | None:
        if when is not None and not when(values):
            return None
        head = heads.get(chosen(values) or "")
        if head is None:
            return None
        kind, subtype, label, voices_of_subtype = head
        layers: dict[int, Layer] = {}
        everything: list[Said] = []
        shown: list[int] = []
        for voice in voices_of_subtype:
            saids = [say(values) for say in voice.ones]
            for say_several in voice.several:
                saids += say_several(values)
            counted += saids
            solid = only_constants or any(
                [said.statement is not None and said.outcome not in _HOLLOW for said in saids]
            )
            if solid:
                shown.append(voice.vis)
            elif not any([vis in shown for vis in voice.below]):
                continue  # here nobody is to learn from a constant that what lies above speaks of something
            if voice.constants:
                saids += [say(values) for say in voice.constants]
            layer = _layer(saids)
            if layer is not None:
                layers[voice.vis] = layer
            if joint:
                everything += saids
        if not shown:
            return None
        for key in joint:
            _add_joint_key(layers, key, everything)
        return Made(name, kind, subtype, label, layers, shown[0])

    fields = [Field(f"{name}.{attribute}", sayer.meaning) for attribute, _, sayer in sayers if sayer.from_data]
    return make, fields


def _voices(subtype: str, sayers: Sequence[tuple[str, Marking, Sayer]], vocabulary: Vocabulary) -> tuple[_Voice, ...]:
    """The sayers of one subtype by visibility, lowest first."""
    borne = vocabulary.attributes_on(subtype)
    found: list[_Voice] = []
    markings = sorted({marking for _, marking, _ in sayers}, key=lambda marking: (marking.height, marking.text))
    for marking in markings:
        here = [
            (sayer if attribute in borne else _unfit(sayer))
            for attribute, its, sayer in sayers
            if its == marking and (sayer.from_data or attribute in borne)
        ]
        found.append(
            _Voice(
                visibility(marking),
                tuple(visibility(low) for low in markings if low != marking and low.at_or_below(marking)),
                tuple(sayer.one for sayer in here if sayer.one is not None and sayer.from_data),
                tuple(sayer.several for sayer in here if sayer.several is not None),
                tuple(sayer.one for sayer in here if sayer.one is not None and not sayer.from_data),
            )
        )
    return tuple(found)


def _unfit(sayer: Sayer) -> Sayer:
    """The sayer on a subtype that does not bear the attribute: nothing is said, and a value that is there is counted."""
    unfit, one, several = sayer.meaning.unfit, sayer.one, sayer.several
    if one is not None:
        say = one

        def alone(values: Values) -> Said:
            try:
                said = say(values)
            except Hold:
                return unfit
            return said if said.statement is None else unfit

        return sayer._replace(one=alone)
    if several is not None:
        say_several = several
        return sayer._replace(
            several=lambda values: [said if said.statement is None else unfit for said in say_several(values)]
        )
    return sayer


def _layer(saids: list[Said]) -> Layer | None:
    statements: list[Statement] = []
    pieces: list[str] = []
    lines: list[str] = []
    keys: tuple[Key, ...] = ()
    rank, caption, named, born = 0, "", False, None
    for statement, piece, _, _, its_keys, _, its_rank, its_caption, its_named, line, its_born in saids:
        if statement is None:
            continue
        statements.append(statement)
        pieces.append(piece)
        if its_keys:
            keys += its_keys
        if its_rank > rank:
            rank, caption, named = its_rank, its_caption, its_named
        if line:
            lines.append(line)
        if its_born is not None and born is None:
            born = its_born
    if not statements:
        return None
    return Layer(tuple(statements), "\x1e".join(pieces), keys, rank, caption, named, born, "\n".join(lines))


_EMPTY: Final = Layer((), "", (), 0, "", False, None, "")


def _add_joint_key(layers: dict[int, Layer], key: _JointKey, saids: Sequence[Said]) -> None:
    """A key of several attributes, where all of them are there; several values of one make several keys."""
    parts = [
        [said.part for said in saids if said.part is not None and said.statement and said.statement.attribute == name]
        for name in key.attributes
    ]
    if not all(parts):
        return
    keys = tuple(Key(key.scheme, "|".join(of), key.join) for of in product(*parts))
    layer = layers.get(key.vis, _EMPTY)
    layers[key.vis] = layer._replace(keys=(*layer.keys, *keys))


def _key_use(attribute: str, mention: MentionSpec) -> KeyUse:
    own = tuple((scheme, _join(key)) for scheme, key in mention.keys.items() if key.of == (attribute,))
    return KeyUse(own, any(len(key.of) > 1 and attribute in key.of for key in mention.keys.values()))


def _join(key: KeySpec) -> Join:
    return Join.KEY if key.joins == "yes" else Join.LOOK_UP
