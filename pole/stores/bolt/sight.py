"""What a reader holds: the wire, and the visibilities that every match of its questions asks for as `$vis`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import LiteralString, NamedTuple

from pole.graph.rows import LinkRow
from pole.model.facts import Id
from pole.stores.bolt.names import is_link_type, link_type
from pole.stores.bolt.shapes import link_of
from pole.stores.bolt.wire import BULK_SECONDS, Asker, Row, Wire


class Sight(NamedTuple):
    """One reader's view."""

    wire: Wire
    vis: list[int]
    asker: Asker

    def rows(self, text: LiteralString, /, **values: object) -> list[Row]:
        """The answer to one question, in which `$vis` is what may be seen."""
        return self.wire.answer(text, {"vis": self.vis, **values}, self.asker)

    def bulk(self, text: LiteralString, /, **values: object) -> list[Row]:
        """The same, of a question that may take its time."""
        return self.wire.answer(text, {"vis": self.vis, **values}, self.asker, BULK_SECONDS)

    def one(self, text: LiteralString, /, **values: object) -> Row:
        """The only row of an answer that always has one."""
        return self.rows(text, **values)[0]

    def link_types(self) -> list[str]:
        """Every link type the database has ever seen, in order: asked each time, for another process may add one."""
        names = self.wire.one("CALL db.relationshipTypes() YIELD relationshipType AS t RETURN collect(t)")[0]
        return sorted(name for name in names if is_link_type(name))

    def links(self, by_type: dict[str, list[Id]]) -> list[LinkRow]:
        """The visible ones of these links, in no order."""
        types = [name for name, ids in sorted(by_type.items()) if ids and is_link_type(name)]
        if not types:
            return []
        rows = self.rows(_each_type(types), ids={name: by_type[name] for name in types})
        return [link_of(name, p) for name, found in rows for p in found]


def in_order(ids: Iterable[Id]) -> list[Id]:
    """Each id once, where it first stands."""
    return list(dict.fromkeys(ids))


def _each_type(types: list[str]) -> LiteralString:
    """One seek of the id index for each type."""
    return " UNION ALL ".join(
        f"UNWIND $ids.{name} AS id MATCH ()-[r:{name}]->() WHERE r.id = id AND r.vis IN $vis "
        f"RETURN '{name}' AS type, collect(properties(r)) AS links"
        for name in map(link_type, types)
    )
