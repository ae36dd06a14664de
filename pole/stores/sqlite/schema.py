"""The tables, and how an older file becomes a file of this version.

`adj` holds two rows a link, one from each end, in the very order in which ties are read, with everything that a
condition on links may ask. Words are indexed under their visibility (`search`), so that what is hidden is not even
passed over. Rows have all `vis NOT NULL`: what has none cannot be written.
"""

from __future__ import annotations

from typing import LiteralString

from pole.errors import SchemaVersionError

APPLICATION_ID = 0x504F4C45
"""Marks the file as one of ours."""

VERSION = 6
"""What the last of `MIGRATIONS` leaves behind."""

_TABLES: LiteralString = """
CREATE TABLE records (
  id TEXT PRIMARY KEY, row TEXT NOT NULL, source TEXT NOT NULL, type TEXT NOT NULL, key TEXT NOT NULL,
  vis INTEGER NOT NULL, version INTEGER NOT NULL, hash TEXT NOT NULL, received TEXT NOT NULL, loaded TEXT NOT NULL,
  batch TEXT NOT NULL, parent TEXT, made_from TEXT NOT NULL, unit TEXT, file TEXT NOT NULL, line INTEGER NOT NULL,
  raw TEXT
) STRICT;
CREATE INDEX records_row ON records (row, source, type);
CREATE INDEX records_parent ON records (parent, source, type) WHERE parent IS NOT NULL;

CREATE TABLE mentions (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, record TEXT NOT NULL, row TEXT NOT NULL, source TEXT NOT NULL,
  name TEXT NOT NULL, kind TEXT NOT NULL, subtype TEXT NOT NULL, vis INTEGER NOT NULL, keyset TEXT NOT NULL,
  entity TEXT NOT NULL, caption TEXT NOT NULL, rank INTEGER NOT NULL, born TEXT, received TEXT NOT NULL,
  loaded TEXT NOT NULL, text TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX mentions_entity ON mentions (entity, received DESC, id, vis);
CREATE INDEX mentions_record ON mentions (record, name);
CREATE INDEX mentions_keyset ON mentions (keyset, rank DESC, received DESC, id);

CREATE TABLE links (
  id TEXT PRIMARY KEY, type TEXT NOT NULL, role TEXT NOT NULL, start_entity TEXT NOT NULL, end_entity TEXT NOT NULL,
  start_mention TEXT NOT NULL, end_mention TEXT NOT NULL, start_keyset TEXT NOT NULL, end_keyset TEXT NOT NULL,
  start_kind TEXT NOT NULL, start_subtype TEXT NOT NULL, end_kind TEXT NOT NULL, end_subtype TEXT NOT NULL,
  vis INTEGER NOT NULL, begins TEXT, ends TEXT, low INTEGER, high INTEGER, standing TEXT, basis TEXT, grade TEXT,
  record TEXT NOT NULL, row TEXT NOT NULL, source TEXT NOT NULL, field TEXT NOT NULL, received TEXT NOT NULL,
  loaded TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX links_record ON links (record);
CREATE INDEX links_start_keyset ON links (start_keyset);
CREATE INDEX links_end_keyset ON links (end_keyset);

CREATE TABLE adj (
  entity TEXT NOT NULL, type TEXT NOT NULL, role TEXT NOT NULL, outgoing INTEGER NOT NULL, other TEXT NOT NULL,
  received TEXT NOT NULL, link TEXT NOT NULL, vis INTEGER NOT NULL, other_kind TEXT NOT NULL,
  other_subtype TEXT NOT NULL, source TEXT NOT NULL, standing TEXT, grade TEXT, low INTEGER, high INTEGER,
  PRIMARY KEY (entity, type, role, outgoing, other, received DESC, link)
) STRICT, WITHOUT ROWID;

CREATE TABLE keysets (
  id TEXT PRIMARY KEY, vis INTEGER NOT NULL, kind TEXT NOT NULL, keys TEXT NOT NULL, entity TEXT NOT NULL,
  mentions INTEGER NOT NULL, caption TEXT NOT NULL, rank INTEGER NOT NULL, subtype TEXT NOT NULL, born TEXT,
  received TEXT NOT NULL, best TEXT NOT NULL
) STRICT;
CREATE INDEX keysets_entity ON keysets (entity);

CREATE TABLE keyset_keys (
  key TEXT NOT NULL, keyset TEXT NOT NULL, may TEXT NOT NULL, entity TEXT NOT NULL, vis INTEGER NOT NULL,
  PRIMARY KEY (key, keyset, may)
) STRICT, WITHOUT ROWID;

CREATE TABLE entities (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, subtype TEXT NOT NULL, vis INTEGER NOT NULL, caption TEXT NOT NULL,
  born TEXT, since TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE same (
  high TEXT NOT NULL, low TEXT NOT NULL, vis INTEGER NOT NULL, why TEXT NOT NULL, since TEXT NOT NULL,
  PRIMARY KEY (vis, high, low)
) STRICT, WITHOUT ROWID;
CREATE INDEX same_high ON same (high, low);
CREATE INDEX same_low ON same (low);

CREATE TABLE membership (
  keyset TEXT NOT NULL, entity TEXT NOT NULL, vis INTEGER NOT NULL, since TEXT NOT NULL, until TEXT
) STRICT;
CREATE INDEX membership_keyset ON membership (keyset, since, entity);
CREATE INDEX membership_entity ON membership (entity);

CREATE TABLE lineage (
  at TEXT NOT NULL, what TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, vis INTEGER NOT NULL
) STRICT;
CREATE INDEX lineage_before ON lineage (before);
CREATE INDEX lineage_after ON lineage (after);

CREATE TABLE past (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL, what TEXT NOT NULL, row TEXT NOT NULL, keysets TEXT NOT NULL,
  vis INTEGER NOT NULL, known_from TEXT NOT NULL, known_to TEXT NOT NULL, why TEXT NOT NULL, payload TEXT NOT NULL
) STRICT;
CREATE INDEX past_id ON past (id);
CREATE INDEX past_row ON past (row);
CREATE TABLE past_keysets (
  keyset TEXT NOT NULL, past INTEGER NOT NULL, PRIMARY KEY (keyset, past)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
  id TEXT PRIMARY KEY, source TEXT NOT NULL, type TEXT NOT NULL, row TEXT, batch TEXT NOT NULL, file TEXT NOT NULL,
  line INTEGER NOT NULL, field TEXT NOT NULL, reason TEXT NOT NULL, remedy TEXT NOT NULL, raw TEXT NOT NULL,
  vis INTEGER NOT NULL, at TEXT NOT NULL, columns TEXT NOT NULL
) STRICT;
CREATE INDEX quarantine_row ON quarantine (row) WHERE row IS NOT NULL;
CREATE INDEX quarantine_source ON quarantine (source, vis);

CREATE TABLE ledger (
  id TEXT PRIMARY KEY, source TEXT NOT NULL, type TEXT NOT NULL, load TEXT NOT NULL, number INTEGER NOT NULL,
  extract TEXT, file TEXT NOT NULL, digest TEXT NOT NULL, mapping TEXT NOT NULL, mode TEXT NOT NULL, at TEXT NOT NULL,
  data_to TEXT, counts TEXT NOT NULL, last INTEGER NOT NULL
) STRICT;
CREATE INDEX ledger_extract ON ledger (source, type, extract);

CREATE TABLE sources (source TEXT PRIMARY KEY, title TEXT NOT NULL, owner TEXT NOT NULL, contact TEXT NOT NULL) STRICT;
CREATE TABLE tally (
  source TEXT NOT NULL, vis INTEGER NOT NULL, records INTEGER NOT NULL, PRIMARY KEY (source, vis)
) STRICT, WITHOUT ROWID;
CREATE TABLE visibility (vis INTEGER PRIMARY KEY, marking TEXT NOT NULL) STRICT;
CREATE TABLE lease (one INTEGER PRIMARY KEY CHECK (one = 1), holder TEXT NOT NULL, until REAL NOT NULL) STRICT;
CREATE TABLE state (
  one INTEGER PRIMARY KEY CHECK (one = 1), generation INTEGER NOT NULL, unclean INTEGER NOT NULL
) STRICT;
INSERT INTO state VALUES (1, 0, 0);
"""

