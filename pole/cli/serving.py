"""Serving GraphQL, and the demo. Each command loads for itself what it needs, which is more than all others need."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def serving(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("demo")(demo_command)
    app.command("serve")(serve_command)
    schema = typer.Typer(no_args_is_help=True, help="The GraphQL contract.")
    schema.command("print")(schema_print)
    app.add_typer(schema, name="schema")


def serve_command() -> None:
    """Serve GraphQL at POLE_HOST and POLE_PORT.

    Stop it with Ctrl-C. Questions go to /graphql with a token (`pole token` prints one for development) and a reason in
    the header Pole-Reason. /livez and /readyz say whether the service runs and whether it can answer.
    """
    from pole import logs
    from pole.api.serve import serve
    from pole.bootstrap import compose
    from pole.settings import read_settings

    logs.configure()
    serve(compose(read_settings()))


def schema_print() -> None:
    """Print the GraphQL schema, which every client may rely on."""
    from pole.api.schema import printed_schema

    typer.echo(printed_schema(), nl=False)


def demo_command(
    once: Annotated[bool, typer.Option("--once", help="Stop after the answers instead of serving.")] = False,
    people: Annotated[int, typer.Option("--people", help="Size of the invented force.")] = 3000,
    seed: Annotated[int, typer.Option("--seed", help="Which invented force.")] = 1,
    folder: Annotated[Path, typer.Option("--folder", help="Where extracts, store, keys and audit go.")] = Path(
        "pole-demo"
    ),
) -> None:
    """Load an invented force, answer three questions, then serve.

    Everything goes into --folder; run again with the same one, it finds the extracts loaded and starts at the answers.
    """
    from pole.cli.demo import Demo

    Demo(folder, people, seed).run(once=once)
