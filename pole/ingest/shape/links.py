"""Links as functions of a row."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from pole.ingest.mapping.markings import Markings
from pole.ingest.mapping.spec import LinkSpec, RecordSpec
from pole.ingest.shape.choices import compile_choice
from pole.ingest.shape.columns import Columns, Values
from pole.ingest.shape.conditions import compile_condition
from pole.ingest.shape.extras import compile_date, compile_grade
from pole.ingest.shape.layers import Layers
from pole.ingest.shape.memory import looked_up
from pole.ingest.shape.mentions import Field, Made, field_of
from pole.ingest.shape.outcomes import Hold
from pole.ingest.shape.said import MAPPED, UNMAPPED, Cell, Tally
from pole.ingest.shape.sayers import KeyUse, Sayer, Sort, compile_attribute, date_sayer
from pole.model.facts import Statement, link_turn
from pole.model.marking import visibility
from pole.model.vocabulary import LinkType, Vocabulary

STATED_LIFE: Final = "stated-life"
STANDING: Final = "standing"


_Text: TypeAlias = str | None
_Stated: TypeAlias = tuple[Statement, ...]
Tied: TypeAlias = tuple[
    str, int, str, str, str, str, int, _Text, _Text, _Text, _Text, _Text, str, _Stated, str,
]  # fmt: skip
"""A link of a row in one visibility: name, and the turn from the id of its facet to its own; type, role, local names of its
start and end; visibility; begins, ends, standing, basis, grade, field and statements; and all of it as text, for the hash."""

Spoken: TypeAlias = tuple[Sequence[Tied], Sequence[Cell]]
"""What a row says of a link, one in each visibility, and how its fields came out."""

Tie: TypeAlias = Callable[[Values, Mapping[str, Made]], Spoken]
"""The links that one LINK of the mapping makes of a row, and how its fields came out."""


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
    known, pick = looked_up(part, say)
    fitting: set[tuple[str, str, str]] = set()
    link_vis = visibility(markings.of_link(record, link))
    one_layer = len(layers.order) == 1

    def tie(values: Values, made: Mapping[str, Made]) -> Spoken:
        start, end = made.get(start_name), made.get(end_name)
        if start is None or end is None:
            return _NONE
        found = known[pick(values)]
        tied = found[0]
        if not tied:
            return found
        link_and_ends = (tied[0][2], start[3], end[3])
        if link_and_ends not in fitting:
            if not vocabulary.fits(*link_and_ends):
                raise _misfit(tied[0], start[3], end[3])
            fitting.add(link_and_ends)
        if one_layer:
            return found
        lowest = _lifted(link_vis, start, end, layers)
        return _at((layers.join(one[6], lowest), one) for one in tied), found[1]

    return tie, fields


def _at(tied: Iterable[tuple[int, Tied]]) -> list[Tied]:
    """The links where they are to stand; those that come to stand in one visibility are one."""
    found: dict[int, Tied] = {}
    for vis, one in tied:
        name, turned, type_, role, start, end, _, begins, ends, standing, basis, grade, field, statements, piece = one
        other = found.get(vis)
        if other is not None:
            statements, piece = (*other[13], *statements), f"{other[14]}\x1e{piece}"
        terms = (name, turned, type_, role, start, end, vis, begins, ends, standing, basis, grade, field)
        found[vis] = (*terms, statements, piece)
    return list(found.values())


_NONE: Final[Spoken] = ((), ())


def _speaker(
    name: str, link: LinkSpec, above: list[_Above], columns: Columns, vocabulary: Vocabulary
) -> tuple[Callable[[Values], Spoken], list[Field]]:
    """What a row says of a link, whatever its ends are, one in each visibility; and the codes it counts."""
    types = {type_: vocabulary.link(type_) for type_ in link.type.names()}
    voices = {
        type_: [(vis, _borne(sayers, vocabulary.attributes_on(type_))) for vis, sayers in above] for type_ in types
    }
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

    def say(values: Values) -> Spoken:
        if when is not None and not when(values):
            return _NONE
        type_ = chosen_type(values)
        if type_ is None:
            return (), of_type.cells[UNMAPPED : UNMAPPED + 1]
        role = _role(chosen_role(values), types[type_], field) if chosen_role is not None else ""
        if role is None:
            return (), of_role.cells[UNMAPPED : UNMAPPED + 1]
        basis = chosen_basis(values) if chosen_basis is not None else None
        standing, own = stated_of(types[type_], values)
        if basis == "RECORDED":
            basis = None
        first, last, graded = begins(values), ends(values), grade(values)
        turned = link_turn(name, type_, role)
        terms = (name, type_, role, first, last, standing, basis, graded, field)
        head = "\x1c" + "\x1f".join(map(str, terms))
        tied: list[Tied] = []
        cells = [of_type.cells[MAPPED], of_role.cells[MAPPED]]
        for vis, sayers in voices[type_]:
            saids = [said for sayer in sayers for said in sayer.say(values)]
            cells += [said[2] for said in saids]
            stated = (*own, *[said[0] for said in saids if said[0] is not None])
            if stated or not tied:
                pieces = [head, *map(_piece_of, own), *[said[1] for said in saids if said[0] is not None]]
                link_terms = (first, last, standing, basis, graded, field, stated, "\x1e".join(pieces))
                tied.append((name, turned, type_, role, link.from_, link.to, vis, *link_terms))
            own = ()
        return tied, cells

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


def _borne(sayers: Iterable[tuple[str, Sayer]], borne: Container[str]) -> list[Sayer]:
    """The sayers on a link of one type; what it does not bear is only counted."""
    return [
        sayer if not attribute or attribute in borne else sayer.unfit()
        for attribute, sayer in sayers
        if not attribute or attribute in borne or sayer.sort is Sort.VALUE
    ]


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
        tied[12],
        f"{tied[2]} does not lead from {start} to {end}",
        "Say `when` at the link in the mapping, or give it another type; then replay the row.",
    )


def _lifted(vis: int, start: Made, end: Made, layers: Layers) -> int:
    """The link's visibility, or higher where an end is mentioned only by what lies higher in this row."""
    below = layers.below[vis]
    for _, _, _, _, _, its_layers, shown_from in (start, end):
        if not any(low in below for low in its_layers):
            vis = layers.join(vis, shown_from)
            below = layers.below[vis]
    return vis
