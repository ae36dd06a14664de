"""Words: how a mention is indexed, and how it is found.

Each word is indexed together with the visibility of its mention (``1f3a:smith``), so a question passes over nothing
that its reader may not see, and takes no longer for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import LiteralString

from pole.graph.questions import SearchWhere
from pole.graph.rows import Hit
from pole.graph.words import holds, searchable_words
from pole.stores.sqlite.connections import Look, listed

_CONTROL = dict.fromkeys((*range(32), 127), "?")
"""What the index takes for white space inside a word."""


def index_text(vis: int, text: str) -> str:
    """What is indexed of a mention's text, in a settled order: removal must name the very words."""
    return " ".join(_term(vis, word) for word in sorted(set(searchable_words(text))))


def _term(vis: int, word: str) -> str:
    return f"{vis:x}:{word.translate(_CONTROL)}"


def search(look: Look, where: SearchWhere, limit: int) -> list[Hit]:
    """Mentions that hold every word. The index proposes, the text itself decides."""
    seen = [vis for (vis,) in look.rows("SELECT vis FROM visibility WHERE vis IN temp.visible ORDER BY vis")]
    if not seen or not where.words or {"", "*"} & set(where.words):
        return []
    filters: LiteralString = ""
    values: dict[str, object] = {"query": _query(seen, where.words)}
    if where.kinds is not None:
        filters += " AND m.kind IN (SELECT value FROM json_each(:kinds))"
        values["kinds"] = listed(where.kinds)
    if where.subtypes is not None:
        filters += " AND m.subtype IN (SELECT value FROM json_each(:subtypes))"
        values["subtypes"] = listed(where.subtypes)
    if where.sources is not None:
        filters += " AND m.source IN (SELECT value FROM json_each(:sources))"
        values["sources"] = listed(where.sources)
    rows = look.each(
        "SELECT m.entity, m.id, m.text FROM words CROSS JOIN mentions AS m ON m.n = words.rowid"
        " WHERE words MATCH :query AND m.vis IN temp.visible" + filters + " ORDER BY m.entity, m.id",
        values,
    )
    hits: list[Hit] = []
    for row in rows:
        if len(hits) == limit:
            break
        words = set(searchable_words(row[2]))
        if all(holds(words, asked) for asked in where.words):
            hits.append(Hit._make(row))
    return hits


def _query(seen: Iterable[int], words: Sequence[str]) -> str:
    """Every word under one visibility, or under the next: a mention has only one."""
    return " OR ".join("(" + " AND ".join(_phrase(vis, word) for word in words) + ")" for vis in seen)


def _phrase(vis: int, word: str) -> str:
    begins = word.endswith("*")
    term = _term(vis, word[:-1] if begins else word).replace('"', '""')
    return f'"{term}" *' if begins else f'"{term}"'
