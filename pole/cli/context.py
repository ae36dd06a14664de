"""What commands share: the options every question has, the application, and who is asking."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Annotated

import typer

from pole.access.audit import Target
from pole.access.development_viewers import VIEWERS, development_viewer
from pole.access.policy_file import Question
from pole.access.session import Inquiry
from pole.access.viewer import Viewer
from pole.bootstrap import Application, compose
from pole.cli.as_json import as_json
from pole.cli.terminal import OUT, escaped
from pole.errors import SettingsError
from pole.model.kind import Kind
from pole.settings import Settings, read_settings

Json = Annotated[bool, typer.Option("--json", help="Answer as JSON, for machines.")]
Reason = Annotated[
    str, typer.Option("--reason", help="Why you ask: 'CODE; case=REF; for=COLLAR'. POLE_REASON is used when left out.")
]
As = Annotated[str, typer.Option("--as", metavar="USER", help=f"Development viewer who asks: {', '.join(VIEWERS)}.")]
Kinds = Annotated[
    list[Kind] | None,
    typer.Option(
        "--kind",
        case_sensitive=False,
        help="Only this kind: person, object, location or event. May be given several times.",
    ),
]
First = Annotated[int, typer.Option("--first", help="How many at most.")]
After = Annotated[str | None, typer.Option("--after", help="Cursor of the last one seen, for the next page.")]

WAIT_SECONDS = 60.0
"""For which a command that writes waits for another to make room, unless told otherwise."""


@contextmanager
def application(settings: Settings | None = None) -> Generator[Application]:
    """The application for the time of one command."""
    app = compose(settings or read_settings())
    try:
        yield app
    finally:
        app.close()


@contextmanager
def asking(question: Question, user: str, reason: str, variables: Mapping[str, object]) -> Generator[Inquiry]:
    """One question from the command line. Print what it found only after the block: by then its audit record stands."""
    settings = read_settings()
    with application(settings) as app:
        session = app.session(viewer_named(settings, user), reason or settings.reason or None)
        with session.ask(question, Target(operation=f"pole {question}", variables=variables)) as inquiry:
            yield inquiry


def viewer_named(settings: Settings, user: str) -> Viewer:
    """A development viewer. Raises SettingsError where those are switched off."""
    if not settings.development:
        raise SettingsError("POLE_DEVELOPMENT is off, so there are no development viewers: ask through the service.")
    return development_viewer(user)


def print_json(answer: object) -> None:
    """Print an answer for machines, exactly as it is."""
    OUT.print(escaped(as_json(answer)), soft_wrap=True)
