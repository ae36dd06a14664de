"""Run a command of the program inside this process, on an environment of its own."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import NamedTuple, TypeAlias

from typer.core import TyperGroup
from typer.main import get_command

from pole.cli import main
from pole.cli.program import program

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


class Ran(NamedTuple):
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    def json(self) -> Json:
        """Its standard output, read as JSON."""
        found: Json = json.loads(self.out)
        return found


@contextmanager
def _environment(settings: Mapping[str, str]) -> Iterator[None]:
    """Exactly these settings of ours, on a terminal of 80 columns."""
    before = dict(os.environ)
    for name in [name for name in before if name.startswith("POLE_")]:
        del os.environ[name]
    os.environ.update({**settings, "COLUMNS": "80"})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def pole(*arguments: object, **settings: object) -> Ran:
    """Run `pole ARGUMENTS` with these settings (`data` is POLE_DATA, and so on)."""
    named = {f"POLE_{name.upper()}": str(value) for name, value in settings.items()}
    out, err = io.StringIO(), io.StringIO()
    with _environment(named), redirect_stdout(out), redirect_stderr(err):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
    return Ran(code, out.getvalue(), err.getvalue())


def leaves() -> list[tuple[str, ...]]:
    """Every command of the program as it is typed: `("store", "init")`."""
    return [path for path, command in _everything(root(), ()) if not isinstance(command, TyperGroup)]


def groups() -> list[tuple[str, ...]]:
    """The program itself and every group of commands."""
    return [path for path, command in _everything(root(), ()) if isinstance(command, TyperGroup)]


def _everything(command: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    yield path, command
    if isinstance(command, TyperGroup):
        for name, member in command.commands.items():
            yield from _everything(member, (*path, name))


def root() -> TyperGroup:
    """The whole program."""
    found = get_command(program())
    assert isinstance(found, TyperGroup)
    return found
