"""What changed, for people."""

from __future__ import annotations

from collections.abc import Iterable

from pole.cli.show import caption, period, table
from pole.cli.terminal import OUT
from pole.model.standing import Standing
from pole.service.answers.changes import ChangeKind, ChangePage, ChangeView, SaidView, ThingView, TieView
from pole.service.answers.facts import StatementView

WORDS = {
    ChangeKind.NEW: "new",
    ChangeKind.CHANGED: "changed",
    ChangeKind.GONE: "gone at source",
    ChangeKind.LEFT: "no longer of it",
    ChangeKind.JOINED: "now of it",
}


def changes(page: ChangePage) -> None:
    """A page of changes, latest first."""
    if page.around:
        OUT.print(f"Looked at {page.around} more around.")
    for hub in page.hubs:
        OUT.print(f"Not around {caption(hub)}: it has too many others.")
    if not page.edges:
        OUT.print("Nothing changed that you may see.")
        return
    rows = table("when", "what", "of", "before", "after", "source", title=None)
    for _, change in page.edges:
        side = change.after or change.before
        source = side.source if side else ""
        sides = (_side(change, change.before), _side(change, change.after))
        rows.add_row(period(change.at, change.at, None), WORDS[change.kind], _of(change), *sides, source)
    OUT.print(rows)
    if page.more:
        OUT.print(f"More: --after {page.edges[-1][0]}", soft_wrap=True)


def _of(change: ChangeView) -> str:
    return f"{_named(change.thing)}, {change.label} {_named(change.other)}" if change.other else _named(change.thing)


def _named(thing: ThingView | None) -> str:
    if thing is None:
        return ""
    return f"{thing.caption} (no longer held)" if thing.head is None else caption(thing.head)


def _side(change: ChangeView, side: SaidView | None) -> str:
    if side is None:
        return ""
    tie = side.tie
    said = [" ".join(filter(None, (_standing(tie), period(tie.begins, tie.ends, None))))] if tie else []
    return "; ".join(filter(None, [*said, *_said(side.statements)]))


def _standing(tie: TieView) -> str:
    return "" if tie.standing is Standing.NOT_APPLICABLE else tie.standing.label


def _said(statements: Iterable[StatementView]) -> Iterable[str]:
    return (f"{s.attribute}: {s.value or s.raw}" for s in statements)
