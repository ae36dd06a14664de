"""The command line. `main` is the program `pole`."""

from pole.cli.program import main

__all__ = ["main"]
