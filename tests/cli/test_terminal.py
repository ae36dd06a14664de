"""Whatever an owner's system sent, showing it gives no command to the terminal of whoever looks."""

from __future__ import annotations

import json
import re
from io import StringIO
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from rich.table import Table
from rich.text import Text

from pole.cli.terminal import Terminal, escaped
from tests.cli.conftest import Force
from tests.cli.running import pole

HOSTILE = "\x1b]52;c;cm0=\x07\x1b[2J\x9b31m\u202egpj.exe\r\x08"
"""Fills the clipboard, clears the screen, turns the direction of reading."""
COMMAND = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
hostile = st.text(st.sampled_from([*HOSTILE, "a", "é", "\n", "\t"]), max_size=30)


@given(hostile)
def test_a_text_gives_no_command_wherever_it_stands(text: str) -> None:
    table = Table(text)
    table.add_row(text, Text(text, style="bold red"))
    shown = StringIO()
    terminal = Terminal(file=shown, highlight=False, markup=False, emoji=False, width=200, no_color=True)
    terminal.print(table)
    terminal.print(text, soft_wrap=True)

    assert not COMMAND.search(shown.getvalue())


@given(hostile)
def test_answers_for_machines_are_the_same_text(text: str) -> None:
    written = escaped(json.dumps([text], ensure_ascii=False))

    assert not COMMAND.search(written)
    assert json.loads(written) == [text]


def test_questions_and_mistakes_are_shown_harmless(force: Force, tmp_path: Path) -> None:
    asked = force.ask("search", HOSTILE)
    mistaken = pole("load", f"no {HOSTILE}", data=tmp_path)

    assert asked.code == 0
    assert "gpj.exe" in asked.out
    assert mistaken.code == 2
    assert "gpj.exe" in mistaken.err
    assert not COMMAND.search(asked.out + mistaken.err)
