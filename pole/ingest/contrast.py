"""Two backups compared record by record: which rows came to something else, in what, and which things were joined or parted.

What is compared is what the records say and who is held to be whom; ids of entities, versions and times of loading are left
out, for two loads of the same rows differ in them. It tells counts and places in files, and never what stands there.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from pole.graph.rows import LinkRow, MentionRow, RecordRow, SameRow
from pole.ingest.groups import Groups
from pole.ingest.restore import rows_in
from pole.model.facts import Id, content_id, decode_statements

BEFORE, AFTER = 0, 1
PLACES: Final = 10
"""So many examples are told of each difference."""
_TABLES: Final = """
    CREATE TABLE held (
        side INT, row TEXT, source TEXT, type TEXT, file TEXT, line INT, about TEXT, PRIMARY KEY (side, row)
    ) WITHOUT ROWID;
    CREATE TABLE thing (
        side INT, row TEXT, name TEXT, kind TEXT, subtype TEXT, entity TEXT, PRIMARY KEY (side, row, name)
    ) WITHOUT ROWID;
    CREATE TABLE said (row TEXT, what TEXT, side INT, content TEXT, vis INT);
"""
_SAID_OF_EACH: Final = """
    INSERT INTO said SELECT h.row, 'parent, origin or unit', h.side, h.about, 0 FROM held AS h WHERE NOT EXISTS
        (SELECT 1 FROM held AS o WHERE o.side = 1 - h.side AND o.row = h.row AND o.about = h.about);
    INSERT INTO said SELECT t.row, t.name, t.side, t.kind || '/' || t.subtype, 0 FROM thing AS t WHERE NOT EXISTS
        (SELECT 1 FROM thing AS o WHERE o.side = 1 - t.side AND o.row = t.row AND o.name = t.name AND o.subtype = t.subtype)
