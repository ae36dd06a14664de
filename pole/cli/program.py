"""The commands together, and how every failure ends: one line for people, an exit code for the shell, no stack trace."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from typer.main import get_command

from pole.cli.commands import commands
from pole.cli.terminal import ERR
from pole.errors import PoleError, UsageError
from pole.logs import silence_libraries

TRACEBACK = "--traceback"
UNEXPECTED = PoleError.exit_code
INTERRUPTED = 130

_NOT_OURS = {
    errno.ENOENT, errno.EACCES, errno.EPERM, errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.EROFS, errno.ENOSPC,
}  # fmt: skip
"""What the system says of a path that somebody named: to be told as it is, for it is no fault of the program."""


def program(wanted: str | None = None) -> typer.Typer:
    """The program with every command, or with no more than those beside the one that is wanted."""
    app = typer.Typer(
        name="pole",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
        rich_markup_mode=None,
    )
    app.callback()(_program)
    commands(app, wanted)
    return app


def _program(
    traceback: Annotated[
        bool, typer.Option(TRACEBACK, help="Show where in the code an unexpected failure arose. May show data.")
    ] = False,
) -> None:
    """People, objects, locations and events: one trusted view from many police systems.

    Settings are read from the environment (POLE_STORE, POLE_DATA, POLE_REASON and others); every command tells more with
    --help. Exit codes: 0 done, 1 unexpected, 2 wrongly asked, 3 done with rows in quarantine, 4 refused, 5 a service is
    away, 6 not found or not visible.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and end the process with its exit code.

    0 done; 1 unexpected; 2 usage or settings; 3 done, with rows in quarantine; 4 refused; 5 a needed service is away;
    6 not found or not visible; 130 interrupted.
    """
    silence_libraries()
    given = sys.argv[1:] if arguments is None else arguments
    sys.exit(run(program(next((word for word in given if not word.startswith("-")), None)), given))


def run(app: typer.Typer, arguments: Sequence[str]) -> int:
    """Run one command of a program; its exit code."""
    command = get_command(app)
    try:
        with command.make_context("pole", list(arguments)) as context:
            command.invoke(context)
            sys.stdout.flush()
    except typer.Exit as end:
        return end.exit_code
    except BrokenPipeError:  # whoever was reading has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (KeyboardInterrupt, typer.Abort):
        _say("Stopped. Run the same command again to go on where it left off.")
        return INTERRUPTED
    except Exception as error:  # the last line of defence: a person gets one line, whatever happened
        return _failed(error, traced=TRACEBACK in arguments[:1])
    return 0


def _failed(error: Exception, *, traced: bool) -> int:
    """Tell of a failure; its exit code."""
    if isinstance(error, PoleError):
        _say(f"{error.message} [{error.code}]")
        return error.exit_code
    if isinstance(error, typer.TyperException):
        _say(_usage(error))
        return UsageError.exit_code
    if isinstance(error, OSError) and error.errno in _NOT_OURS and error.filename is not None:
        _say(f"{error.filename}: {error.strerror}. [{UsageError.code}]")
        return UsageError.exit_code
    if traced:
        traceback.print_exception(error)
    _say(_unexpected(error))
    return UNEXPECTED


def _usage(error: typer.TyperException) -> str:
    """A mistake in how a command was written, and where to read on; the help itself where nothing was asked for."""
    words = " ".join(error.format_message().split())
    if words.startswith("Usage:"):
        return error.format_message()
    context: object = getattr(error, "ctx", None)
    command: object = getattr(context, "command_path", "pole")
    ending = "" if words.endswith(("?", "!")) else "."
    return f"{words.rstrip('.')}{ending} See `{command} --help`. [{UsageError.code}]"


def _unexpected(error: Exception) -> str:
    """Only what kind of failure and where: the words of a stranger's error may hold personal data."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    ours = [f for f in traceback.extract_tb(error.__traceback__) if f"{os.sep}pole{os.sep}" in f.filename]
    frame = ours[-1] if ours else frame
    where = f"{Path(frame.filename).name}, line {frame.lineno}"
    return (
        f"Unexpected: {type(error).__name__} in {where}. This is a fault of the program, not yours. "
        f"Report it with what `pole {TRACEBACK} …` shows, which may hold personal data. [{PoleError.code}]"
    )


def _say(words: str) -> None:
    ERR.print(words, soft_wrap=True)
