"""What a row says of one thing in one visibility, put together from what its fields say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from pole.ingest.shape.said import NAMED, Said
from pole.model.facts import Key, Statement

Layer: TypeAlias = tuple[tuple[Statement, ...], str, tuple[Key, ...], bool, int, str, str | None, str]
"""What a row says of one thing in one visibility: statements; all of it as text, for the hash of its facet; keys, and
whether any of them joins; rank and caption; date of birth; searchable text."""


def layer_of(saids: Iterable[Said], head: str, label: str) -> tuple[Layer | None, bool]:
    """What was said as one layer, None where nothing was; and whether any of it tells that there is such a thing.

    `head` is the mention as text for the hash, and `label` its caption where nothing better is said.
    """
    statements: list[Statement] = []
    pieces: list[str] = []
    lines: list[str] = []
    keys: tuple[Key, ...] = ()
    rank, born, joins, any_solid = 0, None, False, False
    best: Said | None = None
    for said in saids:
        statement, piece, _, solid, marks = said
        if statement is None:
            continue
        statements.append(statement)
        pieces.append(piece)
        if solid:
            any_solid = True
        if marks is not None:
            its_keys, its_joins, _, its_rank, _, line, its_born = marks
            keys += its_keys
            joins = joins or its_joins
            if its_rank > rank:
                rank, best = its_rank, said
            if line:
                lines.append(line)
            if its_born is not None and born is None:
                born = its_born
    if not statements:
        return None, False
    caption = caption_of(best, label)
    piece = f"{head}{caption}\x1e" + "\x1e".join(pieces)
    return (tuple(statements), piece, keys, joins, rank, caption, born, "\n".join(lines)), any_solid


def layer_of_one(said: Said, head: str, label: str) -> Layer:
    """The same of one statement, which tells that there is such a thing."""
    statement, piece, _, _, marks = said
    stated = () if statement is None else (statement,)
    if marks is None:
        return stated, f"{head}{label}\x1e{piece}", (), False, 0, label, None, ""
    keys, joins, _, rank, _, line, born = marks
    caption = caption_of(said, label) if rank else label
    return stated, f"{head}{caption}\x1e{piece}", keys, joins, rank, caption, born, line


def empty_layer(head: str, label: str) -> Layer:
    """A thing of which nothing is said where a link of its row needs it."""
    return (), f"{head}{label}", (), False, 0, label, None, ""


def caption_of(best: Said | None, label: str) -> str:
    """The caption of what ranks highest, with the name of its subtype before it where it needs that; else that alone."""
    if best is None:
        return label
    statement, marks = best[0], best[4]
    if statement is None or statement.value is None or marks is None:
        return label
    caption = marks[4](statement.value)
    return f"{label} {caption[1:]}" if caption.startswith(NAMED) else caption
