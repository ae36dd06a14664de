"""The reference of commands, made from the program itself: ``make reference`` writes it."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator

from typer.core import TyperArgument, TyperGroup, TyperOption

from tests.cli.running import root

HEAD = """\
# Commands reference

Every command of `pole`, as `--help` tells it. This page is made from the program (`make reference`), and a test
compares the two.

A command that answers takes `--json`. One that shows data wants a reason (`--reason` or `POLE_REASON`), writes the
question into the audit trail before it is put, and answers for the viewer named with `--as`. Exit codes are in the
[errors reference](errors.md), settings in the [settings reference](settings.md).
"""


def page() -> str:
    """The whole page."""
    program = root()
    options = "".join(f"- {_option(o)}\n" for o in program.params if isinstance(o, TyperOption) and _shown(o))
    return f"{HEAD}\nBefore the name of a command:\n\n{options}" + "".join(_commands(program, "pole"))


def _commands(group: TyperGroup, path: str) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from _commands(command, f"{path} {name}")
            continue
        arguments = [p for p in command.params if isinstance(p, TyperArgument)]
        options = [p for p in command.params if isinstance(p, TyperOption) and _shown(p)]
        usage = " ".join((f"{path} {name}", *(_usage(a) for a in arguments)))
        yield f"\n## `{usage}`\n\n{inspect.cleandoc(command.help or '')}\n"
        lines = [f"- {_argument(a)}\n" for a in arguments] + [f"- {_option(o)}\n" for o in options]
        yield "\n" * bool(lines) + "".join(lines)


def _usage(argument: TyperArgument) -> str:
    name = argument.metavar or argument.name.upper()
    name = f"{name}..." if argument.nargs == -1 and not name.endswith("...") else name
    return name if argument.required else f"[{name}]"


def _argument(argument: TyperArgument) -> str:
    return f"`{argument.metavar or argument.name.upper()}`: {argument.help}"


def _option(option: TyperOption) -> str:
    value = "" if option.is_flag else f" {option.metavar or option.name.strip('_').upper().replace('_', '-')}"
    told = option.default is not None and not option.is_flag and str(option.default) and not option.multiple
    default = f" By default `{option.default}`." if told else ""
    return f"`{', '.join(option.opts)}{value}`: {option.help}{default}"


def _shown(option: TyperOption) -> bool:
    return "--help" not in option.opts


if __name__ == "__main__":
    sys.stdout.write(page())
