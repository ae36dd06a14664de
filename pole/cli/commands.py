"""Which commands there are, and which module has them: a command loads no more of the program than it needs."""

from __future__ import annotations

import typer


def commands(app: typer.Typer, wanted: str | None = None) -> None:
    """Add the commands of the module that has `wanted` to the program; all commands where none has it."""
    for names, add in MODULES.items():
        if wanted in names:
            add(app)
            return
    for add in MODULES.values():
        add(app)


def _serving(app: typer.Typer) -> None:
    from pole.cli.serving import serving

    serving(app)


def _loading(app: typer.Typer) -> None:
    from pole.cli.loading import loading

    loading(app)


def _pulling(app: typer.Typer) -> None:
    from pole.cli.pulling import pulling

    pulling(app)


def _mapping(app: typer.Typer) -> None:
    from pole.cli.mapping import mapping

    mapping(app)


def _trying(app: typer.Typer) -> None:
    from pole.cli.trying import trying

    trying(app)


def _asking(app: typer.Typer) -> None:
    from pole.cli.asking import questions

    questions(app)


def _deciding(app: typer.Typer) -> None:
    from pole.cli.deciding import deciding

    deciding(app)


def _correcting(app: typer.Typer) -> None:
    from pole.cli.correcting import correcting

    correcting(app)


def _exporting(app: typer.Typer) -> None:
    from pole.cli.exporting import exporting

    exporting(app)


def _identifying(app: typer.Typer) -> None:
    from pole.cli.identifying import identifying

    identifying(app)


def _keeping(app: typer.Typer) -> None:
    from pole.cli.keeping import keeping

    keeping(app)


MODULES = {
    ("demo", "serve", "schema"): _serving,
    ("load", "simulate", "quarantine"): _loading,
    ("pull",): _pulling,
    ("compare", "sample"): _trying,
    ("mapping",): _mapping,
    (
        "check",
        "search",
        "view",
        "neighbours",
        "path",
        "network",
        "changes",
        "explain",
        "record",
        "briefing",
        "sources",
    ): _asking,
    ("correction",): _correcting,
    ("decision",): _deciding,
    ("export",): _exporting,
    ("identity",): _identifying,
    ("store", "policy", "audit", "vocabulary", "token"): _keeping,
}
"""What adds which commands, in the order in which `pole --help` lists them."""
