"""`Changes` become rows, in the order in which `Changes` lists them. Nothing is decided here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from pole.graph.changes import Changes, Closing
from pole.graph.rows import KeySetRow, LinkRow, MentionRow, PastRow, QuarantineRow, RecordRow
from pole.model.facts import Id
from pole.stores.sqlite.columns import keyset_keys
from pole.stores.sqlite.connections import Pen, listed
from pole.stores.sqlite.decisions import drop_decisions, put_decisions
from pole.stores.sqlite.moving import adj_key, adj_rows, move
from pole.stores.sqlite.search import index_text
from pole.stores.sqlite.sources import tally
from pole.stores.sqlite.tasks import drop_tasks, put_tasks


def write(pen: Pen, changes: Changes) -> None:
    """All of it. Rows go in sorted by key, which keeps the pages of the file together."""
    pen.do_all("INSERT INTO visibility VALUES (?, ?)", [(v, m.text) for v, m in sorted(changes.markings.items())])
    named = _erase(pen, changes.erase)
    _close(pen, changes.close)
    _put_past(pen, changes.past)
    _drop_links(pen, changes.drop_links)
    _drop_mentions(pen, changes.drop_mentions)
    pen.do_all("DELETE FROM records WHERE id = ?", [(r.id,) for r in changes.drop_records])
    pen.do_all("INSERT OR REPLACE INTO entities VALUES (?, ?, ?, ?, ?, ?, ?)", sorted(changes.put_entities))
    _put_keysets(pen, changes.put_keysets)
    move(pen, {m.keyset: m.after for m in changes.moves})
    _put_records(pen, changes.put_records)
    _put_mentions(pen, changes.put_mentions)
    _put_links(pen, changes.put_links)
    _drop_keysets(pen, changes.drop_keysets)
    pen.do_all(
        "DELETE FROM same WHERE high = ? AND low = ? AND vis = ?", [(s.high, s.low, s.vis) for s in changes.drop_same]
    )
    pen.do_all("INSERT OR REPLACE INTO same VALUES (?, ?, ?, ?, ?)", changes.put_same)
    pen.do_all("INSERT INTO membership VALUES (?, ?, ?, ?, ?)", changes.open_membership)
    pen.do_all(
        "UPDATE membership SET until = ? WHERE keyset = ? AND entity = ? AND until IS NULL",
        [(m.until, m.keyset, m.entity) for m in changes.close_membership],
    )
    pen.do_all("INSERT INTO lineage VALUES (?, ?, ?, ?, ?)", changes.lineage)
    pen.do_all("DELETE FROM entities WHERE id = ?", [(id_,) for id_ in changes.drop_entities])
    pen.do_all("INSERT OR REPLACE INTO last_words VALUES (?, ?, ?, ?, ?)", changes.put_words)
    pen.do_all("DELETE FROM last_words WHERE row = ?", [(row,) for row in changes.drop_words])
    _put_quarantine(pen, changes.put_quarantine)
    put_tasks(pen, changes.put_tasks)
    drop_tasks(pen, changes.drop_tasks)
    put_decisions(pen, changes.put_decisions)
    drop_decisions(pen, changes.drop_decisions)
    tally(pen, changes.tally)
    erased = set(changes.erase)
    _forget_membership(pen, named | {m.keyset for m in changes.drop_mentions if m.row in erased})


def _put_quarantine(pen: Pen, rows: Iterable[QuarantineRow]) -> None:
    """Keep rows back; a row that was already kept back is there once."""
    pen.do_all("INSERT OR REPLACE INTO quarantine VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _erase(pen: Pen, rows: Sequence[Id]) -> set[Id]:
    """Forget what rows disposed of at source once said; the key sets that their past named.

    What is left in the index of words goes with the lease.
    """
    if not rows:
        return set()
    gone = {"rows": listed(rows)}
    named = pen.rows(
        "SELECT DISTINCT k.value FROM json_each(:rows) AS i CROSS JOIN past AS p ON p.row = i.value,"
        " json_each(p.keysets) AS k",
        gone,
    )
    pen.do(
        "DELETE FROM past_keysets WHERE (keyset, past) IN (SELECT k.value, p.n FROM json_each(:rows) AS i"
        " CROSS JOIN past AS p ON p.row = i.value, json_each(p.keysets) AS k)",
        gone,
    )
    pen.do("DELETE FROM past WHERE row IN (SELECT value FROM json_each(:rows))", gone)
    pen.do("DELETE FROM quarantine WHERE row IN (SELECT value FROM json_each(:rows))", gone)
    pen.do("DELETE FROM quarantine WHERE row IS NULL AND parent IN (SELECT value FROM json_each(:rows))", gone)
    pen.do("DELETE FROM last_words WHERE row IN (SELECT value FROM json_each(:rows))", gone)
    pen.do("UPDATE state SET unclean = 1")
    return {keyset for (keyset,) in named}


def _forget_membership(pen: Pen, keysets: set[Id]) -> None:
    """Forget to whom these belonged, as far as nothing live or past names them: their ids are made of keys."""
    if not keysets:
        return
    pen.do(
        "DELETE FROM membership WHERE keyset IN (SELECT value FROM json_each(:keysets))"
        " AND NOT EXISTS (SELECT 1 FROM keysets AS s WHERE s.id = membership.keyset)"
        " AND NOT EXISTS (SELECT 1 FROM past_keysets AS k WHERE k.keyset = membership.keyset)",
        {"keysets": listed(sorted(keysets))},
    )


def _close(pen: Pen, closings: Sequence[Closing]) -> None:
    pen.do_all(
        "UPDATE past SET closed = closed OR ?4, vis = coalesce(?3, vis) WHERE row = ?1 AND (?2 IS NULL OR vis = ?2)"
        " AND NOT closed",
        [(c.row, c.vis, c.into, c.into is None) for c in closings],
    )


def _put_past(pen: Pen, rows: Sequence[PastRow]) -> None:
    first = pen.number("SELECT max(n) FROM past") + 1
    numbered = list(enumerate(rows, first))
    pen.do_all(
        "INSERT INTO past VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((n, *row[:3], json.dumps(row.keysets), *row[4:]) for n, row in numbered),
    )
    pen.do_all(
        "INSERT OR IGNORE INTO past_keysets VALUES (?, ?)",
        sorted((keyset, n) for n, row in numbered for keyset in row.keysets),
    )


def _drop_links(pen: Pen, links: Sequence[LinkRow]) -> None:
    pen.do_all(
        "DELETE FROM adj WHERE entity = ? AND type = ? AND role = ? AND outgoing = ? AND other = ? AND received = ?"
        " AND link = ?",
        sorted(adj_key(row) for link in links for row in adj_rows(link)),
    )
    pen.do_all("DELETE FROM links WHERE id = ?", [(link.id,) for link in links])


def _drop_mentions(pen: Pen, mentions: Sequence[MentionRow]) -> None:
    rows = pen.rows(
        "SELECT m.n, m.vis, m.text FROM json_each(:ids) AS i CROSS JOIN mentions AS m ON m.id = i.value",
        {"ids": listed(m.id for m in mentions)},
    )
    pen.do_all(
        "INSERT INTO words (words, rowid, word) VALUES ('delete', ?, ?)",
        ((n, index_text(vis, text)) for n, vis, text in rows),
    )
    pen.do_all("DELETE FROM mentions WHERE n = ?", ((n,) for n, _, _ in rows))


def _put_keysets(pen: Pen, keysets: Sequence[KeySetRow]) -> None:
    pen.do_all(
        "INSERT INTO keysets VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
        " entity = excluded.entity, mentions = excluded.mentions, caption = excluded.caption, rank = excluded.rank,"
        " subtype = excluded.subtype, born = excluded.born, received = excluded.received, best = excluded.best",
        ((*s[:3], json.dumps(s.keys, ensure_ascii=False, separators=(",", ":")), *s[4:]) for s in sorted(keysets)),
    )
    pen.do_all(
        "INSERT INTO keyset_keys VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET entity = excluded.entity"
        " WHERE entity <> excluded.entity",
        sorted(_key_rows(keysets)),
    )


def _key_rows(keysets: Iterable[KeySetRow]) -> Iterator[tuple[str, Id, str, Id, int]]:
    return ((key.text, s.id, str(key.join), s.entity, s.vis) for s in keysets for key in s.keys)


def _put_records(pen: Pen, records: Sequence[RecordRow]) -> None:
    pen.do_all(
        "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((*r[:12], json.dumps(r.made_from), *r[13:]) for r in records),
    )


def _put_mentions(pen: Pen, mentions: Sequence[MentionRow]) -> None:
    first = pen.number("SELECT max(n) FROM mentions") + 1
    numbered = list(enumerate(mentions, first))
    pen.do_all(
        "INSERT INTO mentions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((n, *mention) for n, mention in numbered),
    )
    pen.do_all("INSERT INTO words (rowid, word) VALUES (?, ?)", ((n, index_text(m.vis, m.text)) for n, m in numbered))


def _put_links(pen: Pen, links: Sequence[LinkRow]) -> None:
    pen.do_all(
        "INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        links,
    )
    pen.do_all(
        "INSERT INTO adj VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        sorted(row for link in links for row in adj_rows(link)),
    )


def _drop_keysets(pen: Pen, ids: Sequence[Id]) -> None:
    rows = pen.rows(
        "SELECT s.id, s.keys FROM json_each(:ids) AS i CROSS JOIN keysets AS s ON s.id = i.value", {"ids": listed(ids)}
    )
    pen.do_all(
        "DELETE FROM keyset_keys WHERE key = ? AND keyset = ?",
        sorted((key.text, id_) for id_, text in rows for key in keyset_keys(text)),
    )
    pen.do_all("DELETE FROM keysets WHERE id = ?", [(id_,) for id_ in ids])
