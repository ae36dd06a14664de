"""Trial loads: what two of them differ in, and records to look at before anybody signs."""

from __future__ import annotations

from pathlib import Path
from secrets import randbelow
from typing import Annotated

import typer

from pole.access.policy_file import Question
from pole.cli.context import As, Json, Reason, application, asking, print_json
from pole.cli.terminal import OUT

SEEDS = 1_000_000


def trying(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("compare")(compare_command)
    app.command("sample")(sample_command)


def compare_command(
    before: Annotated[Path, typer.Argument(help="A report that `pole load --report` wrote.")],
    after: Annotated[
        Path, typer.Argument(help="Another one, of the same extracts under another mapping, or of newer ones.")
    ],
    json: Json = False,
) -> None:
    """Show in what two loads differ, by their reports.

    Row by row of the balance sheets: each outcome of rows and each outcome of fields that is not the same in both. A dry run
    writes a report too.
    """
    from pole.cli.show_loads import differences
    from pole.ingest.comparing import compare

    found = compare(before, after)
    if json:
        print_json(found)
    else:
        differences(found)


def sample_command(
    number: Annotated[int, typer.Argument(metavar="N", min=1, max=100, help="How many records.")],
    source: Annotated[str, typer.Option("--source", help="Of which source.")],
    type_: Annotated[
        list[str] | None, typer.Option("--type", help="Only this type of record; several times for several.")
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="The same seed draws the same records.")] = None,
    as_: As = "open",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Show records drawn by chance beside what was made of them.

    Each is shown as received, for who signs off a mapping. Only what this viewer may see is drawn from. The seed is shown,
    so that somebody else can look at the same records.
    """
    from pole.cli import show
    from pole.cli.loading import source_named
    from pole.service.sample import sample

    with application() as app:
        types = tuple(type_ or source_named(app.sources(), source).records)
    seed = randbelow(SEEDS) if seed is None else seed
    with asking(
        Question.RECORD, as_, reason, {"source": source, "types": types, "sample": number, "seed": seed}
    ) as inquiry:
        found = sample(inquiry, source, types, number, seed)
    if json:
        print_json({"seed": seed, "records": found})
        return
    OUT.print(f"{len(found)} records of {source}, drawn with --seed {seed}")
    for record in found:
        show.record(record)
