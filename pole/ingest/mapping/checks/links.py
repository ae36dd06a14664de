"""Links: types, roles and standings exist, and the ends fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from pole.ingest.mapping.checks.attributes import attribute_faults, choice_faults
from pole.ingest.mapping.checks.records import date_faults
from pole.ingest.mapping.checks.scene import Fault, Scene
from pole.ingest.mapping.problems import expected
from pole.ingest.mapping.spec import BASES, Choice, LinkSpec
from pole.model.sheet import Place
from pole.model.standing import Standing

_STANDINGS = tuple(standing.value for standing in Standing)


def link_faults(scene: Scene) -> Iterator[Fault]:
    """What is wrong with the links of a record."""
    for number, link in enumerate(scene.record.links):
        place = (*scene.place, "links", number)
        yield from choice_faults(link.type, "link type", scene.vocabulary.links, (*place, "type"))
        types = [name for name in dict.fromkeys(link.type.names()) if name in scene.vocabulary.links]
        yield from _end_faults(scene, link, types, place)
        yield from _role_faults(scene, link, types, place)
        yield from _word_faults(scene, link, types, place)
        for attribute, specs in link.attributes.items():
            yield from attribute_faults(scene, attribute, specs, types, (*place, "attributes", attribute))


def _end_faults(scene: Scene, link: LinkSpec, types: Sequence[str], place: Place) -> Iterator[Fault]:
    for key, name in (("from", link.from_), ("to", link.to)):
        if name not in scene.mentions:
            yield (*place, key), expected(name, "mention of this record", scene.mentions)
    if link.from_ == link.to:
        yield (*place, "to"), "a link leads from one mention to another."
    starts, ends = scene.subtypes_of(link.from_), scene.subtypes_of(link.to)
    for type_ in types:
        pairs = list(product(starts, ends))
        wrong = [pair for pair in pairs if not scene.vocabulary.fits(type_, *pair)]
        if wrong and (len(wrong) == len(pairs) or link.when is None):
            start, end = wrong[0]
            yield (*place, "type"), _misfit(scene, type_, start, end)


def _misfit(scene: Scene, type_: str, start: str, end: str) -> str:
    known = scene.vocabulary.link(type_)
    return (
        f"{type_} leads from {_listed(known.start)} to {_listed(known.end)}, and not from {start} to {end}; "
        "where that depends on the row, say `when`."
    )


def _role_faults(scene: Scene, link: LinkSpec, types: Sequence[str], place: Place) -> Iterator[Fault]:
    if link.role is None:
        return
    known = [scene.vocabulary.link(type_) for type_ in types]
    for role in dict.fromkeys(link.role.names()):
        bearing = [type_ for type_ in known if role in type_.roles or role == type_.start_role]
        if known and (not bearing or (len(bearing) < len(known) and link.type.column is None)):
            roles = {name for type_ in known for name in (*type_.roles, type_.start_role) if name}
            yield (*place, "role"), expected(role, f"role of {' or '.join(types)}", roles)


def _word_faults(scene: Scene, link: LinkSpec, types: Sequence[str], place: Place) -> Iterator[Fault]:
    choices: list[tuple[Choice | None, str, Sequence[str]]] = [
        (link.standing, "standing", _STANDINGS),
        (link.basis, "basis", BASES),
    ]
    for choice, what, known in choices:
        if choice is not None:
            yield from choice_faults(choice, what, known, (*place, what))
    if link.standing is not None and types and not any(scene.vocabulary.link(name).standing for name in types):
        yield (*place, "standing"), f"{' and '.join(types)} has no standing."
    for key in ("from_", "to", "at"):
        date = getattr(link.dates, key, None) if link.dates is not None else None
        if date is not None:
            yield from date_faults(date, (*place, "dates", key.rstrip("_")))


def _listed(names: frozenset[str]) -> str:
    return " or ".join(sorted(name.lower() if name.isupper() else name for name in names))
