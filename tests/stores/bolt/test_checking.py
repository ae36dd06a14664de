"""`check` finds what is broken by hand, and names it without content."""

from __future__ import annotations

from typing import LiteralString

import pytest

from pole.stores.bolt import BoltStore
from pole.stores.bolt.wire import Wire
from tests.stores.shaping import Thing, Tie, load, row

BREAKAGES: dict[LiteralString, str] = {
    "MATCH (m:Mention) WITH m LIMIT 1 REMOVE m.vis": "mentions of a visibility without a marking",
    "MATCH ()-[r:KNOWS]->() REMOVE r.vis": "links of a visibility without a marking",
    "MATCH ()-[r:KNOWS]->() SET r.tie_out = 'x'": "links that are not found as they are",
    "MATCH ()-[r:KNOWS]->() SET r.start = r.end": "links between other entities than they say",
    "MATCH ()-[r:KNOWS]->() DELETE r": "records that know another number of links",
    "MATCH (r:Record) REMOVE r.links": "links without a record of their visibility that knows them",
    "MATCH (m:Mention) SET m.words = 'other'": "mentions that are not found as they are",
    "MATCH (m:Mention) SET m.entity = 'gone'": "mentions that disagree with their key set",
    "MATCH (k:Key) DELETE k": "key sets that are not found as they are",
    "MATCH (s:KeySet) SET s.mentions = 7": "another number of mentions than they say",
    "MATCH (s:KeySet) SET s.best = 'gone'": "best mention is not one of theirs",
    "MATCH (e:Entity) SET e.kind = 'EVENT'": "entities without the label of their kind",
    "MATCH (b:Membership) SET b.until = '2030'": "present membership is not their entity",
    "MATCH (t:Tally) SET t.records = 99": "tally of rows is wrong",
    "CREATE (:Membership {keyset: 'gone', entity: 'e', vis: 1, until: '2030'})": "nothing live or past names",
    "MATCH (m:Mention) WITH m LIMIT 1 CREATE (:Past {id: 'p', vis: m.vis, keysets: []})": "whether they are closed",
    "CREATE (:Same {high: 'a', low: 'b', vis: 1})": "SAME without one of its entities",
    "DROP INDEX mention_entity": "the index mention_entity is missing",
}


@pytest.mark.parametrize(("breakage", "words"), list(BREAKAGES.items()))
def test_a_broken_store_is_found_out(store: BoltStore, wire: Wire, breakage: LiteralString, words: str) -> None:
    load(
        store,
        [
            row(
                "1",
                {"a": Thing(("nominal|1",), text="anna berg"), "b": Thing(("nominal|2",))},
                [Tie("a", "b", "KNOWS")],
            )
        ],
    )
    assert store.check() == []
    wire.alter(breakage)
    found = store.check()
    assert any(words in line for line in found), found
    assert not any("anna" in line or "berg" in line for line in found)
    wire.alter("CREATE INDEX mention_entity IF NOT EXISTS FOR (n:Mention) ON (n.entity, n.newest)")
