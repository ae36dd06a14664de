"""Whoever has never seen the program finds their way by --help alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.core import TyperArgument, TyperGroup, TyperOption

from tests.cli.running import groups, leaves, pole, root
from tests.docs.commands_page import page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "commands.md"
SILENT = {("demo",), ("serve",), ("schema", "print"), ("mapping", "schema"), ("store", "init"), ("store", "migrate")}
"""Commands that do something or print one document, and have no answer to give as JSON."""
PLAIN = {("store", "dump"), ("token",)}
"""Commands whose answer is lines of text already."""


@pytest.mark.parametrize("command", leaves(), ids=" ".join)
def test_every_command_tells_how_it_is_used(command: tuple[str, ...]) -> None:
    ran = pole(*command, "--help")

    assert ran.code == 0
    assert ran.out.startswith(f"Usage: pole {' '.join(command)} ")
    assert ran.err == ""


@pytest.mark.parametrize("command", groups(), ids=" ".join)
def test_a_list_of_commands_cuts_no_sentence_on_a_terminal_of_80_columns(command: tuple[str, ...]) -> None:
    ran = pole(*command, "--help")

    assert ran.code == 0
    assert "..." not in ran.out.partition("Commands:")[2]


@pytest.mark.parametrize("command", leaves(), ids=" ".join)
def test_every_option_and_argument_says_what_it_is(command: tuple[str, ...]) -> None:
    found: object = root()
    for name in command:
        assert isinstance(found, TyperGroup)
        found = found.commands[name]

    unexplained = [
        p.name for p in getattr(found, "params", ()) if isinstance(p, TyperOption | TyperArgument) and not p.help
    ]

    assert unexplained == []


@pytest.mark.parametrize("command", groups(), ids=" ".join)
def test_a_group_alone_shows_its_commands(command: tuple[str, ...]) -> None:
    ran = pole(*command)

    assert ran.code == 2
    assert "Commands:" in ran.err


@pytest.mark.parametrize("command", sorted(set(leaves()) - SILENT - PLAIN), ids=" ".join)
def test_every_command_that_answers_can_answer_a_machine(command: tuple[str, ...]) -> None:
    assert "--json" in pole(*command, "--help").out


def test_the_reference_is_what_the_program_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew: make reference"