"""
"""What every facet of a row says again."""


class RowContrast(NamedTuple):
    """Rows of one record type that differ in one respect."""

    source: str
    type: str
    what: str
    """``only before``, ``only after``, ``other`` (in both, but not the same), or what is other in it: ``keeper.born``."""
    rows: int
    places: tuple[str, ...]
    """Where the first of them stand, each as `FILE:LINE`."""


class ThingContrast(NamedTuple):
    """Things of one kind that were several and are one, or the other way about, going by the rows that both have."""

    kind: str
    what: str
    """``joined`` or ``parted``."""
    things: int
    """How many of the ones."""
    places: tuple[str, ...]
    """For each of the first, one record of each of the several: `FILE:LINE + FILE:LINE`."""


class Contrasts(NamedTuple):
    """Everything in which two backups differ; rows by source, type and what, things by kind and what."""

    rows: list[RowContrast]
    things: list[ThingContrast]


class _Facet(NamedTuple):
    record: RecordRow
    mentions: list[MentionRow]
    links: list[LinkRow]


_Said: TypeAlias = tuple[str, str, int]
"""What is said (`keeper.born`), a hash of how, and its visibility."""


def contrast(before: Path, after: Path) -> Contrasts:
    """In what two backups differ. Memory hangs on how many things are tied across visibilities, not on the records.

    Raises ExtractError for a file that is damaged or no backup.
    """
    with closing(sqlite3.connect("")) as db:  # a file without a name, so that memory stays flat
        db.executescript(_TABLES)
        ties = Groups(), Groups()
        _note(db, (_Reading(db, BEFORE, before, ties[BEFORE]), _Reading(db, AFTER, after, ties[AFTER])))
        db.executescript(_SAID_OF_EACH)
        db.create_function("was", 1, ties[BEFORE].of, deterministic=True)
        db.create_function("became", 1, ties[AFTER].of, deterministic=True)
        return Contrasts(sorted([*_alone(db), *_other(db)]), sorted(_moved(db)))


# ---------------------------------------------------------------- reading


class _Reading:
    """One of the backups: its facets in order of their ids; rows, things and ties are noted on the way."""

    def __init__(self, db: sqlite3.Connection, side: int, path: Path, ties: Groups) -> None:
        self._db, self.side, self._path, self._ties = db, side, path, ties

    def facets(self) -> Iterator[_Facet]:
        facet: _Facet | None = None
        for row in rows_in(self._path):
            if isinstance(row, MentionRow) and facet:
                facet.mentions.append(row)
            elif isinstance(row, LinkRow) and facet:
                facet.links.append(row)
            elif isinstance(row, RecordRow):
                if facet:
                    yield self._noted(facet)
                facet = _Facet(row, [], [])
            elif isinstance(row, SameRow):
                self._ties.tie(row.high, row.low)
        if facet:
            yield self._noted(facet)

    def _noted(self, facet: _Facet) -> _Facet:
        r = facet.record
        about = _hash([r.parent, r.made_from, r.unit])
        held = (self.side, r.row, r.source, r.type, r.file, r.line, about)
        self._db.execute("INSERT OR IGNORE INTO held VALUES (?, ?, ?, ?, ?, ?, ?)", held)
        things = ((self.side, m.row, m.name, m.kind, m.subtype, m.entity) for m in facet.mentions)
        self._db.executemany("INSERT OR IGNORE INTO thing VALUES (?, ?, ?, ?, ?, ?)", things)
        return facet


def _note(db: sqlite3.Connection, sides: tuple[_Reading, _Reading]) -> None:
    """Note what is said in facets that only one side has, or that say something else."""
    for facets in _side_by_side(*(side.facets() for side in sides)):
        said = [None if facet is None else sorted(_said(facet)) for facet in facets]
        if said[BEFORE] != said[AFTER]:
            for side, facet in enumerate(facets):
                if facet is not None:
                    rows = ((facet.record.row, what, side, content, vis) for what, content, vis in said[side] or ())
                    db.executemany("INSERT INTO said VALUES (?, ?, ?, ?, ?)", rows)


def _side_by_side(before: Iterator[_Facet], after: Iterator[_Facet]) -> Iterator[tuple[_Facet | None, _Facet | None]]:
    """The facets of both by id; None where one lacks it."""
    old, new = next(before, None), next(after, None)
    while old or new:
        first = min(facet.record.id for facet in (old, new) if facet)
        pair = tuple(facet if facet and facet.record.id == first else None for facet in (old, new))
        yield pair[0], pair[1]
        old, new = next(before, None) if pair[0] else old, next(after, None) if pair[1] else new


def _said(facet: _Facet) -> Iterator[_Said]:
    """All that a facet says."""
    record = facet.record
    if record.raw:
        yield "row as received", _hash(record.raw), record.vis
    for m in facet.mentions:
        yield from _of_body(m.name, m.body, m.vis)
    for k in facet.links:
        name = f"{k.type} {k.role}".strip()
        yield (
            name,
            _hash([k.start_mention, k.end_mention, k.begins, k.ends, k.standing, k.basis, k.grade, k.field]),
            k.vis,
        )
        yield from _of_body(name, k.body, k.vis)


def _of_body(name: str, body: str, vis: int) -> Iterator[_Said]:
    for statement in decode_statements(body):
        said = statement._replace(former="former" if statement.former else None)
        yield f"{name}.{statement.attribute}", _hash(said), vis


def _hash(said: object) -> str:
    return content_id(json.dumps(said))


# ---------------------------------------------------------------- rows


def _alone(db: sqlite3.Connection) -> Iterator[RowContrast]:
    """Rows that one side lacks."""
    for side, what in ((BEFORE, "only before"), (AFTER, "only after")):
        found = db.execute(
            "SELECT h.source, h.type, h.file, h.line FROM held AS h WHERE h.side = ? AND NOT EXISTS"
            " (SELECT 1 FROM held AS o WHERE o.side = ? AND o.row = h.row) ORDER BY 1, 2, 3, 4",
            (side, 1 - side),
        )
        for (source, type_), rows in groupby(found, key=itemgetter(0, 1)):
            yield _counted(source, type_, what, ((file, line) for _, _, file, line in rows))


def _other(db: sqlite3.Connection) -> Iterator[RowContrast]:
    """Rows that both have, but that say something else."""
    found = db.execute(
        "SELECT a.source, a.type, a.file, a.line, s.row, s.what, s.side, s.content, s.vis FROM held AS a"
        " JOIN held AS b ON b.side = 0 AND b.row = a.row JOIN said AS s ON s.row = a.row WHERE a.side = 1"
        " ORDER BY 1, 2, 3, 4, 5, 6"
    )
    for (source, type_), rows in groupby(found, key=itemgetter(0, 1)):
        counts: dict[str, int] = defaultdict(int)
        places: dict[str, list[str]] = defaultdict(list)
        for (file, line, _), said in groupby(rows, key=itemgetter(2, 3, 4)):
            whats = [
                what for name, of_it in groupby(said, key=itemgetter(5)) for what in _difference(name, list(of_it))
            ]
            for what in ["other", *whats] if whats else ():
                counts[what] += 1
                places[what] += [f"{file}:{line}"] * (counts[what] <= PLACES)
        yield from (RowContrast(source, type_, what, n, tuple(places[what])) for what, n in counts.items())


def _difference(what: str, said: list[tuple[object, ...]]) -> Iterator[str]:
    """What is other, or only the marking of it, if anything is."""
    contents, markings = (
        [{row[column] for row in said if row[6] == side} for side in (BEFORE, AFTER)] for column in (7, 8)
    )
    if contents[BEFORE] != contents[AFTER]:
        yield what
    elif markings[BEFORE] != markings[AFTER]:
        yield f"{what}: its marking"


def _counted(source: str, type_: str, what: str, places: Iterable[tuple[str, int]]) -> RowContrast:
    number, first = 0, list[str]()
    for file, line in places:
        number += 1
        first += [f"{file}:{line}"] * (number <= PLACES)
    return RowContrast(source, type_, what, number, tuple(first))


# ---------------------------------------------------------------- things


def _moved(db: sqlite3.Connection) -> Iterator[ThingContrast]:
    """Things that were several and are one, then those that were one and are several."""
    db.execute(
        "CREATE TABLE held_to_be AS SELECT was(b.entity) AS was, became(a.entity) AS became, a.kind, h.file, h.line"
        " FROM thing AS b JOIN thing AS a ON a.side = 1 AND a.row = b.row AND a.name = b.name"
        " JOIN held AS h ON h.side = 1 AND h.row = b.row WHERE b.side = 0"
    )
    pairs = "SELECT kind, {}, {}, file, line FROM held_to_be ORDER BY 1, 2, 4, 5"
    yield from _several("joined", db.execute(pairs.format("became", "was")))
    yield from _several("parted", db.execute(pairs.format("was", "became")))


def _several(what: str, found: Iterable[tuple[str, Id, Id, str, int]]) -> Iterator[ThingContrast]:
    """By kind. The first are those whose first record stands first, for ids of entities are of chance."""
    for kind, of_kind in groupby(found, key=itemgetter(0)):
        number, first = 0, list[list[tuple[str, int]]]()
        for _, rows in groupby(of_kind, key=itemgetter(1)):
            parts: dict[Id, tuple[str, int]] = {}
            for _, _, other, file, line in rows:
                parts.setdefault(other, (file, line))
            if len(parts) > 1:
                number += 1
                first = sorted([*first, list(parts.values())])[:PLACES]
        if number:
            places = (" + ".join(f"{file}:{line}" for file, line in parts) for parts in first)
            yield ThingContrast(kind, what, number, tuple(places))
