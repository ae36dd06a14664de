"""`pole correction`: what is wrong goes back to who owns it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from pole.access.audit import Target
from pole.access.policy_file import Question
from pole.access.session import Inquiry
from pole.cli import show_corrections, show_reconciliation
from pole.cli.context import After, As, First, Json, Reason, application, asking, print_json, viewer_named
from pole.cli.leaving import leaving
from pole.cli.terminal import OUT
from pole.errors import QuarantinedError, UsageError
from pole.graph.questions import TaskWhere
from pole.graph.rows import TaskState
from pole.model.vocabulary import WARNING
from pole.service.answers.corrections import CorrectionView
from pole.service.answers.reconciliation import Reconciliation
from pole.service.corrections import (
    Wrong,
    answer_correction,
    corrections,
    every_correction,
    raise_correction,
)
from pole.service.findings import wrong_markers
from pole.service.owner_file import read_from_owner, take_answers, write_for_owner
from pole.service.reconcile import Bearing, reconcile
from pole.settings import read_settings

Source = Annotated[str | None, typer.Option("--source", help="Only what the owner of this source is asked.")]


def correcting(app: typer.Typer) -> None:
    """Add the commands that ask owners for corrections."""
    group = typer.Typer(no_args_is_help=True, help="Ask owners to correct their records.")
    for command in (list_command, raise_command, answer_command, export_command, import_command, reconcile_command):
        group.command(command.__name__.removesuffix("_command"))(command)
    app.add_typer(group, name="correction")


def list_command(
    source: Source = None,
    state: Annotated[
        list[TaskState] | None,
        typer.Option("--state", help="open, corrected or right; open when left out. May be given several times."),
    ] = None,
    first: First = 25,
    after: After = None,
    as_: As = "open",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """List what owners are asked, the oldest first.

    Records that vanished from a full extract are among it: their owner should confirm. A task closes by itself when the
    source sends something else.
    """
    where = TaskWhere(None if source is None else (source,), tuple(state or (TaskState.OPEN,)))
    with asking(Question.CORRECTIONS, as_, reason, {"source": source, "after": after}) as inquiry:
        found = corrections(inquiry, where, first, after)
    if json:
        print_json(found)
    else:
        show_corrections.tasks([task for _, task in found.edges])
        if found.more:
            OUT.print(f"More: --after {found.edges[-1][0]}", soft_wrap=True)


def raise_command(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="Id of the record, as views show it.")],
    words: Annotated[str, typer.Option("--words", help="What is wrong, for its owner to understand.")],
    field: Annotated[str, typer.Option("--field", help="The column, as views show it; else the whole record.")] = "",
    should: Annotated[str, typer.Option("--should", help="What it should say.")] = "",
    because: Annotated[
        list[str] | None,
        typer.Option("--because", metavar="RECORD", help="A record that shows it. May be given several times."),
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="SOURCE", help="Ask the owner of another source.")] = None,
    as_: As = "open",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Ask the owner of a record to correct it.

    The task is marked as the record, and as every record that is named with --because. Where one about the same column is
    open already, that one is shown.
    """
    wrong = Wrong(record, words, field, should, tuple(because or ()), to)
    with asking(Question.CORRECTIONS, as_, reason, {"record": record, "field": field}) as inquiry:
        found = raise_correction(inquiry, wrong)
    _show([found], json)


