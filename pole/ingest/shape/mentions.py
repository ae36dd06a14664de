"""Mentions as functions of a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Final, NamedTuple, TypeAlias

from pole.ingest.mapping.checks.scene import subtype_names
from pole.ingest.mapping.markings import Markings
from pole.ingest.mapping.spec import Choice, KeySpec, MentionSpec, RecordSpec
from pole.ingest.shape.choices import compile_choice
from pole.ingest.shape.columns import Columns, Values
from pole.ingest.shape.conditions import Test, compile_condition
from pole.ingest.shape.memory import remembering
from pole.ingest.shape.outcomes import Hold
from pole.ingest.shape.said import ABSENT, BLANK, NAMED, UNFIT, Said, Tally
from pole.ingest.shape.sayers import KeyUse, Say, Sayer, SaySeveral, Sort, compile_attribute
from pole.model.facts import Join, Key, Statement
from pole.model.making import new
from pole.model.marking import Marking, visibility
from pole.model.vocabulary import Vocabulary

_HOLLOW: Final = frozenset((BLANK, ABSENT, UNFIT))
"""Outcomes that leave nothing by which a thing would be mentioned."""


class Layer(NamedTuple):
    """What a row says of one thing in one visibility."""

    statements: tuple[Statement, ...]
    piece: str
    """All of it as text, for the hash of its facet."""
    keys: tuple[Key, ...]
    joins: bool
    """Whether any of the keys does."""
    rank: int
    caption: str
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


Make: TypeAlias = Callable[[Values], tuple[Made | None, list[Said]]]
"""Makes a mention of a row, unless it has nothing to say of such a thing, and tells what was said, to be counted."""

_FEW_COLUMNS: Final = 6
"""A mention of so few columns is remembered whole: crimes, addresses and numbers come again and again."""


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
    tally: Tally


def field_of(place: str, sayer: Sayer) -> Field | None:
    """The field that a sayer counts; None for one that counts nothing of the row."""
    if sayer.sort is Sort.VALUE or sayer.sort is Sort.DATE:
        return Field(f"{place} {sayer.about}".rstrip(), sayer.tally)
    return None


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
    part = columns.part()
    sayers = _sayers(mention, record, markings, part, vocabulary)
    make = _maker(name, mention, _joint_keys(mention, record, markings), sayers, part, vocabulary)
    fields = [field for attribute, _, sayer in sayers if (field := field_of(f"{name}.{attribute}", sayer)) is not None]
    few = len(part.mine) <= _FEW_COLUMNS
    return remembering(part, make) if few else make, fields


def _sayers(
    mention: MentionSpec, record: RecordSpec, markings: Markings, columns: Columns, vocabulary: Vocabulary
) -> list[tuple[str, Marking, Sayer]]:
    """Everything that can be said of a mention, with its attribute and marking."""
    found: list[tuple[str, Marking, Sayer]] = []
    for attribute, specs in mention.attributes.items():
        term, use = vocabulary.attribute(attribute), _key_use(attribute, mention)
        for spec in specs:
            marking = markings.of_attribute(record, mention, spec)
            sayers = compile_attribute(term, spec, use, columns, vocabulary)
            found += [(attribute, marking, sayer) for sayer in sayers]
    return found


def _maker(
    name: str,
    mention: MentionSpec,
    joint: list[_JointKey],
    sayers: list[tuple[str, Marking, Sayer]],
    columns: Columns,
    vocabulary: Vocabulary,
) -> Make:
    choice = mention.is_ or Choice(constant="")
    chosen = compile_choice(choice, columns, f"kind of {name}")
    when = compile_condition(mention.when, columns) if mention.when is not None else None
    heads = {_written(head): head for head in _heads(name, choice, sayers, vocabulary)}
    only_constants = all(sayer.sort is not Sort.VALUE for _, _, sayer in sayers)
    if choice.constant is not None and len(sayers) == 1 and not only_constants:
        head, say = heads[choice.constant], sayers[0][2].one
        if say is not None and not joint:
            return _of_one_field(head, say, when)

    def make(values: Values) -> tuple[Made | None, list[Said]]:
        head = heads.get(chosen(values) or "") if when is None or when(values) else None
        if head is None:
            return None, []
        layers: dict[int, Layer] = {}
        shown: list[int] = []
        everything: list[Said] = []
        for vis, below, ones, several, constants in head.voices:
            saids = [say(values) for say in ones]
            for say_several in several:
                saids += say_several(values)
            everything += saids
            layer, solid = _layer([*saids, *[say(values) for say in constants]] if constants else saids, head)
            if solid or only_constants:
                shown.append(vis)
            elif not any(low in shown for low in below):
                continue  # here nobody is to learn from a constant that what lies above speaks of something
            if layer is not None:
                layers[vis] = layer
        if not shown:
            return None, everything
        for key in joint:
            _add_joint_key(layers, key, everything, head)
        return new(Made, (name, head.kind, head.subtype, head.label, layers, shown[0])), everything

    return make


def _of_one_field(head: _Head, say: Say, when: Test | None) -> Make:
    """The same for the many mentions that are a key or a number and nothing else."""
    vis = head.voices[0].vis

    def make(values: Values) -> tuple[Made | None, list[Said]]:
        if when is not None and not when(values):
            return None, []
        said = say(values)
        statement, piece, _, outcome, keys, joins, _, rank, _, line, born = said
        if statement is None or outcome in _HOLLOW:
            return None, [said]
        caption = caption_of(said, head.label)
        piece = f"{head.piece}{caption}\x1e{piece}"
        layers = {vis: new(Layer, ((statement,), piece, keys, joins, rank, caption, born, line))}
        return new(Made, (head.name, head.kind, head.subtype, head.label, layers, vis)), [said]

    return make


def caption_of(best: Said | None, label: str) -> str:
    """The caption of what ranks highest, with the name of its subtype before it where it needs that; else that alone."""
    statement = best.statement if best is not None else None
    if best is None or statement is None or not best.rank or not statement.value:
        return label
    caption = best.show(statement.value)
    return f"{label} {caption[1:]}" if caption.startswith(NAMED) else caption


class _Head(NamedTuple):
    """A mention as one of the subtypes that it can be."""

    name: str
    kind: str
    subtype: str
    label: str
    voices: tuple[_Voice, ...]
    piece: str


def _heads(
    name: str, choice: Choice, sayers: Sequence[tuple[str, Marking, Sayer]], vocabulary: Vocabulary
) -> Iterator[_Head]:
    for subtype in dict.fromkeys(subtype_names(choice)):
        term = vocabulary.subtype(subtype)
        voices = _voices(subtype, sayers, vocabulary)
        yield _Head(name, term.kind.value, subtype, term.label, voices, f"\x1d{name}\x1f{subtype}\x1f")


def _written(head: _Head) -> str:
    return f"{head.kind.lower()}/{head.subtype}"


def _voices(subtype: str, sayers: Sequence[tuple[str, Marking, Sayer]], vocabulary: Vocabulary) -> tuple[_Voice, ...]:
    """The sayers of one subtype by visibility, lowest first."""
    borne = vocabulary.attributes_on(subtype)
    found: list[_Voice] = []
    markings = sorted({marking for _, marking, _ in sayers}, key=lambda marking: (marking.height, marking.text))
    for marking in markings:
        here = [
            (sayer if attribute in borne else _unfit(sayer))
            for attribute, its, sayer in sayers
            if its == marking and (sayer.sort is Sort.VALUE or attribute in borne)
        ]
        found.append(
            _Voice(
                visibility(marking),
                tuple(visibility(low) for low in markings if low != marking and low.at_or_below(marking)),
                tuple(sayer.one for sayer in here if sayer.one is not None and sayer.sort is not Sort.CONSTANT),
                tuple(sayer.several for sayer in here if sayer.several is not None),
                tuple(sayer.one for sayer in here if sayer.one is not None and sayer.sort is Sort.CONSTANT),
            )
        )
    return tuple(found)


def _unfit(sayer: Sayer) -> Sayer:
    """The sayer on a subtype that does not bear the attribute: nothing is said, and a value that is there is counted."""
    unfit, one, several = sayer.tally.without_statement[UNFIT], sayer.one, sayer.several
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

        def each(values: Values) -> list[Said]:
            return [said if said.statement is None else unfit for said in say_several(values)]

        return sayer._replace(several=each)
    return sayer


def _layer(saids: list[Said], head: _Head) -> tuple[Layer | None, bool]:
    """What was said as one layer, and whether any of it tells that there is such a thing."""
    statements: list[Statement] = []
    pieces: list[str] = []
    lines: list[str] = []
    keys: tuple[Key, ...] = ()
    rank, born, solid, joins = 0, None, False, False
    best: Said | None = None
    for said in saids:
        statement, piece, _, outcome, its_keys, its_joins, _, its_rank, _, line, its_born = said
        if statement is None:
            continue
        statements.append(statement)
        pieces.append(piece)
        if outcome not in _HOLLOW and statement[1]:
            solid = True
        if its_keys:
            keys += its_keys
            joins = joins or its_joins
        if its_rank > rank:
            rank, best = its_rank, said
        if line:
            lines.append(line)
        if its_born is not None:
            born = born or its_born
    if not statements:
        return None, False
    caption = caption_of(best, head.label)
    piece = f"{head.piece}{caption}\x1e" + "\x1e".join(pieces)
    text = "\n".join(lines) if lines else ""
    return new(Layer, (tuple(statements), piece, keys, joins, rank, caption, born, text)), solid


def empty_layer(name: str, subtype: str, label: str) -> Layer:
    """A thing of which nothing is said where a link of its row needs it."""
    return Layer((), f"\x1d{name}\x1f{subtype}\x1f{label}", (), False, 0, label, None, "")


def _joint_keys(mention: MentionSpec, record: RecordSpec, markings: Markings) -> list[_JointKey]:
    return [
        _JointKey(scheme, key.of, _join(key).value, visibility(markings.of_key(record, mention, key.of)))
        for scheme, key in mention.keys.items()
        if len(key.of) > 1
    ]


def _add_joint_key(layers: dict[int, Layer], key: _JointKey, saids: Sequence[Said], head: _Head) -> None:
    """A key of several attributes, where all of them are there; several values of one make several keys."""
    parts = [
        [said.part for said in saids if said.part is not None and said.statement and said.statement.attribute == name]
        for name in key.attributes
    ]
    if not all(parts):
        return
    made = tuple(Key(key.scheme, "|".join(of), key.join) for of in product(*parts))
    layer = layers.get(key.vis) or empty_layer(head.name, head.subtype, head.label)
    keys = (*layer.keys, *made)
    piece = "\x1e".join((layer.piece, *map("|".join, made)))
    joins = layer.joins or key.join != Join.LOOK_UP.value
    layers[key.vis] = layer._replace(piece=piece, keys=keys, joins=joins)


def _key_use(attribute: str, mention: MentionSpec) -> KeyUse:
    own = tuple((scheme, _join(key)) for scheme, key in mention.keys.items() if key.of == (attribute,))
    return KeyUse(own, any(len(key.of) > 1 and attribute in key.of for key in mention.keys.values()))


def _join(key: KeySpec) -> Join:
    return Join.KEY if key.joins == "yes" else Join.LOOK_UP
