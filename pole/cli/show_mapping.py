"""What a mapping makes of an extract, for whoever is writing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pole.cli.terminal import OUT
from pole.ingest.shape import ColumnCoverage, TriedLink, TriedMention, TriedRow
from pole.model.facts import Statement


def rows(tried: Sequence[TriedRow]) -> None:
    """Each row, and under it, marking by marking, what comes out."""
    for row in tried:
        _line(0, f"line {row.line} · {row.record} {row.key} · {row.outcome}")
        if row.words:
            _line(1, row.words)
        for marking in dict.fromkeys([m.marking for m in row.mentions] + [k.marking for k in row.links]):
            _line(1, marking)
            for mention in row.mentions:
                if mention.marking == marking:
                    _mention(mention)
            for link in row.links:
                if link.marking == marking:
                    _link(link)


def columns(covered: Sequence[ColumnCoverage], *, every: bool) -> None:
    """File by file and type by type, the columns that go nowhere; with `every`, all of them."""
    for (file, record), found in groupby(covered, key=lambda column: (column.file, column.record)):
        of_file = list(found)
        there = [column for column in of_file if column.there]
        unused = [column for column in there if not column.used_for]
        _line(0, f"{file} ({record}): {len(there) - len(unused)} of {len(there)} columns used")
        for column in there if every else unused:
            where = ", ".join(column.used_for) or "goes nowhere"
            _line(1, f"{column.column}: {where} – filled in {column.filled} of {column.rows} rows")
        for column in of_file:
            if not column.there:
                _line(
                    1, f"{column.column}: asked for by {', '.join(column.used_for)}, and in none of {column.rows} rows"
                )


def _mention(mention: TriedMention) -> None:
    _line(2, f"{mention.name}: {mention.subtype} “{mention.caption}”, {_keys(mention.keys)}")
    for statement in mention.statements:
        _line(3, _said(statement))


def _link(link: TriedLink) -> None:
    role = f" as {link.role}" if link.role else ""
    words = [f"{link.start} {link.type} {link.end}{role}", *_period(link.begins, link.ends)]
    if link.standing:
        words.append(f"standing {link.standing}")
    _line(2, ", ".join(words))
    for statement in link.statements:
        _line(3, _said(statement))


def _keys(keys: Iterable[str]) -> str:
    joining = [key for key in keys if not key.startswith(("(", "record|"))]
    return f"joins by {' and '.join(joining)}" if joining else "a thing of its own"


def _said(statement: Statement) -> str:
    column = f" [{statement.field}]" if statement.field else ""
    if statement.problem:
        return f"{statement.attribute}: “{statement.raw}” {statement.problem}{column}"
    same = statement.value == statement.raw
    understood = "" if same else f" ← “{statement.raw}”"
    words = [f"{statement.attribute}: {statement.value}{understood}", *_period(statement.begins, statement.ends)]
    words += [f"{name} {said}" for name, said in _extras(statement) if said]
    return ", ".join(words) + column


def _extras(statement: Statement) -> Iterator[tuple[str, str | None]]:
    yield "review", statement.review
    yield "note", statement.note
    yield "basis", statement.basis
    yield "grade", statement.grade


def _period(begins: str | None, ends: str | None) -> Iterator[str]:
    if begins is not None and begins == ends:
        yield f"at {begins}"
        return
    if begins is not None:
        yield f"from {begins}"
    if ends is not None:
        yield f"to {ends}"


def _line(depth: int, words: str) -> None:
    OUT.print("    " * depth + words.replace("\n", " "), soft_wrap=True)
