"""Decisions on identity, for people."""

from __future__ import annotations

from collections.abc import Sequence

from pole.cli.show import caption, period, table
from pole.cli.terminal import OUT
from pole.graph.rows import DecisionState
from pole.service.answers.decisions import DecidedEnd, DecisionView


def decisions(found: Sequence[DecisionView]) -> None:
    """A table of decisions, the ids last."""
    if not found:
        OUT.print("No decisions that you may see.")
        return
    rows = table("decided", "one", "other", "why", "in view", "by", "state", title=None)
    for d in found:
        by = " and ".join(filter(None, (d.made_by, d.seconded_by)))
        rows.add_row(d.verdict.value, _end(d.one), _end(d.other), d.why, d.evidence, by, _state(d))
    OUT.print(rows)
    for d in found:
        OUT.print(f"{d.verdict.value}, {d.marking}: {d.id}", soft_wrap=True)


def _end(end: DecidedEnd) -> str:
    if end.thing is None:
        return f"{end.name}: not there now"
    return f"{caption(end.thing)} ({end.source} {end.name})"


def _state(d: DecisionView) -> str:
    match d.state:
        case DecisionState.ENDED:
            return f"ended {period(d.ended, d.ended, None)} by {d.ended_by}: {d.ended_why}"
        case DecisionState.PROPOSED:
            return "waits for a second person"
        case _:
            followed = {True: "followed", False: "NOT followed: another contradicts it", None: "binds nothing now"}
            unsure = d.verdict.value == "unsure"
            return "looked at" if unsure else f"in force, {followed[d.followed]}"
