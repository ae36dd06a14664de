"""Tasks of correction, for people."""

from __future__ import annotations

from collections.abc import Sequence

from pole.cli.show import period, table
from pole.cli.terminal import OUT
from pole.service.answers.corrections import CorrectionView


def tasks(found: Sequence[CorrectionView]) -> None:
    """A table of tasks, the ids last."""
    if not found:
        OUT.print("No tasks that you may see.")
        return
    rows = table("of", "record", "says", "should say", "what is wrong", "state", title=None)
    for t in found:
        record = " ".join(filter(None, (t.type, t.key, t.field)))
        state = f"{t.state.value} since {period(t.closed or t.raised, t.closed or t.raised, None)}"
        rows.add_row(t.source, record, t.says, t.should, _wrong(t), f"{state}: {t.answer}" if t.answer else state)
    OUT.print(rows)
    for t in found:
        OUT.print(f"{t.source} {t.key or t.type}: {t.id}", soft_wrap=True)


def _wrong(t: CorrectionView) -> str:
    return "gone at source without a word" if t.vanished else t.words