_WORDS: LiteralString = """
CREATE VIRTUAL TABLE words USING fts5 (
  word, content = '', columnsize = 0, detail = none,
  tokenize = "ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\\]^_`{|}~'"
);
"""

_NAMES: LiteralString = """
PRAGMA application_id = 1347374149;
PRAGMA user_version = 1;
"""

_SECOND: LiteralString = """
ALTER TABLE past ADD COLUMN parent TEXT;
ALTER TABLE past ADD COLUMN place INTEGER NOT NULL DEFAULT -1;
ALTER TABLE past ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;
UPDATE past SET parent = json_extract(payload, '$[11]') WHERE what = 'record';
UPDATE past SET closed = 1 WHERE EXISTS (
  SELECT 1 FROM past AS d WHERE d.row = past.row AND d.why = 'deleted' AND d.known_to >= past.known_to
) OR (row IN (SELECT row FROM records) AND NOT EXISTS (
  SELECT 1 FROM records AS r WHERE r.row = past.row AND r.vis = past.vis
));
CREATE INDEX past_parent ON past (parent) WHERE parent IS NOT NULL;
ALTER TABLE quarantine ADD COLUMN parent TEXT;
CREATE INDEX quarantine_parent ON quarantine (parent) WHERE parent IS NOT NULL;
CREATE TABLE last_words (
  row TEXT PRIMARY KEY, source TEXT NOT NULL, type TEXT NOT NULL, parent TEXT, received TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX last_words_parent ON last_words (parent) WHERE parent IS NOT NULL;
INSERT INTO last_words SELECT row, json_extract(payload, '$[2]'), json_extract(payload, '$[3]'), max(parent),
  max(json_extract(payload, '$[8]')) FROM past WHERE what = 'record' AND row NOT IN (SELECT row FROM records) GROUP BY row;
DROP TABLE tally;
CREATE TABLE tally (
  source TEXT NOT NULL, facets TEXT NOT NULL, records INTEGER NOT NULL, PRIMARY KEY (source, facets)
) STRICT, WITHOUT ROWID;
INSERT INTO tally SELECT source, facets, count(*) FROM (
  SELECT source, json_group_array(vis) AS facets FROM (SELECT source, row, vis FROM records ORDER BY source, row, vis)
  GROUP BY source, row
) GROUP BY source, facets;
DELETE FROM membership WHERE NOT EXISTS (SELECT 1 FROM keysets AS s WHERE s.id = membership.keyset)
  AND NOT EXISTS (SELECT 1 FROM past_keysets AS k WHERE k.keyset = membership.keyset);
PRAGMA user_version = 2;
"""
"""Last words, what is past of a row closed or raised, and rows counted once whatever their facets."""

