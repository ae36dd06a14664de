"""Links as functions of a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, TypeAlias

from pole.ingest.mapping.markings import Markings
from pole.ingest.mapping.spec import LinkSpec, RecordSpec
from pole.ingest.shape.choices import compile_choice
from pole.ingest.shape.columns import Columns, Values
from pole.ingest.shape.conditions import compile_condition
from pole.ingest.shape.extras import compile_date, compile_grade
from pole.ingest.shape.layers import Layers
from pole.ingest.shape.memory import remembering
from pole.ingest.shape.mentions import Field, Made, field_of
from pole.ingest.shape.outcomes import Hold
from pole.ingest.shape.said import MAPPED, UNFIT, UNMAPPED, Said, Tally
from pole.ingest.shape.sayers import KeyUse, Sayer, Sort, compile_attribute, date_sayer
from pole.model.facts import Statement
from pole.model.marking import visibility
from pole.model.vocabulary import LinkType, Vocabulary

STATED_LIFE: Final = "stated-life"
STANDING: Final = "standing"


class Tied(NamedTuple):
    """A link of a row in one visibility, its ends by local name."""

    name: str
    type: str
    role: str
    start: str
    end: str
    vis: int
    begins: str | None
    ends: str | None
    standing: str | None
    basis: str | None
    grade: str | None
    field: str
    statements: tuple[Statement, ...]
    pieces: str
    """All of it as text, for the hash of its facet."""


Tie: TypeAlias = Callable[[Values, Mapping[str, Made]], tuple[list[Tied], list[Said]]]
"""The links that one LINK of the mapping makes of a row, and what was said of them, to be counted."""


class _Above(NamedTuple):
    """Attributes of a link in a visibility of their own."""

    vis: int
    sayers: tuple[tuple[str, Sayer], ...]


def link_names(record: RecordSpec) -> list[str]:
    """What the links of a record are called in their ids: by their ends, numbered where several have the same."""
    names: list[str] = []
    for link in record.links:
        name = f"{link.from_}>{link.to}"
        again = sum(other == name or other.startswith(f"{name}#") for other in names)
        names.append(f"{name}#{again + 1}" if again else name)
    return names


def compile_link(
    name: str,
    link: LinkSpec,
    record: RecordSpec,
    markings: Markings,
    layers: Layers,
    columns: Columns,
    vocabulary: Vocabulary,
) -> tuple[Tie, list[Field]]:
    """The function that ties two mentions of a row, and the fields whose outcomes it counts."""
    start_name, end_name = link.from_, link.to
    part = columns.part()
    above, fields = _attributes(name, link, record, markings, part, vocabulary)
    say, chosen = _speaker(name, link, above, part, vocabulary)
    fields += chosen
    fitting: dict[tuple[str, str, str], bool] = {}
    remembered = remembering(part, say)
    link_vis = visibility(markings.of_link(record, link))
    one_layer = len(layers.order) == 1

    def tie(values: Values, made: Mapping[str, Made]) -> tuple[list[Tied], list[Said]]:
        start, end = made.get(start_name), made.get(end_name)
        if start is None or end is None:
            return _NONE
        found = remembered(values)
        tied = found[0]
        if not tied:
            return found
        link_and_ends = (tied[0][1], start[2], end[2])
        fits = fitting.get(link_and_ends)
        if fits is None:
            fits = fitting[link_and_ends] = vocabulary.fits(*link_and_ends)
        if not fits:
            raise _misfit(tied[0], start.subtype, end.subtype)
        if one_layer:
            return found
        lowest = _lifted(link_vis, start, end, layers)
        return _at([(layers.join(one.vis, lowest), one) for one in tied]), found[1]

    return tie, fields


def _at(tied: list[tuple[int, Tied]]) -> list[Tied]:
    """The links where they are to stand; those that come to stand in one visibility are one."""
    found: dict[int, Tied] = {}
    for vis, one in tied:
        other = found.get(vis)
        if other is None:
            found[vis] = one._replace(vis=vis)
        else:
            found[vis] = other._replace(
                statements=(*other.statements, *one.statements), pieces=f"{other.pieces}\x1e{one.pieces}"
            )
    return list(found.values())


_NONE: Final[tuple[list[Tied], list[Said]]] = ([], [])


def _speaker(
    name: str, link: LinkSpec, above: list[_Above], columns: Columns, vocabulary: Vocabulary
) -> tuple[Callable[[Values], tuple[list[Tied], list[Said]]], list[Field]]:
    """What a row says of a link, whatever its ends are, one in each visibility; and the codes it counts."""
    types = {type_: vocabulary.link(type_) for type_ in link.type.names()}
    borne = {type_: vocabulary.attributes_on(type_) for type_ in types}
    when = compile_condition(link.when, columns) if link.when is not None else None
    chosen_type = compile_choice(link.type, columns, f"type of the link from {link.from_} to {link.to}")
    chosen_role = compile_choice(link.role, columns, "role") if link.role is not None else None
    chosen_basis = compile_choice(link.basis, columns, "basis") if link.basis is not None else None
    dates = link.dates
    begins = compile_date(dates.at or dates.from_ if dates else None, columns)
    ends = compile_date(dates.at or dates.to if dates else None, columns)
    grade = compile_grade(link.grade, columns)
    stated_of = _own_statements(link, columns)
    field = "+".join(dict.fromkeys(c.column for c in (link.type, link.role) if c is not None and c.column))

    of_type, of_role = Tally(link.type.column or ""), Tally(link.role.column or "" if link.role else "")

    def say(values: Values) -> tuple[list[Tied], list[Said]]:
        if when is not None and not when(values):
            return _NONE
        type_ = chosen_type(values)
        if type_ is None:
            return [], [of_type.without_statement[UNMAPPED]]
        role = _role(chosen_role(values), types[type_], field) if chosen_role is not None else ""
        if role is None:
            return [], [of_role.without_statement[UNMAPPED]]
        basis = chosen_basis(values) if chosen_basis is not None else None
        standing, own = stated_of(types[type_], values)
        if basis == "RECORDED":
            basis = None
        first, last, graded = begins(values), ends(values), grade(values)
        terms = (name, type_, role, first, last, standing, basis, graded, field)
        head = "\x1c" + "\x1f".join(map(str, terms))
        tied: list[Tied] = []
        counted = [of_type.without_statement[MAPPED], of_role.without_statement[MAPPED]]
        for vis, sayers in above:
            saids = _say(values, sayers, borne[type_])
            counted += saids
            stated = (*own, *[said.statement for said in saids if said.statement is not None])
            if stated or not tied:
                pieces = [head, *map(_piece_of, own), *[said.piece for said in saids if said.statement is not None]]
                link_terms = (first, last, standing, basis, graded, field, stated, "\x1e".join(pieces))
                tied.append(Tied(name, type_, role, link.from_, link.to, vis, *link_terms))
            own = ()
        return tied, counted

    return say, [Field(name, tally) for tally in (of_type, of_role) if tally.field]


def _own_statements(
    link: LinkSpec, columns: Columns
) -> Callable[[LinkType, Values], tuple[str | None, tuple[Statement, ...]]]:
    """The standing of a link, and what the mapping has stated of the link itself: its standing and its life."""
    chosen = compile_choice(link.standing, columns, "standing") if link.standing is not None else None
    column = link.standing.column if link.standing is not None else None
    place = columns.place(column) if column is not None else 0
    life = Statement(STATED_LIFE, "", link.life, link.life.removesuffix("d")) if link.life is not None else None
    lives = (life,) if life is not None else ()

    def stated(known: LinkType, values: Values) -> tuple[str | None, tuple[Statement, ...]]:
        standing = chosen(values) if chosen is not None and known.standing else None
        if standing is None or column is None:
            return standing, lives
        return standing, (Statement(STANDING, column, values[place], standing), *lives)

    return stated


def _piece_of(statement: Statement) -> str:
    """A statement of the link itself as text, for the hash."""
    return f"{statement.attribute}\x1f{len(statement.raw)}\x1f{statement.raw}\x1f{statement.value}"


def _attributes(
    name: str, link: LinkSpec, record: RecordSpec, markings: Markings, columns: Columns, vocabulary: Vocabulary
) -> tuple[list[_Above], list[Field]]:
    """The attributes of a link by visibility, the link's own first and always there."""
    own = visibility(markings.of_link(record, link))
    grouped: dict[int, list[tuple[str, Sayer]]] = {own: []}
    fields: list[Field] = []
    for attribute, specs in link.attributes.items():
        for spec in specs:
            found = compile_attribute(vocabulary.attribute(attribute), spec, KeyUse(), columns, vocabulary)
            vis = visibility(markings.of_link_attribute(record, link, spec))
            grouped.setdefault(vis, []).extend((attribute, sayer) for sayer in found)
            fields += [field for sayer in found if (field := field_of(f"{name}.{attribute}", sayer)) is not None]
    dates = link.dates
    for about, date in (("from", dates.from_), ("to", dates.to), ("at", dates.at)) if dates is not None else ():
        if date is not None:
            sayer = date_sayer(about, date, columns)
            grouped[own].append(("", sayer))
            fields.append(Field(f"{name} {about}", sayer.tally))
    return [_Above(vis, tuple(sayers)) for vis, sayers in grouped.items()], fields


