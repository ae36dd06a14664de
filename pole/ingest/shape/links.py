"""Links as functions of a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, TypeAlias

from pole.ingest.mapping.markings import Markings
from pole.ingest.mapping.spec import Choice, LinkSpec, RecordSpec
from pole.ingest.shape.choices import compile_choice
from pole.ingest.shape.columns import Columns, Values
from pole.ingest.shape.conditions import compile_condition
from pole.ingest.shape.extras import compile_date, compile_grade
from pole.ingest.shape.layers import Layers
from pole.ingest.shape.mentions import Field, Made
from pole.ingest.shape.outcomes import Hold
from pole.ingest.shape.said import Said, piece_of
from pole.ingest.shape.sayers import KeyUse, Sayer, compile_attribute
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


Tie: TypeAlias = Callable[[Values, Mapping[str, Made], list[Tied], list[Said]], None]
"""Adds the links that one LINK of the mapping makes of a row, and what was said of them."""


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
    when = compile_condition(link.when, columns) if link.when is not None else None
    chosen_type = compile_choice(link.type, columns, f"type of the link from {start_name} to {end_name}")
    chosen_role = compile_choice(link.role or Choice(constant="-"), columns, "role")
    has_role = link.role is not None
    types = {type_: vocabulary.link(type_) for type_ in link.type.names()}
    dates = link.dates
    begins = compile_date(dates.at or dates.from_ if dates else None, columns)
    ends = compile_date(dates.at or dates.to if dates else None, columns)
    chosen_standing = compile_choice(link.standing, columns, "standing") if link.standing is not None else None
    chosen_basis = compile_choice(link.basis, columns, "basis") if link.basis is not None else None
    grade = compile_grade(link.grade, columns)
    standing_column = link.standing.column if link.standing else None
    standing_place = columns.place(standing_column) if standing_column is not None else None
    life = Statement(STATED_LIFE, "", link.life, link.life.removesuffix("d")) if link.life is not None else None
    above, fields = _attributes(name, link, record, markings, columns, vocabulary)
    link_vis = visibility(markings.of_link(record, link))
    field = "+".join(dict.fromkeys(c.column for c in (link.type, link.role) if c is not None and c.column))
    borne = {type_: vocabulary.attributes_on(type_) for type_ in types}

    def tie(values: Values, made: Mapping[str, Made], tied: list[Tied], counted: list[Said]) -> None:
        start, end = made.get(start_name), made.get(end_name)
        if start is None or end is None or (when is not None and not when(values)):
            return
        type_ = chosen_type(values)
        if type_ is None:
            return
        known = types[type_]
        if not vocabulary.fits(type_, start.subtype, end.subtype):
            raise _misfit(field, type_, start.subtype, end.subtype)
        role = _role(chosen_role(values), known, field) if has_role else ""
        if role is None:
            return
        first = begins(values)
        last = ends(values)
        standing: str | None = None
        statements: list[Statement] = []
        if chosen_standing is not None and known.standing:
            standing = chosen_standing(values)
            if standing_column is not None and standing_place is not None and standing is not None:
                statements.append(Statement(STANDING, standing_column, values[standing_place], standing))
        if life is not None:
            statements.append(life)
        basis = chosen_basis(values) if chosen_basis is not None else None
        graded = grade(values)
        lowest = _lifted(link_vis, start, end, layers)
        for vis, sayers in above:
            saids = _say(values, sayers, borne[type_])
            counted += saids
            stated = [said.statement for said in saids if said.statement is not None]
            if vis == link_vis:
                stated = statements + stated
            elif not stated:
                continue
            tied.append(
                Tied(
                    name, type_, role, start_name, end_name, layers.join(vis, lowest), first, last, standing,
                    None if basis == "RECORDED" else basis, graded, field, tuple(stated),
                    "\x1e".join([piece_of(statement) for statement in stated]),
                )
            )  # fmt: skip

    return tie, fields


def _attributes(
    name: str, link: LinkSpec, record: RecordSpec, markings: Markings, columns: Columns, vocabulary: Vocabulary
) -> tuple[list[_Above], list[Field]]:
    """The attributes of a link by visibility, the link's own first and always there."""
    grouped: dict[int, list[tuple[str, Sayer]]] = {visibility(markings.of_link(record, link)): []}
    fields: list[Field] = []
    for attribute, specs in link.attributes.items():
        for spec in specs:
            found = compile_attribute(vocabulary.attribute(attribute), spec, KeyUse(), columns, vocabulary)
            vis = visibility(markings.of_link_attribute(record, link, spec))
            grouped.setdefault(vis, []).extend((attribute, sayer) for sayer in found)
            fields += [Field(f"{name}.{attribute}", sayer.meaning) for sayer in found if sayer.from_data]
    return [_Above(vis, tuple(sayers)) for vis, sayers in grouped.items()], fields


def _say(values: Values, sayers: tuple[tuple[str, Sayer], ...], borne: Mapping[str, object]) -> list[Said]:
    saids: list[Said] = []
    for attribute, sayer in sayers:
        found = [sayer.one(values)] if sayer.one is not None else sayer.several(values) if sayer.several else []
        if attribute not in borne:
            found = [sayer.meaning.unfit if said.statement is not None else said for said in found]
        saids += found
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


def _misfit(field: str, type_: str, start: str, end: str) -> Hold:
    return Hold(
        field,
        f"{type_} does not lead from {start} to {end}",
        "Say `when` at the link in the mapping, or give it another type; then replay the row.",
    )


def _lifted(vis: int, start: Made, end: Made, layers: Layers) -> int:
    """The link's visibility, or higher where an end is mentioned only by what lies higher in this row."""
    below = layers.below[vis]
    for made in (start, end):
        if not any([low in below for low in made.layers]):
            vis = layers.join(vis, made.shown_from)
            below = layers.below[vis]
    return vis
