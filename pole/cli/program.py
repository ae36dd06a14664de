"""The commands together, and how every failure ends: one line for people, an exit code for the shell, no stack trace."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import typer
from rich.console import Console

from pole.cli.commands import commands
from pole.errors import PoleError


def program() -> typer.Typer:
    """The program with every command."""
    app = typer.Typer(
        name="pole",
        help="People, objects, locations and events: one trusted view from many police systems.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
        rich_markup_mode=None,
    )
    commands(app)
    return app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and end the process with its exit code.

    0 done; 1 unexpected; 2 usage or settings; 3 done, with rows in quarantine; 4 refused; 5 a needed service is away;
    6 not found or not visible.
    """
    try:
        code = program()(arguments, standalone_mode=False)
    except PoleError as error:
        _say(f"{error.message} [{error.code}]")
        sys.exit(error.exit_code)
    except typer.Exit as end:
        sys.exit(end.exit_code)
    except typer.Abort:
        _say("Stopped.")
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        _say("Stopped. Run the same command again to go on where it left off.")
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)


def _say(words: str) -> None:
    Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(words)
