"""Constraints and indexes, and how an older database becomes one of this version.

Each link type has its own: made when the first link of that type is about to be written, because a database knows no
index over all types. Neo4j Community cannot demand that a property exists; `check` looks instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import chain
from time import monotonic, sleep
from typing import LiteralString

from pole.errors import LimitReachedError, SchemaVersionError, StoreAwayError
from pole.stores.bolt.migrating import to_fifth, to_second, to_third
from pole.stores.bolt.names import link_type
from pole.stores.bolt.wire import SCHEMA_SECONDS, Wire

VERSION = 6
_FIRST_PAUSE = 0.01
_LONGEST_PAUSE = 1.0

_FIRST: tuple[LiteralString, ...] = (
    "CREATE CONSTRAINT schema_one IF NOT EXISTS FOR (n:Schema) REQUIRE n.one IS UNIQUE",
    "CREATE CONSTRAINT lease_one IF NOT EXISTS FOR (n:Lease) REQUIRE n.one IS UNIQUE",
    "CREATE CONSTRAINT record_id IF NOT EXISTS FOR (n:Record) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT mention_id IF NOT EXISTS FOR (n:Mention) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT keyset_id IF NOT EXISTS FOR (n:KeySet) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT same_ends IF NOT EXISTS FOR (n:Same) REQUIRE (n.high, n.low, n.vis) IS UNIQUE",
    "CREATE CONSTRAINT quarantine_id IF NOT EXISTS FOR (n:Quarantine) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT ledger_id IF NOT EXISTS FOR (n:Ledger) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT source_name IF NOT EXISTS FOR (n:Source) REQUIRE n.source IS UNIQUE",
    "CREATE CONSTRAINT tally_of IF NOT EXISTS FOR (n:Tally) REQUIRE (n.source, n.vis) IS UNIQUE",
    "CREATE CONSTRAINT visibility_vis IF NOT EXISTS FOR (n:Visibility) REQUIRE n.vis IS UNIQUE",
    "CREATE INDEX record_row IF NOT EXISTS FOR (n:Record) ON (n.row)",
    "CREATE INDEX record_type IF NOT EXISTS FOR (n:Record) ON (n.source, n.type, n.row)",
    "CREATE INDEX record_parent IF NOT EXISTS FOR (n:Record) ON (n.parent)",
    "CREATE INDEX mention_record IF NOT EXISTS FOR (n:Mention) ON (n.record)",
    "CREATE INDEX mention_entity IF NOT EXISTS FOR (n:Mention) ON (n.entity, n.newest)",
    "CREATE INDEX mention_keyset IF NOT EXISTS FOR (n:Mention) ON (n.keyset, n.goodness)",
    "CREATE INDEX keyset_entity IF NOT EXISTS FOR (n:KeySet) ON (n.entity)",
    "CREATE INDEX key_code IF NOT EXISTS FOR (n:Key) ON (n.code)",
    "CREATE INDEX key_keyset IF NOT EXISTS FOR (n:Key) ON (n.keyset)",
    "CREATE INDEX same_vis IF NOT EXISTS FOR (n:Same) ON (n.vis)",
    "CREATE INDEX same_low IF NOT EXISTS FOR (n:Same) ON (n.low)",
    "CREATE INDEX membership_keyset IF NOT EXISTS FOR (n:Membership) ON (n.keyset)",
    "CREATE INDEX membership_entity IF NOT EXISTS FOR (n:Membership) ON (n.entity)",
    "CREATE INDEX lineage_before IF NOT EXISTS FOR (n:Lineage) ON (n.before)",
    "CREATE INDEX lineage_after IF NOT EXISTS FOR (n:Lineage) ON (n.after)",
    "CREATE INDEX past_id IF NOT EXISTS FOR (n:Past) ON (n.id)",
    "CREATE INDEX past_row IF NOT EXISTS FOR (n:Past) ON (n.row)",
    "CREATE INDEX past_keyset_0 IF NOT EXISTS FOR (n:Past) ON (n.keyset_0)",
    "CREATE INDEX past_keyset_1 IF NOT EXISTS FOR (n:Past) ON (n.keyset_1)",
    "CREATE INDEX quarantine_row IF NOT EXISTS FOR (n:Quarantine) ON (n.row)",
    "CREATE INDEX quarantine_source IF NOT EXISTS FOR (n:Quarantine) ON (n.source)",
    "CREATE INDEX ledger_source IF NOT EXISTS FOR (n:Ledger) ON (n.source)",
    "CREATE FULLTEXT INDEX mention_words IF NOT EXISTS FOR (n:Mention) ON EACH [n.words, n.seen] "
    "OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false}}",
)

_SECOND: tuple[LiteralString, ...] = (
    "DROP CONSTRAINT tally_of IF EXISTS",
    "CREATE CONSTRAINT tally_facets IF NOT EXISTS FOR (n:Tally) REQUIRE (n.source, n.facets) IS UNIQUE",
    "CREATE CONSTRAINT last_word_row IF NOT EXISTS FOR (n:LastWord) REQUIRE n.row IS UNIQUE",
    "CREATE INDEX last_word_parent IF NOT EXISTS FOR (n:LastWord) ON (n.parent)",
    "CREATE INDEX past_parent IF NOT EXISTS FOR (n:Past) ON (n.parent)",
    "CREATE INDEX quarantine_parent IF NOT EXISTS FOR (n:Quarantine) ON (n.parent)",
)

_THIRD: tuple[LiteralString, ...] = (
    "CREATE INDEX ledger_at IF NOT EXISTS FOR (n:Ledger) ON (n.source, n.at)",
    "CREATE INDEX ledger_data_to IF NOT EXISTS FOR (n:Ledger) ON (n.source, n.data_to)",
)

_FOURTH: tuple[LiteralString, ...] = (
    "CREATE CONSTRAINT task_id IF NOT EXISTS FOR (n:Task) REQUIRE n.id IS UNIQUE",
    "CREATE INDEX task_row IF NOT EXISTS FOR (n:Task) ON (n.row)",
    "CREATE INDEX task_raised IF NOT EXISTS FOR (n:Task) ON (n.raised, n.id)",
)

_FIFTH: tuple[LiteralString, ...] = (
    "CREATE INDEX ledger_place IF NOT EXISTS FOR (n:Ledger) ON (n.source, n.place)",
    "CREATE INDEX ledger_extract IF NOT EXISTS FOR (n:Ledger) ON (n.source, n.type, n.extract, n.digest)",
    "CREATE INDEX key_holder IF NOT EXISTS FOR (n:Key) ON (n.code, n.keyset)",
    "DROP INDEX ledger_source IF EXISTS",
    "DROP INDEX key_code IF EXISTS",
    "DROP INDEX key_keyset IF EXISTS",
)

_SIXTH: tuple[LiteralString, ...] = (
    "CREATE CONSTRAINT decision_id IF NOT EXISTS FOR (n:Decision) REQUIRE n.id IS UNIQUE",
    "CREATE INDEX decision_one IF NOT EXISTS FOR (n:Decision) ON (n.one_row)",
    "CREATE INDEX decision_other IF NOT EXISTS FOR (n:Decision) ON (n.other_row)",
    "CREATE INDEX decision_made IF NOT EXISTS FOR (n:Decision) ON (n.made, n.id)",
    "CREATE INDEX decision_end_keyset IF NOT EXISTS FOR (n:DecisionEnd) ON (n.keyset)",
    "CREATE INDEX decision_end_decision IF NOT EXISTS FOR (n:DecisionEnd) ON (n.decision)",
)

MIGRATIONS: tuple[tuple[LiteralString, ...], ...] = (_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH, _SIXTH)
"""What brings a database from each version to the next; the first makes an empty one into version 1."""
_ROWS: dict[int, Callable[[Wire], None]] = {1: to_second, 2: to_third, 4: to_fifth}
"""What is done to the rows that a database of that version holds."""


class Schema:
    """The schema of one database, and what this process knows to be there."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._known = False
        self._types: set[str] = set()
        self._indexes: set[str] = set()
        """Those that were there when this process first brought a link type."""

    def initialise(self) -> None:
        """Create or migrate, one version after the other. Raises SchemaVersionError on a newer one."""
        version = self._version()
        _refuse_newer(version)
        for number, statements in list(enumerate(MIGRATIONS))[version:]:
            for statement in statements if version else _lasting(statements):
                self._wire.alter(statement)
            self._await_indexes()
            if version and number in _ROWS:
                _ROWS[number](self._wire)
        if version == 0:  # what was imported in bulk has links already
            self.add_types(sorted({name for (name,) in self._wire.rows("MATCH ()-[k]->() RETURN DISTINCT type(k)")}))
        self._await_indexes()
        if version < VERSION:
            self._wire.write(
                lambda pen: pen.rows(
                    "MERGE (s:Schema {one: 1}) ON CREATE SET s.generation = 0 SET s.version = $version",
                    version=VERSION,
                )
            )
        self._known = True

    def require(self) -> None:
        """Raises SchemaVersionError for a database that this program cannot use as it is."""
        if self._known:
            return
        version = self._version()
        _refuse_newer(version)
        if version == 0:
            raise SchemaVersionError("The store has no schema yet: run `pole store init`.")
        if version < VERSION:
            raise SchemaVersionError(
                f"The store has schema {version}, this program needs {VERSION}: run `pole store migrate`."
            )
        self._known = True

    def add_types(self, types: Iterable[str]) -> None:
        """Make constraint and indexes of link types new to this process, and wait for them. Raises VocabularyError."""
        new = set(types) - self._types
        if not new:
            return
        due: list[LiteralString] = [text for name in sorted(new) for text in _for_links(link_type(name))]
        self._indexes = self._indexes or {name for (name,) in self._wire.rows("SHOW INDEXES YIELD name")}
        lacking: list[LiteralString] = [text for text in due if _named(text)[1] not in self._indexes]
        for statement in lacking:
            self._wire.alter(statement)
        if lacking:
            self._await_indexes()
        self._types |= new

    def _await_indexes(self) -> None:
        """Raises StoreAwayError for an index that cannot be made, LimitReachedError after an hour.

        Asked for again and again, because a single question that waits (as `db.awaitIndexes` does) keeps a lock on what it
        looks at, and somebody who makes a constraint beside us must have that lock before its index is ready.
        """
        begun, pause = monotonic(), _FIRST_PAUSE
        while waiting := self._wire.rows("SHOW INDEXES YIELD name, state WHERE state <> 'ONLINE' RETURN name, state"):
            if failed := [name for name, state in waiting if state == "FAILED"]:
                raise StoreAwayError(f"The graph store cannot make {', '.join(failed)}: see its log and its disk.")
            if monotonic() > begun + SCHEMA_SECONDS:
                raise LimitReachedError("The time to make an index, in seconds,", SCHEMA_SECONDS, "try again later")
            sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _version(self) -> int:
        rows = self._wire.rows("MATCH (s:Schema) RETURN s.version")
        return int(rows[0][0]) if rows else 0


