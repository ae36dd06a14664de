"""Answers for people, in police words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from pole.cli.terminal import OUT
from pole.model.currency import Currency
from pole.model.london import to_london
from pole.model.standing import Standing
from pole.service.answers.briefing import BriefingView, OccupantView, SubjectView
from pole.service.answers.facts import AttributeView, StatementView, ValueView
from pole.service.answers.found import Matches
from pole.service.answers.head import EntityHead
from pole.service.answers.network import Network
from pole.service.answers.path import Paths
from pole.service.answers.record import RecordView
from pole.service.answers.source import FreshnessView, SourceView
from pole.service.answers.tie import CountView, RelationshipPage, RelationshipView
from pole.service.answers.view import EntityView, Moved
from pole.service.answers.warning import WarningView


def matches(found: Matches, asked: str) -> None:
    """A page of matches."""
    OUT.print(f"{found.total} found for {asked}")
    rows = table("id", "kind", "what", "why", title=None)
    for edge in found.edges:
        rows.add_row(edge.head.id, edge.head.subtype, caption(edge.head), "; ".join(edge.because))
    if found.edges:
        OUT.print(rows)
    for held in found.restricted:
        OUT.print(f"Restricted: something is held. Ask: {held.contact} ({held.owner}).")
    if found.more:
        OUT.print(f"More: --after {found.edges[-1].cursor}", soft_wrap=True)


def moved(found: Moved) -> None:
    """An id whose records are now elsewhere."""
    OUT.print(f"{found.id} was split on {_moment(found.at)[:10]}: {found.because}.")
    for head in found.successors:
        OUT.print(f"  {head.id}  {head.caption}")


def entity(view: EntityView, *, evidence: bool = False, width: int | None = None) -> RenderableType:
    """The single view, warnings first."""
    parts: list[RenderableType] = []
    parts += [_warning(w) for w in view.warnings]
    records = _numbered(view.attributes) if evidence else {}
    parts.append(_attributes(view.attributes, records))
    if view.disputes:
        parts.append(
            Text("Kept apart, for review: " + "; ".join(f"{d.other.caption} ({d.because})" for d in view.disputes))
        )
    parts.append(_counts(view))
    held = ", ".join(f"{s.title} {s.records} (to {_moment(s.last_received)[:10]})" for s in view.sources)
    parts.append(Text(f"Held by: {held}"))
    if view.mentions_used < view.mentions_held:
        parts.append(Text(f"From the newest {view.mentions_used} of {view.mentions_held} mentions."))
    parts += [Text(f"{_moment(step.at)[:10]} {step.kind}: {step.because}") for step in view.lineage]
    title = f"{caption(view.head)} · {view.head.subtype}"
    framed = panel(Group(*parts), title, f"{view.marking.text} · {view.head.id}", width)
    return Group(
        framed,
        *(_whole(f"[{n}] {s.source}, received {_moment(s.received)[:10]}: {s.record}") for n, s in records.values()),
    )


def relationships(found: RelationshipPage) -> None:
    """A page of relationships."""
    rows = table("how", "with", "id", "when", "standing", "said by", title=f"{found.total} relationships")
    for _, r in found.edges:
        rows.add_row(
            _reads(r), caption(r.other), r.other.id, period(r.begins, r.ends, r.currency), _standing(r), _said(r)
        )
    OUT.print(rows)
    if found.more:
        OUT.print(f"More: --after {found.edges[-1][0]}", soft_wrap=True)


def paths(found: Paths) -> None:
    """Paths in words, then what the search left out."""
    for n, path in enumerate(found.paths, 1):
        OUT.print(Text(f"{n}. {path.length} links: {path.in_words}"))
        for hop in path.hops:
            for r in hop.relationships:
                OUT.print(Text(f"     {hop.start.caption} – {_reads(r)} – {hop.end.caption}: {_said(r)}"))
    OUT.print(f"{found.stopped} ({found.searched} entities searched).")
    _left_out(found.left_out)


def network(found: Network) -> None:
    """Entities, then how they are tied together, then what was cut."""
    rows = table("id", "kind", "what", title=f"{len(found.entities)} entities")
    for head in found.entities:
        rows.add_row(head.id, head.subtype, caption(head))
    OUT.print(rows)
    OUT.print(f"{len(found.relationships)} relationships")
    for r in found.relationships:
        OUT.print(Text(f"     {r.start.caption} – {_with_role(r.label, r.start_role)} – {r.end.caption}: {_said(r)}"))
    for cut in found.cut:
        OUT.print(Text(f"Cut at {cut.at.caption}: {cut.count} more ({cut.because})."))
    _left_out(found.left_out)


def record(found: RecordView) -> None:
    """A record as received beside what was made of it."""
    OUT.print(Text(f"{found.title}, {found.type}, version {found.version}, received {_moment(found.received)}"))
    OUT.print(Text(f"{found.file} line {found.line} · {found.marking.text}"))
    OUT.print(panel(Text(found.raw if found.raw is not None else "not for this viewer"), "as received"))
    for mention in found.mentions:
        rows = table(
            "attribute", "column", "as received", "as understood", title=f"{mention.name}: {mention.entity.caption}"
        )
        for s in mention.statements:
            rows.add_row(s.attribute, s.field, s.raw, s.value if s.value is not None else f"({s.rejected})")
        OUT.print(rows)
    for link in found.links:
        OUT.print(Text(f"{link.start.caption} {link.label} {link.end.caption}"))
    if found.previous:
        OUT.print(f"Earlier versions: {', '.join(found.previous)}", soft_wrap=True)


def briefing(view: BriefingView) -> RenderableType:
    """The briefing, most urgent first."""
    parts: list[RenderableType] = []
    if not view.subjects:
        parts.append(Text(f"Nothing is held that you may see for: {view.asked}"))
    parts += [_subject(s) for s in view.subjects]
    if view.more:
        parts.append(Text(f"{view.more} more candidates: say more to narrow it."))
    parts += [Text(f"Restricted: something is held. Ask: {r.contact} ({r.owner}).") for r in view.restricted]
    parts.append(Text("Sources: " + "; ".join(_fresh(f) for f in view.freshness)))
    return panel(Group(*parts), f"Briefing: {view.asked}")


def sources(found: Iterable[SourceView]) -> None:
    """The register of sources."""
    lines = table("id", "owner", "last load", "data to", "expected", "records", title=None)
    for s in found:
        expected = _moment(s.expected) if s.expected else ""
        expected += f" LATE, {_number(s.missed, 'load')} missed" if s.late else ""
        last, data_to = _moment(s.last_load or "never"), _moment(s.data_to or "never")
        held = f"{s.records}, and {s.quarantined} in quarantine" if s.quarantined else str(s.records)
        lines.add_row(s.id, ", ".join(filter(None, (s.owner, s.refresh))), last, data_to, expected, held)
    OUT.print(lines)


def side_by_side(left: RenderableType, right: RenderableType) -> RenderableType:
    """Two views beside each other, or below each other where the terminal is narrow."""
    return Columns([left, right], equal=True, expand=True)


def _subject(s: SubjectView) -> RenderableType:
    parts: list[RenderableType] = [_warning(w) for w in s.warnings]
    if s.occupants:
        rows = table("who is there", "age", "how, and since when", "warnings", title=None)
        for o in s.occupants:
            rows.add_row(caption(o.person), _age(o), f"{_reads(o.relationship)} {_when(o)}", _signals(o.warnings))
        parts.append(rows)
    parts += [Text(f"Weapon: {w.other.caption} ({_reads(w)})") for w in s.weapons]
    if s.events:
        rows = table("event", "how", "when", title=None)
        for e in s.events:
            rows.add_row(e.other.caption, _reads(e), period(e.begins, e.ends, None))
        parts.append(rows)
    if s.more_events:
        parts.append(Text("More events are held."))
    return panel(Group(*parts), f"{caption(s.head)} · {s.head.subtype}", "; ".join(s.because))


def _warning(w: WarningView) -> Text:
    words = f"{'expired ' if w.expired else ''}{w.class_.value.replace('_', ' ')}: {w.label}"
    if w.text and w.text != w.label:
        words += f" – {w.text}"
    if w.whose is not None:
        ties = ", ".join(
            r.label if r.start == hop.start else r.inverse for hop in w.reached_by for r in hop.relationships
        )
        words += f" (of {w.whose.caption}, who {ties})"
    words += f" · {w.statement.source}, {period(w.begins, w.ends, None) or 'undated'}"
    if w.review_overdue and not w.expired:
        words += " · REVIEW OVERDUE"
    return Text(words, style="dim" if w.expired else "bold red")


def _numbered(attributes: Sequence[AttributeView]) -> dict[str, tuple[int, StatementView]]:
    """Each record that says something, by its id: a number that stands for it, and its first statement."""
    said = (s for a in attributes for s in (*(s for v in a.values for s in v.statements), *a.unusable))
    first = {s.record: s for s in reversed(list(said))}
    ordered = sorted(first.values(), key=lambda s: (s.source, s.received, s.record), reverse=True)
    return {s.record: (n, s) for n, s in enumerate(ordered, 1)}


def _attributes(attributes: Sequence[AttributeView], records: Mapping[str, tuple[int, StatementView]]) -> Table:
    """Values with who says them; where records are numbered, each statement with the field it stands in."""
    rows = table("attribute", "value", "said by", title=None)
    for a in attributes:
        label = f"{a.label} (conflicting)" if a.conflicting else a.label
        for n, v in enumerate(a.values):
            former = "" if v.currency is not Currency.FORMER else " (former)"
            rows.add_row(label if n == 0 else "", f"{v.display}{former}", agreement(v))
            for s in v.statements if records else ():
                rows.add_row("", Text(f"  {s.raw}", style="dim"), Text(f"[{records[s.record][0]}] {s.field}"))
        for n, (raw, why, where) in enumerate(_unusable(a, records), len(a.values)):
            rows.add_row(label if n == 0 else "", Text(f"{raw} ({why})", style="dim"), Text(where))
    return rows


def _unusable(a: AttributeView, records: Mapping[str, tuple[int, StatementView]]) -> list[tuple[str, str | None, str]]:
    """What was received and is no value, why, and where it stands: each in its record, or together when alike."""
    if records:
        return [(s.raw, s.rejected, f"[{records[s.record][0]}] {s.field}") for s in a.unusable]
    alike: dict[tuple[str, str | None], list[StatementView]] = defaultdict(list)
    for s in a.unusable:
        alike[(s.raw, s.rejected)].append(s)
    return [
        (raw, why, f"{_number(len({s.record for s in same}), 'record')}: {', '.join(sorted({s.source for s in same}))}")
        for (raw, why), same in alike.items()
    ]


def _left_out(words: Sequence[str]) -> None:
    if words:
        OUT.print(f"Left out unless asked for: {'; '.join(words)}.")


def _counts(view: EntityView) -> Text:
    return Text("Related: " + ("; ".join(f"{_sort(c)} {c.relationships}" for c in view.counts) or "nothing"))


def _sort(c: CountView) -> str:
    return _with_role(c.label, c.start_role)


def _said(r: RelationshipView) -> str:
    return f"{_number(r.agreeing, 'record')}, {_number(r.origins, 'origin')}: {', '.join(r.sources)}"


def _number(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def _reads(r: RelationshipView) -> str:
    return _with_role(r.reads, r.start_role)


def _with_role(words: str, role: str | None) -> str:
    """The words of a tie with the role in it, where they do not say it already."""
    named = (role or "").replace("-", " ").lower()
    return f"{words} ({named})" if named and named not in words.lower() else words


def _standing(r: RelationshipView) -> str:
    return "" if r.standing is Standing.NOT_APPLICABLE else r.standing.label


def _age(o: OccupantView) -> str:
    if o.age is None:
        return "?"
    years = str(o.age.low) if o.age.low == o.age.high else f"{o.age.low}–{o.age.high}"
    return f"{years} CHILD" if o.child else years


def _when(o: OccupantView) -> str:
    r = o.relationship
    return period(r.begins, r.ends, r.currency) or f"last stated {_moment(r.last_stated)[:10]}"


def _signals(warnings: Sequence[WarningView]) -> str:
    return "; ".join(dict.fromkeys(w.label for w in warnings if not w.expired))


def period(begins: str | None, ends: str | None, currency: Currency | None) -> str:
    """From when to when, by London's clock, and whether it holds; empty where nothing of that is known."""
    if begins is None and ends is None:
        words = ""
    elif begins == ends:
        words = _moment(begins)
    else:
        words = f"{_moment(begins)} to {_moment(ends)}" if ends else f"since {_moment(begins)}"
    return words if currency is None else f"{words} ({currency.label})".strip()


