"""What a check of shape found, in words that say what to write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from pydantic_core import ErrorDetails

from pole.ingest.mapping.problems import Problem, expected, problem
from pole.model.sheet import Place, Sheet

_FOUND = {"str": "text", "dict": "keys with values", "list": "a list"}
_WANTED = {
    "string_type": "text",
    "dict_type": "keys with values",
    "mapping_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
    "tuple_type": "a list",
    "list_type": "a list",
    "frozen_set_type": "a list",
}
_SLUG = "lower-case words joined by hyphens"


def explained(detail: ErrorDetails, sheet: Sheet) -> Iterator[Problem]:
    """The mistakes behind one finding."""
    place = _written(tuple(step for step in detail["loc"] if step != "[key]"), sheet)
    context = cast("dict[str, object]", detail.get("ctx", {}))
    if detail["type"] == "unknown_key":
        known = cast("list[str]", context["known"])
        for key in cast("list[str]", context["unknown"]):
            yield problem(sheet, (*place, key), _unknown(key, known, place))
    elif detail["type"] == "extra_forbidden":
        yield problem(sheet, place, f"{place[-1]!r} is no key of {place[-2] if len(place) > 1 else 'a mapping'}.")
    elif detail["type"] == "missing":
        yield problem(sheet, place[:-1], f"`{place[-1]}` is missing.")
    elif detail["type"] == "union_tag_not_found":
        yield problem(sheet, place, f"`{_key(context)}` is missing.")
    elif detail["type"] == "union_tag_invalid":
        known = cast("str", context["expected_tags"]).replace("'", "").split(", ")
        yield problem(sheet, (*place, _key(context)), expected(cast("str", context["tag"]), _key(context), known))
    else:
        yield problem(sheet, place, _words(detail, context, place))


def _written(place: Place, sheet: Sheet) -> Place:
    """Without the sort of layout, which stands in the place of what is wrong in it and not in the file."""
    if place[:1] == ("format",) and len(place) > 1 and place[:2] not in sheet.places:
        return (place[0], *place[2:])
    return place


def _key(context: dict[str, object]) -> str:
    return cast("str", context["discriminator"]).strip("'")


def _unknown(key: str, known: list[str], place: Place) -> str:
    if key == "existence" and not place:
        return "whether that something is held may be told is policy, not mapping: leave `existence` out."
    if key == "<<":
        return "merge keys are not read; use `shapes` and `use`."
    return expected(key, "key here", known)


def _words(detail: ErrorDetails, context: dict[str, object], place: Place) -> str:
    given = detail["input"]
    kind = detail["type"]
    if kind in _WANTED:
        found = "nothing" if given == "" else _FOUND.get(type(given).__name__, "something else")
        return f"{_last(place)}: expected {_WANTED[kind]}, found {found}."
    if kind in ("literal_error", "enum"):
        return f"{_last(place)}: {given!r} is none of {context['expected']}."
    if kind == "string_pattern_mismatch":
        return f"{given!r} is not well formed: write {_SLUG}."
    if kind in ("string_too_short", "too_short"):
        return f"{_last(place)}: expected something, found nothing."
    if kind == "value_error":
        return f"{_last(place)}: {context['error']}."
    return f"{_last(place)}: {detail['msg']}."


def _last(place: Place) -> str:
    names = [step for step in place if isinstance(step, str)]
    return f"`{names[-1]}`" if names else "the mapping"