def expected_names(types: Iterable[str]) -> set[str]:
    """The names of all constraints and indexes that a database with links of these types must have."""
    statements = [*chain(*MIGRATIONS), *(text for name in types for text in _for_links(link_type(name)))]
    named = list(map(_named, statements))
    return {name for verb, name in named if verb == "CREATE"} - {name for verb, name in named if verb == "DROP"}


def _lasting(statements: Iterable[LiteralString]) -> list[LiteralString]:
    """Without what a later version drops: of several that make an empty database ready at once none makes what another has
    just dropped."""
    dropped = {name for verb, name in map(_named, chain(*MIGRATIONS)) if verb == "DROP"}
    return [
        statement for statement in statements if _named(statement)[0] == "DROP" or _named(statement)[1] not in dropped
    ]


def _named(statement: str) -> tuple[str, str]:
    """What a statement does, CREATE or DROP, and the name of the constraint or index; a constraint's index has its name."""
    found = re.findall(r"^(\w+) .*?(?:CONSTRAINT|INDEX) (\w+) IF", statement)[0]
    return found[0], found[1]


def _refuse_newer(version: int) -> None:
    if version > VERSION:
        raise SchemaVersionError(f"The store has schema {version}, this program knows {VERSION}: use a newer program.")


def _for_links(name: LiteralString) -> tuple[LiteralString, ...]:
    return (
        f"CREATE CONSTRAINT link_{name}_id IF NOT EXISTS FOR ()-[r:{name}]-() REQUIRE r.id IS UNIQUE",
        f"CREATE INDEX link_{name}_out IF NOT EXISTS FOR ()-[r:{name}]-() ON (r.tie_out)",
        f"CREATE INDEX link_{name}_in IF NOT EXISTS FOR ()-[r:{name}]-() ON (r.tie_in)",
    )