def _say(values: Values, sayers: tuple[tuple[str, Sayer], ...], borne: Mapping[str, object]) -> list[Said]:
    saids: list[Said] = []
    for attribute, sayer in sayers:
        if not attribute or attribute in borne:
            saids += sayer.say(values)
        elif sayer.sort is Sort.VALUE:
            unfit = sayer.tally.without_statement[UNFIT]
            saids += [unfit if said.statement is not None else said for said in sayer.say(values)]
    return saids


def _role(role: str | None, known: LinkType, field: str) -> str | None:
    """The role as it is kept: empty where it is what the start is called anyway. None where the code is ignored."""
    if role is None:
        return None
    if role == known.start_role:
        return ""
    if role not in known.roles:
        raise Hold(
            field,
            f"{known.name} has no role {role}",
            f"It has {', '.join(known.roles) or 'none'}. Correct the mapping.",
        )
    return role


def _misfit(tied: Tied, start: str, end: str) -> Hold:
    return Hold(
        tied.field,
        f"{tied.type} does not lead from {start} to {end}",
        "Say `when` at the link in the mapping, or give it another type; then replay the row.",
    )


def _lifted(vis: int, start: Made, end: Made, layers: Layers) -> int:
    """The link's visibility, or higher where an end is mentioned only by what lies higher in this row."""
    below = layers.below[vis]
    for made in (start, end):
        if not any(low in below for low in made.layers):
            vis = layers.join(vis, made.shown_from)
            below = layers.below[vis]
    return vis
