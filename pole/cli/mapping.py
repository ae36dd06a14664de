"""Writing a mapping: what sources there are, whether a file is right, what it makes of an extract."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pole.cli.context import OUT, Json, print_json
from pole.errors import MappingError
from pole.ingest.mapping import check_mapping, mapping_schema
from pole.model.marking import Classification
from pole.model.vocabulary import Vocabulary, load_vocabulary
from pole.settings import Settings, read_settings


def mapping(app: typer.Typer) -> None:
    """Add these commands to the program."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Mappings, which take a source to records: check and try them.",
    )
    group.command("check")(check_command)
    group.command("schema")(schema_command)
    app.add_typer(group, name="mapping")


def check_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A mapping.yaml.")],
    json: Json = False,
) -> None:
    """Check a mapping file: every mistake with its line.

    Says what may stand there instead. Exit code 2 when there is a mistake.
    """
    settings = read_settings()
    problems = check_mapping(file, _vocabulary(settings), ceiling=Classification.parse(settings.ceiling))
    if json:
        print_json(problems)
    for problem in problems if not json else ():
        OUT.print(str(problem), soft_wrap=True)
    if problems:
        raise typer.Exit(MappingError.exit_code)
    if not json:
        OUT.print(f"{file}: nothing wrong.", soft_wrap=True)


def schema_command() -> None:
    """Print the JSON Schema of mapping files, for editors."""
    print_json(mapping_schema())


def _vocabulary(settings: Settings) -> Vocabulary:
    return load_vocabulary([settings.vocabulary] if settings.vocabulary else [])
