"""Words: how a mention is found by them.

The index holds the words of a mention as we have folded and parted them, and its visibility as a word of its own, so
that Lucene itself passes over what may not be seen. It proposes; the text of words decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import LiteralString

from pole.graph.questions import SearchWhere
from pole.graph.rows import Hit
from pole.stores.bolt.shapes import seen_as
from pole.stores.bolt.sight import Sight

_NO_LETTER = re.compile(r"([^\w])")
_LONGEST = 200
"""Lucene cuts words of more than 255; we ask for no more of a word than this and let the text decide."""
_MOST_CLAUSES = 500
"""Lucene takes 1,024. A reader of more visibilities than this is filtered by the database alone."""


def search(sight: Sight, where: SearchWhere, limit: int) -> list[Hit]:
    """Mentions that hold every word, in order of entity and mention."""
    if not sight.vis or not where.words or not all(map(_may_be_held, where.words)):
        return []
    (found,) = sight.one(
        "CALL db.index.fulltext.queryNodes('mention_words', $query) YIELD node AS m"
        " WHERE m.vis IN $vis"
        " AND all(part IN $parts WHERE (' ' + m.words + ' ') CONTAINS part)" + _filters(where) +
        " WITH m ORDER BY m.entity, m.id LIMIT $limit RETURN collect([m.entity, m.id, m.text])",
        query=_query(where.words, sight.vis),
        parts=[_part(word) for word in where.words],
        limit=limit,
        kinds=where.kinds,
        subtypes=where.subtypes,
        sources=where.sources,
    )  # fmt: skip
    return [Hit(*hit) for hit in found]


def _may_be_held(word: str) -> bool:
    """Whether any text could have this word: not an empty one, nor one with white space in it."""
    return word.removesuffix("*") != "" and word.split() == [word]


def _filters(where: SearchWhere) -> LiteralString:
    text: LiteralString = ""
    if where.kinds is not None:
        text += " AND m.kind IN $kinds"
    if where.subtypes is not None:
        text += " AND m.subtype IN $subtypes"
    if where.sources is not None:
        text += " AND m.source IN $sources"
    return text


def _part(word: str) -> str:
    """What stands in the words of a mention, set apart by spaces, exactly when it holds this one."""
    return f" {word[:-1]}" if word.endswith("*") else f" {word} "


def _query(words: Iterable[str], vis: Iterable[int]) -> str:
    """Every word and one of the visibilities, in the language of Lucene."""
    clauses = [f"+words:{_term(word)}" for word in words]
    seen = [seen_as(v) for v in vis]
    if len(seen) <= _MOST_CLAUSES:
        clauses.append(f"+seen:({' '.join(seen)})")
    return " ".join(clauses)


def _term(word: str) -> str:
    """A word, or how one begins, with everything escaped that Lucene would read as its own."""
    begins = word.endswith("*")
    word = word[:-1] if begins else word
    cut = word[:_LONGEST]
    if begins or cut != word:
        return _NO_LETTER.sub(r"\\\1", cut) + "*"
    return '"' + cut.replace("\\", "\\\\").replace('"', '\\"') + '"'
