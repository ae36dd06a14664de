"""Getting data in: load, quarantine, simulate."""

from __future__ import annotations

import getpass
import os
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from pole.bootstrap import Application
from pole.cli.as_json import as_json
from pole.cli.context import Json, application, print_json

QUARANTINED = 3
"""Exit code: done, with rows in quarantine."""

Source = Annotated[str, typer.Argument(help="Name of the source, as `pole mapping list` shows it.")]


def loading(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("load")(load_command)
    app.command("simulate")(simulate_command)
    quarantine = typer.Typer(no_args_is_help=True, help="Rows that could not be taken: list them, replay them after a fix.")
    quarantine.command("list")(quarantine_list)
    quarantine.command("replay")(quarantine_replay)
    app.add_typer(quarantine, name="quarantine")


def load_command(
    paths: Annotated[list[Path], typer.Argument(help="Files of the source, or folders of them.")],
    source: Annotated[
        str | None, typer.Option("--source", help="Name of the source; left out, each source takes the files it knows.")
    ] = None,
    retire_limit: Annotated[
        int | None, typer.Option("--retire-limit", help="Percent of the live records that may be retired or disposed of.")
    ] = None,
    report: Annotated[Path | None, typer.Option("--report", help="Write the balance sheet there as JSON too.")] = None,
    json: Json = False,
) -> None:
    """Load extracts, exactly once. Run it again after any failure: it goes on where it left off."""
    with application() as app, progress() as told:
        app.store.initialise()
        loader = replace(app.loader(), progress=told, retire_limit=retire_limit)
        sheets = [loader.load(s, found, holder()) for s, found in _sources_for(app, source, paths)]
    if report is not None:
        report.write_text(as_json([sheet.as_json() for sheet in sheets]) + "\n", encoding="utf-8")
    if json:
        print_json([sheet.as_json() for sheet in sheets])
    else:
        for sheet in sheets:
            print_balance(sheet)
    if any(sheet.quarantined for sheet in sheets):
        raise typer.Exit(QUARANTINED)


def _sources_for(app: Application, name: str | None, paths: list[Path]) -> Iterator[tuple[object, list[Path]]]: ...


def holder() -> str:
    """Who is writing, for whoever is refused: user, machine, process."""
    return f"{getpass.getuser()}@{socket.gethostname()}:{os.getpid()}"
