"""`pole decision`: who is the same and who is not, by a person's word."""

from __future__ import annotations

from typing import Annotated

import typer

from pole.access.policy_file import Question
from pole.cli import show_decisions
from pole.cli.context import After, As, First, Json, Reason, asking, print_json
from pole.cli.terminal import OUT
from pole.graph.rows import DecisionState, Verdict
from pole.service.answers.decisions import DecisionView
from pole.service.deciding import Word, decide, end_decision, second_decision
from pole.service.decisions import decisions

Decision = Annotated[str, typer.Argument(metavar="DECISION", help="Id of the decision, as the list shows it.")]
Why = Annotated[str, typer.Option("--why", help="Why, for whoever reads it later.")]
End = Annotated[
    str, typer.Argument(help="Id of a thing, or of a record that speaks of it; RECORD/NAME where it speaks of several.")
]


def deciding(app: typer.Typer) -> None:
    """Add the commands that decide on identity."""
    group = typer.Typer(no_args_is_help=True, help="Decide who is the same and who is not; take it back.")
    for command in (list_command, make_command, second_command, end_command):
        group.command(command.__name__.removesuffix("_command"))(command)
    app.add_typer(group, name="decision")


def list_command(
    state: Annotated[
        list[DecisionState] | None,
        typer.Option("--state", help="proposed, 'in force' or ended. May be given several times; all when left out."),
    ] = None,
    first: First = 25,
    after: After = None,
    as_: As = "open",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """List decisions, and whether they are followed.

    The oldest stand first.
    """
    states = tuple(state) if state else None
    with asking(Question.DECISIONS, as_, reason, {"states": state, "after": after}) as inquiry:
        found = decisions(inquiry, states, first, after)
    if json:
        print_json(found)
    else:
        show_decisions.decisions([one for _, one in found.edges])
        if found.more:
            OUT.print(f"More: --after {found.edges[-1][0]}", soft_wrap=True)


def make_command(
    verdict: Annotated[Verdict, typer.Argument(help="same, different or unsure.")],
    one: End,
    other: End,
    why: Why,
    because: Annotated[
        list[str] | None,
        typer.Option("--because", metavar="RECORD", help="A record that shows it. May be given several times."),
    ] = None,
    as_: As = "data-quality",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Decide that two are the same, or different.

    It is bound to the records, so it holds whatever is loaded later, until it is ended. Of two that are different, OTHER is
    taken out of what both would otherwise be part of. It is marked as both records, and as every one that is named with
    --because. Where the policy asks for a second person it waits for `pole decision second`. Needs the entitlement
    `decide-identity`.
    """
    word = Word(one, other, verdict, why, tuple(because or ()))
    with asking(Question.DECISIONS, as_, reason, {"one": one, "other": other, "verdict": verdict}) as inquiry:
        found = decide(inquiry, word)
    _show(found, json)


def second_command(
    decision: Decision,
    why: Why,
    agree: Annotated[bool, typer.Option("--agree/--refuse", help="Whether it comes into force, or ends.")] = True,
    as_: As = "both",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Agree with a decision of somebody else, or refuse it.

    Of one that waits for a second person. Needs the entitlement `decide-identity`.
    """
    with asking(Question.DECISIONS, as_, reason, {"decision": decision, "agree": agree}) as inquiry:
        found = second_decision(inquiry, decision, agree, why)
    _show(found, json)


def end_command(
    decision: Decision,
    why: Why,
    as_: As = "data-quality",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Take a decision back.

    Everything is as if it had never been in force, and it stays on the list. Needs the entitlement `decide-identity`.
    """
    with asking(Question.DECISIONS, as_, reason, {"decision": decision}) as inquiry:
        found = end_decision(inquiry, decision, why)
    _show(found, json)


def _show(found: DecisionView, json: bool) -> None:
    if json:
        print_json(found)
    else:
        show_decisions.decisions([found])
