"""Writing a mapping: what sources there are, whether a file is right, what it makes of an extract, what it leaves out.

What a command needs beyond the list of commands it loads itself.
"""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from pole.bootstrap import ceiling_of, vocabulary_of
from pole.cli.context import Json, print_json
from pole.cli.terminal import OUT
from pole.errors import MappingError, UsageError
from pole.settings import Settings, read_settings

if TYPE_CHECKING:
    from pole.ingest.shape import CompiledSource

Which = Annotated[
    str,
    typer.Argument(metavar="MAPPING", help="A mapping.yaml, or the name of a source that `pole mapping list` shows."),
]


class Listed(NamedTuple):
    """A mapping that the program finds, right or wrong."""

    source: str
    title: str
    owner: str
    files: tuple[str, ...]
    """How the files of each record type are named."""
    mapping: str
    mistakes: int


def mapping(app: typer.Typer) -> None:
    """Add these commands to the program."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Mappings, which take a source to records: check and try them.",
    )
    group.command("list")(list_command)
    group.command("check")(check_command)
    group.command("try")(try_command)
    group.command("coverage")(coverage_command)
    group.command("schema")(schema_command)
    app.add_typer(group, name="mapping")


def list_command(json: Json = False) -> None:
    """List the sources that have a mapping, and where it is.

    Those that come with the program or were installed beside it, then the folders in POLE_MAPPINGS.
    """
    settings = read_settings()
    listed = [_listed(settings, name, file) for name, file in _mapping_files(settings).items()]
    if json:
        print_json(listed)
        return
    for found in listed:
        state = f" – {found.mistakes} mistakes, see `pole mapping check`" if found.mistakes else ""
        OUT.print(f"{found.source}: {found.title}{state}", soft_wrap=True)
        OUT.print(f"    {found.mapping}", soft_wrap=True)
        for pattern in found.files:
            OUT.print(f"    takes {pattern}", soft_wrap=True)


def check_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A mapping.yaml.")],
    json: Json = False,
) -> None:
    """Check a mapping file: every mistake with its line.

    Says what may stand there instead. Exit code 2 when there is a mistake.
    """
    from pole.ingest.mapping import check_mapping

    settings = read_settings()
    problems = check_mapping(file, vocabulary_of(settings), ceiling=ceiling_of(settings))
    if json:
        print_json(problems)
    for problem in problems if not json else ():
        OUT.print(str(problem), soft_wrap=True)
    if problems:
        raise typer.Exit(MappingError.exit_code)
    if not json:
        OUT.print(f"{file}: nothing wrong.", soft_wrap=True)


def try_command(
    which: Which,
    extract: Annotated[Path, typer.Argument(metavar="EXTRACT", help="One file of the source.")],
    rows: Annotated[int, typer.Option("--rows", min=1, help="How many rows, from the first.")] = 5,
    json: Json = False,
) -> None:
    """Show what a mapping makes of the first rows of a file.

    For each row and each marking: the things it mentions with their keys, what it says of them (as received and as
    understood, with the column), and how they are related. Nothing is loaded, and no store is needed.
    """
    from pole.cli import show_mapping
    from pole.ingest.shape import try_mapping

    tried = try_mapping(_source(which), _file(extract), rows)
    if json:
        print_json(tried)
    else:
        show_mapping.rows(tried)


def coverage_command(
    which: Which,
    extracts: Annotated[list[Path], typer.Argument(metavar="EXTRACT...", help="Files of the source.")],
    every: Annotated[bool, typer.Option("--all", help="Show used columns too, and what for.")] = False,
    json: Json = False,
) -> None:
    """Show which columns of an extract go nowhere.

    With how many rows hold something there. Nothing is loaded; no value is shown.
    """
    from pole.cli import show_mapping
    from pole.ingest.shape import coverage

    covered = coverage(_source(which), [_file(extract) for extract in extracts])
    if json:
        print_json(covered)
    else:
        show_mapping.columns(covered, every=every)


def schema_command() -> None:
    """Print the JSON Schema of mapping files, for editors."""
    from pole.ingest.mapping import mapping_schema

    print_json(mapping_schema())


def _listed(settings: Settings, name: str, file: Path | Traversable) -> Listed:
    from pole.ingest.mapping import load_mapping

    try:
        spec = load_mapping(file, vocabulary_of(settings), ceiling=ceiling_of(settings)).spec
    except MappingError as error:
        return Listed(name, "", "", (), str(file), len(error.message.splitlines()))
    return Listed(name, spec.title, spec.owner, tuple(r.file for r in spec.records.values()), str(file), 0)


def _source(which: str) -> CompiledSource:
    """The source of a mapping file, or the known one of that name. Raises UsageError, listing what is known."""
    from pole.ingest.mapping import load_mapping
    from pole.ingest.shape import compile_mapping

    settings = read_settings()
    vocabulary = vocabulary_of(settings)
    file = _mapping_file(settings, which)
    return compile_mapping(load_mapping(file, vocabulary, ceiling=ceiling_of(settings)), vocabulary)


def _mapping_file(settings: Settings, which: str) -> Path | Traversable:
    if Path(which).is_file():
        return Path(which)
    known = _mapping_files(settings)
    if which not in known:
        raise UsageError(f"{which!r} is neither a file nor a known source; there are {', '.join(sorted(known))}.")
    return known[which]


def _file(path: Path) -> Path:
    if not path.is_file():
        raise UsageError(f"{path} is no file.")
    return path


def _mapping_files(settings: Settings) -> dict[str, Path | Traversable]:
    from pole.ingest.sources import mapping_files

    return mapping_files([settings.mappings] if settings.mappings else [])