def answer_command(
    task: Annotated[str, typer.Argument(metavar="TASK", help="Id of the task, as the list shows it.")],
    words: Annotated[str, typer.Option("--words", help="What the owner says.")],
    right: Annotated[
        bool, typer.Option("--right/--corrected", help="It is right as it is, or it will be sent anew.")
    ] = True,
    as_: As = "data-quality",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Close a task with what its owner says.

    Whoever does needs the entitlement `answer-correction`.
    """
    state = TaskState.RIGHT if right else TaskState.CORRECTED
    with asking(Question.CORRECTIONS, as_, reason, {"task": task, "state": state}) as inquiry:
        found = answer_correction(inquiry, task, state, words)
    _show([found], json)


def export_command(
    source: Annotated[str, typer.Argument(help="Whose owner is asked.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write; it must not exist yet.")],
    as_: As = "data-quality",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Write the open tasks of a source to a file for its owner.

    CSV with a line of column names: task, type, key, field, says, should, words, raised, marking, and two for the owner to
    fill in: answer (right or corrected), in words. It holds what this viewer may see, marked line by line; handle it as the
    highest of them. `pole correction import` takes it back.
    """
    where = TaskWhere((source,), (TaskState.OPEN,))
    if file.exists():
        raise UsageError(f"{file} exists already: name a new file.")
    with leaving(file) as out, asking(Question.CORRECTIONS, as_, reason, {"source": source}) as inquiry:
        if source not in {known.source for known in inquiry.graph.sources()}:
            raise UsageError(f"{source!r} is no source; `pole sources` lists them.")
        number = write_for_owner(every_correction(inquiry, where), out)
    if json:
        print_json({"source": source, "file": str(file), "tasks": number})
    else:
        OUT.print(f"{number} tasks for {source} in {file}", soft_wrap=True)


def import_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What was exported, with the owner's answers.")],
    as_: As = "data-quality",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Close the tasks that their owner has answered in a file.

    A line without an answer stays open. A file with a line that cannot be understood is refused whole. The exit code is 3
    where some tasks were closed already, or are not for this viewer. Whoever imports needs the entitlement
    `answer-correction`.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            answers = read_from_owner(lines)
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.") from error
    with asking(Question.CORRECTIONS, as_, reason, {"answers": len(answers)}) as inquiry:
        number, left = take_answers(inquiry, answers)
    lines_left = [said.line for said in left]
    if json:
        print_json({"file": str(file), "answered": number, "not taken": lines_left})
    else:
        OUT.print(f"{number} tasks answered.")
        if left:
            OUT.print(
                f"Not taken: lines {', '.join(map(str, lines_left))}, whose task is closed or is not yours to see."
            )
    if left:
        raise typer.Exit(QuarantinedError.exit_code)


def reconcile_command(
    raised: Annotated[
        bool, typer.Option("--raise", help="Raise a task for each marker that is stale or wrong.")
    ] = False,
    to: Annotated[
        str | None, typer.Option("--to", metavar="SOURCE", help="With --raise: whose owner is asked for missing ones.")
    ] = None,
    as_: As = "child-protection",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Compare markers on addresses with who is warned of there.

    A marker is missing where a child at risk lives and none stands, stale where one stands and no such child lives any
    more, and on the wrong flat where both are so in one building. Whoever asks needs the entitlement `reconcile` and sees
    what their roles show: a warning or marker that is restricted from them is not there.
    """
    if to is not None and not raised:
        raise UsageError("--to says whose owner is asked, so it needs --raise.")
    settings = read_settings()
    with application(settings) as app:
        bearing = [Bearing(name, types) for name, source in app.sources().items() if (types := source.stating(WARNING))]
        session = app.session(viewer_named(settings, as_), reason or settings.reason or None)
        with session.ask(None, Target(operation="pole correction reconcile")) as inquiry:
            found = reconcile(inquiry, bearing)
            tasks = list(_raised(inquiry, found, to)) if raised else []
    if json:
        print_json({"reconciliations": found, "tasks": tasks} if raised else found)
        return
    for one in found:
        OUT.print(show_reconciliation.reconciliation(one))
    if raised:
        show_corrections.tasks(tasks)


def _raised(inquiry: Inquiry, found: Iterable[Reconciliation], to: str | None) -> Iterator[CorrectionView]:
    inquiry.require(Question.CORRECTIONS)
    return (raise_correction(inquiry, wrong) for one in found for wrong in wrong_markers(one, to))


def _show(tasks: list[CorrectionView], json: bool) -> None:
    if json:
        print_json(tasks[0])
    else:
        show_corrections.tasks(tasks)
