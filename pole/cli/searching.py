"""The question with most ways to ask it: search."""

from __future__ import annotations

from typing import Annotated

import typer

from pole.access.policy_file import Question
from pole.cli import show
from pole.cli.context import After, As, First, Json, Kinds, Reason, asking, print_json
from pole.errors import UsageError
from pole.service.search import search
from pole.service.seeking.asked import PersonCriteria, PlaceCriteria, SearchFilter, VehicleCriteria, Within

Text = str | None


def search_command(
    words: Annotated[
        list[str] | None, typer.Argument(help="Words that must all be there; a trailing * finds longer words.")
    ] = None,
    kind: Kinds = None,
    subtype: Annotated[list[str] | None, typer.Option("--subtype", help="Only this subtype, e.g. vehicle.")] = None,
    source: Annotated[list[str] | None, typer.Option("--source", help="Only what this source says.")] = None,
    surname: Annotated[Text, typer.Option("--surname", help="Of a person, as name or alias.")] = None,
    forenames: Annotated[Text, typer.Option("--forenames", help="Of a person; an initial will do.")] = None,
    born: Annotated[Text, typer.Option("--born", help="Of a person: 1980, 1980-02 or 1980-02-16.")] = None,
    age: Annotated[Text, typer.Option("--age", help="Of a person, in years: 30, 25-35 or 60-.")] = None,
    age_at: Annotated[Text, typer.Option("--age-at", help="When they had that age; today when left out.")] = None,
    sex: Annotated[Text, typer.Option("--sex", help="Of a person: male or female.")] = None,
    description: Annotated[
        Text, typer.Option("--description", help="What a person looks like: words of hair, build, clothing, marks …")
    ] = None,
    near: Annotated[Text, typer.Option("--near", help="A place that a person is tied to, in words.")] = None,
    unidentified: Annotated[
        bool | None, typer.Option("--unidentified/--identified", help="Only persons without or with a known identity.")
    ] = None,
    plate: Annotated[
        Text, typer.Option("--plate", help="Of a vehicle, or a part of it: 'AB12', 'A?12 C'. Finds look-alikes too.")
    ] = None,
    make: Annotated[Text, typer.Option("--make", help="Of a vehicle.")] = None,
    model: Annotated[Text, typer.Option("--model", help="Of a vehicle.")] = None,
    colour: Annotated[Text, typer.Option("--colour", help="Of a vehicle.")] = None,
    premises: Annotated[Text, typer.Option("--premises", help="Number or name of a house, or flat.")] = None,
    street: Annotated[Text, typer.Option("--street", help="Of an address or place.")] = None,
    town: Annotated[Text, typer.Option("--town", help="Town or locality of an address.")] = None,
    postcode: Annotated[Text, typer.Option("--postcode", help="Of an address, or the beginning of it: SW1A.")] = None,
    uprn: Annotated[Text, typer.Option("--uprn", help="Of an address.")] = None,
    area: Annotated[Text, typer.Option("--area", help="In this area, by its id.")] = None,
    circle: Annotated[
        Text, typer.Option("--circle", help="In a circle: 'LATITUDE,LONGITUDE,METRES'.", metavar="CIRCLE")
    ] = None,
    warning: Annotated[
        list[str] | None,
        typer.Option("--warning", help="Bears this warning. May be given several times: one is enough."),
    ] = None,
    from_: Annotated[Text, typer.Option("--from", help="Events that began then or later.")] = None,
    to: Annotated[Text, typer.Option("--to", help="Events that began then or before.")] = None,
    first: First = 20,
    after: After = None,
    as_: As = "open",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Search by words, or by what is known of a thing.

    One record must say all of it. Best matches come first, each with what matched. A person or thing is in an area or
    circle where an address or place is that it is tied to, now or formerly.
    """
    youngest, oldest = _ages(age)
    person = PersonCriteria(
        surname, forenames, born, youngest, oldest, age_at, sex, near, description, unidentified
    )  # fmt: skip
    vehicle = VehicleCriteria(plate, make, model, colour)
    place = PlaceCriteria(premises, street, town, postcode, uprn)
    asked = SearchFilter(
        tuple(kind) if kind else None, _several(subtype), _several(source), from_, to, _within(area, circle),
        None if person == PersonCriteria() else person, None if vehicle == VehicleCriteria() else vehicle,
        None if place == PlaceCriteria() else place, _several(warning),
    )  # fmt: skip
    text = " ".join(words or ())
    with asking(Question.SEARCH, as_, reason, {"text": text, "filter": repr(asked), "after": after}) as inquiry:
        found = search(inquiry, text, asked, first, after)
    if json:
        print_json(found)
    else:
        show.matches(found, text or "what was asked")


def _several(given: list[str] | None) -> tuple[str, ...] | None:
    return tuple(given) if given else None


def _ages(text: str | None) -> tuple[int | None, int | None]:
    if text is None:
        return None, None
    low, dash, high = (part.strip() for part in text.partition("-"))
    if not all(part == "" or part.isdecimal() for part in (low, high)) or not (low or high):
        raise UsageError(f"{text!r} is no age: write 30, 25-35, 60- or -17.")
    youngest, oldest = (int(part) if part else None for part in (low, high))
    return youngest, oldest if dash else youngest


def _within(area: str | None, circle: str | None) -> Within | None:
    if circle is None:
        return Within(area) if area is not None else None
    try:
        latitude, longitude, metres = circle.split(",")
        return Within(area, float(latitude), float(longitude), int(metres))
    except ValueError:
        raise UsageError(
            f"{circle!r} is no circle: write LATITUDE,LONGITUDE,METRES, such as 53.48,-2.24,500."
        ) from None
