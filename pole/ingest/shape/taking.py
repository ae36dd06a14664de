"""Where the texts of an attribute come from: a column, several put together, parts of a value, a flag, a constant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from pole.ingest.mapping.spec import AttributeSpec
from pole.ingest.shape.columns import Columns, Values
from pole.ingest.shape.outcomes import Hold
from pole.ingest.shape.said import BLANK, Meaning, Said
from pole.model.values import Absent, Outcome, Rejected, takes_parts

Say: TypeAlias = Callable[[Values], Said]
SaySeveral: TypeAlias = Callable[[Values], tuple[Said, ...]]
Source: TypeAlias = Callable[[Meaning, Columns], Say]


def sources_of(spec: AttributeSpec) -> Iterator[tuple[str, Source]]:
    """Each field from which the row says one thing, by its columns joined by ``+``, empty for a constant."""
    if spec.constant is not None:
        yield "", partial(_of_constant, spec.constant)
    for column in columns_of(spec):
        yield column, partial(_of_column, spec, column)
    if spec.join is not None:
        yield "+".join(spec.join), partial(_of_join, spec, spec.join)
    if spec.parts is not None:
        yield "+".join(spec.value_columns()), partial(_of_parts, spec.parts)
    for column, flag in (spec.flags or {}).items():
        yield column, partial(_of_flag, column, spec.codes_of(flag), spec.unset_by)


def columns_of(spec: AttributeSpec) -> tuple[str, ...]:
    """The columns of which each by itself holds a whole value."""
    return (*filter(None, (spec.column,)), *(spec.each or ()))


def several_of(spec: AttributeSpec, meaning: Meaning, columns: Columns) -> SaySeveral:
    """Each part of a column that is split; blank where there is none."""
    place, by = columns.place(spec.split or ""), spec.by or ""
    read, blank = reading(spec, meaning, columns.absent), (meaning.blank,)

    def say(values: Values) -> tuple[Said, ...]:
        return tuple([read(text) for text in map(str.strip, values[place].split(by)) if text]) or blank

    return say


def _of_constant(constant: str, meaning: Meaning, columns: Columns) -> Say:
    del columns
    said = meaning.said(constant, meaning.kind.clean(constant))
    return lambda values: said


def _of_column(spec: AttributeSpec, column: str, meaning: Meaning, columns: Columns) -> Say:
    place, read = columns.place(column), reading(spec, meaning, columns.absent)
    return lambda values: read(values[place])


def _of_join(spec: AttributeSpec, joined: Sequence[str], meaning: Meaning, columns: Columns) -> Say:
    pick, absent, read = columns.picker(joined), columns.absent, reading(spec, meaning, columns.absent)
    between = spec.with_ if spec.with_ is not None else " "
    return lambda values: read(between.join([text for text in pick(values) if text not in absent]))


def _of_parts(parts: Mapping[str, Sequence[str]], meaning: Meaning, columns: Columns) -> Say:
    kind, blank = meaning.kind, columns.absent | {""}
    if not takes_parts(kind):
        return lambda values: meaning.blank
    names = [name for name, of in parts.items() for _ in of]
    pick = columns.picker([column for of in parts.values() for column in of])
    together = _put_together if len(parts) < len(names) else dict[str, str]
    from_parts, said = kind.from_parts, meaning.said

    def say(values: Values) -> Said:
        given = together([(name, text) for name, text in zip(names, pick(values), strict=True) if text not in blank])
        return said(" ".join(given.values()), from_parts(given)) if given else meaning.blank

    return say


def _put_together(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Parts of which some come in several columns."""
    given: dict[str, str] = {}
    for name, text in texts:
        given[name] = f"{given[name]} {text}" if name in given else text
    return given


def _of_flag(column: str, codes: Mapping[str, str], unset_by: Sequence[str], meaning: Meaning, columns: Columns) -> Say:
    place, unset = columns.place(column), meaning.tally.without_statement[BLANK]
    known = {code: meaning.said(code, meaning.kind.clean(value)) for code, value in codes.items()}
    if not unset_by:
        return lambda values: known.get(values[place]) or known.get(values[place].strip(), unset)
    known |= dict.fromkeys(unset_by, unset)

    def say(values: Values) -> Said:
        raw = values[place]
        return known.get(raw) or known.get(raw.strip()) or meaning.said(raw, Rejected(f"unmapped code: {raw[:40]}"))

    return say


def reading(spec: AttributeSpec, meaning: Meaning, absent: frozenset[str]) -> Callable[[str], Said]:
    """What a text says: translated by the `map`, and understood by the value type."""
    understand = _translated(spec, meaning) if spec.map is not None else meaning.kind.clean
    said, blank = meaning.said, meaning.blank

    def read(raw: str) -> Said:
        return said(raw, understand(raw)) if raw and raw not in absent else blank

    return read


def _translated(spec: AttributeSpec, meaning: Meaning) -> Callable[[str], Outcome]:
    values, otherwise = dict(spec.map or {}), spec.otherwise
    clean, field = meaning.kind.clean, meaning.field

    def understand(raw: str) -> Outcome:
        text = values.get(raw)
        if text is None:
            text = values.get(raw.strip())
        if text is not None:
            return clean(text)
        if otherwise == "absent":
            return Absent("placeholder")
        if otherwise == "quarantine":
            raise Hold(
                field,
                f"unknown code: {raw.strip()[:40]!r}",
                "Add the code to the `map` in the mapping, then replay the row.",
            )
        return clean(raw)

    return understand
