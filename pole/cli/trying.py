"""Trial loads: what two of them differ in, and records to look at before anybody signs."""

from __future__ import annotations

from pathlib import Path
from secrets import randbelow
from typing import Annotated

import typer

from pole.access.policy_file import Question
from pole.cli.context import As, Json, Reason, application, asking, print_json
from pole.cli.terminal import OUT
from pole.errors import UsageError

SEEDS = 1_000_000


def trying(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("compare")(compare_command)
    app.command("sample")(sample_command)


def compare_command(
    before: Annotated[Path, typer.Argument(help="A report or a backup of one load.")],
    after: Annotated[
        Path, typer.Argument(help="The same of another, of the same extracts under another mapping, or of newer ones.")
    ],
    json: Json = False,
) -> None:
    """Show in what two loads differ.

    Two reports that `pole load --report` wrote, count by count: each outcome of rows and each outcome of fields that is not the
    same in both.

    Two backups that `pole store backup` or `pole load --dry-run --keep` wrote, record by record: rows that only one has, rows
    that say something else and in what, and which things were several and are one, or one and are several. Counts, and where
    in the files the first of them stand, but never what stands there.
    """
    from pole.cli import show_loads
    from pole.ingest.backup import is_backup
    from pole.ingest.comparing import compare
    from pole.ingest.contrast import contrast

    if is_backup(before) != is_backup(after):
        raise UsageError("One is a backup and the other is none: give two reports of loads, or two backups.")
    if is_backup(before):
        contrasts = contrast(before, after)
        print_json(contrasts) if json else show_loads.contrasts(contrasts)
    else:
        found = compare(before, after)
        print_json(found) if json else show_loads.differences(found)


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