_THIRD: LiteralString = """
ALTER TABLE sources ADD COLUMN refresh TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN every INTEGER;
ALTER TABLE sources ADD COLUMN late_after INTEGER;
INSERT OR IGNORE INTO sources (source, title, owner, contact) SELECT DISTINCT source, source, '', '' FROM ledger;
CREATE INDEX ledger_at ON ledger (source, at) WHERE digest <> '';
CREATE INDEX ledger_data_to ON ledger (source, data_to);
PRAGMA user_version = 3;
"""
"""When each source is expected, and how fresh it is without reading its whole ledger."""

_FOURTH: LiteralString = """
CREATE TABLE tasks (
  id TEXT PRIMARY KEY, vis INTEGER NOT NULL, source TEXT NOT NULL, record TEXT NOT NULL, row TEXT NOT NULL,
  type TEXT NOT NULL, key TEXT, field TEXT NOT NULL, says TEXT NOT NULL, should TEXT NOT NULL, words TEXT NOT NULL,
  kind TEXT NOT NULL, raised TEXT NOT NULL, raised_by TEXT NOT NULL, state TEXT NOT NULL, closed TEXT,
  closed_by TEXT NOT NULL, answer TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tasks_row ON tasks (row);
CREATE INDEX tasks_record ON tasks (record);
CREATE INDEX tasks_raised ON tasks (raised, id);
PRAGMA user_version = 4;
"""
"""Tasks of correction."""

_FIFTH: LiteralString = """
ALTER TABLE ledger ADD COLUMN place INTEGER GENERATED ALWAYS AS (coalesce(CAST(nullif(extract, '') AS INTEGER), -1));
CREATE INDEX ledger_place ON ledger (source, place);
CREATE INDEX ledger_time ON ledger (source, at);
DROP INDEX ledger_extract;
CREATE INDEX ledger_extract ON ledger (source, type, extract, digest);
PRAGMA user_version = 5;
"""
"""What a load asks of the ledger is found without reading all of it."""

_SIXTH: LiteralString = """
CREATE TABLE decisions (
  id TEXT PRIMARY KEY, vis INTEGER NOT NULL, verdict TEXT NOT NULL, state TEXT NOT NULL, one_record TEXT NOT NULL,
  one_row TEXT NOT NULL, one_name TEXT NOT NULL, one_keysets TEXT NOT NULL, other_record TEXT NOT NULL,
  other_row TEXT NOT NULL, other_name TEXT NOT NULL, other_keysets TEXT NOT NULL, why TEXT NOT NULL,
  evidence TEXT NOT NULL, made TEXT NOT NULL, made_by TEXT NOT NULL, seconded TEXT, seconded_by TEXT NOT NULL, ended TEXT,
  ended_by TEXT NOT NULL, ended_why TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX decisions_one ON decisions (one_row);
CREATE INDEX decisions_other ON decisions (other_row);
CREATE INDEX decisions_made ON decisions (made, id);
CREATE TABLE decision_ends (
  keyset TEXT NOT NULL, decision TEXT NOT NULL, side INTEGER NOT NULL, PRIMARY KEY (keyset, decision, side)
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_ends_decision ON decision_ends (decision);
PRAGMA user_version = 6;
"""
"""What persons decide of identity."""

MIGRATIONS: tuple[LiteralString, ...] = (_TABLES + _WORDS + _NAMES, _SECOND, _THIRD, _FOURTH, _FIFTH, _SIXTH)
"""What brings a file from each version to the next, statement by statement; the first makes one of an empty file."""


def require_known(application: int, version: int) -> None:
    """Raises SchemaVersionError for a file that this program cannot read as it is."""
    if application != APPLICATION_ID or version == 0:
        raise SchemaVersionError("The store has no schema yet: run `pole store init`.")
    if version > VERSION:
        raise SchemaVersionError(f"The store has schema {version}, this program knows {VERSION}: use a newer program.")
    if version < VERSION:
        raise SchemaVersionError(
            f"The store has schema {version}, this program needs {VERSION}: run `pole store migrate`."
        )
