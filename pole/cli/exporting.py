"""`pole export`: what leaves for other systems, in files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pole.access.audit import Target
from pole.access.session import Inquiry
from pole.cli.context import As, Json, Reason, application, print_json, viewer_named
from pole.cli.terminal import OUT
from pole.errors import UsageError
from pole.service.index_extract import pointers
from pole.service.index_files import IndexFolder, Manifest, delta_lines, full_lines, state
from pole.settings import read_settings


def exporting(app: typer.Typer) -> None:
    """Add what writes files for other systems."""
    group = typer.Typer(no_args_is_help=True, help="Write extracts for other systems.")
    group.callback()(lambda: None)  # with one command alone a group would be that command
    group.command("index")(index_command)
    app.add_typer(group, name="export")


def index_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the extracts; made if it is not there.")],
    delta: Annotated[bool, typer.Option("--delta", help="Only what changed since the last extract there.")] = False,
    as_: As = "both",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Write who is held by which mandated system, and no content.

    A line for each person and system whose mapping says `mandated: yes`: action, person, system, last_received. Without
    --delta all of them; with it, what turns the extracts before into this one. Beside each file lies its manifest, with counts
    and SHA-256; an extract without one was not finished. Needs the entitlement `export-index`.
    """
    settings = read_settings()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with application(settings) as app:
        systems = sorted(name for name, source in app.sources().items() if source.mandated)
        session = app.session(viewer_named(settings, as_), reason or settings.reason or None)
        with session.ask(None, Target(operation="pole export index", variables={"delta": delta})) as inquiry:
            made = _written(inquiry, IndexFolder(folder), systems, delta=delta)
    IndexFolder(folder).finish(made)  # only now: by here the audit record stands
    if json:
        print_json(made)
    else:
        told = ", ".join(f"{name} {number}" for name, number in made.systems.items()) or "nothing"
        OUT.print(f"{folder / made.file}: {made.rows} lines ({told})", soft_wrap=True)


def _written(inquiry: Inquiry, folder: IndexFolder, systems: list[str], *, delta: bool) -> Manifest:
    made, scope = inquiry.now.isoformat(timespec="seconds"), inquiry.scope.digest
    current = pointers(inquiry, systems)
    if not delta:
        return folder.write("full", full_lines(current), made, scope)
    line = folder.line_of_last()
    if any(manifest.scope != scope for manifest in line):
        raise UsageError("The extracts there were made by somebody who may see something else: make a full one.")
    before = state([folder.read(manifest) for manifest in line])
    return folder.write("delta", delta_lines(before, current), made, scope)
