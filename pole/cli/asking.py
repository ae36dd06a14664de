"""The questions: check, search, view, neighbours, path, network, changes, explain, record, briefing, sources."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from pole.access.policy_file import Question
from pole.access.session import Inquiry
from pole.cli import show, show_changes, show_explanation
from pole.cli.context import After, As, First, Json, Kinds, Reason, asking, print_json
from pole.cli.searching import search_command
from pole.cli.terminal import OUT
from pole.errors import UsageError
from pole.service.answers.found import Matches
from pole.service.answers.view import EntityView
from pole.service.briefing import Target, briefing
from pole.service.changes import Since, find_changes
from pole.service.explain import explain
from pole.service.filters import LinkFilter, Period
from pole.service.find import by_identifier, identify, taken_for_own
from pole.service.neighbours import neighbours
from pole.service.network import Seeds, find_network
from pole.service.paths import Ask, find_paths
from pole.service.record import record_view
from pole.service.sources import sources
from pole.service.view import single_view

Types = Annotated[
    list[str] | None, typer.Option("--type", help="Link type, e.g. LIVES_AT. May be given several times.")
]
At = Annotated[str | None, typer.Option("--at", help="Only what was true then: 2021, 2021-02 or 2021-02-16.")]
AsAt = Annotated[str | None, typer.Option("--as-at", help="As loaded by then: 2026-11-21 or 2026-11-21T08:00.")]

Through = Annotated[bool, typer.Option("--through-hubs", help="Go through hubs too.")]
Administrative = Annotated[bool, typer.Option("--administrative", help="Use ties of duty and containment too.")]


def questions(app: typer.Typer) -> None:
    """Add the questions to the program."""
    for command in (check_command, search_command, view_command, neighbours_command, path_command):
        app.command(command.__name__.removesuffix("_command"))(command)
    app.command("network")(network_command)
    app.command("changes")(changes_command)
    app.command("explain")(explain_command)
    app.command("record")(record_command)
    app.command("briefing")(briefing_command)
    app.command("sources")(sources_command)


def check_command(
    value: Annotated[
        str, typer.Argument(help="The identifier, in any spelling: '81/34u', '07700 900123', 'ab12 cde'.")
    ],
    scheme: Annotated[
        str | None,
        typer.Option("--scheme", help="What it is: pnc, cro, phone, vrm, postcode, … All are tried when left out."),
    ] = None,
    first: First = 20,
    after: After = None,
    as_: As = "open",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Find who or what is held under an identifier.

    A source's own number needs its scheme: `pole check N0200002 --scheme crimes-nominal`.
    """
    if after is not None and scheme is None:
        raise UsageError("A cursor belongs to one scheme: give --scheme with --after.")
    with asking(Question.FIND, as_, reason, {"scheme": scheme, "value": value}) as inquiry:
        found = _checked(inquiry, scheme, value, first, after)
        note = taken_for_own(inquiry, scheme) if scheme and not any(m.edges for m in found.values()) else None
    if json:
        print_json(found)
        return
    if not found:
        OUT.print("This reads as no identifier that is known here.")
    for name, matches in found.items():
        show.matches(matches, f"{name} {matches.understood}")
    if note:
        OUT.print(note)


def _checked(inquiry: Inquiry, scheme: str | None, value: str, first: int, after: str | None) -> dict[str, Matches]:
    if scheme is not None:
        return {scheme: by_identifier(inquiry, scheme, value, first, after)}
    readings = [reading for reading, _ in identify(inquiry, value)]
    found = {r.scheme: by_identifier(inquiry, r.scheme, r.value, first) for r in readings}
    telling = {scheme: matches for scheme, matches in found.items() if matches.edges or matches.restricted}
    return telling or dict(list(found.items())[:1])