def _moment(text: str | None) -> str:
    """A moment, or an instant of loading, by London's clock to the minute."""
    if text is None or "T" not in text:
        return text or "?"
    return to_london(datetime.fromisoformat(text)).strftime("%Y-%m-%d %H:%M")


def _fresh(f: FreshnessView) -> str:
    return f"{f.title} to {_moment(f.data_to or 'never')}{' LATE' if f.late else ''}"


def agreement(v: ValueView) -> str:
    """How many records say it, of how many origins, and whose."""
    sources = ", ".join(sorted({s.source for s in v.statements}))
    return f"{_number(v.agreeing, 'record')}, {_number(v.origins, 'origin')}: {sources}"


def caption(head: EntityHead) -> str:
    """An entity in a few words, with the birth date that tells namesakes apart."""
    return f"{head.caption}, born {head.born}" if head.born else head.caption


def table(*columns: str, title: str | None) -> Table:
    """An empty table; ids are never broken, so that they can be copied."""
    made = Table(
        title=None if title is None else Text(title),
        title_justify="left",
        show_edge=False,
        pad_edge=False,
        box=None,
        header_style="dim",
    )
    for column in columns:
        wide = 10 if column in ("when", "data to", "last load") else None
        made.add_column(column, overflow="fold", no_wrap=column == "id", min_width=wide)
    return made


def panel(content: RenderableType, title: str, subtitle: str | None = None, width: int | None = None) -> Panel:
    """An answer in its frame."""
    return Panel(content, title=Text(title), subtitle=Text(subtitle) if subtitle else None, width=width)


def _whole(words: str) -> Text:
    """A line that is never broken, so that the id in it can be copied."""
    return Text(words, no_wrap=True, overflow="ignore")
