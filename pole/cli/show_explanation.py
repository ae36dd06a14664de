"""Why things are the same or not, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.text import Text

from pole.cli.show import caption, table
from pole.cli.show_decisions import decisions
from pole.cli.terminal import OUT
from pole.service.answers.explanation import (
    Contradiction,
    Explanation,
    KeyUse,
    KeyView,
    Likeness,
    RecordGroup,
    Tier,
)
from pole.service.answers.facts import StatementView
from pole.service.answers.head import EntityHead
from pole.service.answers.record import RecordRef

MAY = {
    KeyUse.TRUSTED: "joins all who state it",
    KeyUse.STRONG: "joins unless contradicted",
    KeyUse.LOOK_UP: "joins nobody",
}
TIERS = {Tier.JOINED: "join them by itself", Tier.REVIEW: "put them to a person", Tier.APART: "keep them apart"}


def explanation(found: Explanation) -> None:
    """The answer first, then what it rests on."""
    _whole(f"{'The same' if found.together else 'Not the same'} · {found.marking.text}")
    for head in (found.a, found.b):
        if head is not None and (head is found.a or not found.together):
            _whole(f"  {head.id}  {caption(head)}")
    _whole(found.because)
    _keys(found.keys, "What holds the records together")
    _what_if(found)
    _keys(found.shared, "What both state")
    _contradictions(found.contradictions)
    if found.likeness is not None:
        _likeness(found.likeness)
    if found.decisions:
        decisions(found.decisions)
    for words in found.left_out:
        _whole(words)


def _keys(keys: Sequence[KeyView], title: str) -> None:
    if not keys:
        return
    rows = table("key", "value", "what it does", "said by", "column", "as received", "records", "to", title=title)
    for key in keys:
        head = (key.label, key.value, MAY[key.use])
        for n, said in enumerate(_grouped(key.stated) or [("", "", "", "", "")]):
            rows.add_row(*(head if n == 0 else ("", "", "")), *said)
    OUT.print(rows)


def _grouped(stated: Iterable[StatementView]) -> list[tuple[str, str, str, str, str]]:
    """What is received alike in one column of one source is one line: how many records say so, and the newest receipt."""
    found: dict[tuple[str, str, str], list[StatementView]] = {}
    for s in stated:
        found.setdefault((s.source, s.field, s.raw), []).append(s)
    return [
        (*said, str(len({s.record for s in by})), max(s.received for s in by)[:10])
        for said, by in sorted(found.items())
    ]


def _what_if(found: Explanation) -> None:
    if found.what_if:
        rows = table("without this record", "would be", title="What would be otherwise")
        for one in found.what_if:
            rows.add_row(_record(one.record), "; ".join(_otherwise(one.parts, one.joins)))
        OUT.print(rows)
    if found.needless and found.records > 1:
        _whole(f"Of {found.needless} records any one could be missing, and nothing would be otherwise.")


def _otherwise(parts: Sequence[RecordGroup], joins: Sequence[EntityHead]) -> Iterable[str]:
    if len(parts) > 1:
        yield f"{len(parts)} instead of one: " + " / ".join(_counted(part.records) for part in parts)
    yield from (f"one with {caption(head)} ({head.id})" for head in joins)


def _counted(records: Sequence[RecordRef]) -> str:
    sources = Counter(ref.source for ref in records)
    return ", ".join(f"{source} {number}" for source, number in sorted(sources.items()))


def _record(ref: RecordRef) -> str:
    return f"{ref.source}, received {ref.received[:10]}: {ref.id}"


def _contradictions(found: Sequence[Contradiction]) -> None:
    if not found:
        return
    rows = table("what differs", "of", "said by", "column", "as received", "records", "to", title="What refuses a join")
    for one in found:
        for side, stated in (("first", one.a), ("second", one.b)):
            for said in _grouped(stated):
                rows.add_row(one.label, side, *said)
    OUT.print(rows)


def _likeness(found: Likeness) -> None:
    rows = table("what is compared", "outcome", "bits", "first", "second", title="How alike they are")
    for part in found.parts:
        rows.add_row(
            "" if part.comparison == "prior" else part.comparison, part.level, f"{part.bits:+.2f}", part.a, part.b
        )
    rows.add_row("together", "", f"{found.weight:+.2f}", "", "")
    OUT.print(rows)
    because = f": {found.because}" if found.tier is Tier.APART else ""
    _whole(f"First: {_record(found.record_a)}. Second: {_record(found.record_b)}.")
    if found.against:
        _whole(f"Against one person, whatever the weight: {found.against}.")
    _whole(f"Model {found.model} would {TIERS[found.tier]}{because}.")
    _whole(
        f"From the most alike of {found.compared} pairs of records. Likeness joins nothing yet: identity is by keys."
    )


def _whole(text: str) -> None:
    OUT.print(Text(text), soft_wrap=True)