def view_command(
    id_: Annotated[str, typer.Argument(metavar="ID", help="An entity's id, as other commands show it.")],
    as_at: AsAt = None,
    evidence: Annotated[bool, typer.Option("--evidence", help="Show who says each value.")] = False,
    as_: As = "open",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Show the single view of a person, object, location or event.

    Everything that this viewer may see, from every source: warnings first, then each value with how many records and
    origins say it, relationships by type, and which systems hold it. With --evidence, who says each value.
    """
    then = _moment_of(as_at)
    with asking(Question.VIEW, as_, reason, {"id": id_, "asAt": as_at}) as inquiry:
        found = single_view(inquiry, id_, then)
    if json:
        print_json(found)
    elif isinstance(found, EntityView):
        OUT.print(show.entity(found, evidence=evidence))
    else:
        show.moved(found)


def neighbours_command(
    id_: Annotated[str, typer.Argument(metavar="ID", help="An entity's id.")],
    type_: Types = None,
    kind: Kinds = None,
    at: At = None,
    as_at: AsAt = None,
    first: First = 25,
    after: After = None,
    as_: As = "open",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Show who and what is related to an entity, and who says so."""
    then = _moment_of(as_at)
    asked = LinkFilter(
        types=tuple(type_) if type_ else None,
        kinds=tuple(kind) if kind else None,
        during=Period(at=at, undated=False) if at else None,
    )
    with asking(Question.NEIGHBOURS, as_, reason, {"id": id_, "asAt": as_at, "after": after}) as inquiry:
        found = neighbours(inquiry.at(then), id_, asked, first, after)
    if json:
        print_json(found)
    else:
        show.relationships(found)


def path_command(
    from_: Annotated[str, typer.Argument(metavar="FROM", help="An entity's id.")],
    to: Annotated[str, typer.Argument(metavar="TO", help="Another entity's id.")],
    max_length: Annotated[int, typer.Option("--max-length", help="Links at most (1 to 6).")] = 4,
    first: Annotated[int, typer.Option("--first", help="Paths at most.")] = 3,
    type_: Types = None,
    avoid: Annotated[list[str] | None, typer.Option("--avoid", help="An id that may not be on the way.")] = None,
    through_hubs: Through = False,
    administrative: Administrative = False,
    as_: As = "open",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Show how two entities are connected, shortest first.

    Ties of duty (officer in case), containment (postcode, area) and hubs are left out unless asked for; the answer says so.
    """
    asked = LinkFilter(types=tuple(type_) if type_ else None, administrative=administrative)
    ask = Ask((from_,), (to,), max_length, first, asked, tuple(avoid or ()), through_hubs)
    with asking(Question.PATHS, as_, reason, {"from": from_, "to": to}) as inquiry:
        found = find_paths(inquiry, ask)
    if json:
        print_json(found)
    else:
        show.paths(found)


def network_command(
    seeds: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of the entities to begin from, 1 to 20.")],
    hops: Annotated[int, typer.Option("--hops", help="Links from a seed (1 to 3).")] = 1,
    limit: Annotated[int, typer.Option("--limit", help="Entities at most (1 to 500).")] = 200,
    type_: Types = None,
    through_hubs: Through = False,
    administrative: Administrative = False,
    as_: As = "open",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Show what lies around some entities, and what was cut.

    What lies within so many links of the seeds, and every relationship among it. Where a limit cuts something off, the
    answer says at whom, how much and by which limit.
    """
    asked = LinkFilter(types=tuple(type_) if type_ else None, administrative=administrative)
    with asking(Question.NETWORK, as_, reason, {"seeds": seeds}) as inquiry:
        found = find_network(inquiry, Seeds(tuple(seeds), hops, limit, asked, through_hubs))
    if json:
        print_json(found)
    else:
        show.network(found)


def changes_command(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of the entities asked about, 1 to 20.")],
    since: Annotated[str, typer.Option("--since", help="Loaded after then: 2026-11-24 or 2026-11-24T08:00 (UTC).")],
    around: Annotated[bool, typer.Option("--around", help="Also of what lies one tie around them.")] = False,
    first: First = 25,
    after: After = None,
    as_: As = "open",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Show what changed since a moment, before and after.

    Latest first: what records say for the first time, say otherwise, or no longer say; ties that came and went; and what
    identity moved. By the time of loading, as it may be seen today.
    """
    then = _moment_of(since)
    assert then is not None
    with asking(Question.CHANGES, as_, reason, {"of": ids, "since": since, "after": after}) as inquiry:
        found = find_changes(inquiry, Since(tuple(ids), then, around), first, after)
    if json:
        print_json(found)
    else:
        show_changes.changes(found)


def explain_command(
    a: Annotated[str, typer.Argument(metavar="A", help="An entity's id, or a record's that speaks of it.")],
    b: Annotated[str | None, typer.Argument(metavar="B", help="Another, to ask about both.")] = None,
    as_: As = "open",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Say why records are the same thing, or not.

    Of one thing: the keys by which its records hold together, as received, and what would part without each record. Of two:
    what they share, what refuses a join, and of persons how alike they are. Likeness joins nothing yet.
    """
    with asking(Question.EXPLAIN, as_, reason, {"a": a, "b": b}) as inquiry:
        found = explain(inquiry, a, b)
    if json:
        print_json(found)
    else:
        show_explanation.explanation(found)


def record_command(
    id_: Annotated[str, typer.Argument(metavar="ID", help="A record's id, as views show it.")],
    as_: As = "open",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Show a record as received beside what was made of it.

    `pole view ID --evidence` lists the ids of records.
    """
    with asking(Question.RECORD, as_, reason, {"id": id_}) as inquiry:
        found = record_view(inquiry, id_)
    if json:
        print_json(found)
    else:
        show.record(found)


def briefing_command(
    address: Annotated[str | None, typer.Option("--address", help="An address, as the caller gives it.")] = None,
    phone: Annotated[str | None, typer.Option("--phone", help="A phone number.")] = None,
    plate: Annotated[str | None, typer.Option("--plate", help="A registration mark.")] = None,
    reference: Annotated[str | None, typer.Option("--reference", help="A crime, log, PNC or other number.")] = None,
    id_: Annotated[str | None, typer.Option("--id", help="An entity's id.")] = None,
    surname: Annotated[str | None, typer.Option("--surname", help="A person's surname.")] = None,
    forenames: Annotated[str | None, typer.Option("--forenames", help="With --surname.")] = None,
    born: Annotated[str | None, typer.Option("--born", help="With --surname: birth date.")] = None,
    as_: As = "open",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Say what a crew must know of an address, phone or person.

    Warnings with whose they are and how they reach here, who lives there with ages, weapons, last events, and how fresh
    each source is. Several things that fit are several candidates, never joined silently.
    """
    target = Target(id_, reference, phone, plate, address, surname, forenames, born)
    with asking(Question.BRIEFING, as_, reason, {"about": target.words()}) as inquiry:
        found = briefing(inquiry, target)
    if json:
        print_json(found)
    else:
        OUT.print(show.briefing(found))


def sources_command(as_: As = "open", reason: Reason = "", json: Json = False) -> None:
    """List the sources: owners, how fresh each is, how much is held.

    Those that never loaded too. Late is what should have come again by now. Counts are of what this viewer may see. Who is
    entitled to load is told those of everything: `--as operator`.
    """
    with asking(Question.SOURCES, as_, reason, {}) as inquiry:
        found = sources(inquiry)
    if json:
        print_json(found)
    else:
        show.sources(found)


def _moment_of(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no moment; write 2026-11-21 or 2026-11-21T08:00.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
