"""Words: how a mention is indexed, and how it is found.

Each word is indexed together with the visibility of its mention (``1f3a:smith``), so a question passes over nothing
that its reader may not see, and takes no longer for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import LiteralString

from pole.graph.questions import SearchWhere
from pole.graph.rows import Hit
from pole.graph.words import holds_all, searchable_words
from pole.stores.sqlite.connections import Look, listed

_CONTROL = dict.fromkeys((*range(32), 127), "?")
"""What the index takes for white space inside a word."""


def index_text(vis: int, text: str) -> str:
    """What is indexed of a mention's text, in a settled order: removal must name the very words."""
    return " ".join(_term(vis, word) for word in sorted(set(searchable_words(text))))


def _term(vis: int, word: str) -> str:
    return f"{vis:x}:{word.translate(_CONTROL)}"


def search(look: Look, where: SearchWhere, limit: int) -> list[Hit]:
    """(entity, text) that holds a word of every group. The index proposes, the text itself decides."""
    filters, values = _filters(where)
    if where.entities is not None:
        found: LiteralString = "json_each(:entities) AS i CROSS JOIN mentions AS m ON m.entity = i.value WHERE"
        values["entities"] = listed(sorted(set(where.entities)))
    else:
        found = "words CROSS JOIN mentions AS m ON m.n = words.rowid WHERE words MATCH :query AND"
        values["query"] = _query(look, where.words)
        if not values["query"]:
            return []
    rows = look.each(
        "SELECT DISTINCT m.entity, m.text FROM " + found + " m.vis IN temp.visible" + filters +
        " ORDER BY m.entity, m.text",
        values,
    )  # fmt: skip
    held = (Hit._make(row) for row in rows if holds_all(set(searchable_words(row[1])), where.words))
    return list(islice(held, limit))


def _filters(where: SearchWhere) -> tuple[LiteralString, dict[str, object]]:
    text: LiteralString = ""
    values: dict[str, object] = {}
    if where.kinds is not None:
        text += " AND m.kind IN (SELECT value FROM json_each(:kinds))"
        values["kinds"] = listed(where.kinds)
    if where.subtypes is not None:
        text += " AND m.subtype IN (SELECT value FROM json_each(:subtypes))"
        values["subtypes"] = listed(where.subtypes)
    if where.sources is not None:
        text += " AND m.source IN (SELECT value FROM json_each(:sources))"
        values["sources"] = listed(where.sources)
    return text, values


def _query(look: Look, groups: Sequence[Sequence[str]]) -> str:
    """A word of every group under one visibility, or under the next: a mention has only one. Empty for what is nowhere."""
    seen = [vis for (vis,) in look.rows("SELECT vis FROM visibility WHERE vis IN temp.visible ORDER BY vis")]
    askable = [[word for word in group if word not in ("", "*")] for group in groups]
    if not all(askable):
        return ""
    return " OR ".join(
        "(" + " AND ".join("(" + " OR ".join(_phrase(vis, word) for word in group) + ")" for group in askable) + ")"
        for vis in seen
        if askable
    )


def _phrase(vis: int, word: str) -> str:
    begins = word.endswith("*")
    term = _term(vis, word[:-1] if begins else word).replace('"', '""')
    return f'"{term}" *' if begins else f'"{term}"'
