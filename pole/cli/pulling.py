"""Getting data out of a source's database, into the files of an extract."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pole.cli.context import Json, application, print_json
from pole.cli.terminal import OUT
from pole.errors import SettingsError


def pulling(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("pull")(pull_command)


def pull_command(
    source: Annotated[str, typer.Argument(help="Name of the source; its mapping says `kind: sql`.")],
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where the files go; `pole load --watch` may be at it.")
    ],
    json: Json = False,
) -> None:
    """Write the next extract of a source that is kept in a database.

    Asks the database in POLE_DATABASE for every table and query of the mapping, in one transaction that writes nothing, and
    makes a file of each, under the number after the last one. Then load the files as any others.
    """
    from pole.cli.loading import source_named
    from pole.ingest.pulling import pull_extract

    with application() as app:
        url = app.settings.database.get_secret_value()
        if not url:
            raise SettingsError("POLE_DATABASE is not set: the address of the database, as a URL of SQLAlchemy.")
        named = source_named(app.sources(), source)
        app.store.initialise()
        made = pull_extract(named, url, folder, app.store.last_place(named.source))
    if json:
        print_json([file._asdict() | {"path": str(file.path)} for file in made])
        return
    for file in made:
        OUT.print(f"{file.path}: {file.rows} rows of {file.record}", soft_wrap=True)
