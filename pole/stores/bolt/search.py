"""Words: how a mention is found by them.

The index holds the words of a mention as we have folded and parted them, and its visibility as a word of its own, so
that Lucene itself passes over what may not be seen. It proposes; the text of words decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import LiteralString

from pole.graph.questions import SearchWhere
from pole.graph.rows import Hit
from pole.stores.bolt.shapes import seen_as
from pole.stores.bolt.sight import Sight

_NO_LETTER = re.compile(r"([^\w])")
_LONGEST = 200
"""Lucene cuts words of more than 255; we ask for no more of a word than this and let the text decide."""
_MOST_CLAUSES = 900
"""Lucene takes 1,024. Where there would be more, visibility is left to the database, which asks for it in any case."""
_BY_INDEX: LiteralString = "CALL db.index.fulltext.queryNodes('mention_words', $query) YIELD node AS m WHERE "
_OF_ENTITIES: LiteralString = "UNWIND $entities AS id MATCH (m:Mention) WHERE m.entity = id AND "


def search(sight: Sight, where: SearchWhere, limit: int) -> list[Hit]:
    """(entity, text) that holds a word of every group. What has no text of its own is asked of the entities named."""
    groups = [[word for word in group if _may_be_held(word)] for group in where.words]
    named = where.entities is not None
    if not sight.vis or not all(groups) or not (groups or named):
        return []
    (found,) = sight.one(
        (_OF_ENTITIES if named else _BY_INDEX) + "m.vis IN $vis"
        " AND all(parts IN $groups WHERE any(part IN parts WHERE (' ' + m.words + ' ') CONTAINS part))"
        + _filters(where)
        + " WITH m.entity AS entity, collect(DISTINCT m.text) AS texts ORDER BY entity LIMIT $limit"
        " RETURN collect([entity, texts])",
        query="" if named else _query(groups, sight.vis),
        entities=where.entities,
        groups=[[_part(word) for word in group] for group in groups],
        limit=limit,
        kinds=where.kinds,
        subtypes=where.subtypes,
        sources=where.sources,
    )
    return [Hit(entity, text) for entity, texts in found for text in sorted(texts)][:limit]


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


def _query(groups: Sequence[Sequence[str]], vis: Sequence[int]) -> str:
    """A word of every group and one of the visibilities, in the language of Lucene."""
    clauses = [f"+({' '.join(f'words:{_term(word)}' for word in group)})" for group in groups]
    if len(vis) + sum(map(len, groups)) <= _MOST_CLAUSES:
        clauses.append(f"+seen:({' '.join(map(seen_as, vis))})")
    return " ".join(clauses)


def _term(word: str) -> str:
    """A word, or how one begins, with everything escaped that Lucene would read as its own."""
    begins = word.endswith("*")
    word = word[:-1] if begins else word
    cut = word[:_LONGEST]
    if begins or cut != word:
        return _NO_LETTER.sub(r"\\\1", cut) + "*"
    return '"' + cut.replace("\\", "\\\\").replace('"', '\\"') + '"'
