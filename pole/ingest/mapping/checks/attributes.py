"""Attributes: they exist on what they are stated of, and their values can be understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pole.errors import ValueTypeError
from pole.ingest.mapping.checks.records import date_faults
from pole.ingest.mapping.checks.scene import Fault, Scene
from pole.ingest.mapping.problems import expected
from pole.ingest.mapping.spec import BASES, AttributeSpec, Choice
from pole.ingest.mapping.valuing import type_of
from pole.model.sheet import Place
from pole.model.values import Cleaned, takes_parts
from pole.model.vocabulary import AttributeType, Identifier


def attribute_faults(
    scene: Scene, name: str, specs: Sequence[AttributeSpec], bearers: Sequence[str], place: Place
) -> Iterator[Fault]:
    """What is wrong with one attribute of a mention or link; `bearers` are subtypes, or link types."""
    borne = {n for bearer in bearers for n in scene.vocabulary.attributes_on(bearer)}
    attribute = scene.vocabulary.attributes.get(name)
    if attribute is None or (bearers and name not in borne):
        if bearers:
            yield place, expected(name, f"attribute of {' or '.join(bearers)}", borne)
        elif attribute is None:
            yield place, expected(name, "attribute", scene.vocabulary.attributes)
        return
    if attribute.identifier is Identifier.KEY and any(spec.each or spec.split for spec in specs):
        yield (
            place,
            f"{name} is a key: with several values one mention would be several things. Write a mention for each.",
        )
    for number, spec in enumerate(specs):
        yield from _spec_faults(scene, attribute, spec, (*place, number), bearers)


def choice_faults(choice: Choice, what: str, known: Iterable[str], place: Place) -> Iterator[Fault]:
    """Names of a choice that do not exist."""
    names = list(known)
    for name in dict.fromkeys(choice.names()):
        if name not in names:
            yield place, expected(name, what, names)


def _spec_faults(
    scene: Scene, attribute: AttributeType, spec: AttributeSpec, place: Place, bearers: Sequence[str]
) -> Iterator[Fault]:
    if spec.scheme is not None and spec.scheme not in scene.vocabulary.schemes:
        yield (*place, "scheme"), expected(spec.scheme, "code scheme", scene.vocabulary.schemes)
        return
    if spec.type is not None and spec.type != attribute.value and attribute.identifier is not Identifier.NO:
        yield (*place, "type"), f"{attribute.name} is an identifier: its type is {attribute.value} everywhere."
    try:
        kind = type_of(attribute, spec, scene.vocabulary)
    except ValueTypeError as error:
        yield place, f"{attribute.name}: {error.message}."
        return
    if spec.parts is not None:
        known = kind.part_names if takes_parts(kind) else ()
        for part in spec.parts:
            if part not in known:
                yield (*place, "parts", part), expected(part, f"part of {attribute.name}", known)
    for value in [*_said_values(spec)]:
        if not isinstance(kind.clean(value), Cleaned):
            yield place, f"{value!r} is no value of {attribute.name} ({kind.name})."
        elif attribute.scheme == "warning":
            yield from _warning_faults(scene, value, place, bearers)
    for date, key in ((spec.from_, "from"), (spec.to, "to"), (spec.review, "review")):
        if date is not None:
            yield from date_faults(date, (*place, key))
    if spec.basis is not None:
        yield from choice_faults(spec.basis, "basis", BASES, (*place, "basis"))


def _said_values(spec: AttributeSpec) -> Iterator[str]:
    """The values that the mapping itself says."""
    if spec.constant is not None:
        yield spec.constant
    for flag in (spec.flags or {}).values():
        yield from dict.fromkeys(spec.codes_of(flag).values())


def _warning_faults(scene: Scene, value: str, place: Place, bearers: Sequence[str]) -> Iterator[Fault]:
    kinds = {scene.vocabulary.kind_of(bearer) for bearer in bearers}
    allowed = scene.vocabulary.warning(value).on
    if not kinds <= allowed:
        yield place, f"the warning {value} is for {' and '.join(sorted(kind.lower() for kind in allowed))} only."
