"""Which commands there are."""

from __future__ import annotations

import typer

from pole.cli.asking import questions
from pole.cli.keeping import keeping
from pole.cli.loading import loading
from pole.cli.mapping import mapping
from pole.cli.serving import serving


def commands(app: typer.Typer) -> None:
    """Add every command to the program."""
    serving(app)
    loading(app)
    mapping(app)
    questions(app)
    keeping(app)
