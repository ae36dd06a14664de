"""`pole correction`: what is wrong goes back to who owns it."""

from __future__ import annotations

import typer

from pole.access.audit import Target
from pole.cli import show_reconciliation
from pole.cli.context import As, Json, Reason, application, print_json, viewer_named
from pole.cli.terminal import OUT
from pole.model.vocabulary import WARNING
from pole.service.reconcile import Bearing, reconcile
from pole.settings import read_settings


def correcting(app: typer.Typer) -> None:
    """Add the commands that find what owners have to correct."""
    group = typer.Typer(no_args_is_help=True, help="Find what an owner has to correct.")
    group.command("reconcile")(reconcile_command)
    app.add_typer(group, name="correction")


def reconcile_command(as_: As = "child-protection", reason: Reason = "", json: Json = False) -> None:
    """Compare markers on addresses with who is warned of there.

    A marker is missing where a child at risk lives and none stands, stale where one stands and no such child lives any
    more, and on the wrong flat where both are so in one building. Whoever asks needs the entitlement `reconcile` and sees
    what their roles show: a warning or marker that is restricted from them is not there.
    """
    settings = read_settings()
    with application(settings) as app:
        bearing = [Bearing(name, types) for name, source in app.sources().items() if (types := source.stating(WARNING))]
        session = app.session(viewer_named(settings, as_), reason or settings.reason or None)
        with session.ask(None, Target(operation="pole correction reconcile")) as inquiry:
            found = reconcile(inquiry, bearing)
    if json:
        print_json(found)
        return
    for one in found:
        OUT.print(show_reconciliation.reconciliation(one))
